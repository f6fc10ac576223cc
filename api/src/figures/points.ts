/**
 * Rows to points by a mapping, and a first guess of that mapping. Pure. A cell that is no number is named with its line;
 * nothing is guessed at, and a formula is text.
 */
import type { FigureMapping, FigurePoint } from '@palier/playlists/figure';
import type { Cell, Sheet } from './read-table.ts';

export type RowFault = { line: number; text: string };
export type Points = {
  series: FigurePoint[];
  /** Rows whose value or label could not be read, the first few by line. */
  faults: RowFault[];
  faultCount: number;
  /** The last day that the labels name, if they name days. */
  lastDay?: string;
};

const MAX_FAULTS = 5;
const MAX_VALUE = 1e15;
type Row = { label: string; value: number; day: string | undefined };

/** The sheet and columns may have moved: names find them again, else their places count. */
export function pointsOf(sheets: readonly Sheet[], mapping: FigureMapping): Points {
  const sheet = sheets.find(({ name }) => name === mapping.sheet) ?? sheets[0];
  const rows = sheet?.rows ?? [];
  const header = mapping.headerRow === 0 ? [] : (rows[mapping.headerRow - 1] ?? []);
  const labelColumn = columnOf(header, mapping.labelName, mapping.labelColumn);
  const valueColumn = columnOf(header, mapping.valueName, mapping.valueColumn);
  const faults: RowFault[] = [];
  let faultCount = 0;
  const read: Row[] = [];
  for (const [offset, row] of rows.slice(mapping.headerRow).entries()) {
    const [label, cell] = [row[labelColumn] ?? null, row[valueColumn] ?? null];
    if (cell === null) continue;
    const value = numberOf(cell, mapping.decimal);
    if (value !== undefined && label !== null) {
      const day = dayOf(label, mapping.dates);
      read.push({ label: String(label), value, day });
      continue;
    }
    faultCount += 1;
    if (faults.length < MAX_FAULTS) {
      faults.push({ line: mapping.headerRow + offset + 1, text: String(value === undefined ? cell : '').slice(0, 60) });
    }
  }
  const points = combined(read, mapping).slice(-mapping.points);
  const lastDay = read.reduce<string | undefined>(
    (last, { day }) => (day !== undefined && (last === undefined || day > last) ? day : last),
    undefined,
  );
  return { series: points, faults, faultCount, ...(lastDay === undefined ? {} : { lastDay }) };
}

function columnOf(header: readonly Cell[], name: string | undefined, column: number): number {
  const found = name === undefined ? -1 : header.findIndex((cell) => String(cell ?? '').trim() === name.trim());
  return found < 0 ? column : found;
}

function combined(rows: readonly Row[], mapping: FigureMapping): FigurePoint[] {
  if (mapping.period === 'none') {
    return rows.map(({ label, value, day }) => ({ label: (day ?? label).slice(0, 24), value }));
  }
  const length = { day: 10, month: 7, year: 4 }[mapping.period];
  const periods = new Map<string, { sum: number; count: number; last: number }>();
  for (const { label, value, day } of rows) {
    const key = (day?.slice(0, length) ?? label).slice(0, 24);
    const { sum, count } = periods.get(key) ?? { sum: 0, count: 0 };
    periods.set(key, { sum: sum + value, count: count + 1, last: value });
  }
  const isDated = rows.some(({ day }) => day !== undefined);
  const entries = [...periods];
  if (isDated) entries.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  return entries.map(([label, { sum, count, last }]) => {
    const value = mapping.combine === 'sum' ? sum : mapping.combine === 'mean' ? sum / count : last;
    return { label, value: Number(value.toPrecision(12)) };
  });
}

