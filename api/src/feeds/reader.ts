/**
 * Reads feeds outside of the server's own thread: a feed made to be slow or large holds up no screen. One worker, kept
 * while there is work; it is ended and begun anew when it takes too long or too much memory.
 */
import { Worker } from 'node:worker_threads';
import type { ListedFeed } from './opml.ts';
import type { FeedAsked, FeedRead } from './read-feed.ts';

export type FeedReader = ReturnType<typeof createFeedReader>;
type Unread = { kind: 'refused'; trouble: 'too-large' | 'malformed' | 'busy' };
export type ReadOutcome = FeedRead | Unread;
/** Without feeds: it is no list of any. */
export type ListOutcome = { kind: 'list'; feeds: ListedFeed[] } | Unread;

const TIMEOUT_MS = 10_000;
const MAX_WAITING = 100;
/** A worker without work is ended. */
const IDLE_MS = 20_000;

/** The worker answers each question in its own shape. */
type Turn = {
  asked: FeedAsked | { opml: string };
  answer: (outcome: FeedRead | Extract<ListOutcome, { kind: 'list' }> | Unread) => void;
};
type Answer = Parameters<Turn['answer']>[0];

export function createFeedReader(options: { timeoutMs?: number } = {}) {
  const waiting: Turn[] = [];
  let worker: Worker | undefined;
  let current: { turn: Turn; timer: NodeJS.Timeout } | undefined;
  let idle: NodeJS.Timeout | undefined;

  function begin(): Worker {
    const made = new Worker(new URL('./reader-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 48 },
      // What a broken feed makes a library say is nobody's to read.
      stdout: true,
      stderr: true,
    });
    made.unref();
    made.on('message', (outcome: Answer) => made === worker && finish(outcome));
    made.on('error', (error: unknown) => lost(made, isOutOfMemory(error) ? 'too-large' : 'malformed'));
    made.on('exit', () => lost(made, 'malformed'));
    return made;
  }

  /** What it was reading ended it: that feed is refused, the next one gets another worker. */
  function lost(which: Worker, trouble: 'too-large' | 'malformed'): void {
    if (which !== worker) return;
    worker = undefined;
    if (current !== undefined) finish({ kind: 'refused', trouble });
  }

  function finish(outcome: Answer): void {
    const done = current;
    current = undefined;
    clearTimeout(done?.timer);
    done?.turn.answer(outcome);
    next();
  }

  function next(): void {
    if (current !== undefined) return;
    const turn = waiting.shift();
    clearTimeout(idle);
    if (turn === undefined) {
      idle = setTimeout(end, IDLE_MS).unref();
      return;
    }
    worker ??= begin();
    const timer = setTimeout(() => {
      end();
      finish({ kind: 'refused', trouble: 'too-large' });
    }, options.timeoutMs ?? TIMEOUT_MS);
    current = { turn, timer };
    worker.postMessage(turn.asked);
  }

  function end(): void {
    const ended = worker;
    worker = undefined;
    void ended?.terminate();
  }

  function ask(asked: Turn['asked']): Promise<Answer> {
    if (waiting.length >= MAX_WAITING) return Promise.resolve({ kind: 'refused', trouble: 'busy' });
    return new Promise((answer) => {
      waiting.push({ asked, answer });
      next();
    });
  }

  return {
    /** In its turn. `busy` when too many wait. */
    async read(asked: FeedAsked): Promise<ReadOutcome> {
      const answer = await ask(asked);
      if (answer.kind === 'list') throw new Error('a list came where a feed was asked for');
      return answer;
    },
    /** A list of feeds (OPML), in its turn too. */
    async readList(opml: string): Promise<ListOutcome> {
      const answer = await ask({ opml });
      if (answer.kind === 'feed') throw new Error('a feed came where a list was asked for');
      return answer.kind === 'list'
        ? answer
        : { kind: 'refused', trouble: answer.trouble === 'busy' ? 'busy' : 'too-large' };
    },
    close(): void {
      clearTimeout(idle);
      for (const turn of waiting.splice(0)) turn.answer({ kind: 'refused', trouble: 'busy' });
      end();
      if (current !== undefined) finish({ kind: 'refused', trouble: 'busy' });
      clearTimeout(idle);
    },
  };
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
