/** Set-up, signing in and out, the own account, people: what holds the door. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPasswords } from '../../api/src/passwords.ts';
import { SESSION_IDLE_MS, SESSION_LIFE_MS } from '../../api/src/sessions.ts';
import { createSetup } from '../../api/src/setup.ts';
import { openHouse, seededRandom, testClock, type House, type TestClock } from './house.ts';

const PERSON = { email: 'Camille@Palier.example', password: 'trois marches et demie' };
const DAY_MS = 24 * 3600_000;

let house: House;
let clock: TestClock;
beforeEach(async () => {
  clock = testClock();
  house = await openHouse({ clock });
});
afterEach(() => house.close());

async function setUp(): Promise<string> {
  const token = await house.parts.setup.newToken();
  const answer = await house.call('POST', '/api/setup', {
    body: { token, ...PERSON, name: 'Camille', language: 'fr' },
  });
  expect(answer.status).toBe(200);
  return cookieOf(answer.headers);
}

function cookieOf(headers: Headers): string {
  return headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

const signIn = (password = PERSON.password, extra: { cookie?: string; headers?: Record<string, string> } = {}) =>
  house.call('POST', '/api/session', { body: { email: PERSON.email, password }, ...extra });

describe('set-up', () => {
  test('the link makes the first administrator, signed in; and then never again', async () => {
    expect((await house.call('GET', '/api/session')).body).toEqual({ setupNeeded: true });
    const token = await house.parts.setup.newToken();
    const body = { token, ...PERSON, name: 'Camille', language: 'fr' };
    const answer = await house.call('POST', '/api/setup', { body });
    expect(answer.body).toMatchObject({ setupNeeded: false, user: { role: 'admin', name: 'Camille' } });
    const me = await house.call('GET', '/api/session', { cookie: cookieOf(answer.headers) });
    expect(me.body.user.email).toBe(PERSON.email);
    const again = await house.call('POST', '/api/setup', { body });
    expect([again.status, again.body.type]).toEqual([409, '/api/docs#setup-done']);
    expect(await house.parts.setup.newToken()).toBeUndefined();
  });

  test('a wrong token, an older token and one of yesterday are refused', async () => {
    const attempt = (token: string | undefined) =>
      house.call('POST', '/api/setup', { body: { token, ...PERSON, name: 'C', language: 'fr' } });
    const first = await house.parts.setup.newToken();
    const second = await house.parts.setup.newToken();
    for (const token of ['guess', first]) expect((await attempt(token)).body.type).toBe('/api/docs#setup-token-wrong');
    clock.advance(DAY_MS + 1);
    expect((await attempt(second)).status).toBe(403);
    expect(await house.parts.setup.isNeeded()).toBe(true);
  });

  test('processes that share a store do not take the link from one another; all are used up by the first', async () => {
    const other = createSetup({ ...house.parts, node: 'other', random: seededRandom('other') });
    const [early, mine, late, theirs] = [
      await other.newToken(),
      await house.parts.setup.newToken(),
      await other.newToken(),
      await other.newToken(),
    ];
    const attempt = (token: string | undefined) =>
      house.call('POST', '/api/setup', { body: { token, ...PERSON, name: 'C', language: 'fr' } });
    for (const token of [early, late]) expect((await attempt(token)).status).toBe(403);
    expect((await attempt(mine)).status).toBe(200);
    expect((await attempt(theirs)).body.type).toBe('/api/docs#setup-done');
    expect((await house.storage.get('settings', 'setup-link'))?.value).toBeUndefined();
    expect(await other.newToken()).toBeUndefined();
  });

  test('a short password is refused with its field', async () => {
    const token = await house.parts.setup.newToken();
    const body = { token, ...PERSON, password: 'short', name: 'C', language: 'fr' };
    expect((await house.call('POST', '/api/setup', { body })).body.fields).toEqual([
      { field: 'password', reason: 'use at least 10 characters' },
    ]);
  });

  test('the store holds neither the token, nor the password, nor the cookie', async () => {
    const cookie = await setUp();
    const stored = JSON.stringify([
      await house.storage.all('users'),
      await house.storage.all('sessions'),
      await house.storage.all('settings'),
    ]);
    expect(stored).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(stored).not.toContain(PERSON.password);
    expect(stored).not.toContain(cookie.split('=')[1]);
  });

  test('an administrator from the environment is made once and never changed', async () => {
    const admin = { email: 'root@palier.example', password: 'from the environment' };
    expect(await house.parts.setup.ensureAdmin(admin, 'en')).toBe(true);
    expect(await house.parts.setup.ensureAdmin({ ...admin, password: 'another password' }, 'en')).toBe(false);
    const answer = await house.call('POST', '/api/session', { body: admin });
    expect(answer.body.user.role).toBe('admin');
  });
});

describe('sessions', () => {
  test('the cookie: out of reach of scripts, bound to our pages, and by another name on https', async () => {
    await setUp();
    const plain = (await signIn()).headers.getSetCookie()[0] ?? '';
    expect(plain).toMatch(/^palier=[\w-]{43}; /);
    expect(plain).toContain('HttpOnly');
    expect(plain).toContain('SameSite=Lax');
    const response = await house.api.request('https://palier.test/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://palier.test' },
      body: JSON.stringify(PERSON),
    });
    const secure = response.headers.getSetCookie()[0] ?? '';
    expect(secure).toMatch(/^__Host-palier=[\w-]{43}; .*Path=\/; .*Secure/);
    expect(secure).not.toContain('Domain');
    expect(response.headers.get('strict-transport-security')).toContain('max-age');
    const value = secure.split(';')[0]?.replace('__Host-', '') ?? '';
    const onHttps = await house.api.request('https://palier.test/api/session', { headers: { cookie: value } });
    expect(await onHttps.json()).toEqual({ setupNeeded: false });
  });

  test('sign-in makes a new session and ends the one before', async () => {
    const before = await setUp();
    const answer = await signIn(PERSON.password, { cookie: before });
    const after = cookieOf(answer.headers);
    expect(after).not.toBe(before);
    expect((await house.call('GET', '/api/screens', { cookie: before })).status).toBe(401);
    expect((await house.call('GET', '/api/screens', { cookie: after })).status).toBe(200);
  });

  test('sign-out really ends it', async () => {
    const cookie = await setUp();
    const answer = await house.call('DELETE', '/api/session', { cookie });
    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie()[0]).toMatch(/^palier=;.*Max-Age=0/);
    expect((await house.call('GET', '/api/screens', { cookie })).status).toBe(401);
    expect(await house.storage.all('sessions')).toEqual([]);
  });

  test('its end moves on with use, up to its longest life', async () => {
    const cookie = await setUp();
    clock.advance(SESSION_IDLE_MS - 1000);
    const used = await house.call('GET', '/api/screens', { cookie });
    expect([used.status, used.headers.getSetCookie().length]).toEqual([200, 1]);
    clock.advance(SESSION_IDLE_MS - 1000);
    expect((await house.call('GET', '/api/screens', { cookie })).status).toBe(200);
    clock.advance(SESSION_IDLE_MS + 1);
    expect((await house.call('GET', '/api/screens', { cookie })).status).toBe(401);
  });

  test('no use keeps it alive beyond its longest life', async () => {
    const cookie = await setUp();
    const started = clock.now();
    while (clock.now() - started < SESSION_LIFE_MS - 10 * DAY_MS) {
      clock.advance(10 * DAY_MS);
      expect((await house.call('GET', '/api/screens', { cookie })).status).toBe(200);
    }
    clock.advance(10 * DAY_MS + 1);
    expect((await house.call('GET', '/api/screens', { cookie })).status).toBe(401);
  });
});

describe('guessing', () => {
  test('after five wrong passwords one waits, ever longer, and others from the same office do not', async () => {
    await setUp();
    const answers = [];
    for (let count = 0; count < 6; count += 1) answers.push((await signIn('wrong password')).status);
    expect(answers).toEqual([401, 401, 401, 401, 401, 429]);
    const refused = await signIn();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const other = await house.call('POST', '/api/session', { body: { ...PERSON, email: 'other@palier.example' } });
    expect(other.status).toBe(401);
    clock.advance(1_000);
    expect((await signIn()).status).toBe(200);
  });

  test('an address that does not exist answers like a wrong password', async () => {
    await setUp();
    const unknown = await house.call('POST', '/api/session', { body: { ...PERSON, email: 'nobody@palier.example' } });
    const wrong = await signIn('wrong password');
    const plain = ({ body }: typeof wrong) => ({ ...body, requestId: '' });
    expect(plain(unknown)).toEqual(plain(wrong));
  });

  test('the same account from another address is not held up', async () => {
    const behind = await openHouse({ trustedProxies: 1 });
    await behind.parts.setup.ensureAdmin(PERSON, 'fr');
    const from = (address: string, password: string) =>
      behind.call('POST', '/api/session', {
        body: { email: PERSON.email, password },
        headers: { 'x-forwarded-for': address },
      });
    for (let count = 0; count < 6; count += 1) await from('203.0.113.9', 'wrong password');
    expect((await from('203.0.113.9', PERSON.password)).status).toBe(429);
    expect((await from('203.0.113.8', PERSON.password)).status).toBe(200);
    await behind.close();
  });

  test('many at once: two are computed, a few wait, the others are told to come back', async () => {
    const passwords = createPasswords(seededRandom());
    const phc = await passwords.hash('a good password');
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, () => passwords.verify('a good password', phc, '203.0.113.9')),
    );
    expect(outcomes.filter((outcome) => outcome === true)).toHaveLength(10);
    expect(outcomes.filter((outcome) => typeof outcome !== 'boolean')).toHaveLength(20);
    expect(await passwords.verify('a good password', phc, '203.0.113.8')).toBe(true);
  });
});

describe('people', () => {
  test('the own account: name and language freely, a password only with the present one', async () => {
    const cookie = await setUp();
    const other = cookieOf((await signIn()).headers);
    const renamed = await house.call('PATCH', '/api/session/user', { cookie, body: { name: 'Cam', language: 'en' } });
    expect(renamed.body).toMatchObject({ name: 'Cam', language: 'en', email: PERSON.email });
    const change = (body: object) => house.call('PATCH', '/api/session/user', { cookie, body });
    expect((await change({ password: 'a new long password' })).status).toBe(422);
    expect((await change({ password: 'a new long password', currentPassword: 'no' })).status).toBe(403);
    expect((await change({ password: 'a new long password', currentPassword: PERSON.password })).status).toBe(200);
    expect((await house.call('GET', '/api/screens', { cookie: other })).status).toBe(401);
    expect((await house.call('GET', '/api/screens', { cookie })).status).toBe(200);
    expect((await signIn()).status).toBe(401);
  });

  test('added, changed, removed; an address once; the last administrator stays', async () => {
    const cookie = await setUp();
    const draft = { email: 'hr@palier.example', name: 'Hélène', role: 'hr', password: 'a long password' };
    const added = await house.call('POST', '/api/users', { cookie, body: draft });
    expect(added.status).toBe(201);
    expect(JSON.stringify(added.body)).not.toContain('argon2');
    const twice = await house.call('POST', '/api/users', { cookie, body: { ...draft, email: 'HR@palier.example' } });
    expect([twice.status, twice.body.fields[0].field]).toEqual([409, 'email']);
    const path = `/api/users/${added.body.id}`;
    expect((await house.call('PATCH', path, { cookie, body: { role: 'editor' } })).body.role).toBe('editor');
    const { body } = await house.call('GET', '/api/users', { cookie });
    const admin = body.users.find((user: { role: string }) => user.role === 'admin');
    expect((await house.call('DELETE', `/api/users/${admin.id}`, { cookie })).body.type).toBe('/api/docs#last-admin');
    expect((await house.call('PATCH', `/api/users/${admin.id}`, { cookie, body: { role: 'viewer' } })).status).toBe(
      409,
    );
    expect((await house.call('DELETE', path, { cookie })).status).toBe(204);
    expect((await house.call('DELETE', path, { cookie })).status).toBe(404);
  });

  test('a role that is taken away is gone at the next request, and a removed person is out', async () => {
    const cookie = await setUp();
    const editor = await house.as('editor');
    expect((await house.call('GET', '/api/pairings', { cookie: editor })).status).toBe(200);
    await house.call('PATCH', '/api/users/user-editor', { cookie, body: { role: 'viewer' } });
    expect((await house.call('GET', '/api/pairings', { cookie: editor })).status).toBe(403);
    await house.call('DELETE', '/api/users/user-editor', { cookie });
    expect((await house.call('GET', '/api/screens', { cookie: editor })).status).toBe(401);
  });
});
