/** The typed client against the real routes: what it sends is what they take, refusals are values, and network faults throw. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import sharp from 'sharp';
import { createClient, isRefusal, parsePanelEvent, type Client } from '../../api/src/client.ts';
import { NOON, notice, openHouse, ORIGIN, type House } from './house.ts';

let house: House;
let client: Client;
beforeAll(async () => {
  house = await openHouse();
  const cookie = await house.as('admin');
  client = createClient({
    baseUrl: ORIGIN,
    fetch: (input, init) => {
      const request = new Request(input, init);
      request.headers.set('cookie', cookie);
      request.headers.set('origin', ORIGIN);
      return Promise.resolve(house.api.fetch(request));
    },
  });
});
afterAll(() => house.close());

function good<T>(outcome: T): Exclude<T, { problem: unknown }> {
  if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome.problem));
  return outcome as Exclude<T, { problem: unknown }>;
}

describe('the client', () => {
  test('health, session, people', async () => {
    expect(good(await client.health()).status).toBe('ok');
    expect(good(await client.session.get()).user?.role).toBe('admin');
    expect(good(await client.session.updateUser({ language: 'fr' })).language).toBe('fr');
    const draft = { email: 'a@palier.example', name: 'A', role: 'viewer', password: 'a long password' } as const;
    const { id } = good(await client.users.create(draft));
    expect(good(await client.users.update(id, { name: 'B' })).name).toBe('B');
    expect(good(await client.users.list()).users).toHaveLength(2);
    good(await client.users.remove(id));
  });

  test('from a playlist to a screen, and away again', async () => {
    const screen = good(await client.screens.create({ name: 'Hall', zone: 'Europe/Paris', language: 'fr' }));
    const created = good(await client.playlists.create({ name: { fr: 'Jour' }, entries: [notice('one') as never] }));
    const { playlist } = created.value;
    const put = good(await client.playlists.put({ ...playlist, name: { fr: 'Journée' } }, created.etag));
    const stale = await client.playlists.put(playlist, created.etag);
    expect(isRefusal(stale) && stale.problem.status).toBe(412);
    expect(good(await client.playlists.get(playlist.id))).toEqual(put);
    const rules = [{ playlistId: playlist.id }];
    const schedule = good(await client.schedules.create({ name: { fr: 'x' }, target: { all: true }, rules }));
    const again = good(await client.schedules.put({ ...schedule.value, name: { fr: 'y' } }, schedule.etag));
    expect(good(await client.schedules.get(again.value.id)).value.name).toEqual({ fr: 'y' });
    expect(good(await client.schedules.list()).schedules).toHaveLength(1);
    expect(good(await client.screens.now(screen.id)).program?.kind).toBe('scheduled');
    const at = new Date(NOON).toISOString();
    expect(good(await client.screens.explain(screen.id, at)).candidates).toHaveLength(1);
    expect(good(await client.screens.timeline(screen.id, at, new Date(NOON + 1000).toISOString())).blocks).toHaveLength(
      1,
    );
    expect(good(await client.screens.plays(screen.id)).plays).toEqual([]);
    expect(good(await client.screens.update(screen.id, { place: 'RC' })).place).toBe('RC');
    expect(good(await client.groups.put('lobby', [screen.id])).groups).toHaveLength(1);
    good(await client.groups.remove('lobby'));
    const item = { kind: 'notice', title: { fr: 'Alerte' } } as const;
    const takeover = good(
      await client.takeovers.start({ target: { all: true }, content: { kind: 'item', item }, durationMs: 60_000 }),
    );
    expect(good(await client.takeovers.end(takeover.takeover.id)).state).toBe('ended');
    expect(good(await client.takeovers.get(takeover.takeover.id)).notReached).toHaveLength(1);
    expect(good(await client.takeovers.list()).takeovers).toHaveLength(1);
    expect(isRefusal(await client.playlists.remove(playlist.id))).toBe(true);
    good(await client.schedules.remove(again.value.id));
    good(await client.playlists.remove(playlist.id));
    expect(good(await client.playlists.list())).toEqual({ playlists: [], faults: [] });
    good(await client.screens.remove(screen.id));
    expect(good(await client.screens.list()).screens).toEqual([]);
    expect(good(await client.groups.list()).groups).toEqual([]);
  });

  test('files and pairings', async () => {
    const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const media = good(
      await client.media.upload('a b/c.png', new Blob([new Uint8Array(bytes)], { type: 'image/png' })),
    );
    expect(good(await client.media.list()).media[0]?.id).toBe('a b/c.png');
    expect(client.media.url(media.sha256)).toBe(`${ORIGIN}/media/${media.sha256}`);
    good(await client.media.remove('a b/c.png'));
    const { body: offer } = await house.call('POST', '/api/pairings', { body: {} });
    expect(good(await client.pairings.list()).pairings).toHaveLength(1);
    expect(good(await client.pairings.get(offer.code)).code).toBe(offer.code);
    const screen = good(await client.pairings.approve(offer.code, { name: 'Hall', zone: 'UTC', language: 'en' }));
    expect(screen.name).toBe('Hall');
    const { body: other } = await house.call('POST', '/api/pairings', { body: {} });
    good(await client.pairings.refuse(other.code));
  });

  test('a refusal names the fields; a proxy’s page is a refusal too; a dead line throws', async () => {
    const outcome = await client.screens.create({ name: '', zone: 'x', language: 'fr' });
    expect(isRefusal(outcome) && outcome.problem.fields?.map(({ field }) => field)).toEqual(['name', 'zone']);
    const behind = createClient({
      baseUrl: '',
      fetch: () => Promise.resolve(new Response('<html>', { status: 502, statusText: 'Bad Gateway' })),
    });
    expect(await behind.health()).toEqual({ problem: { type: 'about:blank', title: 'Bad Gateway', status: 502 } });
    const dead = createClient({ baseUrl: '', fetch: () => Promise.reject(new TypeError('fetch failed')) });
    await expect(dead.health()).rejects.toThrow('fetch failed');
    const strange = createClient({ baseUrl: '', fetch: () => Promise.resolve(Response.json({ status: 'fine' })) });
    await expect(strange.health()).rejects.toThrow('status');
  });

  test('events of the panel', () => {
    expect(parsePanelEvent('{"revision":3,"topics":["screens"]}')).toEqual({ revision: 3, topics: ['screens'] });
    expect(parsePanelEvent('{"revision":3,"topics":["nonsense"]}')).toBeUndefined();
  });
});
