/** Passwords typed into a playlist's item: people read dots, screens get the password, and nothing is lost on the way back. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withDots, withoutDots } from '@palier/playlists/history';
import { DOTS } from '@palier/playlists/network';
import { Playlist } from '@palier/playlists/playlist';
import { whyNotPictured } from '@palier/playlists/screenshot';
import { openHouse, type House } from '../house.ts';

const PLANTED = 'typed-Plant3d!';
let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const wifi = (patch: object = {}) => ({
  id: 'wifi',
  item: { kind: 'wifi', ssid: 'Guests', password: PLANTED, ...patch },
});
const stored = async (id = 'day') => JSON.stringify((await house.storage.get('playlists', id))?.playlist);

async function setUp() {
  const hall = await house.pair('Hall');
  await house.edit('POST', '/api/playlists', { id: 'day', name: { fr: 'Jour' }, entries: [wifi()] });
  const rules = [{ playlistId: 'day' }];
  await house.edit('POST', '/api/schedules', { name: { fr: 'Tout' }, target: { screens: [hall.id] }, rules });
  return hall;
}

test('nobody reads it: not in lists, playlists, drafts, versions or takeovers; the screen does', async () => {
  const hall = await setUp();
  const { body, headers } = await house.edit('GET', '/api/playlists/day');
  const draft = { ...body.playlist, name: { fr: 'Jour deux' } };
  await house.edit('PUT', '/api/playlists/day/draft', draft, { 'if-match': headers.get('etag') ?? '' });
  const content = { kind: 'item', item: wifi().item };
  await house.edit('POST', '/api/takeovers', { target: { all: true }, content, durationMs: 600_000 });
  for (const path of [
    '/api/playlists',
    '/api/playlists/day',
    '/api/playlists/day/draft',
    '/api/playlists/day/versions',
    '/api/playlists/day/versions/1',
    '/api/takeovers',
    `/api/screens/${hall.id}/now`,
  ]) {
    const answer = await house.edit('GET', path);
    expect([path, answer.status]).toEqual([path, 200]);
    expect([path, JSON.stringify(answer.body).includes(PLANTED)]).toEqual([path, false]);
  }
  expect(JSON.stringify((await house.call('GET', '/api/player/manifest', { token: hall.token })).body)).toContain(
    PLANTED,
  );
});

test('sent back with dots it stays; typed anew it changes; a copy and a published draft keep it', async () => {
  await setUp();
  const { body, headers } = await house.edit('GET', '/api/playlists/day');
  expect(body.playlist.entries[0].item.password).toBe(DOTS);
  const renamed = { ...body.playlist, name: { fr: 'Autre' } };
  const saved = await house.edit('PUT', '/api/playlists/day', renamed, { 'if-match': headers.get('etag') ?? '' });
  expect(saved.status).toBe(200);
  expect(await stored()).toContain(PLANTED);

  const again = { ...saved.body.playlist, entries: [{ ...saved.body.playlist.entries[0], durationMs: 30_000 }] };
  const etag = saved.headers.get('etag') ?? '';
  const draft = await house.edit('PUT', '/api/playlists/day/draft', again, { 'if-match': etag });
  const match = { 'if-match': draft.headers.get('etag') ?? '' };
  expect((await house.edit('POST', '/api/playlists/day/draft/publish', {}, match)).status).toBe(200);
  expect(await stored()).toContain(PLANTED);

  await house.edit('POST', '/api/playlists', { id: 'copy', name: { fr: 'Copie' }, entries: again.entries });
  expect(await stored('copy')).toContain(PLANTED);
});

test('it moves to a network inside the server', async () => {
  await setUp();
  const typedIn = { playlistId: 'day', entryId: 'wifi' };
  const { body } = await house.edit('POST', '/api/networks', { ssid: 'Guests', target: { all: true }, typedIn });
  expect(JSON.stringify(body)).not.toContain(PLANTED);
  const revealed = await house.edit('POST', `/api/networks/${body.network.id}/reveal`);
  expect(JSON.stringify(revealed.body)).toContain(PLANTED);
  const nowhere = { ssid: 'Guests', target: { all: true }, typedIn: { playlistId: 'day', entryId: 'nothing' } };
  await expect(house.edit('POST', '/api/networks', nowhere)).rejects.toThrow('no password of 8 to 63 characters');
});

test('dots go back only to their own place', () => {
  const playlist = (id: string, entries: unknown[]) => Playlist.parse({ id, name: { fr: id }, entries });
  const one = playlist('one', [wifi(), { ...wifi({ ssid: 'Staff', password: 'another-one' }), id: 'staff' }]);
  expect(withoutDots(withDots(one), [one])).toEqual(one);
  // Another playlist's entry of the same name tells nothing; the same network does.
  const other = playlist('other', [wifi({ ssid: 'Elsewhere', password: DOTS })]);
  expect(JSON.stringify(withoutDots(other, [one]))).not.toContain(PLANTED);
  expect(whyNotPictured(one.entries[0]?.item ?? { kind: 'clock', loop: 'inform', places: [] })).toBe('secret');
});
