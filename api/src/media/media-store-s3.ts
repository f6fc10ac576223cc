/**
 * Media in an S3-compatible bucket, for several nodes: the bucket is the truth, the local media store is this node's
 * copy of what it took in or served. A file counts as kept once the bucket has it; whoever misses it fetches it once,
 * checked by its digest. "Could not ask" is thrown, it never becomes "there is none".
 */
import { openAsBlob } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import type { MediaStore } from './media-store.ts';

export type BucketPlace = {
  /** The bucket's address, path style: `https://s3.eu-central-1.amazonaws.com/bucket`. */
  url: string;
  /** Before every key, without slashes at its ends; may be empty. */
  prefix: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
};
export type BucketDeps = { place: BucketPlace; fetch: typeof fetch; random?: () => number };
export type Bucket = ReturnType<typeof createBucket>;

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 200;
const ASK_MS = 15_000;
/** For a whole file, however large. */
const TRANSFER_MS = 15 * 60_000;
/** As long as the local store keeps what no playlist names: a screen may still be fetching it. */
const KEEP_MS = 48 * 3_600_000;
/** Downloads at a time; more wait. */
const DOWNLOADS = 4;

export function createBucket({ place, fetch, random = Math.random }: BucketDeps) {
  const { region, accessKeyId, secretAccessKey } = place;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3' });
  const keyOf = (sha256: string): string => [place.prefix, sha256.slice(0, 2), sha256].filter(Boolean).join('/');
  const urlOf = (key: string): string => `${place.url.replace(/\/$/, '')}/${key}`;

  /** Tries again when the bucket is busy or the network fails; other answers are the caller's. */
  async function ask(url: string, init: RequestInit & { headers?: Record<string, string> }, timeoutMs: number) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const signed = await client.sign(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
        const response = await fetch(signed);
        if ((response.status < 500 && response.status !== 429) || attempt === ATTEMPTS) return response;
        await response.body?.cancel();
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
      }
      await sleep(FIRST_WAIT_MS * 2 ** attempt * random());
    }
  }

  return {
    async put(sha256: string, path: string): Promise<void> {
      const body = await openAsBlob(path);
      const headers = { 'x-amz-content-sha256': sha256, 'content-type': 'application/octet-stream' };
      await done(await ask(urlOf(keyOf(sha256)), { method: 'PUT', body, headers }, TRANSFER_MS), 'store a file');
    },

    async has(sha256: string): Promise<boolean> {
      const response = await ask(urlOf(keyOf(sha256)), { method: 'HEAD' }, ASK_MS);
      if (response.status === 404) return false;
      await done(response, 'look for a file');
      return true;
    },

    async get(sha256: string): Promise<ReadableStream<Uint8Array> | undefined> {
      const response = await ask(urlOf(keyOf(sha256)), { method: 'GET' }, TRANSFER_MS);
      if (response.status === 404) {
        await response.body?.cancel();
        return undefined;
      }
      if (!response.ok || response.body === null) return await done(response, 'fetch a file');
      return response.body;
    },

    async remove(sha256: string): Promise<void> {
      const response = await ask(urlOf(keyOf(sha256)), { method: 'DELETE' }, ASK_MS);
      if (response.status !== 404) await done(response, 'remove a file');
    },

    /** All files, with when they were stored. Other objects under the prefix are left alone. */
    async *list(): AsyncGenerator<{ sha256: string; storedAtMs: number }> {
      let token: string | undefined;
      do {
        const query = new URLSearchParams({ 'list-type': '2' });
        if (place.prefix !== '') query.set('prefix', `${place.prefix}/`);
        if (token !== undefined) query.set('continuation-token', token);
        const response = await ask(`${place.url.replace(/\/$/, '')}/?${query.toString()}`, { method: 'GET' }, ASK_MS);
        if (!response.ok) return await done(response, 'list the bucket');
        const text = await response.text();
        for (const [, contents = ''] of text.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
          const sha256 = /<Key>[^<]*?\b([0-9a-f]{64})<\/Key>/.exec(contents)?.[1];
          const storedAtMs = Date.parse(/<LastModified>([^<]+)</.exec(contents)?.[1] ?? '');
          if (sha256 !== undefined && !Number.isNaN(storedAtMs)) yield { sha256, storedAtMs };
        }
        token = decodeXml(/<NextContinuationToken>([^<]+)</.exec(text)?.[1]);
      } while (token !== undefined);
    },
  };
}

/** Has the shape of the local store, so that nobody else knows where media lie. */
export function createMediaStoreS3(deps: {
  local: MediaStore;
  bucket: Bucket;
  clock: { now(): number };
  maxBytes: number;
}): MediaStore {
  const { local, bucket, clock, maxBytes } = deps;
  const fetching = new Map<string, Promise<number | undefined>>();
  let free = DOWNLOADS;
  const waiting: (() => void)[] = [];

  async function download(sha256: string): Promise<number | undefined> {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      const bytes = await bucket.get(sha256);
      if (bytes === undefined) return undefined;
      const received = await local.receive(bytes, maxBytes);
      if ('refused' in received) throw new Error(`${sha256} could not be copied from the bucket: ${received.refused}`);
      if (received.sha256 !== sha256) {
        await local.discard(received.path);
        throw new Error(`the bucket holds other bytes under ${sha256}`);
      }
      await local.keep(received);
      return received.sizeBytes;
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  }

  return {
    ...local,
    async keep(received) {
      if (!(await bucket.has(received.sha256))) await bucket.put(received.sha256, received.path);
      await local.keep(received);
    },
    /** Brings the file here first when only the bucket has it; many who ask share one download. */
    async sizeOf(sha256) {
      const here = await local.sizeOf(sha256);
      if (here !== undefined) return here;
      const known = fetching.get(sha256);
      if (known !== undefined) return await known;
      const fetched = download(sha256).finally(() => fetching.delete(sha256));
      fetching.set(sha256, fetched);
      return await fetched;
    },
    async remove(sha256) {
      await local.remove(sha256);
      await bucket.remove(sha256);
    },
    async sweep(named) {
      let removed = await local.sweep(named);
      for await (const { sha256, storedAtMs } of bucket.list()) {
        if (named.has(sha256) || clock.now() - storedAtMs < KEEP_MS) continue;
        await bucket.remove(sha256);
        removed += 1;
      }
      return removed;
    },
  };
}

async function done(response: Response, what: string): Promise<undefined> {
  const text = response.ok ? '' : (await response.text()).slice(0, 300);
  if (response.ok) await response.body?.cancel();
  else throw new Error(`the bucket would not ${what}: ${response.status} ${/<Code>([^<]+)</.exec(text)?.[1] ?? text}`);
}

function decodeXml(text: string | undefined): string | undefined {
  return text
    ?.replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
