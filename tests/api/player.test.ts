/** What a screen asks and says: its manifest, the push that wakes it, heartbeats and plays. */
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SSE_KEEPALIVE_MS } from '@palier/playlists/events';
import { Manifest } from '@palier/playlists/manifest';
import { ScreenView } from '@palier/playlists/views';
import { createEventsHub, eventBytes } from '../../api/src/events-hub.ts';
import { SILENT_AFTER_MS } from '@palier/playlists/health';
import { createHeartbeats } from '../../api/src/heartbeats.ts';
import { eventsOf, NOON, notice, openHouse, playlistOf, testClock, type House, type TestClock } from './house.ts';

let house: House;
let clock: TestClock;
beforeEach(async () => {
  clock = testClock();
  house = await openHouse({ clock });
});
afterEach(() => house.close());

const always = (playlistId: string, target: object) => ({ name: { fr: playlistId }, target, rules: [{ playlistId }] });
const manifest = (token: string, headers: Record<string, string> = {}) =>
  house.call('GET', '/api/player/manifest', { token, headers });
const BEAT = { state: 'playing', revision: 0, shell: 'chromium', version: '1' };
const beat = (token: string, change: object = {}) =>
  house.call('POST', '/api/player/heartbeats', { token, body: { ...BEAT, ...change } });

async function twoScreens() {
  const [hall, desk] = [await house.pair('Hall'), await house.pair('Desk')];
  for (const id of ['hall', 'desk', 'spare']) await house.edit('POST', '/api/playlists', playlistOf(id));
  await house.edit('POST', '/api/schedules', always('hall', { screens: [hall.id] }));
  await house.edit('POST', '/api/schedules', always('desk', { screens: [desk.id] }));
  return { hall, desk };
}

async function change(id: string, title: string) {
  const { body, headers } = await house.edit('GET', `/api/playlists/${id}`);
  const playlist = { ...body.playlist, entries: [notice('one', title)] };
  await house.edit('PUT', `/api/playlists/${id}`, playlist, { 'if-match': headers.get('etag') ?? '' });
  await house.parts.published();
}

