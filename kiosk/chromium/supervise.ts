/** Keeps a program running: starts it again with back-off when it dies, and ends it and its children with us. */
import { spawn, type ChildProcess } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import type { Pipes } from './devtools.ts';

const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 60_000;
/** One that ran this long was well: the next wait is short again. */
const WELL_AFTER_MS = 60_000;
const KILL_AFTER_MS = 2_000;

export type Supervised = {
  /** Ends it now; it is started again by itself. */
  restart(reason: string): void;
  /** Ends it for good. */
  stop(): Promise<void>;
};

export type Command = { path: string; args: string[]; env?: Record<string, string | undefined> };

export function supervise(options: {
  /** Asked at every start: an address to open may be good for one time only. */
  command: () => Command;
  log: (message: string, fields?: Record<string, unknown>) => void;
  random?: () => number;
  /** Descriptors 3 (to the program) and 4 (from it) of each start. */
  onPipes?: (pipes: Pipes) => void;
  /** Answers true when this end means that starting again is pointless. */
  isFinal?: (code: number | null) => boolean;
  onFinal?: () => void;
}): Supervised {
  const { log, random = Math.random } = options;
  let child: ChildProcess | undefined;
  let gone: Promise<void> = Promise.resolve();
  let failures = 0;
  let isStopping = false;
  let again: NodeJS.Timeout | undefined;
  const onExit = () => kill(child, 'SIGKILL');
  process.on('exit', onExit);

  function start(): void {
    const { path, args, env } = options.command();
    const startedMs = performance.now();
    // A group of its own: wrappers and helpers are ended with it.
    const started = spawn(path, args, {
      stdio: ['ignore', 'ignore', 'pipe', ...(options.onPipes === undefined ? [] : (['pipe', 'pipe'] as const))],
      detached: process.platform !== 'win32',
      env: { ...process.env, ...env },
    });
    child = started;
    const [toBrowser, fromBrowser] = [started.stdio[3], started.stdio[4]];
    if (toBrowser instanceof Writable && fromBrowser instanceof Readable) options.onPipes?.({ toBrowser, fromBrowser });
    const tail = keepTail(started);
    gone = new Promise((resolve) => {
      started.once('error', (error) => (ended(null, null, error.message), resolve()));
      started.once('exit', (code, signal) => (ended(code, signal, tail()), resolve()));
    });

    function ended(code: number | null, signal: string | null, words: string): void {
      if (child !== started) return;
      kill(started, 'SIGKILL');
      child = undefined;
      if (isStopping) return;
      if (options.isFinal?.(code) === true) return options.onFinal?.();
      if (performance.now() - startedMs >= WELL_AFTER_MS) failures = 0;
      const ceilingMs = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
      const waitMs = Math.round(ceilingMs * (0.5 + random() / 2));
      failures = Math.min(failures + 1, 10);
      log('the window has gone; it is opened again', { code, signal, waitMs, words });
      again = setTimeout(start, waitMs);
    }
  }

  start();
  return {
    restart(reason) {
      log('the window is opened anew', { reason });
      const old = child;
      kill(old, 'SIGTERM');
      setTimeout(() => kill(old, 'SIGKILL'), KILL_AFTER_MS).unref();
    },
    async stop() {
      isStopping = true;
      clearTimeout(again);
      const old = child;
      kill(old, 'SIGTERM');
      const force = setTimeout(() => kill(old, 'SIGKILL'), KILL_AFTER_MS);
      await gone;
      clearTimeout(force);
      process.off('exit', onExit);
    },
  };
}

function kill(child: ChildProcess | undefined, signal: NodeJS.Signals): void {
  if (child?.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // Gone already, with all of its group.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** The last words of a program, for the log of its end. */
function keepTail(child: ChildProcess): () => string {
  let tail = '';
  child.stderr?.on('data', (chunk: Buffer) => (tail = (tail + chunk.toString()).slice(-500)));
  return () => tail.trim();
}
