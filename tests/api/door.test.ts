/** What every request passes: headers, problems, own pages only, JSON only, bounds, addresses. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Problem } from '@palier/playlists/problem';
import { addressOf } from '../../api/src/address.ts';
import { MAX_JSON_BYTES } from '../../api/src/door.ts';
import { StorageUnavailable, type Storage } from '../../api/src/storage/storage.ts';
import { HealthView } from '../../api/src/wire.ts';
import { openHouse, ORIGIN, playlistOf, testClock, type House } from './house.ts';

let house: House;
let cookie: string;
beforeAll(async () => {
  house = await openHouse();
  cookie = await house.as('editor');
});
afterAll(() => house.close());

describe('headers', () => {
  test.each(['/api/health', '/api/docs', '/api/nothing', '/media/x', '/play/', '/elsewhere'])('%s', async (path) => {
    const { headers } = await house.call('GET', path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/frame-ancestors ('none'|'self')/);
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{8,}$/);
  });

  test('a request id that makes sense is kept, another is not', async () => {
    const kept = await house.call('GET', '/api/health', { headers: { 'x-request-id': 'abcdef-123456' } });
    expect(kept.headers.get('x-request-id')).toBe('abcdef-123456');
    const made = await house.call('GET', '/api/health', { headers: { 'x-request-id': 'a b"><script>' } });
    expect(made.headers.get('x-request-id')).not.toContain('<');
  });
});

describe('problems', () => {
  test('a refused body names each field and its reason', async () => {
    const body = { name: '', zone: 'Europe/Nowhere', language: 'xx' };
    const answer = await house.call('POST', '/api/screens', { body, cookie });
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const problem = Problem.parse(answer.body);
    expect(problem.fields?.map((field) => field.field).toSorted()).toEqual(['language', 'name', 'zone']);
    expect(problem.fields?.find((field) => field.field === 'zone')?.reason).toContain('unknown time zone');
    expect(problem.requestId).toBe(answer.headers.get('x-request-id'));
  });

  test('an unknown route, and JSON that is none', async () => {
    expect((await house.call('GET', '/api/nothing')).body.type).toBe('/api/docs#not-found');
    const answer = await house.call('POST', '/api/screens', {
      raw: '{"name":',
      cookie,
      headers: { 'content-type': 'application/json' },
    });
    expect([answer.status, answer.body.type]).toEqual([400, '/api/docs#body-not-json']);
  });

  test('a fault tells nothing but its request id', async () => {
    const broken = await openHouse({
      storage: (storage) => ({
        ...storage,
        health: () => {
          throw new Error('secret path /etc/x');
        },
      }),
    });
    const answer = await broken.call('GET', '/api/health');
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    expect(broken.said.some((line) => line.includes('secret path'))).toBe(true);
    await broken.close();
  });

  test.each([
    [507, 'storage-full'],
    [503, 'storage-unwritable'],
  ] as const)('a store that answers %i', async (status, code) => {
    let isBroken = false;
    const full = await openHouse({
      storage: (storage) => ({
        ...storage,
        transact: (work) => (isBroken ? Promise.reject(new StorageUnavailable(status, 'no')) : storage.transact(work)),
      }),
    });
    const editor = await full.as('editor');
    isBroken = true;
    const answer = await full.call('POST', '/api/playlists', { body: playlistOf('a'), cookie: editor });
    expect([answer.status, answer.body.type]).toEqual([status, `/api/docs#${code}`]);
    expect((await full.call('GET', '/api/playlists', { cookie: editor })).status).toBe(200);
    isBroken = false;
    await full.close();
  });
});

describe('health', () => {
  const away = new StorageUnavailable(503, 'PostgreSQL does not answer: gone');
  const withStore = (change: (storage: Storage) => Partial<Storage>, clock = testClock()) =>
    openHouse({ clock, storage: (storage) => ({ ...storage, ...change(storage) }) });
  const healthOf = async (asked: House, withCookie?: string) => {
    const { status, body } = await asked.call(
      'GET',
      '/api/health',
      withCookie === undefined ? {} : { cookie: withCookie },
    );
    return { code: status, view: HealthView.parse(body) };
  };

  test('is told while the store is away, to those with a cookie too, with the revision that was last seen', async () => {
    let isAway = false;
    const refuse = <T>(ask: () => Promise<T>) => (isAway ? Promise.reject(away) : ask());
    const far = await withStore((storage) => ({
      revision: (topic) => refuse(() => storage.revision(topic)),
      get: (collection, id) => refuse(() => storage.get(collection, id)),
      health: () => (isAway ? { writable: false, reason: 'gone' } : { writable: true }),
    }));
    const editor = await far.as('editor');
    await far.edit('POST', '/api/playlists', playlistOf('a'));
    const { revision } = (await healthOf(far)).view;
    expect(revision).toBeGreaterThan(0);
    isAway = true;
    expect((await far.call('GET', '/api/playlists', { cookie: editor })).status).toBe(503);
    for (const asker of [editor, undefined]) {
      const { code, view } = await healthOf(far, asker);
      expect(code).toBe(200);
      expect(view).toMatchObject({ status: 'degraded', writable: false, reason: 'gone', revision });
    }
    isAway = false;
    expect((await healthOf(far)).view).toMatchObject({ status: 'ok', writable: true, revision });
    await far.close();
  });

  test('does not wait for a store that does not answer, and believes a failed read before the engine does', async () => {
    const patient = testClock();
    let answer = () => new Promise<number>(() => {});
    let isBroken = false;
    const stuck = await withStore(
      (storage) => ({ revision: (topic) => (isBroken ? answer() : storage.revision(topic)) }),
      patient,
    );
    isBroken = true;
    const asked = healthOf(stuck);
    await new Promise((resolve) => setTimeout(resolve, 20));
    patient.advance(1_000);
    expect((await asked).view).toMatchObject({ status: 'degraded', reason: 'the store does not answer' });
    answer = () => Promise.reject(away);
    expect((await healthOf(stuck)).view).toMatchObject({ writable: false, reason: away.message });
    isBroken = false;
    await stuck.close();
  });
});

describe('own pages only', () => {
  const draft = { name: 'Hall', zone: 'Europe/Paris', language: 'fr' };
  test.each([
    ['our own origin', { origin: ORIGIN }, 201],
    ['the browser says same-origin', { 'sec-fetch-site': 'same-origin' }, 201],
    ['another origin', { origin: 'http://evil.example' }, 403],
    ['another port', { origin: `${ORIGIN}:81` }, 403],
    ['an origin that hides', { origin: 'null' }, 403],
    ['the browser says cross-site', { origin: ORIGIN, 'sec-fetch-site': 'cross-site' }, 403],
    ['the browser says same-site', { 'sec-fetch-site': 'same-site' }, 403],
    ['a cookie without any origin', {}, 403],
  ])('%s', async (_name, headers, status) => {
    const response = await house.api.request(`${ORIGIN}/api/screens`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(draft),
    });
    expect(response.status).toBe(status);
  });

  test('only JSON', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', '']) {
      const answer = await house.call('POST', '/api/screens', { raw: '{}', cookie, headers: { 'content-type': type } });
      expect([type, answer.status]).toEqual([type, 415]);
    }
  });

  test('a body beyond the bound', async () => {
    const name = 'x'.repeat(MAX_JSON_BYTES);
    const answer = await house.call('POST', '/api/screens', { body: { ...draft, name }, cookie });
    expect([answer.status, answer.body.type]).toEqual([413, '/api/docs#body-too-large']);
  });
});

describe('the panel asks in process', () => {
  test('on behalf of a browser that came by https through a proxy, whose cookie has the other name', async () => {
    const secure = cookie.replace('palier=', '__Host-palier=');
    const ask = (inProcess: object) =>
      house.api.request(`${ORIGIN}/api/session`, { headers: { cookie: secure } }, { inProcess });
    expect(await (await ask({ secure: true })).json()).toMatchObject({ user: { role: 'editor' } });
    expect(await (await ask({})).json()).toEqual({ setupNeeded: false });
  });

  test('long answers are compressed for who takes it', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const answer = await house.api.request(`${ORIGIN}/api/openapi.json`, { headers });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('addresses', () => {
  test.each([
    ['10.0.0.7', undefined, 0, '10.0.0.7'],
    ['::ffff:10.0.0.7', undefined, 0, '10.0.0.7'],
    ['10.0.0.7', '6.6.6.6', 0, '10.0.0.7'],
    ['10.0.0.1', '6.6.6.6, 203.0.113.9', 1, '203.0.113.9'],
    ['10.0.0.1', '6.6.6.6, 203.0.113.9, 10.0.0.2', 2, '203.0.113.9'],
    ['10.0.0.1', undefined, 1, '10.0.0.1'],
    ['2001:db8:1:2:3:4:5:6', undefined, 0, '2001:db8:1:2::/64'],
    ['2001:db8::6', undefined, 0, '2001:db8:0:0::/64'],
  ])('%s behind %s with %i proxies is %s', (socket, forwarded, trusted, address) => {
    expect(addressOf(socket, forwarded, trusted)).toBe(address);
  });
});

describe('the description', () => {
  test('OpenAPI 3.1 with every route of the API', async () => {
    const { body } = await house.call('GET', '/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toContain('/api/playlists/{id}');
    expect(body.paths['/api/playlists/{id}'].put.parameters.map((one: { name: string }) => one.name)).toEqual([
      'id',
      'If-Match',
    ]);
    expect(
      body.paths['/api/screens'].post.requestBody.content['application/json'].schema.properties.zone,
    ).toBeDefined();
    expect(body.paths['/api/media/{name}'].delete['x-access']).toBe('editor');
  });
  test('for people, without anything from elsewhere', async () => {
    const { body, headers } = await house.call('GET', '/api/docs');
    expect(headers.get('content-type')).toContain('text/html');
    expect(body).toContain('POST /api/takeovers');
    expect(body).toContain('pairing-burnt');
    expect(body).not.toMatch(/https?:\/\//);
  });
});
