/** Files of values: what people really have, and what somebody makes to break us. */
import { deflateRawSync } from 'node:zlib';
import writeXlsxFile from 'write-excel-file/node';
import { describe, expect, test } from 'vitest';
import { createTables } from '../../../api/src/figures/tables.ts';
import { dayOf, guessMapping, numberOf } from '../../../api/src/figures/points.ts';
import { readTable } from '../../../api/src/figures/read-table.ts';

const csv = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);
const tables = createTables();
async function read(bytes: Buffer) {
  const answer = await tables.read(bytes);
  if (answer.kind === 'refused') throw new Error(answer.reason);
  return answer;
}

describe('CSV', () => {
  test('with semicolons, a mark, decimal commas and quoted titles', async () => {
    const { points, mapping } = await read(csv('\uFEFF"Mois";"Recyclé (%)"\r\nmars;60,5\r\navril;61,25\r\n'));
    expect(mapping).toMatchObject({ headerRow: 1, labelName: 'Mois', valueName: 'Recyclé (%)', decimal: 'comma' });
    expect(points.series).toEqual([
      { label: 'mars', value: 60.5 },
      { label: 'avril', value: 61.25 },
    ]);
  });

  test('as Excel on Windows writes it, in its own letters', async () => {
    const { points } = await read(csv('P\u00e9riode;V\n\u00e9t\u00e9;1\nhiver;2\n', 'latin1'));
    expect(points.series[0]?.label).toBe('été');
  });

  test('formulas are text: such rows are named, and never computed', async () => {
    const { points } = await read(csv('a,b\nx,1\ny,=1+1\nz,"=HYPERLINK(""http://evil"")"\nw,4\n'));
    expect(points.series.map(({ value }) => value)).toEqual([1, 4]);
    expect(points.faults).toEqual([
      { line: 3, text: '=1+1' },
      { line: 4, text: '=HYPERLINK("http://evil")' },
    ]);
  });

  test('100,000 rows become months, while the server goes on', async () => {
    const day = (index: number) => new Date(Date.UTC(2026, 0, 1 + (index % 300))).toISOString().slice(0, 10);
    const rows = Array.from({ length: 100_000 }, (_, index) => `${day(index)};1`);
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 10);
    const { points, rowCount } = await read(csv(`jour;ventes\n${rows.join('\n')}`));
    clearInterval(timer);
    expect(rowCount).toBe(100_001);
    expect(points.series.reduce((sum, { value }) => sum + value, 0)).toBe(100_000);
    expect(points.series[0]?.label).toBe('2026-01');
    expect(ticks).toBeGreaterThan(3);
  });

  test.each([
    ['', 'empty'],
    ['  \n \n', 'empty'],
    ['\u0000\u0001\u0002', 'not-a-table'],
    [`a,b\n"${'x'.repeat(300_000)}`, 'damaged'],
  ])('%j is refused: %s', async (text, reason) => {
    expect(await readTable(csv(text))).toEqual({ kind: 'refused', reason });
  });
});

describe('XLSX', () => {
  const sheet = (rows: unknown[][]) => writeXlsxFile(rows as never).toBuffer();

  test('numbers, dates and texts', async () => {
    const bytes = await sheet([
      [{ value: 'Month' }, { value: 'Sales' }],
      [
        { value: new Date(Date.UTC(2026, 0, 1)), type: Date, format: 'yyyy-mm-dd' },
        { value: 12.5, type: Number },
      ],
      [
        { value: new Date(Date.UTC(2026, 1, 1)), type: Date, format: 'yyyy-mm-dd' },
        { value: -3, type: Number },
      ],
    ]);
    const { points } = await read(bytes);
    expect(points.series).toEqual([
      { label: '2026-01-01', value: 12.5 },
      { label: '2026-02-01', value: -3 },
    ]);
    expect(points.lastDay).toBe('2026-02-01');
  });

  test('a bomb is refused by what it becomes, whatever its directory says', async () => {
    const packed = deflateRawSync(Buffer.alloc(200 * 1024 ** 2), { level: 9 });
    expect(await readTable(zipOf('xl/worksheets/sheet1.xml', packed, 10))).toEqual({
      kind: 'refused',
      reason: 'too-large',
    });
  });

  test('what is cut short, what only looks like one, and what has a password', async () => {
    const bytes = await sheet([[{ value: 'a' }, { value: 1, type: Number }]]);
    expect(await readTable(bytes.subarray(0, 400))).toEqual({ kind: 'refused', reason: 'damaged' });
    expect(await readTable(zipOf('hello.txt', deflateRawSync(Buffer.from('hi')), 2))).toEqual({
      kind: 'refused',
      reason: 'damaged',
    });
    const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
    expect(await readTable(old)).toEqual({ kind: 'refused', reason: 'old-excel' });
    const locked = Buffer.concat([old, Buffer.from('EncryptedPackage', 'utf16le')]);
    expect(await readTable(locked)).toEqual({ kind: 'refused', reason: 'locked' });
  });
});

test.each([
  ['12 500,5', 'comma', 12_500.5],
  ['12\u202f500', 'comma', 12_500],
  ['1.234,5', 'comma', 1234.5],
  ['1,234.5', 'point', 1234.5],
  ['(250)', 'comma', -250],
  ['−3 %', 'comma', -3],
  ['€ 12', 'point', 12],
  ['1e12', 'point', 1e12],
  ['1,234.5', 'comma', undefined],
  ['NaN', 'point', undefined],
  ['12a', 'comma', undefined],
  ['1e400', 'point', undefined],
  ['', 'comma', undefined],
] as const)('the number %j with a %s is %s', (text, decimal, expected) => {
  expect(numberOf(text, decimal)).toBe(expected);
});

test.each([
  ['31/01/2026', 'dmy', '2026-01-31'],
  ['1/31/26', 'mdy', '2026-01-31'],
  ['2026-02-30', 'ymd', undefined],
  ['2026-03', 'ymd', '2026-03-01'],
  ['31/01/2026', 'mdy', undefined],
] as const)('the day %j read as %s is %s', (text, order, expected) => {
  expect(dayOf(text, order)).toBe(expected);
});

test('a table without titles is seen as such', () => {
  const rows = [
    ['T1', '3'],
    ['T2', '4'],
  ];
  expect(guessMapping({ name: '', rows })).toMatchObject({ headerRow: 0, labelColumn: 0, valueColumn: 1 });
});

/** A zip archive of one entry whose declared size may lie. */
function zipOf(name: string, packed: Buffer, declaredBytes: number): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(declaredBytes, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(declaredBytes, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end]);
}
