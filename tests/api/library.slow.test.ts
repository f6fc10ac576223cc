/** Playlists as files: hand edits, panel edits, both at once, broken files, deleted files, and a folder that is gone. */
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { notice, openHouse, playlistOf, testClock, until, type House } from './house.ts';

let house: House;
afterEach(() => house?.close());

const open = (files: Record<string, unknown> = {}, dir?: string) =>
  openHouse({ clock: testClock({ realTimers: true }), files, ...(dir === undefined ? {} : { dir }) });
const path = (name: string) => join(house.settings.playlistsDir, name);
const text = (value: unknown) => JSON.stringify(value, null, 2);
const list = async () => (await house.edit('GET', '/api/playlists')).body;
const titleOf = async (id: string) => (await house.storage.get('playlists', id))?.playlist.entries[0]?.item;
const named = (title: string) => expect.objectContaining({ title: { fr: title } });

async function put(id: string, title: string) {
  const { body, headers } = await house.edit('GET', `/api/playlists/${id}`);
  const playlist = { ...body.playlist, entries: [notice('one', title)] };
  return house.edit('PUT', `/api/playlists/${id}`, playlist, { 'if-match': headers.get('etag') ?? '' });
}

describe('files become playlists', () => {
  test('at the start, and when they change, and when one is added', async () => {
    house = await open({ 'day.json': playlistOf('day') });
    expect((await list()).playlists.map((view: { playlist: { id: string } }) => view.playlist.id)).toEqual(['day']);
    await writeFile(path('day.json'), text(playlistOf('day', [notice('one', 'by hand')])));
    await until('the edit', async () => JSON.stringify(await titleOf('day')).includes('by hand'));
    await writeFile(path('night.json'), text(playlistOf('night')));
    await until('the new file', async () => (await titleOf('night')) !== undefined);
    expect((await list()).playlists[0].updatedBy).toBe('file');
  });

  test('the file that people wrote stays as they wrote it', async () => {
    const written = '{ "id": "day", "name": { "fr": "Jour" },\n  "entries": [] }\n';
    house = await open({ 'day.json': written });
    expect(await readFile(path('day.json'), 'utf8')).toBe(written);
  });

  test('a git pull of several files at once', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`p${index}.json`, playlistOf(`p${index}`)]),
    );
    house = await open(files);
    await Promise.all(
      Object.keys(files).map((name) =>
        writeFile(path(name), text(playlistOf(name.slice(0, -5), [notice('one', 'pulled')]))),
      ),
    );
    const pulled = async () =>
      (await house.storage.all('playlists')).filter((record) => JSON.stringify(record).includes('pulled')).length;
    await until('all of them', async () => (await pulled()) === 20);
    expect((await list()).faults).toEqual([]);
  });
});

describe('a file that does not parse', () => {
  test.each([
    [
      'a 0-second item',
      text(playlistOf('day', [notice('one', 'x', 0)])),
      { line: 9, field: 'entries.0.durationMs', reason: 'at least 1 second' },
    ],
    [
      'a comma too many',
      '{\n  "id": "day",\n  "name": { "fr": "x" },\n  "entries": [],\n}',
      { line: 5, reason: 'not valid JSON' },
    ],
    ['half a file', '{ "id": "day", "na', { line: 1, reason: 'not valid JSON' }],
    ['another id', text(playlistOf('night')), { line: 2, column: 9, field: 'id', reason: 'not the name of the file' }],
    [
      'a field that is none',
      '{\n  "id": "day",\n  "name": { "fr": "x" },\n  "colour": 1,\n  "entries": []\n}',
      { line: 4, reason: 'colour' },
    ],
    ['nothing at all', '', { line: 1, reason: 'the file is empty' }],
    ['something missing', '{\n "id": "day", "entries": []\n}', { line: 1, field: 'name', reason: '' }],
  ])('%s: refused with line and reason; the last good version plays', async (_name, broken, fault) => {
    house = await open({ 'day.json': playlistOf('day', [notice('one', 'good')]) });
    await writeFile(path('day.json'), broken);
    await until('the fault', async () => (await list()).faults.length === 1);
    const [raised] = (await list()).faults;
    expect(raised).toMatchObject({ file: 'day.json', ...fault, reason: expect.stringContaining(fault.reason) });
    expect(house.said.some((line) => line.startsWith('playlist file refused'))).toBe(true);
    expect(await titleOf('day')).toEqual(named('good'));
    await writeFile(path('day.json'), text(playlistOf('day', [notice('one', 'mended')])));
    await until('the mending', async () => (await list()).faults.length === 0);
    expect(await titleOf('day')).toEqual(named('mended'));
  });

  test('a file name that is no id', async () => {
    house = await open({ 'Été 2026.json': playlistOf('day') });
    expect((await list()).faults).toEqual([expect.objectContaining({ file: 'Été 2026.json' })]);
  });

  test('written in two halves is no fault', async () => {
    house = await open({ 'day.json': playlistOf('day', [notice('one', 'good')]) });
    const whole = text(playlistOf('day', [notice('one', 'slowly')]));
    await writeFile(path('day.json'), whole.slice(0, 60));
    await new Promise((resolve) => setTimeout(resolve, 150));
    await writeFile(path('day.json'), whole);
    await until('the whole', async () => JSON.stringify(await titleOf('day')).includes('slowly'));
    expect(house.said.filter((line) => line.startsWith('playlist file refused'))).toEqual([]);
  });
});

