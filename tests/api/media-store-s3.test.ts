/** Media in a bucket: against a small S3 of our own that checks signatures, digests and lengths. */
import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bucketPlace, openMediaStore } from '../../api/src/media/open.ts';
import type { MediaStore } from '../../api/src/media/media-store.ts';

const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const HOUR_MS = 3_600_000;

describe('media in a bucket', () => {
  let s3: Awaited<ReturnType<typeof startS3>>;
  let nowMs = Date.parse('2026-05-07T10:00:00Z');
  const clock = { now: () => nowMs, after: () => () => undefined };
  beforeEach(async () => {
    nowMs = Date.parse('2026-05-07T10:00:00Z');
    s3 = await startS3(() => nowMs);
  });
  afterEach(() => s3.close());

  async function openNode(): Promise<MediaStore> {
    let names = 0;
    const store = openMediaStore({
      mediaUrl: `s3://palier/media?endpoint=${s3.url}&region=eu-central-1`,
      dataDir: await mkdtemp(join(tmpdir(), 'palier-s3-')),
      credentials: CREDENTIALS,
      clock,
      newName: () => `incoming-${++names}`,
      node: 'one',
      fetch,
      maxBytes: 1_000_000,
    });
    await store.prepare();
    return store;
  }

  test('what one node takes in, another serves; it is fetched once, however many ask', async () => {
    const [one, two] = [await openNode(), await openNode()];
    const bytes = Buffer.alloc(300_000, 'palier');
    const sha256 = await keep(one, bytes);
    expect([...s3.objects.keys()]).toEqual([`/palier/media/${sha256.slice(0, 2)}/${sha256}`]);
    const sizes = await Promise.all([1, 2, 3].map(() => two.sizeOf(sha256)));
    expect(sizes).toEqual([300_000, 300_000, 300_000]);
    expect(await buffer(two.read(sha256, 5, 11))).toEqual(bytes.subarray(5, 11));
    expect(await readFile(two.pathOf(sha256))).toEqual(bytes);
    expect(s3.asked.filter((line) => line.startsWith('GET'))).toHaveLength(1);
    await keep(two, bytes);
    expect(s3.asked.filter((line) => line.startsWith('PUT'))).toHaveLength(1);
  });

  test('a file that nobody has is absent; a bucket that cannot be asked is a fault', async () => {
    const store = await openNode();
    expect(await store.sizeOf('0'.repeat(64))).toBeUndefined();
    s3.fail(403, 99);
    await expect(store.sizeOf('0'.repeat(64))).rejects.toThrow('403 Broken');
  });

  test('a busy bucket is asked again; a file is not kept while it refuses', async () => {
    const store = await openNode();
    s3.fail(503, 2);
    const sha256 = await keep(store, Buffer.from('patience'));
    expect(await store.sizeOf(sha256)).toBe(8);
    s3.fail(403, 99);
    await expect(keep(store, Buffer.from('refused'))).rejects.toThrow('the bucket would not');
    s3.fail(403, 0);
    expect(await store.sizeOf(createHash('sha256').update('refused').digest('hex'))).toBeUndefined();
  });

  test('spoilt bytes are never served', async () => {
    const [one, two] = [await openNode(), await openNode()];
    const sha256 = await keep(one, Buffer.from('as it was'));
    for (const stored of s3.objects.values()) stored.bytes = Buffer.from('as it is!');
    await expect(two.sizeOf(sha256)).rejects.toThrow('other bytes');
  });

  test('the sweep goes through all pages, and spares what is named or young', async () => {
    const store = await openNode();
    const old = [];
    for (let number = 0; number < 7; number += 1) old.push(await keep(store, Buffer.from(`old ${number}`)));
    nowMs += 49 * HOUR_MS;
    const young = await keep(store, Buffer.from('young'));
    await store.sweep(new Set(old.slice(0, 2)));
    const left = [...s3.objects.keys()].map((key) => key.slice(-64));
    expect(left.toSorted()).toEqual([...old.slice(0, 2), young].toSorted());
  });

  test.each(['https://s3.example.com/x', 's3:///x', 'nonsense'])('%s is refused as MEDIA_URL', (mediaUrl) => {
    expect(() => bucketPlace(mediaUrl, CREDENTIALS)).toThrow('write file:///folder or s3://bucket');
  });

  test('a wrong key is refused by the bucket, and says so', async () => {
    s3.secret('another');
    const store = await openNode();
    await expect(keep(store, Buffer.from('x'))).rejects.toThrow('403');
  });
});

