/**
 * A backup file: a tar (gzipped when its name ends in gz) with `store/`, `playlists/` and `media/`, and as its last entry
 * a list of all files with their SHA-256. An archive without that list was cut off, and is refused.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform, Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip, constants } from 'node:zlib';
import { extract, pack, type Pack } from 'tar-stream';
import { z } from 'zod';
import { nodeDisk } from './disk.ts';
import { temporaryName } from './durable-file.ts';

export const LIST = 'palier-backup.json';
const List = z.object({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  files: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })),
});
export type List = z.infer<typeof List>;

export type Piece = { name: string; bytes: number; chunks: AsyncIterable<Uint8Array> };

/** A backup file that cannot be used. The message says why. */
export class ArchiveRefused extends Error {}

/** Writes all pieces; the file appears under its name only once it is whole and durable. */
export async function writeArchive(path: string, madeAt: string, pieces: AsyncIterable<Piece>): Promise<List> {
  const temporary = temporaryName(path);
  const tar = pack();
  const squeeze = isGzip(path) ? [createGzip({ level: constants.Z_BEST_SPEED })] : [];
  const list: List = { format: 1, madeAt, files: [] };
  try {
    const written = pipeline([
      tar,
      ...squeeze,
      createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true }),
    ]);
    const fed = feed(tar, pieces, list).catch((error: unknown) => {
      tar.destroy(error instanceof Error ? error : new Error(String(error)));
      throw error;
    });
    await Promise.all([fed, written]);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await nodeDisk.syncDirectory(dirname(path));
  return list;
}

async function feed(tar: Pack, pieces: AsyncIterable<Piece>, list: List): Promise<void> {
  for await (const { name, bytes, chunks } of pieces) {
    const hash = createHash('sha256');
    const watched = new Transform({
      transform(chunk: Uint8Array, _encoding, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    await pipeline(chunks, watched, entry(tar, name, bytes));
    list.files.push({ name, bytes, sha256: hash.digest('hex') });
  }
  const text = Buffer.from(`${JSON.stringify(list, undefined, 2)}\n`);
  await pipeline([text], entry(tar, LIST, text.length));
  tar.finalize();
}

/** As a node stream, which the tar's own sink is not. */
function entry(tar: Pack, name: string, size: number): Writable {
  const sink = tar.entry({ name, size, mode: 0o600 });
  return new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      if (sink.write(chunk)) done();
      else sink.once('drain', () => done());
    },
    final(done) {
      sink.once('finish', () => done());
      sink.end(undefined);
    },
  });
}

/** Hands each file to `take` as it comes, then judges the whole. What was taken counts only once this has answered. */
export async function readArchive(
  path: string,
  take: (name: string, content: Readable) => Promise<void>,
): Promise<List> {
  const found = new Map<string, string>();
  const parts: Buffer[] = [];
  const untar = extract();
  const read = pipeline([createReadStream(path), ...(isGzip(path) ? [createGunzip()] : []), untar]);
  const taken = (async () => {
    for await (const one of untar) {
      const { name } = one.header;
      const hash = createHash('sha256');
      const watched = new Transform({
        transform(chunk: Uint8Array, _encoding, done) {
          hash.update(chunk);
          if (name === LIST) parts.push(Buffer.from(chunk));
          done(null, chunk);
        },
      });
      const through = pipeline(one, watched);
      await (name === LIST ? watched.resume() && through : Promise.all([take(name, watched), through]));
      if (name !== LIST) found.set(name, hash.digest('hex'));
    }
  })();
  try {
    await Promise.all([read, taken]);
  } catch (error) {
    throw new ArchiveRefused(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  return judge(path, Buffer.concat(parts).toString('utf8'), found);
}

function judge(path: string, text: string, found: ReadonlyMap<string, string>): List {
  if (text === '') throw new ArchiveRefused(`${path} is cut off: its list of files is missing`);
  const list = List.safeParse(JSON.parse(text));
  if (!list.success) throw new ArchiveRefused(`${path} was not made by this version of Palier or an older one`);
  for (const { name, sha256 } of list.data.files) {
    if (found.get(name) !== sha256)
      throw new ArchiveRefused(`${path} is damaged: ${name} is ${found.has(name) ? 'not what was saved' : 'missing'}`);
  }
  if (found.size !== list.data.files.length) throw new ArchiveRefused(`${path} holds files that are not in its list`);
  return list.data;
}

function isGzip(path: string): boolean {
  return path.endsWith('gz');
}

/** Copies a stream into a new file and makes it durable. */
export async function saveStream(content: Readable, path: string): Promise<void> {
  await pipeline(content, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
