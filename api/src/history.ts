/**
 * The history of playlists and schedules: each published version with who, when and how, in the log `versions`. A version
 * is noted in the very transaction that publishes it. Whatever was written without a note (a seed, a former release) is
 * found at the next one. Wi-Fi passwords are left out. Streams are chunks of 100 versions: the newest three are kept whole,
 * of older ones every tenth, and those for 1,000 to 2,000 versions; so the history of one thing never grows without bound.
 */
import type { Noun } from '@palier/playlists/draft';
import { playlistChanges, scheduleChanges, type Change } from '@palier/playlists/difference';
import { withoutSecrets, type HistoryPage, type VersionHow, type VersionSummary } from '@palier/playlists/history';
import { withoutShownItems, type Playlist } from '@palier/playlists/playlist';
import type { Schedule } from '@palier/playlists/schedule';
import { isoOf, type Clock } from './clock.ts';
import { reasonOf, type Log } from './log.ts';
import type { DocumentOf, RecordOf } from './storage/collections.ts';
import type { Storage, Transaction } from './storage/storage.ts';
import { etagOf } from './versions.ts';

export type VersionRecord = RecordOf<'versions'>;
type HistoryHead = DocumentOf<'histories'>;
/** A playlist or a schedule, told apart by its noun. */
export type Content = { noun: 'playlist'; playlist: Playlist } | { noun: 'schedule'; schedule: Schedule };
export type Note = {
  by: string;
  how: VersionHow;
  of?: number | undefined;
  accepted?: readonly string[];
};

const CHUNK = 100;
const WHOLE_CHUNKS = 3;
const KEEP_EVERY = 10;
const THIN_CHUNK = 1_000;
const THIN_CHUNKS = 2;
const MAX_PAGE = 30;