/** A number as people and programs write it: `12 500,5`, `1.234,5`, `-3%`, `(250)`, `€ 12`. Anything else is none. */
export function numberOf(cell: Cell, decimal: FigureMapping['decimal']): number | undefined {
  if (typeof cell === 'number') return bounded(cell);
  if (typeof cell !== 'string') return undefined;
  const bare = cell
    .replace(/[\s\u00a0\u202f\u2009'’]/g, '')
    .replace(/^(€|\$|£|CHF|EUR)|(€|\$|£|%|k€|M€|CHF|EUR)$/g, '');
  const negative = /^\((.*)\)$/.exec(bare);
  const signed = (negative === null ? bare : `-${negative[1] ?? ''}`).replace(/^[−–]/, '-');
  const shape =
    decimal === 'comma' ? /^[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/ : /^[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?$/;
  const plain = decimal === 'comma' ? signed.replaceAll('.', '').replace(',', '.') : signed.replaceAll(',', '');
  if (signed === '' || (!shape.test(signed) && !/^[+-]?\d+(\.\d+)?e[+-]?\d+$/i.test(signed))) return undefined;
  return bounded(Number(/e/i.test(signed) ? signed : plain));
}

function bounded(value: number): number | undefined {
  return Number.isFinite(value) && Math.abs(value) <= MAX_VALUE ? value : undefined;
}

/** The ISO day a label names, read in the order that the mapping says; absent when it names none. */
export function dayOf(label: Cell, order: FigureMapping['dates']): string | undefined {
  if (order === 'none' || typeof label !== 'string') return undefined;
  const iso = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?/.exec(label);
  if (iso !== null) return validDay(iso[1], iso[2], iso[3] ?? '1');
  const parts = /^(\d{1,4})[/. -](\d{1,2})[/. -](\d{1,4})/.exec(label);
  if (parts === null) return undefined;
  const [, first, second, third] = parts;
  if (order === 'ymd') return validDay(first, second, third);
  return order === 'dmy' ? validDay(third, second, first) : validDay(third, first, second);
}

function validDay(year: string | undefined, month: string | undefined, day: string | undefined): string | undefined {
  const full = Number(year) < 100 ? 2000 + Number(year) : Number(year);
  try {
    return Temporal.PlainDate.from(
      { year: full, month: Number(month), day: Number(day) },
      { overflow: 'reject' },
    ).toString();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The mapping that most likely is meant: first column of labels, last column of numbers, dates where they read as such. */
export function guessMapping(sheet: Sheet): FigureMapping {
  const { rows } = sheet;
  const sample = rows.slice(0, 200);
  const width = Math.max(1, ...sample.map((row) => row.length));
  const body = sample.slice(1);
  const isNumber = (cell: Cell | undefined) =>
    numberOf(cell ?? null, 'comma') !== undefined || numberOf(cell ?? null, 'point') !== undefined;
  const share = (column: number, test: (cell: Cell | undefined) => boolean) => {
    const filled = body.map((row) => row[column]).filter((cell) => cell !== null && cell !== undefined);
    return filled.length === 0 ? 0 : filled.filter(test).length / filled.length;
  };
  const dated = (order: FigureMapping['dates']) => (cell: Cell | undefined) => dayOf(cell ?? null, order) !== undefined;
  const columns = Array.from({ length: width }, (_, column) => column);
  const orders = ['ymd', 'dmy', 'mdy'] as const;
  const order = orders.find((one) => columns.some((column) => share(column, dated(one)) > 0.9));
  const labelColumn =
    (order === undefined ? undefined : columns.find((column) => share(column, dated(order)) > 0.9)) ??
    columns.find((column) => share(column, isNumber) < 0.5) ??
    0;
  const numbers = columns.filter((column) => column !== labelColumn && share(column, isNumber) > 0.6);
  const valueColumn = numbers[0] ?? Math.min(1, width - 1);
  const hasHeader = !isNumber(rows[0]?.[valueColumn] ?? null);
  const values = body.map((row) => row[valueColumn]).filter((cell) => typeof cell === 'string');
  const withPoint = values.filter((text) => /\.\d{1,2}$/.test(text) || /\.\d{4,}$/.test(text)).length;
  const withComma = values.filter((text) => /,\d+\s*\D*$/.test(text)).length;
  const nameOf = (column: number) => (hasHeader ? String(rows[0]?.[column] ?? '').slice(0, 200) : '');
  const labels = new Set(body.map((row) => dayOf(row[labelColumn] ?? null, order ?? 'none') ?? row[labelColumn]));
  const repeats = labels.size < body.length * 0.9 || (order !== undefined && rows.length > 61);
  // The first of each month stands for the month.
  const days = body.flatMap((row) => dayOf(row[labelColumn] ?? null, order ?? 'none') ?? []);
  const isMonthly = days.length >= 3 && days.every((day) => day.endsWith('-01'));
  return {
    ...(sheet.name === '' ? {} : { sheet: sheet.name }),
    headerRow: hasHeader ? 1 : 0,
    labelColumn,
    ...(nameOf(labelColumn) === '' ? {} : { labelName: nameOf(labelColumn) }),
    valueColumn,
    ...(nameOf(valueColumn) === '' ? {} : { valueName: nameOf(valueColumn) }),
    decimal: withPoint > withComma ? 'point' : 'comma',
    dates: order ?? 'none',
    period: order !== undefined && (repeats || isMonthly) ? 'month' : 'none',
    combine: 'sum',
    points: 12,
  };
}
