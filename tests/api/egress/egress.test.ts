/** The one egress against real servers: what must never be dialled counts its callers, and what never ends is cut. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { createEgress, retryAfterMs, type Egress } from '../../../api/src/egress/egress.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<{ port: number; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(request);
    listener(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, asked };
}

/** Names are answered from this table; a name that is not there does not exist. */
function egressFor(names: Record<string, string[]> = {}, allow: string[] = []): Egress {
  const egress = createEgress({
    version: '9.9',
    now: () => NOW,
    allow,
    connectTimeoutMs: 400,
    resolve: (hostname, answer) => {
      const addresses = names[hostname];
      if (addresses === undefined) answer(Object.assign(new Error('no such host'), { code: 'ENOTFOUND' }), []);
      else
        answer(
          null,
          addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        );
    },
  });
  closing.push(() => egress.close());
  return egress;
}

/** An egress that may reach this server by the name `house.test`. */
async function inHouse(listener: RequestListener) {
  const { port, asked } = await serve(listener);
  const egress = egressFor({ 'house.test': ['127.0.0.1'] }, [`house.test:${port}`]);
  return { egress, asked, url: (path: string) => `http://house.test:${port}${path}`, port };
}

describe('addresses', () => {
  test('no request reaches a private address, by whatever name or spelling', async () => {
    const { port, asked } = await serve((_request, response) => response.end('secret'));
    const egress = egressFor({
      'rebound.test': ['127.0.0.1'],
      'both.test': ['93.184.216.34', '127.0.0.1'],
      'six.test': ['::1'],
      'mapped.test': ['::ffff:127.0.0.1'],
      'metadata.test': ['169.254.169.254'],
    });
    const hosts = ['rebound.test', 'both.test', 'six.test', 'mapped.test', 'metadata.test', '127.0.0.1', '2130706433'];
    for (const host of [...hosts, '0x7f.1', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]', 'localhost']) {
      expect({ host, ...(await egress.get(`http://${host}/`)) }).toEqual({ host, kind: 'refused', reason: 'private' });
      expect({ host, kind: (await egress.get(`http://${host}:${port}/`)).kind }).toEqual({ host, kind: 'refused' });
    }
    expect(asked).toHaveLength(0);
  });

  test('the checked address is the one that is dialled: one look-up a connection', async () => {
    let asked = 0;
    const { port, asked: reached } = await serve((_request, response) => response.end('secret'));
    const egress = createEgress({
      version: '9.9',
      now: () => NOW,
      allow: [],
      connectTimeoutMs: 200,
      resolve: (_hostname, answer) => {
        asked += 1;
        // Public when it is checked, private ever after.
        answer(null, [{ address: asked === 1 ? '192.0.2.1' : '127.0.0.1', family: 4 }]);
      },
    });
    closing.push(() => egress.close());
    expect(await egress.get('http://rebinding.test/')).toMatchObject({ kind: 'refused', reason: 'private' });
    expect(asked).toBe(1);
    expect(port).toBeGreaterThan(0);
    expect(reached).toHaveLength(0);
  });

  test('a name that does not exist says so', async () => {
    expect(await egressFor().get('http://nowhere.test/')).toEqual({ kind: 'refused', reason: 'no-such-host' });
  });
});

