/** The worker's side of reading tables: one file, one answer, then it ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { FigureMapping } from '@palier/playlists/figure';
import { z } from 'zod';
import { guessMapping, pointsOf } from './points.ts';
import { readTable } from './read-table.ts';
import type { TableRead } from './tables.ts';

const Asked = z.object({ bytes: z.instanceof(Uint8Array), mapping: FigureMapping.optional() });
const SAMPLE_ROWS = 12;

async function answer(): Promise<TableRead> {
  const { bytes, mapping: asked } = Asked.parse(workerData);
  const table = await readTable(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (table.kind === 'refused') return table;
  const [first] = table.sheets;
  const chosen = table.sheets.find(({ name }) => name === asked?.sheet) ?? first;
  if (chosen === undefined) return { kind: 'refused', reason: 'empty' };
  const mapping = asked ?? guessMapping(chosen);
  return {
    kind: 'read',
    sheets: table.sheets.map(({ name }) => name),
    rowCount: chosen.rows.length,
    sample: chosen.rows.slice(0, SAMPLE_ROWS),
    mapping,
    points: pointsOf([chosen], mapping),
  };
}

parentPort?.postMessage(await answer());
