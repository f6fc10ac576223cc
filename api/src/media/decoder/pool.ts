/**
 * Runs tasks in decoding processes: one or two, made when there is work, ended when there is none. A process that takes
 * too long or too much memory is killed and the file is refused; the next task gets a new one. A file can stall or end
 * a decoder, never the server. What waits is bounded.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism, constants, setPriority } from 'node:os';
import type { FileReason } from '@palier/playlists/file-reason';
import { reasonOf, type Log } from '../../log.ts';
import type { AnswerOf, Ask, DecoderTask, MadePicture, TaskKind, Word } from './tasks.ts';

export type DecoderLimits = {
  processes: number;
  /** Without an answer or a page for so long: killed. */
  silentMs: Record<TaskKind, number>;
  memoryBytes: number;
  idleMs: number;
  waiting: number;
};
const MB = 1024 ** 2;
export const DECODER_LIMITS: DecoderLimits = {
  processes: availableParallelism() > 1 ? 2 : 1,
  silentMs: { picture: 60_000, poster: 20_000, video: 30_000, film: 30_000, pdf: 45_000, table: 30_000 },
  memoryBytes: 1_400 * MB,
  idleMs: 20_000,
  waiting: 500,
};
const LOOK_EVERY_MS = 200;
const PAGE_BYTES = 4096;

export type RunOptions = {
  signal?: AbortSignal;
  /** Pages come in order, each as soon as it is made. */
  onpage?: (page: MadePicture, number: number, of: number) => void;
};
type Job = {
  task: DecoderTask;
  options: RunOptions;
  done: (answer: AnswerOf[TaskKind]) => void;
  failed: (error: Error) => void;
};
type Worker = {
  child: ChildProcess;
  job: (Job & { id: number; heardMs: number }) | undefined;
  rssBytes: number;
  idleSinceMs: number;
};

/** The decoder could not write: the disk is full. */
export class DecoderDiskFull extends Error {
  override name = 'DecoderDiskFull';
}