describe('the manifest', () => {
  test('holds what the screen needs, and nothing of others', async () => {
    const { hall } = await twoScreens();
    const { body } = await manifest(hall.token);
    const parsed = Manifest.parse(body);
    expect(parsed.screen.id).toBe(hall.id);
    expect(parsed.organisation).toBe('Atelier');
    expect(parsed.playlists.map(({ id }) => id)).toEqual(['hall']);
    expect(parsed.schedules).toHaveLength(1);
    expect(parsed.schedules[0]?.target).toEqual({ all: true, screens: [], groups: [] });
  });

  test('304 for what is known, also when a proxy made the ETag weak; gzip for who takes it', async () => {
    const { hall } = await twoScreens();
    const etag = (await manifest(hall.token)).headers.get('etag') ?? '';
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`]) {
      const answer = await manifest(hall.token, { 'if-none-match': known });
      expect([answer.status, answer.body, answer.headers.get('etag')]).toEqual([304, '', etag]);
    }
    const zipped = await house.api.request('http://palier.test/api/player/manifest', {
      headers: { authorization: `Bearer ${hall.token}`, 'accept-encoding': 'gzip, br' },
    });
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    const text = gunzipSync(Buffer.from(await zipped.arrayBuffer())).toString();
    expect(JSON.parse(text)).toEqual((await manifest(hall.token)).body);
  });

  test('its ETag changes with its own content, not with that of others or the revision', async () => {
    const { hall, desk } = await twoScreens();
    const etags = async () =>
      Promise.all([hall, desk].map(async ({ token }) => (await manifest(token)).headers.get('etag')));
    const before = await etags();
    await change('spare', 'nobody plays this');
    expect(await etags()).toEqual(before);
    await change('desk', 'new');
    const after = await etags();
    expect([after[0] === before[0], after[1] === before[1]]).toEqual([true, false]);
    await change('desk', 'one');
    expect(await etags()).toEqual(before);
  });

  test('an item that is switched off is not in it', async () => {
    const { hall } = await twoScreens();
    const { body, headers } = await house.edit('GET', '/api/playlists/hall');
    const entries = [...body.playlist.entries, { ...notice('off'), enabled: false }];
    const before = (await manifest(hall.token)).headers.get('etag');
    await house.edit(
      'PUT',
      '/api/playlists/hall',
      { ...body.playlist, entries },
      { 'if-match': headers.get('etag') ?? '' },
    );
    expect((await manifest(hall.token)).headers.get('etag')).toBe(before);
  });
});

describe('push', () => {
  test('wakes the screens whose manifest changed, and no others', async () => {
    const { hall, desk } = await twoScreens();
    const open = async (token: string) => {
      const stream = eventsOf((await house.call('GET', '/api/player/events', { token })).response);
      const first = await stream.next();
      expect(first).toMatchObject({ event: 'revision', data: { spreadMs: 0 } });
      return stream;
    };
    const [onHall, onDesk] = [await open(hall.token), await open(desk.token)];
    await change('desk', 'first');
    await change('hall', 'second');
    const woken = await onHall.next();
    const revision = await house.storage.revision('content');
    expect(woken).toMatchObject({ event: 'revision', id: String(revision), data: { revision, spreadMs: 0 } });
    const other = await onDesk.next();
    expect(other).toMatchObject({ data: { revision: revision - 1 } });
    await Promise.all([onHall.cancel(), onDesk.cancel()]);
  });

  test('a reader that comes back is told only what it missed', async () => {
    const { hall } = await twoScreens();
    await change('hall', 'a');
    const seen = await house.storage.revision('content');
    await change('spare', 'b');
    const open = async (id: string) =>
      eventsOf(
        (await house.call('GET', '/api/player/events', { token: hall.token, headers: { 'last-event-id': id } }))
          .response,
      );
    const known = await open(String(seen));
    const old = await open(String(seen - 1));
    expect(await old.next()).toMatchObject({ event: 'revision' });
    await change('hall', 'c');
    const revision = await house.storage.revision('content');
    expect(await known.next()).toMatchObject({ id: String(revision), data: { revision } });
    await Promise.all([known.cancel(), old.cancel()]);
  });

  test('a machine that was replaced or removed is cut off', async () => {
    const { hall } = await twoScreens();
    const stream = eventsOf((await house.call('GET', '/api/player/events', { token: hall.token })).response);
    await stream.next();
    await house.edit('DELETE', `/api/screens/${hall.id}`);
    let last = await stream.next();
    while (last !== 'closed') last = await stream.next();
    expect(house.parts.screenHub.isConnected(hall.id)).toBe(false);
  });

  test('more than 200 screens are told to spread their questions', async () => {
    await house.edit('POST', '/api/playlists', playlistOf('all'));
    const records = Array.from({ length: 201 }, (_, index) => `s${index}`);
    await house.storage.transact(async (transaction) => {
      const { screen } = (await transaction.get('screens', 'none')) ?? { screen: undefined };
      expect(screen).toBeUndefined();
      for (const id of records) {
        await transaction.put('screens', {
          id: id as never,
          screen: {
            id,
            name: id,
            place: '',
            zone: 'UTC',
            language: 'fr',
            groups: [],
            orientation: 'landscape',
            diagonalInches: 43,
            distanceM: 3,
          } as never,
          tokenHashes: [],
        });
      }
    });
    await house.parts.published();
    const told: string[] = [];
    const hub = house.parts.screenHub;
    const c = (id: string) => ({ env: {}, body: (stream: ReadableStream) => ({ id, stream }) }) as never;
    const streams = records.map(
      (id) => hub.subscribe(c(id), id, []) as unknown as { id: string; stream: ReadableStream },
    );
    await house.edit('POST', '/api/schedules', always('all', { all: true }));
    await house.parts.published();
    for (const { stream } of streams.slice(0, 2)) {
      const events = eventsOf(new Response(stream));
      const event = await events.next();
      told.push(JSON.stringify(event));
      await events.cancel();
    }
    expect(told[0]).toMatch(/"spreadMs":70/);
    expect(told[1]).toBe(told[0]);
    for (const { stream } of streams.slice(2)) await stream.cancel();
  });

  test('a subscriber that does not read is dropped, others go on; the number is bounded', async () => {
    const hub = createEventsHub({ clock, maxSubscribers: 2 });
    const c = { env: {}, body: (stream: ReadableStream) => new Response(stream) } as never;
    const [slow, quick] = [hub.subscribe(c, 'slow', []), hub.subscribe(c, 'quick', [])];
    expect(hub.subscribe(c, 'third', [])).toBeUndefined();
    const events = eventsOf(quick ?? new Response());
    const large = { text: 'x'.repeat(8_000) };
    for (let count = 0; count < 20; count += 1) {
      hub.broadcast(eventBytes('big', count, large));
      expect(await events.next()).toMatchObject({ event: 'big', id: String(count) });
    }
    expect([hub.isConnected('slow'), hub.isConnected('quick')]).toEqual([false, true]);
    expect(slow).toBeDefined();
    hub.close();
    expect(await events.next()).toBe('closed');
  });

  test('idle streams are kept open by comments', async () => {
    const hub = createEventsHub({ clock, maxSubscribers: 2 });
    const response = hub.subscribe(
      { env: {}, body: (stream: ReadableStream) => new Response(stream) } as never,
      'a',
      [],
    );
    const reader = response?.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain('retry');
    clock.advance(SSE_KEEPALIVE_MS);
    expect((await reader?.read())?.value).toBe(': keep\n\n');
    clock.advance(SSE_KEEPALIVE_MS);
    expect((await reader?.read())?.value).toBe(': keep\n\n');
    hub.close();
  });
});

describe('the panel is told', () => {
  test('which nouns changed, and what it missed', async () => {
    const cookie = await house.as('viewer');
    await house.as('editor');
    const stream = eventsOf((await house.call('GET', '/api/events', { cookie })).response);
    expect(await stream.next()).toMatchObject({ event: 'changed', data: { topics: [] } });
    await house.edit('POST', '/api/playlists', playlistOf('a'));
    const event = await stream.next();
    expect(event).toMatchObject({ event: 'changed', data: { topics: ['playlists'] } });
    const id = event === 'closed' ? '' : event.id;
    await stream.cancel();
    const again = async (last: string) =>
      eventsOf((await house.call('GET', '/api/events', { cookie, headers: { 'last-event-id': last } })).response);
    const behind = await again('1');
    const missed = await behind.next();
    expect(missed === 'closed' ? [] : missed.data.topics).toContain('playlists');
    const current = await again(id);
    await house.pair('new');
    const heard = await current.next();
    expect(heard === 'closed' ? [] : heard.data.topics).toContain('pairings');
    await Promise.all([behind.cancel(), current.cancel()]);
  });
});

describe('heartbeats', () => {
  const view = async (id: string) =>
    ScreenView.parse((await house.call('GET', `/api/screens/${id}`, { cookie: await house.as('viewer') })).body);

  test('unknown is not zero: paired but never heard, heard, silent', async () => {
    const { hall } = await twoScreens();
    expect(await view(hall.id)).toMatchObject({ health: 'unknown', connected: false });
    expect((await view(hall.id)).upToDate).toBeUndefined();
    await beat(hall.token, { anchorMs: NOON - 5_000, playlistId: 'hall' });
    expect(await view(hall.id)).toMatchObject({
      health: 'playing',
      lastHeardAt: new Date(NOON).toISOString(),
      heartbeat: { playlistId: 'hall' },
      now: { program: { anchorMs: NOON - 5_000 } },
    });
    clock.advance(SILENT_AFTER_MS + 1);
    expect((await view(hall.id)).health).toBe('silent');
  });

  test('whether it plays the present manifest', async () => {
    const { hall } = await twoScreens();
    await change('hall', 'first');
    const { revision } = (await manifest(hall.token)).body;
    await beat(hall.token, { revision: revision - 1 });
    expect((await view(hall.id)).upToDate).toBe(false);
    await beat(hall.token, { revision });
    expect((await view(hall.id)).upToDate).toBe(true);
    await change('spare', 'of no concern');
    expect((await view(hall.id)).upToDate).toBe(true);
    await change('hall', 'second');
    expect((await view(hall.id)).upToDate).toBe(false);
  });

  test('do not touch content, and are written down now and then', async () => {
    const { hall } = await twoScreens();
    await manifest(hall.token);
    await expect.poll(async () => (await house.storage.get('screens', hall.id))?.tokenSince).toBeDefined();
    const before = await house.storage.revision('content');
    for (let count = 0; count < 5; count += 1) await beat(hall.token);
    expect(await house.storage.revision('content')).toBe(before);
    expect(await house.storage.all('heartbeats')).toEqual([]);
    clock.advance(3 * 60_000);
    await expect.poll(async () => (await house.storage.all('heartbeats')).length).toBe(1);
  });

  test('after a restart the screen is unknown, with the time it was last heard', async () => {
    const { hall } = await twoScreens();
    await beat(hall.token);
    await house.close(true);
    clock.advance(60_000);
    house = await openHouse({ clock, dir: house.dir });
    expect(await view(hall.id)).toMatchObject({ health: 'unknown', lastHeardAt: new Date(NOON).toISOString() });
  });

  test('what one process heard, another on the same store knows after it was written', async () => {
    const { hall } = await twoScreens();
    const silent = { warn: () => {}, info: () => {}, error: () => {} };
    const other = createHeartbeats({
      ...house.parts,
      clock,
      log: silent,
      persistEveryMs: 10_000,
      isConnected: () => false,
      onheard: () => {},
    });
    await other.load();
    await beat(hall.token);
    const record = await house.storage.get('screens', hall.id);
    if (record === undefined) throw new Error('no screen');
    expect(other.healthOf(record)).toBe('unknown');
    clock.advance(3 * 60_000);
    await expect.poll(async () => (await house.storage.all('heartbeats')).length).toBe(1);
    clock.advance(-3 * 60_000);
    await other.follow();
    expect(other.healthOf(record)).toBe('playing');
    clock.advance(SILENT_AFTER_MS + 1);
    expect(other.healthOf(record)).toBe('silent');
    await other.stop();
  });

  test('nonsense is refused with its field', async () => {
    const { hall } = await twoScreens();
    expect((await beat(hall.token, { state: 'dancing' })).body.fields[0].field).toBe('state');
  });
});

describe('plays', () => {
  const play = (index: number) => ({
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    playlistId: 'hall',
    entryId: 'one',
    startedAt: new Date(NOON + index * 1000).toISOString(),
    endedAt: new Date(NOON + index * 1000 + 900).toISOString(),
    revision: 1,
  });
  const send = (token: string, plays: unknown[]) => house.call('POST', '/api/player/plays', { token, body: { plays } });

  test('a batch that comes again is added once; read a page at a time', async () => {
    const { hall, desk } = await twoScreens();
    const batch = Array.from({ length: 500 }, (_, index) => play(index));
    expect((await send(hall.token, batch)).body).toEqual({ added: 500 });
    expect((await send(hall.token, batch)).body).toEqual({ added: 0 });
    expect((await send(hall.token, [play(499), play(500)])).body).toEqual({ added: 1 });
    expect((await send(desk.token, [play(0)])).body).toEqual({ added: 1 });
    const cookie = await house.as('viewer');
    const first = (await house.call('GET', `/api/screens/${hall.id}/plays`, { cookie })).body;
    expect([first.plays.length, first.plays[0].id]).toEqual([500, play(0).id]);
    const second = (await house.call('GET', `/api/screens/${hall.id}/plays?after=${first.next}`, { cookie })).body;
    expect(second).toEqual({ plays: [play(500)] });
  });

  test('what is no play, and too many at once', async () => {
    const { hall } = await twoScreens();
    const backwards = { ...play(1), endedAt: play(0).startedAt };
    expect((await send(hall.token, [backwards])).body.fields).toEqual([
      { field: 'plays.0.endedAt', reason: 'a play ends after it starts' },
    ]);
    expect(
      (
        await send(
          hall.token,
          Array.from({ length: 501 }, (_, index) => play(index)),
        )
      ).status,
    ).toBe(422);
  });
});