export function createHistory({ storage, clock, log }: { storage: Storage; clock: Clock; log: Log }) {
  const chunk = (key: string, number: number) => `${key}:${number}`;
  const thin = (key: string, number: number) => `${key}:thin-${number}`;

  /**
   * Notes in `transaction` that `id` was `before` and is `after`: absent means it did not, or does not, exist. Nothing is
   * noted when both are the same.
   */
  async function note(
    transaction: Transaction,
    of: { noun: Noun; id: string; before: Content | undefined; after: Content | undefined },
    how: Note,
  ): Promise<void> {
    const key = keyOf(of.noun, of.id);
    const before = of.before === undefined ? '' : contentEtag(of.before);
    const after = of.after === undefined ? '' : contentEtag(of.after);
    if (before === after) return;
    let head = await transaction.get('histories', key);
    if (of.before !== undefined && head?.etag !== before) {
      head = await append(transaction, { key, head, noun: of.noun, content: of.before }, { by: '', how: 'found' });
    }
    await append(transaction, { key, head, noun: of.noun, content: of.after }, how);
  }

  /** Keeps a draft that is being discarded. It was never shown, so it is not the published version. */
  async function setAside(transaction: Transaction, id: string, content: Content, by: string): Promise<void> {
    const key = keyOf(content.noun, id);
    const head = await transaction.get('histories', key);
    await append(transaction, { key, head, noun: content.noun, content }, { by, how: 'set-aside' });
  }

  async function append(
    transaction: Transaction,
    at: {
      key: string;
      head: HistoryHead | undefined;
      noun: Noun;
      content: Content | undefined;
    },
    { by, how, of, accepted = [] }: Note,
  ) {
    const { head } = at;
    const version = (head?.version ?? 0) + 1;
    const record: VersionRecord = {
      noun: at.noun,
      version,
      at: isoOf(clock.now()),
      by,
      how,
      ...(of === undefined ? {} : { of }),
      accepted: [...accepted],
      ...kept(at.content),
    };
    await transaction.append('versions', chunk(at.key, Math.floor(version / CHUNK)), nameOf(version), record);
    const next: HistoryHead =
      how === 'set-aside'
        ? { id: at.key, version, published: head?.published ?? 0, etag: head?.etag ?? '' }
        : {
            id: at.key,
            version,
            published: version,
            etag: at.content === undefined ? '' : contentEtag(at.content),
          };
    await transaction.put('histories', next);
    if (version % CHUNK === 0) clock.after(0, () => tidy(at.key, version));
    return next;
  }

  /** Thins the chunk that is no longer among the newest. May be cut off anywhere: what is copied is dropped only after. */
  function tidy(key: string, version: number): void {
    const old = Math.floor(version / CHUNK) - WHOLE_CHUNKS;
    if (old < 0) return;
    thinOut(key, old).catch((error: unknown) => log.warn('a history was not thinned', { reason: reasonOf(error) }));
  }

  async function thinOut(key: string, number: number): Promise<void> {
    const entries = await storage.readLog('versions', chunk(key, number), 0, CHUNK);
    const kept = entries.filter(({ record }) => record.version % KEEP_EVERY === 0);
    await storage.transact(async (transaction) => {
      for (const { record } of kept) {
        const stream = thin(key, Math.floor(record.version / THIN_CHUNK));
        await transaction.append('versions', stream, nameOf(record.version), record);
      }
    });
    await storage.dropLog('versions', chunk(key, number));
    const oldest = Math.floor((number * CHUNK) / THIN_CHUNK) - THIN_CHUNKS;
    if (oldest >= 0) await storage.dropLog('versions', thin(key, oldest));
  }

  /** The versions that are kept, newest first, from below `before`; at least `count` where there are so many. */
  async function read(noun: Noun, id: string, before: number, count: number): Promise<VersionRecord[]> {
    const key = keyOf(noun, id);
    const head = await storage.get('histories', key);
    if (head === undefined) return [];
    const found: VersionRecord[] = [];
    const newest = Math.floor(head.version / CHUNK);
    const chunks = Array.from({ length: WHOLE_CHUNKS + 1 }, (_, back) => newest - back).filter((number) => number >= 0);
    const thinned = Math.floor(head.version / THIN_CHUNK);
    const streams = [
      ...chunks.map((number) => ({ stream: chunk(key, number), least: number * CHUNK })),
      ...Array.from({ length: THIN_CHUNKS + 1 }, (_, back) => thinned - back)
        .filter((number) => number >= 0)
        .map((number) => ({ stream: thin(key, number), least: number * THIN_CHUNK })),
    ];
    for (const { stream, least } of streams) {
      if (least >= before) continue;
      const entries = await storage.readLog('versions', stream, 0, CHUNK);
      const own = entries.map(({ record }) => record).filter((record) => record.version < before);
      found.push(...own.toReversed().filter((record) => !found.some((one) => one.version === record.version)));
      if (found.length >= count) break;
    }
    return found.toSorted((a, b) => b.version - a.version);
  }

  return {
    note,
    setAside,

    /** A page of the history, newest first; `before`: versions below this one. */
    async page(noun: Noun, id: string, before = Number.MAX_SAFE_INTEGER): Promise<HistoryPage> {
      const head = await storage.get('histories', keyOf(noun, id));
      const records = await read(noun, id, before, MAX_PAGE + 2);
      const shown = records.slice(0, MAX_PAGE);
      const versions = shown.map((record, index) => summaryOf(record, records.slice(index + 1), head?.published));
      const last = shown.at(-1);
      return { versions, ...(records.length > MAX_PAGE && last !== undefined ? { next: last.version } : {}) };
    },

    /** One version that is kept; absent when there is no such one, or no more. */
    async version(noun: Noun, id: string, version: number): Promise<VersionRecord | undefined> {
      const records = await read(noun, id, version + 1, 1);
      return records.find((record) => record.version === version);
    },
  };
}
export type History = ReturnType<typeof createHistory>;

/** The name of a noun's history, and of its draft. */
export function keyOf(noun: Noun, id: string): string {
  return `${noun}:${id}`;
}

/** The ETag of the document itself, the same that its own route answers. */
export function contentEtag(content: Content): string {
  return etagOf(content.noun === 'playlist' ? content.playlist : content.schedule);
}

/** What changed from one to the other. */
export function changesOf(before: Partial<VersionRecord>, after: Partial<VersionRecord>): Change[] | undefined {
  if (before.playlist !== undefined && after.playlist !== undefined)
    return playlistChanges(before.playlist, after.playlist);
  if (before.schedule !== undefined && after.schedule !== undefined)
    return scheduleChanges(before.schedule, after.schedule);
  return undefined;
}

function kept(content: Content | undefined): Pick<VersionRecord, 'playlist' | 'schedule'> {
  if (content === undefined) return {};
  if (content.noun === 'schedule') return { schedule: content.schedule };
  return { playlist: withoutSecrets(withoutShownItems(content.playlist)) };
}

function nameOf(version: number): string {
  return String(version).padStart(9, '0');
}

/** With the difference from what was published before it: drafts that were set aside are stepped over. */
function summaryOf(
  record: VersionRecord,
  older: readonly VersionRecord[],
  published: number | undefined,
): VersionSummary {
  const { version, at, by, how, of, accepted } = record;
  const former = older.find((one) => one.how !== 'set-aside');
  const changes = former === undefined ? undefined : changesOf(former, record);
  return {
    version,
    at,
    by,
    how,
    ...(of === undefined ? {} : { of }),
    accepted,
    ...(changes === undefined ? {} : { changes }),
    current: version === published && how !== 'deleted',
  };
}
