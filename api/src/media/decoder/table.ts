/** The first rows of a table, so that people recognise it. What its figures mean is somebody else's business. */
import { readFile, stat } from 'node:fs/promises';
import { decodeText } from '../text.ts';
import type { Failed, TablePreview, TableTask } from './tasks.ts';

const MAX_TABLE_BYTES = 20 * 1024 ** 2;
const SHOWN = 8;
const CELL_CHARS = 80;

export async function previewTable({ path, format }: TableTask): Promise<TablePreview | Failed> {
  if ((await stat(path)).size > MAX_TABLE_BYTES) return { refused: { code: 'too-large', params: { maxMb: 20 } } };
  try {
    const rows = format === 'csv' ? await readCsv(path) : await readSheet(path);
    if (rows.length === 0) return { refused: { code: 'empty', params: {} } };
    return {
      rows: rows.slice(0, SHOWN).map((row) => row.slice(0, SHOWN).map((cell) => cell.slice(0, CELL_CHARS))),
      rowCount: rows.length,
      columnCount: rows.reduce((most, row) => Math.max(most, row.length), 0),
    };
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    return { refused: { code: 'table-unreadable', params: { why: why.slice(0, 160) } } };
  }
}

/** Semicolons, commas or tabs, whichever the first line has most of. Formulas stay the text they are. */
async function readCsv(path: string): Promise<string[][]> {
  const text = decodeText(await readFile(path));
  if (text === undefined) throw new Error('it is not a text');
  const { parse } = await import('csv-parse/sync');
  const first = text.split('\n', 1)[0] ?? '';
  const delimiter = [';', '\t', ','].reduce((a, b) => (first.split(b).length > first.split(a).length ? b : a));
  const rows: string[][] = parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true });
  return rows;
}

async function readSheet(path: string): Promise<string[][]> {
  const { default: readExcelFile } = await import('read-excel-file/node');
  const [sheet] = await readExcelFile(path);
  return (sheet?.data ?? []).map((row) => row.map(wordOf));
}

function wordOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '';
}