describe('the panel writes files', () => {
  test('readable, with two spaces and the schema, and what it reads back is the same', async () => {
    house = await open();
    await house.edit('POST', '/api/playlists', playlistOf('day'));
    await house.parts.library.settled();
    const written = await readFile(path('day.json'), 'utf8');
    expect(written).toMatch(/^\{\n {2}"\$schema": "\.\.\/playlist\.schema\.json",\n {2}"id": "day",\n/);
    expect(written.endsWith('}\n')).toBe(true);
    expect((await stat(path('day.json'))).mode & 0o777).toBe(0o644);
    const revision = await house.storage.revision('playlists');
    await put('day', 'from the panel');
    await house.parts.library.settled();
    expect(await readFile(path('day.json'), 'utf8')).toContain('from the panel');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await house.storage.revision('playlists')).toBe(revision + 1);
    expect((await readdir(house.settings.playlistsDir)).toSorted()).toEqual(['day.json']);
  });

  test('a playlist removed in the panel takes its file with it', async () => {
    house = await open({ 'day.json': playlistOf('day') });
    await house.edit('DELETE', '/api/playlists/day');
    await house.parts.library.settled();
    expect(await readdir(house.settings.playlistsDir)).toEqual([]);
  });

  test('a folder that cannot be written is a fault, and the panel goes on', async () => {
    house = await open({ 'day.json': playlistOf('day') });
    const folder = house.settings.playlistsDir;
    await rename(folder, `${folder}.away`);
    await writeFile(folder, 'not a folder');
    expect((await put('day', 'kept in the store')).status).toBe(200);
    await house.parts.library.settled();
    expect((await list()).faults.length).toBeGreaterThan(0);
    await rm(folder);
    await rename(`${folder}.away`, folder);
    expect(await titleOf('day')).toEqual(named('kept in the store'));
  });
});

