/** Drafts, publication now or at a time, and history: what screens see, what is kept, and what is refused. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PlaylistDraftView } from '@palier/playlists/draft';
import { HistoryPage } from '@palier/playlists/history';
import { NOON, notice, openHouse, playlistOf, testClock, until, type House, type TestClock } from './house.ts';

const HOUR = 3600_000;
let house: House;
let clock: TestClock;
let cookie: string;
let etag: string;
beforeEach(async () => {
  clock = testClock();
  house = await openHouse({ clock });
  cookie = await house.as('editor');
  const made = await call('POST', '/api/playlists', playlistOf('day'));
  etag = made.headers.get('etag') ?? '';
  await call('POST', '/api/schedules', {
    id: 'always',
    name: { fr: 'Toujours' },
    target: { all: true },
    rules: [{ id: 'all', playlistId: 'day' }],
  });
});
afterEach(() => house.close());

const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  house.call(method, path, { cookie, headers, ...(body === undefined ? {} : { body }) });
const save = (entries: unknown[], over = etag) =>
  call('PUT', '/api/playlists/day/draft', playlistOf('day', entries), { 'if-match': over });
const publish = (draftEtag: string, asked: object = {}) =>
  call('POST', '/api/playlists/day/draft/publish', asked, { 'if-match': draftEtag });
const titles = async () =>
  (await call('GET', '/api/playlists/day')).body.playlist.entries.map(
    (entry: { item: { title: { fr: string } } }) => entry.item.title.fr,
  );
const versions = async () => HistoryPage.parse((await call('GET', '/api/playlists/day/versions')).body).versions;
const two = [notice('one'), notice('two')];

describe('drafts', () => {
  test('are kept apart from what screens show, until published', async () => {
    const screen = await house.pair();
    const before = await house.call('GET', '/api/player/manifest', { token: screen.token });
    const saved = await save(two);
    const view = PlaylistDraftView.parse(saved.body);
    expect(view).toMatchObject({ behind: false, updatedBy: 'editor', changes: [{ what: 'entry-added', position: 2 }] });
    expect(await titles()).toEqual(['one']);
    const meanwhile = await house.call('GET', '/api/player/manifest', { token: screen.token });
    expect(meanwhile.headers.get('etag')).toBe(before.headers.get('etag'));
    expect((await call('GET', '/api/drafts')).body.drafts).toEqual([
      expect.objectContaining({ noun: 'playlist', id: 'day', behind: false }),
    ]);
    expect((await publish(saved.headers.get('etag') ?? '')).status).toBe(200);
    expect(await titles()).toEqual(['one', 'two']);
    const after = await house.call('GET', '/api/player/manifest', { token: screen.token });
    expect(after.body.playlists[0].entries).toHaveLength(2);
    expect((await call('GET', '/api/playlists/day/draft')).status).toBe(404);
    await house.parts.library.settled();
    const file = JSON.parse(await readFile(join(house.settings.playlistsDir, 'day.json'), 'utf8'));
    expect(file.entries).toHaveLength(2);
  });

  test('one that is changed back is none, and a discarded one stays in the history', async () => {
    const saved = await save(two);
    const back = await save([notice('one')], saved.headers.get('etag') ?? '');
    expect([back.status, (await call('GET', '/api/drafts')).body.drafts]).toEqual([200, []]);
    await save(two);
    expect((await call('DELETE', '/api/playlists/day/draft')).status).toBe(204);
    expect((await call('DELETE', '/api/playlists/day/draft')).status).toBe(404);
    expect((await versions())[0]).toMatchObject({ how: 'set-aside', by: 'editor', current: false });
    expect((await versions())[1]).toMatchObject({ how: 'saved', current: true });
  });

  test('of two people only the one who saw the newest version saves', async () => {
    expect((await save(two)).status).toBe(200);
    expect((await save([notice('three')])).status).toBe(412);
    expect((await call('PUT', '/api/playlists/day/draft', playlistOf('day'))).status).toBe(428);
    expect((await call('PUT', '/api/playlists/none/draft', playlistOf('none'), { 'if-match': etag })).status).toBe(404);
    expect((await call('PUT', '/api/playlists/day/draft', playlistOf('other'), { 'if-match': etag })).status).toBe(422);
  });

  test('a hand edit meanwhile is never overwritten unseen, and neither side is lost', async () => {
    const saved = await save(two);
    const file = join(house.settings.playlistsDir, 'day.json');
    await house.parts.library.settled();
    const written = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...written, entries: [notice('by-hand')] }));
    const draftEtag = saved.headers.get('etag') ?? '';
    const refused = await publish(draftEtag);
    expect([refused.status, refused.body.type]).toEqual([409, '/api/docs#draft-behind']);
    expect(await titles()).toEqual(['by-hand']);
    const view = PlaylistDraftView.parse((await call('GET', '/api/playlists/day/draft')).body);
    expect(view).toMatchObject({ behind: true, publishedBy: 'file' });
    expect((await publish(draftEtag, { over: view.publishedEtag })).status).toBe(200);
    expect(await titles()).toEqual(['one', 'two']);
    expect((await versions()).map(({ how, by }) => [how, by])).toEqual([
      ['draft', 'editor'],
      ['file', 'file'],
      ['saved', 'editor'],
    ]);
  });

  test('findings that refuse are answered, accepted by name, and stand in the history', async () => {
    const brief = {
      id: 'code',
      durationMs: 6_000,
      item: { kind: 'qr', title: { fr: 'Avis', en: 'Views' }, link: { url: 'https://a.example/b' } },
    };
    const draftEtag = (await save([brief])).headers.get('etag') ?? '';
    const refused = await publish(draftEtag);
    expect(refused.body).toMatchObject({
      type: '/api/docs#checks-refuse',
      findings: [{ code: 'qr-brief', severity: 'refuse' }],
    });
    expect((await publish(draftEtag, { accept: ['qr-brief@other'] })).status).toBe(409);
    expect((await publish(draftEtag, { accept: ['qr-brief@code', 'text-cut@code'] })).status).toBe(200);
    expect((await versions())[0]).toMatchObject({ how: 'draft', accepted: ['qr-brief@code'] });
    const added = await call('POST', '/api/playlists', { ...playlistOf('new', [brief]), accept: [] });
    expect([added.status, added.body.findings[0].code]).toEqual([409, 'qr-brief']);
    expect(
      (await call('POST', '/api/playlists', { ...playlistOf('new', [brief]), accept: ['qr-brief@code'] })).status,
    ).toBe(201);
  });

  test('a schedule is drafted and published the same way; a rule of no playlist is refused', async () => {
    const loaded = await call('GET', '/api/schedules/always');
    const rules = [
      ...loaded.body.rules,
      { id: 'night', playlistId: 'day', daypart: { from: '20:00', until: '06:00' } },
    ];
    const put = await call(
      'PUT',
      '/api/schedules/always/draft',
      { ...loaded.body, rules },
      { 'if-match': loaded.headers.get('etag') ?? '' },
    );
    expect(put.body.changes).toEqual([{ what: 'rule-added', playlistId: 'day' }]);
    expect((await call('GET', '/api/schedules/always')).body.rules).toHaveLength(1);
    const draftEtag = put.headers.get('etag') ?? '';
    expect((await call('POST', '/api/schedules/always/draft/publish', {}, { 'if-match': draftEtag })).status).toBe(200);
    expect((await call('GET', '/api/schedules/always')).body.rules).toHaveLength(2);
    const ghost = { ...loaded.body, rules: [{ id: 'ghost', playlistId: 'ghost' }] };
    const now = (await call('GET', '/api/schedules/always')).headers.get('etag') ?? '';
    const kept = await call('PUT', '/api/schedules/always/draft', ghost, { 'if-match': now });
    const refused = await call(
      'POST',
      '/api/schedules/always/draft/publish',
      {},
      { 'if-match': kept.headers.get('etag') ?? '' },
    );
    expect([refused.status, refused.body.detail]).toEqual([409, 'there is no playlist "ghost"']);
    expect((await call('GET', '/api/schedules/always/versions')).body.versions).toHaveLength(2);
  });
});

describe('publication at a time', () => {
  const at = new Date(NOON + HOUR).toISOString();

  test('happens once when the time has come, also after a restart in between', async () => {
    const draftEtag = (await save(two)).headers.get('etag') ?? '';
    const planned = await publish(draftEtag, { at });
    expect(planned.body.plan).toMatchObject({ at, by: 'editor' });
    clock.advance(HOUR - 1);
    await house.parts.drafts.settled();
    expect(await titles()).toEqual(['one']);
    await house.close(true);
    house = await openHouse({ clock, dir: house.dir });
    await house.parts.drafts.settled();
    expect(await titles()).toEqual(['one']);
    clock.advance(HOUR);
    await until('it is published', async () => (await titles()).length === 2);
    clock.advance(HOUR);
    await house.parts.drafts.settled();
    const history = await versions();
    expect(history.filter(({ how }) => how === 'plan')).toEqual([
      expect.objectContaining({ by: 'editor', current: true }),
    ]);
    expect((await call('GET', '/api/drafts')).body.drafts).toEqual([]);
  });

  test('is missed by no stop: what came due while the server was off is published at its start', async () => {
    await publish((await save(two)).headers.get('etag') ?? '', { at });
    await house.close(true);
    clock.advance(3 * HOUR);
    house = await openHouse({ clock, dir: house.dir });
    await until('it is published', async () => (await titles()).length === 2);
    expect((await versions())[0]?.how).toBe('plan');
  });

  test('is cancelled, or taken back by a change, and the draft stays', async () => {
    const draftEtag = (await save(two)).headers.get('etag') ?? '';
    await publish(draftEtag, { at });
    expect((await call('DELETE', '/api/playlists/day/draft/plan')).body.plan).toBeUndefined();
    expect((await call('DELETE', '/api/playlists/day/draft/plan')).status).toBe(404);
    await publish(draftEtag, { at });
    const again = await save([...two, notice('three')], draftEtag);
    expect(again.body.plan).toBeUndefined();
    clock.advance(2 * HOUR);
    await house.parts.drafts.settled();
    expect(await titles()).toEqual(['one']);
  });

  test('waits where somebody published meanwhile, and says so', async () => {
    await publish((await save(two)).headers.get('etag') ?? '', { at });
    await call('PUT', '/api/playlists/day', playlistOf('day', [notice('other')]), { 'if-match': etag });
    clock.advance(2 * HOUR);
    await until('the fault', async () => (await call('GET', '/api/drafts')).body.drafts[0]?.fault !== undefined);
    expect((await call('GET', '/api/drafts')).body.drafts[0]).toMatchObject({
      behind: true,
      fault: { code: 'changed' },
    });
    expect(await titles()).toEqual(['other']);
  });

  test('is refused in the past, and further ahead than two years', async () => {
    const draftEtag = (await save(two)).headers.get('etag') ?? '';
    expect((await publish(draftEtag, { at: new Date(NOON).toISOString() })).body.fields[0].field).toBe('at');
    expect((await publish(draftEtag, { at: '2031-01-01T00:00:00Z' })).status).toBe(422);
    expect((await publish('"other"')).status).toBe(412);
  });
});

describe('history', () => {
  test('tells what changed, and any version comes back as a new one', async () => {
    const second = await publish((await save(two)).headers.get('etag') ?? '');
    await call('PUT', '/api/playlists/day', playlistOf('day', [notice('two', 'deux')]), {
      'if-match': second.headers.get('etag') ?? '',
    });
    const [newest] = await versions();
    expect(newest?.changes).toEqual([
      { what: 'entry-removed', kind: 'notice', title: { fr: 'one' }, position: 1 },
      expect.objectContaining({
        what: 'entry-changed',
        fields: [{ field: 'item.title', from: { fr: 'two' }, to: { fr: 'deux' } }],
      }),
    ]);
    expect((await call('GET', '/api/playlists/day/versions/1')).body.playlist.entries).toHaveLength(1);
    expect((await call('POST', '/api/playlists/day/versions/2/return', {})).status).toBe(200);
    expect(await titles()).toEqual(['one', 'two']);
    expect((await versions())[0]).toMatchObject({ version: 4, how: 'return', of: 2, current: true });
    expect((await call('POST', '/api/playlists/day/versions/99/return', {})).status).toBe(404);
  });

  test('never holds a Wi-Fi password; what comes back has the present one, or is switched off', async () => {
    const wifi = (password: string) => ({
      id: 'wifi',
      durationMs: 12_000,
      item: { kind: 'wifi', ssid: 'Invites', password },
    });
    let now = etag;
    for (const password of ['premier-secret', 'second-secret']) {
      const put = await call('PUT', '/api/playlists/day', playlistOf('day', [wifi(password)]), { 'if-match': now });
      now = put.headers.get('etag') ?? '';
    }
    expect((await versions())[0]?.changes).toEqual([]);
    const streams = await house.storage.streams('versions');
    const logged = await Promise.all(streams.map((stream) => house.storage.readLog('versions', stream, 0, 100)));
    expect(JSON.stringify(logged)).not.toContain('secret');
    await call('POST', '/api/playlists/day/versions/2/return', {});
    // People read dots; the store has what the screens need.
    const stored = async () => (await house.storage.get('playlists', 'day'))?.playlist.entries[0];
    expect(await stored()).toMatchObject({ enabled: true, item: { password: 'second-secret' } });
    await call('POST', '/api/playlists/day/versions/1/return', {});
    await call('POST', '/api/playlists/day/versions/2/return', {});
    expect(await stored()).toMatchObject({ enabled: false, item: { password: '' } });
  });

  test('a deleted playlist keeps its history, and comes back from it', async () => {
    await call('DELETE', '/api/schedules/always');
    expect((await call('DELETE', '/api/playlists/day')).status).toBe(204);
    expect((await versions())[0]).toMatchObject({ how: 'deleted', current: false });
    expect((await call('POST', '/api/playlists/day/versions/1/return', {})).status).toBe(200);
    expect(await titles()).toEqual(['one']);
  });

  test('is bounded: the newest hundreds whole, every tenth of the older ones', async () => {
    const { history } = house.parts;
    const playlist = (await house.storage.get('playlists', 'day'))?.playlist;
    if (playlist === undefined) throw new Error('no playlist');
    const of = (number: number) => ({ ...playlist, name: { fr: `v${number}` } });
    for (let number = 1; number <= 520; number += 1) {
      const content = (n: number) => ({ noun: 'playlist' as const, playlist: n === 0 ? playlist : of(n) });
      await house.storage.transact((transaction) =>
        history.note(
          transaction,
          { noun: 'playlist', id: 'day', before: content(number - 1), after: content(number) },
          { by: 'x', how: 'saved' },
        ),
      );
      if (number % 50 === 0) clock.advance(1);
    }
    await until(
      'the oldest is thinned',
      async () => !(await house.storage.streams('versions')).includes('playlist:day:1'),
    );
    let before: number | undefined;
    const all: number[] = [];
    for (let page = 0; page < 40; page += 1) {
      const body = HistoryPage.parse(
        (await call('GET', `/api/playlists/day/versions${before === undefined ? '' : `?before=${before}`}`)).body,
      );
      all.push(...body.versions.map(({ version }) => version));
      before = body.next;
      if (before === undefined) break;
    }
    expect(all.slice(0, 3)).toEqual([521, 520, 519]);
    expect(all.filter((version) => version >= 300)).toHaveLength(222);
    expect(all.filter((version) => version < 200)).toEqual(expect.arrayContaining([190, 180, 110]));
    expect(all.filter((version) => version < 200).length).toBeLessThan(25);
    expect(new Set(all).size).toBe(all.length);
  });
});
