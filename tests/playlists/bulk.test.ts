/** Changes of many schedules at once: what changes, what is left alone, what cannot be. */
import { describe, expect, test } from 'vitest';
import { bulkChange, type BulkChange } from '@palier/playlists/bulk';
import { PlaylistId } from '@palier/playlists/ids';
import { programAt } from '@palier/playlists/program';
import { Target } from '@palier/playlists/screen';
import { at, daily, nameOf, schedule, screen } from './build.ts';

const id = (text: string) => PlaylistId.parse(text);
const one = schedule({
  id: 'one',
  target: { groups: ['lobby'] },
  rules: [daily('a', '09:00', '12:00'), daily('b', '22:00', '02:00'), { id: 'c' }],
});
const two = schedule({ id: 'two', rules: [daily('d', '09:00', '12:00')] });
const after = (change: BulkChange, only?: Set<string>) => bulkChange([one, two], change, only);

describe('bulk changes', () => {
  test('a playlist is replaced wherever a rule names it', () => {
    const result = after({ kind: 'replace', playlistId: id('a'), by: id('d') });
    expect(result.changed.map((each) => [each.id, each.rules.map((rule) => rule.playlistId)])).toEqual([
      ['one', ['d', 'b', 'c']],
    ]);
    expect(result).toMatchObject({ rules: 1, skipped: [] });
  });

  test('a pause holds between two days, and the night before it runs on', () => {
    const { changed } = after({ kind: 'pause', playlistId: id('b'), first: '2026-05-06', last: '2026-05-07' });
    const asked = {
      screen: screen('Europe/Paris', ['lobby']),
      schedules: changed.map((each) => ({ ...each, rules: each.rules.filter((rule) => rule.playlistId === 'b') })),
      takeovers: [],
    };
    const rows: [string, string][] = [
      ['2026-05-05T23:00', 'b'],
      ['2026-05-06T01:00', 'b'],
      ['2026-05-06T23:00', '-'],
      ['2026-05-08T01:00', '-'],
      ['2026-05-08T23:00', 'b-2'],
    ];
    expect(rows.map(([local]) => [local, nameOf(programAt(asked, at(local, 'Europe/Paris')))])).toEqual(rows);
  });

  test('hours move; whole days and what would change its day are skipped and named', () => {
    const result = after({ kind: 'shift', minutes: 150 });
    expect(result.changed.flatMap((each) => each.rules.map((rule) => rule.daypart?.from))).toEqual([
      '11:30',
      '22:00',
      undefined,
      '11:30',
    ]);
    expect(result.skipped).toEqual([
      { scheduleId: 'one', ruleId: 'b' },
      { scheduleId: 'one', ruleId: 'c' },
    ]);
  });

  test('a schedule plays elsewhere too', () => {
    const result = after({ kind: 'target', target: Target.parse({ screens: ['here'] }) }, new Set(['one']));
    expect(result.changed.map((each) => each.target)).toEqual([{ all: false, screens: ['here'], groups: ['lobby'] }]);
    expect(after({ kind: 'target', target: Target.parse({ screens: ['here'] }) }, new Set(['two'])).changed).toEqual(
      [],
    );
  });

  test('a schedule that would have too many rules is left alone, and they are named', () => {
    const full = schedule({
      id: 'full',
      rules: Array.from({ length: 600 }, (_, index) => daily(`r${index}`, '09:00', '10:00', { playlistId: 'a' })),
    });
    const result = bulkChange([full], { kind: 'pause', playlistId: id('a'), first: '2026-05-06', last: '2026-05-07' });
    expect([result.changed.length, result.skipped.length]).toEqual([0, 600]);
  });
});
