/** Pairing: what a machine and an editor do, what goes wrong on the way, and what nobody can take. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PAIRING_TTL_MS, PairingOffer } from '@palier/playlists/pairing';
import { RENEW_TOKEN_AFTER_MS } from '../../api/src/screen-tokens.ts';
import { openHouse, testClock, type House, type TestClock } from './house.ts';

const APPROVAL = { name: 'Cafétéria', zone: 'Europe/Paris', language: 'fr' };
const HEARTBEAT = { state: 'playing', revision: 1, shell: 'chromium', version: '1' };

let house: House;
let clock: TestClock;
beforeEach(async () => {
  clock = testClock();
  house = await openHouse({ clock });
});
afterEach(() => house.close());

const ask = async (body: object = {}) => PairingOffer.parse((await house.call('POST', '/api/pairings', { body })).body);
const poll = (secret: string, code?: string) =>
  house.call('GET', `/api/pairings/mine${code === undefined ? '' : `?code=${code}`}`, { token: secret });
const approve = async (code: string, body: object = APPROVAL) =>
  house.call('POST', `/api/pairings/${code}/approve`, { body, cookie: await house.as('editor') });
const manifest = (token: string) => house.call('GET', '/api/player/manifest', { token });

describe('a machine becomes a screen', () => {
  test('asks, waits, is approved, collects its token and plays', async () => {
    const offer = await ask({ zone: 'Europe/Paris', host: 'hall-pc' });
    expect(offer.approveUrl).toBe(`http://palier.test/screens/pair?code=${offer.code}`);
    expect((await poll(offer.pollSecret)).body).toEqual({ status: 'waiting' });
    const cookie = await house.as('editor');
    const typed = `${offer.code.slice(0, 4).toLowerCase()}-${offer.code.slice(4)}`;
    const seen = await house.call('GET', `/api/pairings/${typed}`, { cookie });
    expect(seen.body).toMatchObject({ code: offer.code, host: 'hall-pc', zone: 'Europe/Paris' });
    expect(JSON.stringify(seen.body)).not.toContain(offer.pollSecret);
    expect((await house.call('GET', '/api/pairings', { cookie })).body.pairings).toHaveLength(1);
    const screen = (await approve(offer.code)).body;
    expect(screen).toMatchObject({ name: 'Cafétéria', orientation: 'landscape' });
    expect((await house.call('GET', '/api/pairings', { cookie })).body.pairings).toEqual([]);
    const answer = (await poll(offer.pollSecret)).body;
    expect(answer).toMatchObject({ status: 'approved', screenId: screen.id });
    expect((await manifest(answer.token)).body.screen.id).toBe(screen.id);
  });

  test('the reply that brought the token was lost: it is collected again, until it was used', async () => {
    const offer = await ask();
    await approve(offer.code);
    const first = (await poll(offer.pollSecret)).body;
    clock.advance(PAIRING_TTL_MS + 60_000);
    const second = (await poll(offer.pollSecret)).body;
    expect(second).toEqual(first);
    expect((await manifest(second.token)).status).toBe(200);
    await expect.poll(async () => (await house.storage.all('pairings')).length).toBe(0);
    expect((await poll(offer.pollSecret)).body).toEqual({ status: 'expired' });
    expect((await manifest(first.token)).status).toBe(200);
  });

  test('the page on the wall says its size later, and the panel knows it; a stranger cannot say it', async () => {
    const offer = await ask({ host: 'hall-pc' });
    const cookie = await house.as('editor');
    const seen = async () => (await house.call('GET', `/api/pairings/${offer.code}`, { cookie })).body;
    const say = (token: string | undefined, body: object) =>
      house.call('POST', '/api/pairings/mine', { body, ...(token === undefined ? {} : { token }) });
    expect((await seen()).heightPx).toBeUndefined();
    expect((await say(offer.pollSecret, { widthPx: 1080, heightPx: 1920 })).status).toBe(204);
    expect(await seen()).toMatchObject({ widthPx: 1080, heightPx: 1920, host: 'hall-pc' });
    expect((await say(undefined, { widthPx: 10, heightPx: 10 })).status).toBe(401);
    await say('another-secret-of-forty-characters-here', { widthPx: 10, heightPx: 10 });
    expect((await say(offer.pollSecret, { widthPx: 0, heightPx: 1 })).status).toBe(422);
    expect(await seen()).toMatchObject({ widthPx: 1080, heightPx: 1920 });
    for (let px = 1; px < 40; px += 1) await say(offer.pollSecret, { widthPx: px, heightPx: 9 });
    expect((await seen()).widthPx).toBe(19);
  });

  test('the store holds neither secret nor token', async () => {
    const { token, secret } = await house.pair();
    const stored = JSON.stringify([await house.storage.all('screens'), await house.storage.all('pairings')]);
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(secret);
  });

  test('two identical machines at the same time are two screens', async () => {
    const [one, two] = [await ask({ host: 'pi' }), await ask({ host: 'pi' })];
    expect(one.code).not.toBe(two.code);
    const screens = [(await approve(one.code)).body.id, (await approve(two.code)).body.id];
    expect(new Set(screens).size).toBe(2);
    const answers = [(await poll(one.pollSecret)).body, (await poll(two.pollSecret)).body];
    expect(answers.map((answer) => answer.screenId)).toEqual(screens);
    expect((await manifest(answers[0].token)).body.screen.id).toBe(screens[0]);
  });

  test('a new machine takes a screen over, and the old one is out', async () => {
    const old = await house.pair('Hall');
    const offer = await ask();
    const screen = (await approve(offer.code, { ...APPROVAL, name: 'Hall', replaces: old.id })).body;
    expect(screen.id).toBe(old.id);
    expect((await manifest(old.token)).status).toBe(401);
    const { token } = (await poll(offer.pollSecret)).body;
    expect((await manifest(token)).status).toBe(200);
  });
});

describe('what goes wrong', () => {
  test('a code after ten minutes', async () => {
    const offer = await ask();
    clock.advance(PAIRING_TTL_MS);
    expect((await poll(offer.pollSecret)).body).toEqual({ status: 'expired' });
    const answer = await approve(offer.code);
    expect([answer.status, answer.body.type]).toEqual([410, '/api/docs#pairing-gone']);
  });

  test('a pairing code tried six times: the sixth wrong one is told to wait, others are not', async () => {
    const offer = await ask();
    const editor = await house.as('editor');
    const wrong = ['AAAAAAAA', 'BBBBBBBB', 'CCCCCCCC', 'DDDDDDDD', 'EEEEEEEE', 'FFFFFFFF'];
    const statuses = [];
    for (const code of wrong)
      statuses.push((await house.call('GET', `/api/pairings/${code}`, { cookie: editor })).status);
    expect(statuses).toEqual([404, 404, 404, 404, 404, 429]);
    const refused = await approve(offer.code);
    expect(refused.body.type).toBe('/api/docs#pairing-tries');
    expect(refused.body.detail).toContain('seconds');
    const admin = await house.as('admin');
    expect((await house.call('GET', `/api/pairings/${offer.code}`, { cookie: admin })).status).toBe(200);
    clock.advance(60_000);
    expect((await approve(offer.code)).status).toBe(200);
  });

  test('five wrong secrets for a code burn it, and the right one comes too late', async () => {
    const offer = await ask();
    const guess = (await ask()).pollSecret;
    const statuses = [];
    for (let count = 0; count < 6; count += 1) statuses.push((await poll(guess, offer.code)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 410, 410]);
    expect((await approve(offer.code)).body.type).toBe('/api/docs#pairing-burnt');
    expect((await poll(offer.pollSecret)).body).toEqual({ status: 'expired' });
    expect((await poll(offer.pollSecret, offer.code)).body).toEqual({ status: 'expired' });
  });

  test('what is no code, an unknown zone, an unknown screen to replace', async () => {
    const offer = await ask();
    const malformed = await approve('ABC');
    expect(malformed.body.fields[0]).toMatchObject({ field: 'code' });
    const zone = await approve(offer.code, { ...APPROVAL, zone: 'Mars/Olympus' });
    expect(zone.body.fields).toEqual([{ field: 'zone', reason: expect.stringContaining('unknown time zone') }]);
    const replaces = await approve(offer.code, { ...APPROVAL, replaces: 'nowhere' });
    expect(replaces.body.fields[0].field).toBe('replaces');
    expect((await approve(offer.code)).status).toBe(200);
  });

  test('approved twice, and refused', async () => {
    const offer = await ask();
    await approve(offer.code);
    expect((await approve(offer.code)).body.type).toBe('/api/docs#pairing-gone');
    const other = await ask();
    const cookie = await house.as('editor');
    expect((await house.call('POST', `/api/pairings/${other.code}/refuse`, { cookie })).status).toBe(204);
    expect((await poll(other.pollSecret)).body).toEqual({ status: 'expired' });
  });

  test('a flood of requests: bounded for the address, and bounded in all', async () => {
    const statuses = [];
    for (let count = 0; count < 62; count += 1)
      statuses.push((await house.call('POST', '/api/pairings', { body: {} })).status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(60);
    expect(statuses.at(-1)).toBe(429);
  });

  test('without a secret, or with a nonsense one', async () => {
    expect((await house.call('GET', '/api/pairings/mine')).status).toBe(401);
    expect((await poll('x'.repeat(43))).body).toEqual({ status: 'expired' });
  });
});

describe('the token', () => {
  test('opens the player routes and nothing else', async () => {
    const { token } = await house.pair();
    for (const path of ['/api/screens', '/api/users', '/api/playlists', '/api/events', '/api/pairings']) {
      expect([path, (await house.call('GET', path, { token })).status]).toEqual([path, 401]);
    }
    const cookie = await house.as('admin');
    expect((await house.call('GET', '/api/player/manifest', { cookie })).status).toBe(401);
  });

  test('is renewed after a month; a power cut in between loses nothing', async () => {
    const { id, token } = await house.pair();
    const beat = (with_: string) => house.call('POST', '/api/player/heartbeats', { token: with_, body: HEARTBEAT });
    expect((await beat(token)).status).toBe(204);
    await expect.poll(async () => (await house.storage.get('screens', id))?.tokenSince).toBeDefined();
    clock.advance(RENEW_TOKEN_AFTER_MS + 1);
    const lost = (await beat(token)).body.nextToken;
    const kept = (await beat(token)).body.nextToken;
    expect(kept).not.toBe(lost);
    expect((await manifest(token)).status).toBe(200);
    expect((await manifest(lost)).status).toBe(401);
    expect((await manifest(kept)).status).toBe(200);
    await expect.poll(async () => (await manifest(token)).status).toBe(401);
    expect((await beat(kept)).status).toBe(204);
  });

  test('of a removed screen is dead', async () => {
    const { id, token } = await house.pair();
    await house.edit('DELETE', `/api/screens/${id}`);
    expect((await manifest(token)).status).toBe(401);
  });
});
