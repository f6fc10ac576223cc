/** The difference of two versions, in facts: complete, in order, and without secrets. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { playlistChanges, scheduleChanges } from '@palier/playlists/difference';
import { withoutSecrets, withSecretsOf } from '@palier/playlists/history';
import { Playlist } from '@palier/playlists/playlist';
import { Schedule } from '@palier/playlists/schedule';

const notice = (id: string, title = id, durationMs = 12_000) => ({
  id,
  durationMs,
  item: { kind: 'notice', title: { fr: title } },
});
const wifi = (password: string) => ({ id: 'wifi', item: { kind: 'wifi', ssid: 'Invites', password } });
const playlist = (entries: unknown[], name = 'Jour') => Playlist.parse({ id: 'day', name: { fr: name }, entries });
const schedule = (patch: object) =>
  Schedule.parse({ id: 's', name: { fr: 'S' }, target: { all: true }, rules: [], ...patch });
const changes = (before: unknown[], after: unknown[]) => playlistChanges(playlist(before), playlist(after));

describe('a playlist', () => {
  test('named, added, removed, changed', () => {
    expect(playlistChanges(playlist([], 'Jour'), playlist([], 'Nuit'))).toEqual([
      { what: 'renamed', from: { fr: 'Jour' }, to: { fr: 'Nuit' } },
    ]);
    const both = changes([notice('a'), notice('b')], [notice('b', 'B', 9_000), notice('c')]);
    expect(both).toEqual([
      { what: 'entry-removed', kind: 'notice', title: { fr: 'a' }, position: 1 },
      {
        what: 'entry-changed',
        kind: 'notice',
        title: { fr: 'B' },
        fields: [
          { field: 'durationMs', from: 12_000, to: 9_000 },
          { field: 'item.title', from: { fr: 'b' }, to: { fr: 'B' } },
        ],
      },
      { what: 'entry-added', kind: 'notice', title: { fr: 'c' }, position: 2 },
    ]);
  });

  test('one that was moved is told once, not all that it passed', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    expect(
      changes(
        ids.map((id) => notice(id)),
        ['e', 'a', 'b', 'c', 'd'].map((id) => notice(id)),
      ),
    ).toEqual([{ what: 'entry-moved', kind: 'notice', title: { fr: 'e' }, from: 5, to: 1 }]);
  });

  test('that a password changed is said, never which', () => {
    const [change] = changes([wifi('alt-geheim')], [wifi('neu-geheim')]);
    expect(change).toMatchObject({ what: 'entry-changed', fields: [{ field: 'item.password' }] });
    expect(JSON.stringify(change)).not.toContain('geheim');
  });

  test('is the same as itself, and differs from any other', () => {
    const lists = fc
      .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 6 })
      .map((ids) => ids.map((id) => notice(id)));
    fc.assert(
      fc.property(lists, lists, (one, other) => {
        expect(changes(one, one)).toEqual([]);
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(changes(one, other).length === 0).toBe(same);
      }),
    );
  });
});

test('a schedule: rules added, removed and changed, the screens it is for', () => {
  const before = schedule({ rules: [{ id: 'r', playlistId: 'day', daypart: { from: '08:00', until: '18:00' } }] });
  const after = schedule({
    target: { groups: ['hall'] },
    rules: [
      { id: 'r', playlistId: 'day', daypart: { from: '09:00', until: '18:00' } },
      { id: 'n', playlistId: 'night' },
    ],
  });
  expect(scheduleChanges(before, after)).toEqual([
    { what: 'target-changed' },
    { what: 'rule-changed', playlistId: 'day', fields: [{ field: 'daypart.from', from: '08:00', to: '09:00' }] },
    { what: 'rule-added', playlistId: 'night' },
  ]);
  expect(scheduleChanges(after, before)).toContainEqual({ what: 'rule-removed', playlistId: 'night' });
});

test('secrets leave the history and come back only from what is there', () => {
  const kept = withoutSecrets(playlist([wifi('geheim'), notice('a')]));
  expect(JSON.stringify(kept)).not.toContain('geheim');
  expect(withSecretsOf(kept, playlist([wifi('heute')])).entries[0]).toMatchObject({
    enabled: true,
    item: { password: 'heute' },
  });
  expect(withSecretsOf(kept, undefined).entries[0]).toMatchObject({ enabled: false, item: { password: '' } });
});
