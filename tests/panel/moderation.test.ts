/** The logic beside moderation's pages: the order with what says the same, where one goes next, marks, the word list, keys. */
import type { HintView, QueueEntry } from '@palier/api/client';
import { describe, expect, test } from 'vitest';
import { actOf } from '../../control-panel/src/lib/moderation/keys.ts';
import { segmentsOf } from '../../control-panel/src/lib/moderation/marks.ts';
import { afterLeaving, besides, rowsOf } from '../../control-panel/src/lib/moderation/order.ts';
import { listedWords } from '../../control-panel/src/lib/moderation/word-list.ts';

const entry = (id: string, group?: string[]) => ({ id, group }) as unknown as QueueEntry;
const rows = rowsOf([entry('a'), entry('b', ['b', 'd', 'gone']), entry('c'), entry('d', ['b', 'd', 'gone'])]);

describe('the order of the queue', () => {
  test('what says the same stands under the oldest of them, each once', () => {
    expect(rows.map((row) => `${row.under ? '>' : ''}${row.entry.id}`)).toEqual(['a', 'b', '>d', 'c']);
  });

  test.each([
    [undefined, 1, 'a'],
    ['a', 1, 'b'],
    ['d', 1, 'c'],
    ['c', 1, undefined],
    ['a', -1, undefined],
    ['c', -1, 'd'],
  ] as const)('beside %s by %i: %s', (id, by, expected) => {
    expect(besides(rows, id, by)).toBe(expected);
  });

  test('after a decision comes the next one, at the end the one before, and nothing after the last', () => {
    expect(['a', 'c', 'elsewhere'].map((id) => afterLeaving(rows, id))).toEqual(['b', 'd', 'a']);
    expect(afterLeaving(rowsOf([entry('a')]), 'a')).toBeUndefined();
  });
});

test('a text is cut at its hints, overlapping ones once, and nothing of it is lost', () => {
  const hint = (from: number, to: number, field: HintView['field'] = 'text'): HintView => ({
    kind: 'phone',
    field,
    from,
    to,
  });
  const text = 'Appelez le 06 12 34 56 78 ce soir';
  const segments = segmentsOf(
    text,
    [hint(11, 25), hint(20, 25), hint(0, 3, 'title'), { kind: 'capitals', field: 'text' }],
    'text',
  );
  expect(segments.map((segment) => segment.text).join('')).toBe(text);
  expect(segments.filter((segment) => segment.hint).map((segment) => segment.text)).toEqual(['06 12 34 56 78']);
});

test('words are one a line or between commas, each once, not too short', () => {
  expect(listedWords('Météore, projet X\n\nMétéore\na;  CSE ')).toEqual(['Météore', 'projet X', 'CSE']);
});

test('single letters are keys outside fields, and nothing with a modifier', () => {
  const stroke = { key: 'A', ctrlKey: false, metaKey: false, altKey: false, target: { tagName: 'BODY' } };
  expect(actOf(stroke)).toBe('approve');
  expect(actOf({ ...stroke, ctrlKey: true })).toBeUndefined();
  expect(actOf({ ...stroke, target: { tagName: 'TEXTAREA' } })).toBeUndefined();
  expect(actOf({ ...stroke, target: { tagName: 'INPUT', type: 'text' } })).toBeUndefined();
  // The box that was just ticked takes no letters.
  expect(actOf({ ...stroke, target: { tagName: 'INPUT', type: 'checkbox' } })).toBe('approve');
});
