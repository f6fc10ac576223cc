/**
 * Bytes to rows of plain cells, for CSV (any delimiter, UTF-8 or Windows-1252, with or without a mark) and XLSX. Runs in
 * a worker thread whose memory and time are bounded. Formulas are never computed: a CSV's are text, an XLSX's are the
 * value that was saved with them.
 */
import { parse } from 'csv-parse/sync';
import readWorkbook from 'read-excel-file/node';
import { inflatedBytes } from './zip-size.ts';

/** A date is its ISO day; numbers stay numbers. */
export type Cell = string | number | boolean | null;
export type Sheet = { name: string; rows: Cell[][] };
export type TableFault = 'empty' | 'not-a-table' | 'damaged' | 'too-large' | 'too-many-rows' | 'old-excel' | 'locked';
export type ReadTable = { kind: 'sheets'; sheets: Sheet[] } | { kind: 'refused'; reason: TableFault };

export const MAX_ROWS = 200_000;
export const MAX_COLUMNS = 200;
const MAX_CELL = 300;
const MAX_INFLATED_BYTES = 120 * 1024 ** 2;
const MAX_SHEETS = 20;

export async function readTable(bytes: Buffer): Promise<ReadTable> {
  if (bytes.length === 0) return { kind: 'refused', reason: 'empty' };
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') return readXlsx(bytes);
  // The old binary format, which is also what a workbook with a password is wrapped in.
  if (bytes.subarray(0, 4).toString('hex') === 'd0cf11e0') {
    return {
      kind: 'refused',
      reason: bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'locked' : 'old-excel',
    };
  }
  return readCsv(bytes);
}

async function readXlsx(bytes: Buffer): Promise<ReadTable> {
  const inflated = inflatedBytes(bytes, MAX_INFLATED_BYTES);
  if (inflated === 'too-large') return { kind: 'refused', reason: 'too-large' };
  if (inflated === 'damaged') return { kind: 'refused', reason: 'damaged' };
  try {
    const sheets = await readWorkbook(bytes);
    const read = sheets
      .slice(0, MAX_SHEETS)
      .map(({ sheet, data }) => ({ name: sheet, rows: data.map((row) => row.map(cellOf)) }));
    return whole(read);
  } catch (error) {
    // Whatever the library cannot read is not a workbook we could show anything of.
    return { kind: 'refused', reason: error instanceof Error ? 'damaged' : 'not-a-table' };
  }
}

function cellOf(value: unknown): Cell {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : dayOrTime(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' ? value.slice(0, MAX_CELL) : null;
}

/** Workbooks have no zones: their days are read as UTC. */
function dayOrTime(value: Date): string {
  const text = value.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ');
}

function readCsv(bytes: Buffer): ReadTable {
  const text = textOf(bytes);
  if (text === undefined) return { kind: 'refused', reason: 'not-a-table' };
  if (text.trim() === '') return { kind: 'refused', reason: 'empty' };
  // Excel's own hint for the delimiter is a line of its own.
  const hinted = /^sep=(.)\r?\n/i.exec(text);
  const body = hinted === null ? text : text.slice(hinted[0].length);
  try {
    const rows = parse(body, {
      delimiter: hinted?.[1] ?? delimiterOf(body),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: 200_000,
      to: MAX_ROWS + 1,
    });
    return whole([
      {
        name: '',
        rows: rows.map((row: string[]) =>
          row.map((cell) => (cell.trim() === '' ? null : cell.trim().slice(0, MAX_CELL))),
        ),
      },
    ]);
  } catch (error) {
    return { kind: 'refused', reason: error instanceof Error ? 'damaged' : 'not-a-table' };
  }
}

function whole(sheets: Sheet[]): ReadTable {
  if (sheets.some(({ rows }) => rows.length > MAX_ROWS)) return { kind: 'refused', reason: 'too-many-rows' };
  const kept = sheets
    .map(({ name, rows }) => ({ name, rows: rows.map((row) => row.slice(0, MAX_COLUMNS)) }))
    .filter(({ rows }) => rows.some((row) => row.some((cell) => cell !== null)));
  return kept.length === 0 ? { kind: 'refused', reason: 'empty' } : { kind: 'sheets', sheets: kept };
}

/** UTF-16 by its mark, else UTF-8, else what Excel on Windows writes. Bytes of nought are no text at all. */
function textOf(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes.subarray(0, 4096).includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return new TextDecoder('windows-1252').decode(bytes);
    throw error;
  }
}

/** The sign that splits the first lines into the same number of parts, and into most. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 20_000)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 10);
  let best = { sign: ';', score: 0 };
  for (const sign of [';', '\t', ',', '|']) {
    const counts = lines.map((line) => line.replace(/"[^"]*"/g, '').split(sign).length - 1);
    const least = Math.min(...counts);
    const even = counts.every((count) => count === counts[0]) ? 2 : 1;
    if (least * even > best.score) best = { sign, score: least * even };
  }
  return best.sign;
}