async function keep(store: MediaStore, bytes: Buffer): Promise<string> {
  const received = await store.receive(one(bytes), 1_000_000);
  if ('refused' in received) throw new Error(received.refused);
  await store.keep(received);
  return received.sha256;
}

async function* one(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

type Stored = { bytes: Buffer; atMs: number };

/** PUT, GET, HEAD, DELETE and the list in pages of three, with Signature Version 4 checked by hand. */
async function startS3(now: () => number) {
  const objects = new Map<string, Stored>();
  const asked: string[] = [];
  const failing = { status: 0, left: 0 };
  let secret = CREDENTIALS.secretAccessKey;
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    asked.push(`${request.method} ${request.url}`);
    if (failing.left > 0) {
      failing.left -= 1;
      return void response.writeHead(failing.status).end('<Error><Code>Broken</Code></Error>');
    }
    if (!isSigned(request, secret)) return void response.writeHead(403).end('<Error><Code>BadSignature</Code></Error>');
    const url = new URL(request.url ?? '/', 'http://s3');
    if (request.method === 'PUT') {
      const digest = createHash('sha256').update(body).digest('hex');
      if (
        request.headers['x-amz-content-sha256'] !== digest ||
        Number(request.headers['content-length']) !== body.length
      )
        return void response.writeHead(400).end('<Error><Code>BadDigest</Code></Error>');
      objects.set(url.pathname, { bytes: body, atMs: now() });
      return void response.end();
    }
    if (url.searchParams.get('list-type') === '2') return void response.end(page(objects, url.searchParams));
    const stored = objects.get(url.pathname);
    if (request.method === 'DELETE') objects.delete(url.pathname);
    if (stored === undefined) return void response.writeHead(404).end();
    response.writeHead(request.method === 'DELETE' ? 204 : 200);
    response.end(request.method === 'GET' ? stored.bytes : undefined);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    objects,
    asked,
    fail: (status: number, times: number): void => void Object.assign(failing, { status, left: times }),
    secret: (other: string): void => void (secret = other),
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function page(objects: ReadonlyMap<string, Stored>, query: URLSearchParams): string {
  const prefix = `/palier/${query.get('prefix') ?? ''}`;
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted();
  const from = keys.findIndex((key) => key > (query.get('continuation-token') ?? ''));
  const shown = from < 0 ? [] : keys.slice(from, from + 3);
  const more =
    from >= 0 && from + 3 < keys.length ? `<NextContinuationToken>${shown.at(-1)}</NextContinuationToken>` : '';
  const contents = shown.map(
    (key) =>
      `<Contents><Key>${key.slice('/palier/'.length)}</Key><LastModified>${new Date(objects.get(key)?.atMs ?? 0).toISOString()}</LastModified></Contents>`,
  );
  return `<?xml version="1.0"?><ListBucketResult>${contents.join('')}${more}</ListBucketResult>`;
}

/** Signature Version 4, from its description, not from the library under test. */
function isSigned(request: IncomingMessage, secret: string): boolean {
  const given = /Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)/.exec(
    request.headers.authorization ?? '',
  );
  if (given === null) return false;
  const [, id, scope = '', names = '', signature] = given;
  const url = new URL(request.url ?? '/', 'http://s3');
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const query = [...url.searchParams].map((pair) => pair.map(encodeURIComponent).join('=')).toSorted();
  const parts = [request.method, url.pathname, query.join('&'), headers.join(''), names];
  const canonical = [...parts, request.headers['x-amz-content-sha256']].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, digest].join('\n');
  const sign = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();
  const key = scope.split('/').reduce<string | Buffer>(sign, `AWS4${secret}`);
  return id === CREDENTIALS.accessKeyId && sign(key, text).toString('hex') === signature;
}
