/**
 * Uploads that come in pieces (tus 1.0): a dropped connection or a reload goes on where it was. Bounded in number, in
 * bytes, in age and by the disk; what is complete becomes an import, what is not is forgotten after a day.
 */
import { readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { MAX_MEDIA_BYTES, MediaName } from '@palier/playlists/media';
import type { Clock } from '../clock.ts';
import type { Imports } from './imports.ts';
import { isReservedName } from './folder.ts';

const PATH = '/api/uploads';
const MAX_OPEN = 300;
const MAX_OPEN_BYTES = 40 * 1024 ** 3;
const MAX_AGE_MS = 24 * 3600_000;
const RESERVED_BYTES = 512 * 1024 ** 2;
const ID = /^[\w-]{16,64}$/;

/** What is thrown to say no: the answer's status and a code for the panel. */
type Refusal = { status_code: number; body: string };

export function createUploads(deps: { dir: string; newId: () => string; clock: Clock; imports: Imports }) {
  const { dir, imports, clock } = deps;
  const people = new WeakMap<Request, string>();
  const server = new Server({
    path: PATH,
    datastore: new FileStore({ directory: dir, expirationPeriodInMilliseconds: MAX_AGE_MS }),
    maxSize: MAX_MEDIA_BYTES,
    relativeLocation: true,
    allowedOrigins: [],
    namingFunction: () => deps.newId(),
    onUploadCreate: async (_request, upload) => {
      const name = MediaName.safeParse(upload.metadata?.['name']);
      if (!name.success || isReservedName(name.data)) throw refusal(422, 'name-unusable');
      const { count, bytes } = await openUploads();
      if (count >= MAX_OPEN || bytes + (upload.size ?? 0) > MAX_OPEN_BYTES) throw refusal(503, 'busy');
      const { bavail, bsize } = await statfs(dir);
      if (bavail * bsize < (upload.size ?? 0) + RESERVED_BYTES) throw refusal(507, 'disk-full');
      return {};
    },
    onUploadFinish: async (request, upload) => {
      const record = await imports.add({
        id: upload.id,
        name: MediaName.parse(upload.metadata?.['name']),
        sizeBytes: upload.size ?? 0,
        source: { kind: 'upload', upload: upload.id },
        by: people.get(request) ?? '',
        replaces: upload.metadata?.['replaces'] === 'yes',
      });
      return { headers: { 'Palier-Import': record.id } };
    },
    onResponseError: (_request, error) => {
      if ('code' in error && error.code === 'ENOSPC') return refusal(507, 'disk-full');
      return undefined;
    },
  });

  async function openUploads(): Promise<{ count: number; bytes: number }> {
    const names = (await readdir(dir)).filter((name) => !name.endsWith('.json'));
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(dir, name))).size));
    return { count: names.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  }

  async function drop(id: string): Promise<void> {
    if (!ID.test(id)) return;
    await rm(join(dir, id), { force: true });
    await rm(join(dir, `${id}.json`), { force: true });
  }

  return {
    /** Answers one request of the protocol on behalf of a person who may add files. */
    async handle(request: Request, by: string): Promise<Response> {
      people.set(request, by);
      const answer = await server.handleWeb(request);
      const headers = new Headers(answer.headers);
      // Nobody from elsewhere has business here.
      const foreign = Array.from(headers.keys()).filter((name) => name.startsWith('access-control-'));
      for (const name of foreign) headers.delete(name);
      headers.set('Cache-Control', 'no-store');
      return new Response(answer.body, { status: answer.status, headers });
    },
    pathOf: (id: string): string => join(dir, ID.test(id) ? id : 'none'),
    drop,
    /** Forgets what came to nothing. */
    async sweep(): Promise<void> {
      const held = await imports.held();
      for (const name of await readdir(dir)) {
        const id = name.replace(/\.json$/, '');
        const { mtimeMs } = await stat(join(dir, name));
        if (!held.has(id) && clock.now() - mtimeMs > MAX_AGE_MS) await drop(id);
      }
    },
  };
}
export type Uploads = ReturnType<typeof createUploads>;

function refusal(status: number, code: string): Refusal {
  return { status_code: status, body: JSON.stringify({ code }) };
}