describe('redirects', () => {
  test('are followed by hand, at most five', async () => {
    const { egress, url, asked } = await inHouse((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('there');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    expect(await egress.get(url('/5'))).toMatchObject({ kind: 'body', url: url('/0') });
    expect(asked).toHaveLength(6);
    expect(await egress.get(url('/6'))).toEqual({ kind: 'refused', reason: 'redirects' });
  });

  test('never lead to a private address, to another scheme or port', async () => {
    const { port: innerPort, asked: inner } = await serve((_request, response) => response.end('secret'));
    const targets = [`http://127.0.0.1:${innerPort}/`, 'http://127.0.0.1/', 'file:///etc/passwd', 'ftp://a.test/'];
    for (const location of targets) {
      const { egress, url } = await inHouse((_request, response) => response.writeHead(302, { location }).end());
      expect({ location, kind: (await egress.get(url('/'))).kind }).toEqual({ location, kind: 'refused' });
    }
    expect(inner).toHaveLength(0);
  });

  test('leave credentials behind at another origin', async () => {
    const other = await serve((_request, response) => response.end('ok'));
    const { port } = await serve((_request, response) =>
      response.writeHead(302, { location: `http://other.test:${other.port}/` }).end(),
    );
    const egress = egressFor({ 'house.test': ['127.0.0.1'], 'other.test': ['127.0.0.1'] }, [
      `house.test:${port}`,
      `other.test:${other.port}`,
    ]);
    const answer = await egress.get(`http://house.test:${port}/`, { headers: { authorization: 'Bearer planted' } });
    expect(answer.kind).toBe('body');
    expect(other.asked[0]?.headers.authorization).toBeUndefined();
  });
});

describe('bounds', () => {
  test('a body over the bound is cut, however it is packed', async () => {
    const bomb = Buffer.alloc(40 * 1024 ** 2);
    const packed: Record<string, Buffer> = {
      gzip: gzipSync(bomb, { level: 1 }),
      br: brotliCompressSync(bomb.subarray(0, 8e6)),
    };
    const { egress, url } = await inHouse((request, response) => {
      const encoding = request.url?.slice(1) ?? '';
      const body = packed[encoding];
      if (body !== undefined) response.writeHead(200, { 'content-encoding': encoding }).end(body);
      else response.end(bomb.subarray(0, 3_000_000));
    });
    for (const path of ['/gzip', '/br', '/plain']) {
      expect({ path, ...(await egress.get(url(path), { maxBytes: 1_000_000 })) }).toEqual({
        path,
        kind: 'refused',
        reason: 'too-large',
      });
    }
  });

  test('what is packed is unpacked; a broken or unknown packing is refused', async () => {
    const { egress, url } = await inHouse((request, response) => {
      if (request.url === '/ok') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('hello'));
      else if (request.url === '/broken') response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip');
      else response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(gzipSync(gzipSync('twice')));
    });
    expect(await egress.get(url('/ok'))).toMatchObject({ kind: 'body', bytes: Buffer.from('hello') });
    expect(await egress.get(url('/broken'))).toEqual({ kind: 'refused', reason: 'encoding' });
    expect(await egress.get(url('/twice'))).toEqual({ kind: 'refused', reason: 'encoding' });
  });

  test('a server that drips, or says nothing, is given up in time', async () => {
    const timers: NodeJS.Timeout[] = [];
    const { egress, url } = await inHouse((request, response) => {
      if (request.url === '/silent') return;
      response.writeHead(200);
      timers.push(setInterval(() => response.write('x'), 20));
    });
    const startedAt = performance.now();
    expect(await egress.get(url('/drip'), { timeoutMs: 250 })).toEqual({ kind: 'refused', reason: 'timeout' });
    expect(await egress.get(url('/silent'), { timeoutMs: 250 })).toEqual({ kind: 'refused', reason: 'timeout' });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    for (const timer of timers) clearInterval(timer);
  });

  test('one host is asked by two at once, and what waits too long is given up', async () => {
    let open = 0;
    let most = 0;
    const { egress, url } = await inHouse((_request, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end('ok');
      }, 30);
    });
    const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => egress.get(url(`/${index}`))));
    expect(answers.map((answer) => answer.kind)).toEqual(Array.from({ length: 8 }, () => 'body'));
    expect(most).toBe(2);
  });
});

