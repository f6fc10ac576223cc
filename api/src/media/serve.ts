/** Serves a file's bytes, whole or in part. Nothing served can run: its type is fixed and its sandbox is empty. */
import { Readable } from 'node:stream';
import type { Context } from 'hono';
import { Sha256 } from '@palier/playlists/ids';
import type { ApiEnv } from '../environment.ts';
import { problem } from '../problem.ts';
import type { Storage } from '../storage/storage.ts';
import { isKnown } from '../versions.ts';
import type { MediaStore } from './media-store.ts';

const HEADERS = {
  'Cache-Control': 'private, max-age=31536000, immutable',
  'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'self'",
  'Accept-Ranges': 'bytes',
};

export async function serveMedia(
  c: Context<ApiEnv>,
  { storage, mediaStore }: { storage: Storage; mediaStore: MediaStore },
  address: string,
): Promise<Response> {
  const sha256 = Sha256.safeParse(address).data;
  const sizeBytes = sha256 === undefined ? undefined : await mediaStore.sizeOf(sha256);
  if (sha256 === undefined || sizeBytes === undefined) return problem(c, 'not-found');
  const etag = `"${sha256}"`;
  for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
  c.header('ETag', etag);
  // A file that was replaced is still fetched by screens that have the older manifest.
  const type = await typeOf(storage, sha256);
  c.header('Content-Type', type ?? 'application/octet-stream');
  if (type === undefined) c.header('Content-Disposition', 'attachment');
  if (isKnown(c.req.header('if-none-match'), etag)) return c.body(null, 304);
  const range = wantedRange(c, etag, sizeBytes);
  if (range === 'unsatisfiable') {
    c.header('Content-Range', `bytes */${sizeBytes}`);
    return problem(c, 'range-refused');
  }
  const [start, end] = range ?? [0, sizeBytes];
  if (range !== undefined) c.header('Content-Range', `bytes ${start}-${end - 1}/${sizeBytes}`);
  c.header('Content-Length', String(end - start));
  const status = range === undefined ? 200 : 206;
  if (c.req.method === 'HEAD' || end === start) return c.body(null, status);
  // Node's stream type and the web's are the same thing by two names.
  return c.body(Readable.toWeb(mediaStore.read(sha256, start, end)) as ReadableStream<Uint8Array>, status);
}

async function typeOf(storage: Storage, sha256: string): Promise<string | undefined> {
  const [own] = await storage.find('media', 'content', sha256);
  const [story] = own === undefined ? await storage.find('storyMedia', 'content', sha256) : [];
  const [proposed] =
    own === undefined && story === undefined ? await storage.find('proposalFiles', 'content', sha256) : [];
  const media = own ?? story ?? proposed?.media;
  return media?.variants?.find((variant) => variant.sha256 === sha256)?.type ?? media?.type;
}

/** The one range asked for, half-open. Several ranges, or a range of another version: the whole file. */
function wantedRange(
  c: Context<ApiEnv>,
  etag: string,
  sizeBytes: number,
): [number, number] | 'unsatisfiable' | undefined {
  const given = c.req.header('range');
  const ifRange = c.req.header('if-range');
  if (given === undefined || (ifRange !== undefined && ifRange !== etag)) return undefined;
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(given.trim()) ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes);
    return length === 0 ? 'unsatisfiable' : [sizeBytes - length, sizeBytes];
  }
  const start = Number(first);
  const end = last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  if (last !== '' && Number(last) < start) return undefined;
  return start >= sizeBytes ? 'unsatisfiable' : [start, end];
}
