/**
 * Reads tables outside of the server's own thread: a worker a file, with a bound on its memory and its time, and few at
 * once. A file that breaks its worker is refused like any other; the server answers others meanwhile.
 */
import { Worker } from 'node:worker_threads';
import type { FigureMapping } from '@palier/playlists/figure';
import type { Points } from './points.ts';
import type { Cell, TableFault } from './read-table.ts';

export type TableRead =
  | {
      kind: 'read';
      sheets: string[];
      rowCount: number;
      /** The first rows of the sheet, as they are. */
      sample: Cell[][];
      mapping: FigureMapping;
      points: Points;
    }
  | { kind: 'refused'; reason: TableFault | 'busy' };

/** The largest file of values that is taken: 16 MiB. */
export const MAX_TABLE_BYTES = 16 * 1024 ** 2;
const TIMEOUT_MS = 20_000;
const MAX_AT_ONCE = 2;
const MAX_WAITING = 20;

export type Tables = ReturnType<typeof createTables>;

export function createTables() {
  let running = 0;
  const waiting: (() => void)[] = [];
  async function turn(): Promise<boolean> {
    if (running < MAX_AT_ONCE) {
      running += 1;
      return true;
    }
    if (waiting.length >= MAX_WAITING) return false;
    await new Promise<void>((go) => waiting.push(go));
    return true;
  }
  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
  return {
    /** By this mapping, or by the one that is guessed. */
    async read(bytes: Uint8Array, mapping?: FigureMapping): Promise<TableRead> {
      if (bytes.length > MAX_TABLE_BYTES) return { kind: 'refused', reason: 'too-large' };
      if (!(await turn())) return { kind: 'refused', reason: 'busy' };
      try {
        return await inWorker(bytes, mapping);
      } finally {
        leave();
      }
    },
  };
}

function inWorker(bytes: Uint8Array, mapping: FigureMapping | undefined): Promise<TableRead> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./table-worker.ts', import.meta.url), {
      workerData: { bytes, ...(mapping === undefined ? {} : { mapping }) },
      resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64 },
      // What a broken file makes a library say is nobody's to read.
      stdout: true,
      stderr: true,
    });
    const end = (answer: TableRead) => {
      clearTimeout(timer);
      resolve(answer);
      void worker.terminate();
    };
    const timer = setTimeout(() => end({ kind: 'refused', reason: 'too-large' }), TIMEOUT_MS);
    worker.once('message', (answer: TableRead) => end(answer));
    worker.once('error', (error: unknown) =>
      end({
        kind: 'refused',
        reason: isOutOfMemory(error) ? 'too-large' : 'damaged',
      }),
    );
    worker.once('exit', () => end({ kind: 'refused', reason: 'damaged' }));
  });
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
