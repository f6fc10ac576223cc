/** Wi-Fi: a password reaches the screens it is meant for, at its minute, and nothing and nobody else. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Manifest } from '@palier/playlists/manifest';
import { readCodeList } from '@palier/playlists/network';
import { nowOf } from '@palier/playlists/now';
import { wifiFace } from '../../../kiosk/player/src/text/wifi.ts';
import { NOON, openHouse, type House } from '../house.ts';

const PLANTED = 'Plant3d-Secret!';
const NEXT = 'N3xt-Planted-One';
let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const iso = (ms: number) => new Date(ms).toISOString();

/** A guests' network on the hall's screen alone, in a playlist that both screens play. */
async function setUp() {
  const hall = await house.pair('Hall');
  const floor = await house.pair('Floor');
  const { body } = await house.edit('POST', '/api/networks', {
    ssid: 'Atelier-Guests',
    target: { screens: [hall.id] },
    password: PLANTED,
  });
  const id: string = body.network.id;
  await house.edit('POST', '/api/playlists', {
    id: 'day',
    name: { fr: 'Jour' },
    entries: [{ id: 'wifi', item: { kind: 'wifi', network: id } }],
  });
  await house.edit('POST', '/api/schedules', {
    name: { fr: 'Tout' },
    target: { all: true },
    rules: [{ playlistId: 'day' }],
  });
  return { hall, floor, id };
}
const manifestOf = async (token: string) => {
  const { body } = await house.call('GET', '/api/player/manifest', { token });
  return { text: JSON.stringify(body), manifest: Manifest.parse(body) };
};

describe('who gets the password', () => {
  test('the screen it is meant for, and no other', async () => {
    const { hall, floor } = await setUp();
    expect((await manifestOf(hall.token)).text).toContain(PLANTED);
    expect((await manifestOf(floor.token)).text).not.toContain(PLANTED);
  });

  test('changed in one place, every screen follows; taken from a screen, it is gone from there', async () => {
    const { hall, floor, id } = await setUp();
    await house.edit('POST', `/api/networks/${id}/codes`, { codes: [{ from: iso(NOON), password: NEXT }] });
    expect((await manifestOf(hall.token)).text).toContain(NEXT);
    const { body, headers } = await house.edit('GET', `/api/networks/${id}`);
    const network = { ...body.network, target: { all: false, screens: [floor.id], groups: [] } };
    await house.edit('PUT', `/api/networks/${id}`, network, { 'if-match': headers.get('etag') ?? '' });
    expect((await manifestOf(hall.token)).text).not.toContain(NEXT);
    expect((await manifestOf(floor.token)).text).toContain(NEXT);
  });

  test('the kiosk changes at the minute by its own clock', async () => {
    const { hall, id } = await setUp();
    const atMs = NOON + 90 * 60_000;
    await house.edit('POST', `/api/networks/${id}/codes`, { codes: [{ from: iso(atMs), password: NEXT }] });
    const { manifest } = await manifestOf(hall.token);
    const shownAt = (ms: number) => {
      const item = nowOf({ manifest, atMs: ms }).program?.entries[0]?.item;
      const face = item?.kind === 'wifi' ? wifiFace(item, ms) : undefined;
      return face?.kind === 'join' ? face.network.password : face?.kind;
    };
    expect([shownAt(atMs - 1), shownAt(atMs)]).toEqual([PLANTED, NEXT]);
  });

  test('what the next one has replaced is forgotten', async () => {
    const { id } = await setUp();
    await house.edit('POST', `/api/networks/${id}/codes`, { codes: [{ from: iso(NOON + 60_000), password: NEXT }] });
    house.clock.advance(3 * 3600_000);
    await house.parts.networks.start();
    const { body } = await house.edit('GET', `/api/networks/${id}`);
    expect(body.codes).toMatchObject([{ state: 'current' }]);
    const { body: revealed } = await house.edit('POST', `/api/networks/${id}/reveal`);
    expect(revealed.codes.map((code: { password: string }) => code.password)).toEqual([NEXT]);
  });
});