describe('both at once', () => {
  test('a hand edit that nobody has told of yet counts as somebody else’s change', async () => {
    house = await open({ 'day.json': playlistOf('day') });
    const { body, headers } = await house.edit('GET', '/api/playlists/day');
    await writeFile(path('day.json'), text(playlistOf('day', [notice('one', 'by hand')])));
    const answer = await house.call('PUT', '/api/playlists/day', {
      cookie: await house.as('editor'),
      body: { ...body.playlist, entries: [notice('one', 'panel')] },
      headers: { 'if-match': headers.get('etag') ?? '' },
    });
    expect(answer.status).toBe(412);
    expect(await titleOf('day')).toEqual(named('by hand'));
  });

  test('a true conflict: the panel’s plays, the other is kept beside and reported', async () => {
    house = await open({ 'day.json': playlistOf('day') });
    await house.close(true);
    const { dir } = house;
    // Both change while nobody watches: the store by a write whose file was cut off, the file by hand.
    house = await openHouse({ dir, start: false, clock: testClock({ realTimers: true }) });
    const record = await house.storage.get('playlists', 'day');
    await house.storage.transact(async (transaction) => {
      if (record === undefined) throw new Error('no record');
      const [entry] = record.playlist.entries;
      const entries = entry === undefined ? [] : [{ ...entry, durationMs: 77_000 }];
      await transaction.put('playlists', { ...record, revision: 2, playlist: { ...record.playlist, entries } });
    });
    await house.storage.close();
    await writeFile(path('day.json'), text(playlistOf('day', [notice('one', 'by hand')])));
    house = await open({}, dir);
    const names = (await readdir(house.settings.playlistsDir)).toSorted();
    const kept = names.find((name) => name.includes('conflict')) ?? '';
    expect(names).toEqual([kept, 'day.json'].toSorted());
    expect(kept).toMatch(/^day\.conflict-2026-11-23T12-00-00-000Z\.json$/);
    expect(await readFile(path(kept), 'utf8')).toContain('by hand');
    expect(await readFile(path('day.json'), 'utf8')).toContain('77000');
    expect((await list()).faults).toEqual([
      expect.objectContaining({ file: kept, reason: expect.stringContaining('panel') }),
    ]);
    await rm(path(kept));
    await until('the fault to go', async () => (await list()).faults.length === 0);
  });

  test('the panel edits a playlist whose file is broken: the broken file is kept', async () => {
    house = await open({ 'day.json': playlistOf('day') });
    await writeFile(path('day.json'), '{ "half": ');
    await until('the fault', async () => (await list()).faults.length === 1);
    await put('day', 'panel');
    await house.parts.library.settled();
    const kept = (await readdir(house.settings.playlistsDir)).find((name) => name.includes('conflict')) ?? '';
    expect(await readFile(path(kept), 'utf8')).toBe('{ "half": ');
    expect(await readFile(path('day.json'), 'utf8')).toContain('panel');
  });

  test('a hand edit in the very moment in which the panel’s version is written is kept beside', async () => {
    let armed = false;
    house = await openHouse({
      clock: testClock({ realTimers: true }),
      files: { 'day.json': playlistOf('day') },
      storage: (storage) => ({
        ...storage,
        async get(collection, id) {
          // The file has been read by now, and is about to be replaced.
          if (armed && id === 'library:day' && JSON.stringify(await titleOf('day')).includes('panel')) {
            armed = false;
            await writeFile(path('day.json'), text(playlistOf('day', [notice('one', 'by hand')])));
          }
          return storage.get(collection, id);
        },
      }),
    });
    const { body, headers } = await house.edit('GET', '/api/playlists/day');
    armed = true;
    const playlist = { ...body.playlist, entries: [notice('one', 'panel')] };
    await house.edit('PUT', '/api/playlists/day', playlist, { 'if-match': headers.get('etag') ?? '' });
    await house.parts.library.settled();
    expect(armed).toBe(false);
    const names = await readdir(house.settings.playlistsDir);
    const texts = await Promise.all(names.map((name) => readFile(path(name), 'utf8')));
    expect(texts.join('\n')).toContain('by hand');
    expect(texts.join('\n')).toContain('panel');
  });

  test('the panel changes it in the very moment in which a hand edit is read: both are kept', async () => {
    let armed = false;
    house = await openHouse({
      clock: testClock({ realTimers: true }),
      files: { 'day.json': playlistOf('day') },
      storage: (storage) => ({
        ...storage,
        async get(collection, id) {
          // Both sides have been looked at by now; the store changes before the file is taken over.
          if (armed && id === 'library:day') {
            armed = false;
            const record = await storage.get('playlists', 'day');
            await storage.transact(async (transaction) => {
              if (record === undefined) throw new Error('no record');
              const name = { fr: 'from the panel' };
              await transaction.put('playlists', { ...record, revision: 2, playlist: { ...record.playlist, name } });
            });
          }
          return storage.get(collection, id);
        },
      }),
    });
    armed = true;
    await writeFile(path('day.json'), text(playlistOf('day', [notice('one', 'by hand')])));
    await until('it to be read', () => !armed);
    await house.parts.library.settled();
    const names = await readdir(house.settings.playlistsDir);
    const texts = await Promise.all(names.map((name) => readFile(path(name), 'utf8')));
    expect(texts.join('\n')).toContain('by hand');
    expect(texts.join('\n')).toContain('from the panel');
  });

  test('hammered from both sides, neither loses a version', async () => {
    house = await open({ 'day.json': playlistOf('day') });
    const said = new Set<string>();
    const seen = new Set<string>();
    const stop = house.storage.watch(() => {
      void titleOf('day').then((item) => {
        if (item?.kind === 'notice') seen.add(item.title.fr ?? '');
      });
    });
    for (let round = 0; round < 12; round += 1) {
      const byHand = writeFile(path('day.json'), text(playlistOf('day', [notice('one', `hand ${round}`)])));
      const byPanel = put('day', `panel ${round}`).then(
        () => said.add(`panel ${round}`),
        (error: unknown) => expect(String(error)).toContain('etag-stale'),
      );
      await Promise.all([byHand, byPanel]);
      await house.parts.library.settled();
      await new Promise((resolve) => setTimeout(resolve, 120));
      await house.parts.library.settled();
      const names = await readdir(house.settings.playlistsDir);
      const texts = await Promise.all(names.map((name) => readFile(path(name), 'utf8')));
      const everywhere = `${texts.join('\n')}${[...seen].join('\n')}`;
      expect(everywhere).toContain(`hand ${round}`);
      expect(everywhere).toContain(said.has(`panel ${round}`) ? `panel ${round}` : '');
      // The clock stands still: kept versions of one instant would share a name.
      house.clock.advance(1_000);
    }
    stop();
  });
});

