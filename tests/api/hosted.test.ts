/** The hosted player: a smart TV is paired by its own page and keeps its place by a cookie; a preview leaves no trace. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Now } from '@palier/playlists/now';
import { notice, openHouse, playlistOf, testClock, until, type House } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse({ clock: testClock({ realTimers: true }) });
  await mkdir(join(house.dir, 'player/assets'), { recursive: true });
  await writeFile(join(house.dir, 'player/index.html'), '<!doctype html><title>player</title>');
  await writeFile(join(house.dir, 'player/assets/a.js'), '1');
  await house.edit('POST', '/api/playlists', playlistOf('day', [notice('one')]));
  await house.edit('POST', '/api/schedules', {
    name: { fr: 'x' },
    target: { all: true },
    rules: [{ playlistId: 'day' }],
  });
});
afterEach(() => house.close());

/** A browser that keeps its cookies. */
function browser() {
  const jar = new Map<string, string>();
  return {
    jar,
    async get(path: string, method = 'GET', body?: unknown) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await house.call(method, path, {
        ...(cookie === '' ? {} : { cookie }),
        ...(body === undefined ? {} : { body }),
      });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        expect(line).toContain('HttpOnly');
        if (value === '') jar.delete(name);
        else jar.set(name, value);
      }
      return answer;
    },
  };
}

describe('a smart TV', () => {
  test('opens the page, shows a code, is paired, plays, and is the same screen after a restart of the server', async () => {
    const tv = browser();
    const page = await tv.get('/play/');
    expect([page.status, page.body]).toEqual([200, expect.stringContaining('player')]);
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    expect([...tv.jar.keys()]).toEqual(['palier-player']);
    expect((await tv.get('/play/assets/a.js')).body).toBe('1');
    const now = async () => Now.parse((await tv.get('/play/now')).body);
    await until('the code', async () => (await now()).pairing !== undefined);
    const code = (await now()).pairing?.code ?? '';
    const { body: screen } = await house.edit('POST', `/api/pairings/${code}/approve`, {
      name: 'TV',
      zone: 'UTC',
      language: 'fr',
    });
    await until('it to play', async () => (await now()).state === 'playing', 12_000);
    expect((await now()).program?.entries[0]?.key).toBe('one');
    expect(tv.jar.has('palier-screen')).toBe(true);
    const view = async () =>
      (await house.call('GET', `/api/screens/${screen.id}`, { cookie: await house.as('viewer') })).body;
    await until('it to be heard', async () => (await view()).heartbeat?.shell === 'hosted');
    await house.close(true);
    house = await openHouse({ dir: house.dir, clock: testClock({ realTimers: true }) });
    await until('it to play again', async () => (await now()).state === 'playing');
    expect((await now()).screen?.id).toBe(screen.id);
  }, 30_000);

  test('a browser without cookies makes no core', async () => {
    for (let count = 0; count < 3; count += 1) await browser().get('/play/');
    const answer = await browser().get('/play/now');
    expect(answer.status).toBe(401);
    expect(await house.storage.all('pairings')).toEqual([]);
  });
});

describe('a preview', () => {
  test('shows what the screen shows, and leaves no trace of having looked', async () => {
    const { id } = await house.pair();
    const cookie = await house.as('viewer');
    const path = `/play/preview/${id}`;
    expect((await house.call('GET', `${path}/`, { cookie })).body).toContain('player');
    const now = async () => Now.parse((await house.call('GET', `${path}/now`, { cookie })).body);
    await until('the program', async () => (await now()).state === 'playing');
    expect((await now()).screen?.id).toBe(id);
    const post = (name: string, body: object) => house.call('POST', `${path}/${name}`, { cookie, body });
    await post('alive', { key: 'one', state: 'playing' });
    const play = { key: 'one', playlistId: 'day', startedAtMs: 1, endedAtMs: 2, revision: 1 };
    expect((await post('plays', play)).status).toBe(204);
    await new Promise((resolve) => setTimeout(resolve, 400));
    const view = (await house.call('GET', `/api/screens/${id}`, { cookie })).body;
    expect(view).toMatchObject({ health: 'unknown', connected: false });
    expect(view.lastHeardAt).toBeUndefined();
    expect(await house.parts.playLog.page(id)).toEqual({ plays: [] });
  });

  test('follows a change at once', async () => {
    const { id } = await house.pair();
    const cookie = await house.as('viewer');
    const now = async () => Now.parse((await house.call('GET', `/play/preview/${id}/now`, { cookie })).body);
    await until('the program', async () => (await now()).state === 'playing');
    const { body, headers } = await house.edit('GET', '/api/playlists/day');
    const playlist = { ...body.playlist, entries: [notice('two')] };
    await house.edit('PUT', '/api/playlists/day', playlist, { 'if-match': headers.get('etag') ?? '' });
    await until('the change', async () => (await now()).program?.entries[0]?.key === 'two');
    expect((await now()).state).toBe('playing');
  });

  test('only for who is signed in, and only of screens that are there', async () => {
    const { id } = await house.pair();
    expect((await house.call('GET', `/play/preview/${id}/now`)).status).toBe(401);
    const cookie = await house.as('viewer');
    expect((await house.call('GET', '/play/preview/ghost/now', { cookie })).status).toBe(404);
  });
});