describe('nobody else', () => {
  test('a planted password is nowhere but with its screen', async () => {
    const { hall, id } = await setUp();
    await house.edit('POST', `/api/networks/${id}/codes`, { codes: [{ from: iso(NOON + 3600_000), password: NEXT }] });
    const admin = await house.as('admin');
    const item = { kind: 'wifi', network: id };
    const asked: [string, string, unknown?][] = [
      ['GET', '/api/networks'],
      ['GET', `/api/networks/${id}`],
      ['GET', '/api/playlists'],
      ['GET', '/api/screens'],
      ['GET', `/api/screens/${hall.id}`],
      ['GET', `/api/screens/${hall.id}/now`],
      ['GET', '/api/openapi.json'],
      ['GET', '/api/health'],
      ['POST', '/api/items/fill', { items: [item], screenId: hall.id }],
      ['POST', '/api/takeovers', { target: { all: true }, content: { kind: 'item', item }, durationMs: 60_000 }],
      ['GET', '/api/takeovers'],
      ['POST', `/api/networks/${id}/codes`, { codes: [{ from: 'never', password: PLANTED }] }],
      ['POST', '/api/networks', { ssid: '', password: PLANTED }],
      ['GET', `/play/preview/${hall.id}/now`],
    ];
    for (const [method, path, body] of asked) {
      const answer = await house.call(method, path, { cookie: admin, ...(body === undefined ? {} : { body }) });
      const text = JSON.stringify(answer.body);
      expect({ path, held: [PLANTED, NEXT].filter((secret) => text.includes(secret)) }).toEqual({ path, held: [] });
    }
    expect(house.said.join('\n')).not.toContain(PLANTED);
    // At rest: neither the store nor the playlists' files hold it, in any file of the house.
    for (const name of await readdir(house.dir, { recursive: true, withFileTypes: true })) {
      if (!name.isFile()) continue;
      const bytes = await readFile(join(name.parentPath, name.name), 'latin1');
      expect({ name: name.name, held: bytes.includes(PLANTED) }).toEqual({ name: name.name, held: false });
    }
  });

  test('showing it needs an editor, and is written down first', async () => {
    const { id } = await setUp();
    const refused = await house.call('POST', `/api/networks/${id}/reveal`, { cookie: await house.as('viewer') });
    expect(refused.status).toBe(403);
    const { body } = await house.edit('POST', `/api/networks/${id}/reveal`);
    expect(body.codes[0].password).toBe(PLANTED);
    const { body: told } = await house.edit('GET', `/api/networks/${id}/history`);
    expect(told.history.map((one: { did: string; name: string }) => [one.did, one.name])).toEqual([
      ['revealed', 'editor'],
      ['added', 'editor'],
    ]);
  });

  test('the key is a file of its own, for its owner alone; without it nothing opens', async () => {
    const { id } = await setUp();
    expect((await stat(house.settings.secretsKeyFile)).mode & 0o777).toBe(0o600);
    const { dir } = house;
    await house.close(true);
    const { rm } = await import('node:fs/promises');
    await rm(house.settings.secretsKeyFile);
    house = await openHouse({ dir });
    const { body } = await house.edit('GET', `/api/networks/${id}`);
    expect(body.codes).toMatchObject([{ readable: false }]);
  });
});

describe('old playlists', () => {
  test('a password typed into the item keeps working, and people see dots on screens', async () => {
    const { hall } = await setUp();
    const { body, headers } = await house.edit('GET', '/api/playlists/day');
    const entries = [{ id: 'old', item: { kind: 'wifi', ssid: 'Old', password: 'typed-long-ago' } }];
    await house.edit(
      'PUT',
      '/api/playlists/day',
      { ...body.playlist, entries },
      { 'if-match': headers.get('etag') ?? '' },
    );
    expect((await manifestOf(hall.token)).text).toContain('typed-long-ago');
    const { body: view } = await house.edit('GET', `/api/screens/${hall.id}/now`);
    expect(JSON.stringify(view)).not.toContain('typed-long-ago');
  });
});

test.each([
  ['2026-12-01;welcome-12', [{ line: 1, localDate: '2026-12-01T00:00', password: 'welcome-12' }]],
  [
    'date,password\n01/12/2026 08:30,"semi;colon,1"',
    [{ line: 2, localDate: '2026-12-01T08:30', password: 'semi;colon,1' }],
  ],
  ['\uFEFF31/02/2026;bienvenue', []],
  ['2026-01-01;court\n', [{ line: 1, fault: 'password' }]],
  ['2026-01-01', [{ line: 1, fault: 'line' }]],
  [
    '2026-01-01\tlong enough\n40/01/2026;long enough',
    [
      { line: 1, localDate: '2026-01-01T00:00', password: 'long enough' },
      { line: 2, fault: 'date' },
    ],
  ],
])('a list reads %j', (text, expected) => {
  expect(readCodeList(text)).toEqual(expected);
});