export function createDecoder(deps: { log: Log; limits?: Partial<DecoderLimits> }) {
  const { log } = deps;
  const limits = { ...DECODER_LIMITS, ...deps.limits };
  const queue: Job[] = [];
  const workers = new Set<Worker>();
  let looking: NodeJS.Timeout | undefined;
  let nextId = 1;
  let closed = false;

  function pump(): void {
    if (closed) return;
    for (;;) {
      const [job] = queue;
      if (job === undefined) return;
      const worker = [...workers].find((one) => one.job === undefined) ?? newWorker();
      if (worker === undefined) return;
      queue.shift();
      const id = nextId++;
      worker.job = { ...job, id, heardMs: performance.now() };
      hold(worker.child, true);
      worker.child.send({ id, task: job.task } satisfies Ask);
      looking ??= setInterval(() => void look(), LOOK_EVERY_MS).unref();
    }
  }

  function newWorker(): Worker | undefined {
    if (workers.size >= limits.processes) return undefined;
    const child = fork(new URL('process.ts', import.meta.url), [], {
      // No secret of the server's goes along. Two malloc arenas keep what native code holds small.
      env: { PATH: process.env['PATH'], MALLOC_ARENA_MAX: '2', UV_THREADPOOL_SIZE: '2' },
      execArgv: ['--max-old-space-size=512', '--no-warnings'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const worker: Worker = { child, job: undefined, rssBytes: 0, idleSinceMs: performance.now() };
    workers.add(worker);
    child.on('message', (word: Word) => hear(worker, word));
    child.on('error', (error) => end(worker, { code: 'fault', params: {} }, reasonOf(error)));
    child.on('exit', (code, signal) => end(worker, { code: 'too-heavy', params: {} }, `it ended: ${signal ?? code}`));
    if (child.pid !== undefined) niceOf(child.pid);
    hold(child, false);
    return worker;
  }

  function hear(worker: Worker, word: Word): void {
    if ('rssBytes' in word) {
      worker.rssBytes = word.rssBytes;
      return;
    }
    const { job } = worker;
    if (job?.id !== word.id) return;
    job.heardMs = performance.now();
    if ('page' in word) {
      job.options.onpage?.(word.page, word.number, word.of);
      return;
    }
    worker.job = undefined;
    worker.idleSinceMs = performance.now();
    hold(worker.child, false);
    if ('answer' in word) job.done(word.answer);
    else job.failed(word.fault === 'ENOSPC' ? new DecoderDiskFull() : new Error(`decoding failed: ${word.fault}`));
    pump();
  }

  /** Takes a process out of service, and answers for what it was at. */
  function end(worker: Worker, reason: FileReason, why: string): void {
    if (!workers.delete(worker)) return;
    worker.child.removeAllListeners();
    worker.child.on('error', () => undefined);
    worker.child.kill('SIGKILL');
    const { job } = worker;
    if (job !== undefined && !closed) log.warn('a decoder was ended', { task: job.task.kind, why });
    job?.done({ refused: reason });
    pump();
  }

  async function look(): Promise<void> {
    for (const worker of workers) {
      const { job } = worker;
      const now = performance.now();
      if (job === undefined) {
        if (now - worker.idleSinceMs > limits.idleMs) end(worker, { code: 'fault', params: {} }, 'idle');
        continue;
      }
      const rssBytes = await memoryOf(worker);
      if (rssBytes > limits.memoryBytes) {
        end(worker, { code: 'too-heavy', params: {} }, `${Math.round(rssBytes / MB)} MB`);
      } else if (worker.job !== undefined && now - worker.job.heardMs > limits.silentMs[worker.job.task.kind]) {
        end(worker, { code: 'too-slow', params: {} }, 'out of time');
      }
    }
    if (workers.size === 0 && queue.length === 0) {
      clearInterval(looking);
      looking = undefined;
    }
  }

  return {
    /** Answers what was made, or why the file is refused. Throws on a fault of ours and on a full disk. */
    async run<K extends TaskKind>(
      task: Extract<DecoderTask, { kind: K }>,
      options: RunOptions = {},
    ): Promise<AnswerOf[K]> {
      if (queue.length >= limits.waiting || closed) return { refused: { code: 'busy', params: {} } } as AnswerOf[K];
      options.signal?.throwIfAborted();
      return await new Promise<AnswerOf[K]>((resolve, reject) => {
        const job: Job = { task, options, done: (answer) => resolve(answer as AnswerOf[K]), failed: reject };
        options.signal?.addEventListener('abort', () => {
          const waiting = queue.indexOf(job);
          if (waiting >= 0) queue.splice(waiting, 1);
          const busy = [...workers].find((worker) => worker.job?.done === job.done);
          if (busy !== undefined) end(busy, { code: 'interrupted', params: {} }, 'cancelled');
          reject(options.signal?.reason instanceof Error ? options.signal.reason : new Error('cancelled'));
        });
        queue.push(job);
        pump();
      });
    },
    /** Processes that run now, by their id. */
    pids: (): number[] => [...workers].flatMap(({ child }) => child.pid ?? []),
    close(): void {
      closed = true;
      clearInterval(looking);
      for (const worker of workers) end(worker, { code: 'interrupted', params: {} }, 'the server stops');
      for (const job of queue.splice(0)) job.done({ refused: { code: 'interrupted', params: {} } });
    },
  };
}
export type Decoder = ReturnType<typeof createDecoder>;

/** Only a process that is at work keeps ours alive. */
function hold(child: ChildProcess, isAtWork: boolean): void {
  if (isAtWork) child.ref();
  else child.unref();
  if (isAtWork) child.channel?.ref();
  else child.channel?.unref();
}

/** What the system says it holds; where it does not say, what the process said last. */
async function memoryOf(worker: Worker): Promise<number> {
  if (process.platform !== 'linux') return worker.rssBytes;
  try {
    const [, pages = '0'] = (await readFile(`/proc/${worker.child.pid}/statm`, 'latin1')).split(' ');
    return Number(pages) * PAGE_BYTES;
  } catch (error) {
    // It ended between two looks; its exit tells.
    if (error instanceof Error) return worker.rssBytes;
    throw error;
  }
}

/** The server goes first when both want the processor. */
function niceOf(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch (error) {
    // It has ended already, which its exit tells.
    if (!(error instanceof Error)) throw error;
  }
}
