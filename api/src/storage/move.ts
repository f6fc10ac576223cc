/**
 * Moves a whole store into another: every document and every entry of every log, checked by counts and digests
 * afterwards. It may be cut off at any moment and run again: a mark in the target says that a move is under way, and
 * only a target that is empty or carries that mark is ever written. Nothing else may write to either side meanwhile.
 */
import { createHash, type Hash } from 'node:crypto';
import {
  COLLECTIONS,
  collectionNames,
  logNames,
  type CollectionName,
  type DocumentOf,
  type LogName,
  type Topic,
} from './collections.ts';
import { isRefused, type Reader, type Storage } from './storage.ts';

/** A document of the collection `settings` in the target while it is incomplete. */
export const MOVE_MARK = 'move-under-way';

/** Writes in one transaction. */
const PAGE = 500;

export type MoveProgress = { part: string; done: number; total: number };
export type Moved = { documents: number; records: number; sha256: string };
export type MoveRefused = { refused: 'not-empty'; parts: string[] } | { refused: 'source-changed'; topics: string[] };

/** The target differs from the source after all was copied: a fault of an engine or of a disk. */
export class MoveMismatch extends Error {
  constructor(part: string) {
    super(`after the move ${part} is not the same in both stores; the target stays marked as incomplete`);
    this.name = 'MoveMismatch';
  }
}

export async function moveStorage(
  from: Storage,
  to: Storage,
  progress: (progress: MoveProgress) => void = () => undefined,
): Promise<Moved | MoveRefused> {
  const marked = (await to.get('settings', MOVE_MARK)) !== undefined;
  const filled = marked ? [] : await filledParts(to);
  if (filled.length > 0) return { refused: 'not-empty', parts: filled };
  await to.transact((tx) => tx.put('settings', { id: MOVE_MARK, value: true }));
  const before = await revisionsOf(from);
  for (const collection of collectionNames()) await moveCollection(from, to, collection, progress);
  for (const log of logNames()) await moveLog(from, to, log, progress);
  const moved = await verifySame(from, to, progress);
  const changed = await changedTopics(from, before);
  if (changed.length > 0) return { refused: 'source-changed', topics: changed };
  await to.transact((tx) => tx.remove('settings', MOVE_MARK));
  return moved;
}

async function filledParts(storage: Storage): Promise<string[]> {
  const parts: string[] = [];
  for (const collection of collectionNames()) if ((await storage.all(collection)).length > 0) parts.push(collection);
  for (const log of logNames()) if ((await storage.streams(log)).length > 0) parts.push(log);
  return parts;
}

async function moveCollection<C extends CollectionName>(
  from: Storage,
  to: Storage,
  collection: C,
  progress: (progress: MoveProgress) => void,
): Promise<void> {
  const wanted = await documentsOf(from, collection);
  const present = new Map((await documentsOf(to, collection)).map((document) => [document.id, canonical(document)]));
  const missing = wanted.filter((document) => present.get(document.id) !== canonical(document));
  const kept = new Set(wanted.filter((document) => !missing.includes(document)).map(({ id }) => id));
  // First away with what an earlier try left and the source no longer has, so that no unique value stands in the way.
  const stale = [...present.keys()].filter((id) => !kept.has(id));
  await inPages(stale, async (ids) => {
    await to.transact(async (tx) => {
      for (const id of ids) await tx.remove(collection, id);
    });
  });
  let done = wanted.length - missing.length;
  progress({ part: collection, done, total: wanted.length });
  await inPages(missing, async (documents) => {
    const outcome = await to.transact(async (tx) => {
      for (const document of documents) await tx.put(collection, document);
    });
    if (isRefused(outcome)) throw new Error(`${collection}: two documents share the ${outcome.lookup} of one`);
    done += documents.length;
    progress({ part: collection, done, total: wanted.length });
  });
}

async function moveLog(
  from: Storage,
  to: Storage,
  log: LogName,
  progress: (progress: MoveProgress) => void,
): Promise<void> {
  const streams = await from.streams(log);
  for (const stale of await to.streams(log)) if (!streams.includes(stale)) await to.dropLog(log, stale);
  const counts = await Promise.all(streams.map((stream) => from.countLog(log, stream)));
  const total = counts.reduce((sum, count) => sum + count, 0);
  let done = 0;
  for (const stream of streams) {
    // What an earlier try left is kept when it is the beginning of the stream.
    if (!(await isBeginning(from, to, log, stream))) await to.dropLog(log, stream);
    for await (const entries of pagesOf(from, log, stream)) {
      await to.transact(async (tx) => {
        for (const { key, record } of entries) await tx.append(log, stream, key, record);
      });
      done += entries.length;
      progress({ part: log, done, total });
    }
  }
}