describe('manners', () => {
  test('it names itself, and asks only for what has changed', async () => {
    const { egress, url, asked } = await inHouse((request, response) => {
      if (request.headers['if-none-match'] === '"v1"') response.writeHead(304, { etag: '"v1"' }).end();
      else response.writeHead(200, { etag: '"v1"', 'content-type': 'application/json; charset=utf-8' }).end('{}');
    });
    const first = await egress.get(url('/'));
    expect(first).toMatchObject({
      kind: 'body',
      type: 'application/json',
      charset: 'utf-8',
      validators: { etag: '"v1"' },
    });
    expect(asked[0]?.headers['user-agent']).toBe('Palier/9.9');
    expect(await egress.get(url('/'), { unless: { etag: '"v1"' } })).toEqual({
      kind: 'unchanged',
      validators: { etag: '"v1"' },
    });
  });

  test('another status is told with its number and the wait it asks for', async () => {
    const { egress, url } = await inHouse((_request, response) =>
      response.writeHead(503, { 'retry-after': '120' }).end('x'),
    );
    expect(await egress.get(url('/'))).toEqual({
      kind: 'refused',
      reason: 'status',
      status: 503,
      retryAfterMs: 120_000,
    });
  });

  test.each([
    ['120', 120_000],
    [' 5 ', 5_000],
    ['Mon, 23 Nov 2026 14:00:00 GMT', 2 * 3_600_000],
    ['Monday, 23-Nov-26 13:00:00 GMT', 3_600_000],
    ['Tue, 01 Dec 2026 12:00:00 GMT', 8 * 86_400_000],
    ['99999999999', 365 * 86_400_000],
    ['9'.repeat(30), 365 * 86_400_000],
    ['Sat, 13 Sep 275760 00:00:00 GMT', 365 * 86_400_000],
    ['Mon, 23 Nov 2026 11:00:00 GMT', undefined],
    ['0', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('a wait of "%s"', (text, waitMs) => expect(retryAfterMs(text, NOW)).toBe(waitMs));

  test('a wait until a date is counted on the clock of the server that says so', async () => {
    const { egress, url } = await inHouse((_request, response) =>
      response
        .writeHead(429, { date: 'Mon, 23 Nov 2026 09:00:00 GMT', 'retry-after': 'Mon, 23 Nov 2026 10:00:00 GMT' })
        .end(),
    );
    expect(await egress.get(url('/'))).toMatchObject({ status: 429, retryAfterMs: 3_600_000 });
  });

  test('If-Modified-Since is sent with what the server said of itself', async () => {
    const lastModified = 'Sun, 22 Nov 2026 10:00:00 GMT';
    const { egress, url, asked } = await inHouse((request, response) => {
      if (request.headers['if-modified-since'] === lastModified) response.writeHead(304).end();
      else response.writeHead(200, { 'last-modified': lastModified }).end('{}');
    });
    expect(await egress.get(url('/'))).toMatchObject({ kind: 'body', validators: { lastModified } });
    expect(await egress.get(url('/'), { unless: { lastModified } })).toEqual({ kind: 'unchanged', validators: {} });
    expect(asked.map(({ headers }) => headers['if-modified-since'])).toEqual([undefined, lastModified]);
  });

  test('where it moved for good is told as far as it was for good', async () => {
    const { egress, url } = await inHouse((request, response) => {
      const next: Record<string, [number, string]> = {
        '/old': [301, '/newer'],
        '/newer': [308, '/new'],
        '/half': [301, '/today'],
        '/today': [302, '/new'],
        '/detour': [302, '/old'],
      };
      const hop = next[request.url ?? ''];
      if (hop === undefined) response.end('there');
      else response.writeHead(hop[0], { location: hop[1] }).end();
    });
    expect(await egress.get(url('/old'))).toMatchObject({ url: url('/new'), movedTo: url('/new') });
    expect(await egress.get(url('/half'))).toMatchObject({ url: url('/new'), movedTo: url('/today') });
    expect(await egress.get(url('/detour'))).not.toHaveProperty('movedTo');
    expect(await egress.get(url('/new'))).not.toHaveProperty('movedTo');
  });
});
