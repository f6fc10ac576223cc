/** Small things at the edge: ways back after sign-in, pairing codes, names of files, passwords, publishing. */
import { describe, expect, test } from 'vitest';
import { mayEdit } from '../../control-panel/src/lib/access.ts';
import { nextPath, signInPath } from '../../control-panel/src/lib/demand.ts';
import { nextToSend, overall, uploadName, type Upload } from '../../control-panel/src/lib/media/upload-queue.ts';
import { shownAt } from '../../control-panel/src/lib/miniature/position.ts';
import { passwordStrength } from '../../control-panel/src/lib/password.ts';
import { publish } from '../../control-panel/src/lib/playlists/publish.ts';
import { codeOf, codeWords, groupNames } from '../../control-panel/src/lib/screens/pairing.ts';
import { noticeOf } from '../../control-panel/src/lib/takeover/ready.ts';
import { createWorld, screenView } from './fake-world.ts';

test.each([
  ['/playlists/x?tab=1', '/playlists/x?tab=1'],
  ['//evil.example/', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example/', '/'],
  ['/.//evil.example/x', '/evil.example/x'],
  [null, '/'],
])('after sign-in %s leads to %s', (next, path) => expect(nextPath(next, 'http://palier.test')).toBe(path));

test('the way to sign-in keeps the way back', () => {
  expect(signInPath(new URL('http://palier.test/screens/pair?code=K7QX4MRA'))).toBe(
    '/sign-in?next=%2Fscreens%2Fpair%3Fcode%3DK7QX4MRA',
  );
  expect(signInPath(new URL('http://palier.test/'))).toBe('/sign-in');
});

test('a code is read as people type it', () => {
  expect([codeOf(' k7qx-4mra '), codeWords('K7QX4MRA')]).toEqual(['K7QX4MRA', 'K7QX 4MRA']);
});

test('group names are made from what people write', () => {
  expect(groupNames('Hall, Étage 3,, hall , ---')).toEqual(['hall', 'etage-3']);
});

describe('uploads', () => {
  const upload = (state: Upload['state'], name: string, sentBytes = 0): Upload => ({
    key: 1,
    fileName: name,
    name,
    state,
    sizeBytes: 10,
    sentBytes,
  });

  test.each([
    ['Équipe (été 2026).JPG', 'uploads/equipe-ete-2026.jpg'],
    ['../../etc/passwd', 'uploads/passwd'],
    ['.png', 'uploads/png'],
    ['日本.webp', 'uploads/日本.webp'],
    ['صورة المكتب.jpg', 'uploads/صورة-المكتب.jpg'],
    ['???.jpg', 'uploads/file.jpg'],
  ])('%s becomes %s', (file, name) => expect(uploadName(file)).toBe(name));

  test('two at a time', () => {
    expect(
      nextToSend([upload('sending', 'a'), upload('waiting', 'b'), upload('waiting', 'c')]).map((one) => one.name),
    ).toEqual(['b']);
  });

  test('how far all of them are, by bytes, without those that were stopped', () => {
    const some = [upload('sent', 'a', 10), upload('sending', 'b', 5), upload('cancelled', 'c'), upload('waiting', 'd')];
    expect(overall(some)).toEqual({ done: 1, count: 3, percent: 50 });
    expect(overall([])).toEqual({ done: 0, count: 0, percent: 100 });
  });
});

test.each([
  ['court', 'missing'],
  ['aaaaaaaaaaaa', 'weak'],
  ['abcdefghijkl', 'weak'],
  ['motdepasse2026', 'weak'],
  ['ines@acme.fr99', 'weak'],
  ['tasse verte 9', 'fair'],
  ['trois marches et demie', 'good'],
])('the password "%s" is %s', (password, level) =>
  expect(passwordStrength(password, ['ines@acme.fr']).level).toBe(level),
);

test('who is offered to change things', () => {
  expect([
    mayEdit({ role: 'editor' }),
    mayEdit({ role: 'admin' }),
    mayEdit({ role: 'viewer' }),
    mayEdit(undefined),
  ]).toEqual([true, true, false, false]);
});

test('a miniature shows the entry at its moment', () => {
  const nowMs = 1_000_000_000_000;
  const world = createWorld({ now: () => nowMs });
  const [seed] = world.screens.values();
  if (seed === undefined) throw new Error('no screens');
  const { now } = screenView(world, seed);
  const anchorMs = now.program?.anchorMs ?? 0;
  expect([0, 11_999, 12_000, 36_000].map((into) => shownAt(now, anchorMs + into)?.entry.key)).toEqual([
    'q1',
    'q1',
    'w1',
    'q1',
  ]);
  expect(shownAt({ ...now, program: undefined }, nowMs)).toBeUndefined();
});

test('texts left empty are left out of a takeover', () => {
  expect(noticeOf({ title: { fr: 'Alerte', en: ' ' }, body: { fr: '' }, alarm: true })).toEqual({
    kind: 'notice',
    title: { fr: 'Alerte' },
    tone: 'alarm',
  });
});

test('publishing says how far it came when scheduling is refused', async () => {
  const playlist = { value: { playlist: { id: 'p1' } }, etag: '1' };
  const refused = { problem: { type: 'about:blank', title: 'no', status: 507 } };
  const api = {
    playlists: { create: () => Promise.resolve(playlist) },
    schedules: { create: () => Promise.resolve(refused) },
  } as unknown as Parameters<typeof publish>[0];
  const target = { all: true, screens: [], groups: [] };
  const outcome = await publish(api, {
    name: { fr: 'X' },
    entries: [],
    target,
    when: 'always',
    accept: [],
    priority: 1,
  });
  expect(outcome).toEqual({ playlistId: 'p1', scheduled: false, problem: refused.problem });
});