async function isBeginning(from: Storage, to: Storage, log: LogName, stream: string): Promise<boolean> {
  const count = await to.countLog(log, stream);
  return count === 0 || (await streamDigest(from, log, stream, count)) === (await streamDigest(to, log, stream, count));
}

/** Throws `MoveMismatch` at the first difference; the digest is that of all there is, in order. */
export async function verifySame(
  from: Storage,
  to: Storage,
  progress: (progress: MoveProgress) => void = () => undefined,
): Promise<Moved> {
  const moved = { documents: 0, records: 0 };
  const all = createHash('sha256');
  const parts = [...collectionNames(), ...logNames()];
  let done = 0;
  for (const collection of collectionNames()) {
    const [theirs, ours] = [await documentsOf(from, collection), await documentsOf(to, collection)];
    const digest = digestOf(theirs);
    if (digest !== digestOf(ours)) throw new MoveMismatch(collection);
    moved.documents += ours.length;
    all.update(`${collection} ${digest}\n`);
    progress({ part: 'verify', done: ++done, total: parts.length });
  }
  for (const log of logNames()) {
    const streams = await from.streams(log);
    if (canonical(streams) !== canonical(await to.streams(log))) throw new MoveMismatch(log);
    for (const stream of streams) {
      const count = await from.countLog(log, stream);
      const digest = await streamDigest(from, log, stream, count);
      if ((await to.countLog(log, stream)) !== count || digest !== (await streamDigest(to, log, stream, count)))
        throw new MoveMismatch(`${log} of ${stream}`);
      moved.records += count;
      all.update(`${log} ${stream} ${digest}\n`);
    }
    progress({ part: 'verify', done: ++done, total: parts.length });
  }
  return { ...moved, sha256: all.digest('hex') };
}

/** Of the first `count` entries. Positions are an engine's own affair. */
async function streamDigest(storage: Storage, log: LogName, stream: string, count: number): Promise<string> {
  const hash = createHash('sha256');
  let left = count;
  for await (const entries of pagesOf(storage, log, stream)) {
    for (const { key, record } of entries.slice(0, left)) add(hash, [key, record]);
    left -= entries.length;
    if (left <= 0) break;
  }
  return hash.digest('hex');
}

async function* pagesOf(storage: Storage, log: LogName, stream: string) {
  let after = 0;
  for (;;) {
    const entries = await storage.readLog(log, stream, after, PAGE);
    const last = entries.at(-1);
    if (last === undefined) return;
    yield entries;
    after = last.position;
  }
}

/** All but the mark. */
async function documentsOf<C extends CollectionName>(storage: Reader, collection: C): Promise<DocumentOf<C>[]> {
  const documents = await storage.all(collection);
  return collection === 'settings' ? documents.filter(({ id }) => id !== MOVE_MARK) : documents;
}

async function inPages<T>(items: readonly T[], write: (page: T[]) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += PAGE) await write(items.slice(at, at + PAGE));
}

async function revisionsOf(storage: Storage): Promise<Map<Topic, number>> {
  const topics = new Set(collectionNames().flatMap((name): readonly Topic[] => COLLECTIONS[name].topics));
  const revisions = new Map<Topic, number>();
  for (const topic of topics) revisions.set(topic, await storage.revision(topic));
  return revisions;
}

async function changedTopics(storage: Storage, before: ReadonlyMap<Topic, number>): Promise<string[]> {
  const after = await revisionsOf(storage);
  return [...after].filter(([topic, revision]) => before.get(topic) !== revision).map(([topic]) => topic);
}

function digestOf(documents: readonly unknown[]): string {
  const hash = createHash('sha256');
  for (const document of documents) add(hash, document);
  return hash.digest('hex');
}

function add(hash: Hash, value: unknown): void {
  hash.update(canonical(value)).update('\n');
}

/** JSON with its keys in order, so that the same value has the same text in every engine. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
