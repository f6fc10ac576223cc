/** Writer processes for the fault tests, and what each of them said. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Ledger } from './ledger.ts';

export type Writer = {
  child: ChildProcess;
  lines: string[];
  /** Until it said at least this many lines; fails when it ended before. */
  said: (count: number) => Promise<void>;
  /** Ends it at once, and waits until all it said has arrived. */
  kill: () => Promise<void>;
};

const WRITER = new URL('./writer.ts', import.meta.url).pathname;

export function startWriter(directory: string, writers: number, broken = ''): Writer {
  const child = spawn(process.execPath, [WRITER, directory, String(writers), broken], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  let rest = '';
  let wake: () => void = () => undefined;
  let ended = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    wake();
  });
  const closed = once(child, 'close').then(() => {
    ended = true;
    wake();
  });
  return {
    child,
    lines,
    async said(count) {
      while (lines.length < count) {
        if (ended) throw new Error(`the writer ended after: ${lines.slice(-3).join(', ')}`);
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}

/** Adds what the writer said to the ledger. */
export function note(lines: readonly string[], ledger: Ledger): void {
  for (const line of lines) {
    const [word, name = ''] = line.split(' ');
    if (word === 'ok') ledger.acknowledged.add(name);
    if (word === 'no') ledger.refused.add(name);
  }
}