describe('what is deleted', () => {
  test('a file deleted by hand is a playlist deleted', async () => {
    house = await open({ 'day.json': playlistOf('day'), 'night.json': playlistOf('night') });
    await rm(path('day.json'));
    await until('it to go', async () => (await titleOf('day')) === undefined);
    expect((await list()).playlists).toHaveLength(1);
  });

  test('one that a schedule plays is kept and reported', async () => {
    house = await open({ 'day.json': playlistOf('day'), 'night.json': playlistOf('night') });
    await house.edit('POST', '/api/schedules', {
      name: { fr: 'Tous les jours' },
      target: { all: true },
      rules: [{ playlistId: 'day' }],
    });
    await rm(path('day.json'));
    await until('the fault', async () => (await list()).faults.length === 1);
    expect((await list()).faults[0].reason).toContain('"Tous les jours"');
    expect(await titleOf('day')).toBeDefined();
  });

  test('replaced by way of a temporary file and a rename, as editors do, it is never gone', async () => {
    house = await open({ 'day.json': playlistOf('day'), 'night.json': playlistOf('night') });
    await rm(path('day.json'));
    await writeFile(path('day.json~'), text(playlistOf('day', [notice('one', 'renamed')])));
    await rename(path('day.json~'), path('day.json'));
    await until('the edit', async () => JSON.stringify(await titleOf('day')).includes('renamed'));
    expect((await house.storage.get('playlists', 'day'))?.revision).toBe(2);
  });

  test('a folder that is gone, or empty, deletes nothing', async () => {
    house = await open({ 'day.json': playlistOf('day'), 'night.json': playlistOf('night') });
    await house.close(true);
    const { dir } = house;
    await rm(house.settings.playlistsDir, { recursive: true });
    await mkdir(house.settings.playlistsDir);
    house = await open({}, dir);
    expect((await list()).playlists).toHaveLength(2);
    expect((await list()).faults[0].reason).toContain('empty or gone');
  });

  test('a file that cannot be read is a fault, not a deletion', async () => {
    if (process.getuid?.() === 0) return;
    house = await open({ 'day.json': playlistOf('day'), 'night.json': playlistOf('night') });
    await chmod(path('day.json'), 0);
    await house.parts.library.refresh('day' as never);
    expect((await list()).faults).toHaveLength(1);
    expect(await titleOf('day')).toBeDefined();
  });
});
