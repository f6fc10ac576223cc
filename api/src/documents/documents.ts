/**
 * Documents: a draft that is edited, versions that are published, and an owner who is reminded of the review. What a
 * screen or a phone shows is always a published version; a draft is seen in the panel alone.
 */
import { mediaInBody, reviewState, type DocumentContent } from '@palier/playlists/document';
import type { DocumentId, UserId } from '@palier/playlists/ids';
import { inLanguage, type Language } from '@palier/playlists/localized';
import { isoOf, type Clock } from '../clock.ts';
import { ID_ALPHABET, idFrom, randomText, type Random } from '../secrets.ts';
import {
  DocumentRecord as StoredDocument,
  type DocumentRecord,
  type DocumentVersion,
} from '../storage/records/documents.ts';
import { isRefused, type Storage, type Transaction } from '../storage/storage.ts';
import { etagOf } from '../versions.ts';
import type {
  DocumentDraft,
  DocumentEdit,
  DocumentSummary,
  PublicDocument,
  PublicVersions,
} from '../wire/documents.ts';
import type { z } from 'zod';

export const MAX_DOCUMENTS = 1_000;
/** Versions that a document's history holds; the text of each is kept whole. */
export const MAX_VERSIONS = 500;
/** Versions that a phone lists. */
export const MAX_LISTED = 50;
/** Lists of versions kept in memory: a list changes only with the version in force. */
const MAX_LISTS = 200;
const CODE_LENGTH = 6;

type Author = { id: UserId; name: string };
type Deps = { storage: Storage; clock: Clock; random: Random; publicUrl: () => string };

/** What an edit is made from: another state of it is a conflict. */
export const editable = ({ draft, ownerId, reviewOn }: DocumentRecord) => ({ draft, ownerId, reviewOn });

export const today = (clock: Clock) => isoOf(clock.now()).slice(0, 10);

export function createDocuments({ storage, clock, random, publicUrl }: Deps) {
  const lists = new Map<string, { version: number; versions: PublicVersions['versions'] }>();

  /** Versions are numbered as they are kept, from 1. */
  async function versionOf({ id, published }: DocumentRecord, version: number): Promise<DocumentVersion | undefined> {
    if (published === undefined || version > published.version) return undefined;
    if (version === published.version) return published;
    const [entry] = await storage.readLog('documentVersions', id, version - 1, 1);
    return entry?.record.version === version ? entry.record : undefined;
  }

  async function freshCode(transaction: Transaction): Promise<string> {
    for (;;) {
      const code = randomText(random, ID_ALPHABET, CODE_LENGTH);
      if ((await transaction.find('documents', 'code', code)).length === 0) return code;
    }
  }
  const stamp = (by: string) => ({ updatedAt: isoOf(clock.now()), updatedBy: by });

  /** Within the caller's transaction: the draft becomes the next version. A draft that says nothing new stays the version it is. */
  async function publishIn(transaction: Transaction, record: DocumentRecord, by: string): Promise<DocumentRecord> {
    if (record.published !== undefined && etagOf(record.published.content) === etagOf(record.draft)) return record;
    const version = (record.published?.version ?? 0) + 1;
    const entry: DocumentVersion = { version, at: isoOf(clock.now()), by, content: record.draft };
    const after: DocumentRecord = { ...record, published: entry, ...stamp(by) };
    await transaction.append('documentVersions', record.id, String(version), entry);
    await transaction.put('documents', after);
    return after;
  }

  return {
    urlOf: (record: DocumentRecord) => `${publicUrl()}/d/${record.code}`,
    publishIn,

    /** `id` is given by the demo alone. Answers nothing when there are too many, or when the id is taken. */
    async create(draft: z.output<typeof DocumentDraft>, author: Author | string, id?: DocumentId) {
      const name = inLanguage({ fr: draft.content.fr?.title, en: draft.content.en?.title }, 'fr');
      const by = typeof author === 'string' ? author : author.name;
      const record = await storage.transact(async (transaction) => {
        if ((await transaction.all('documents')).length >= MAX_DOCUMENTS) return undefined;
        if (id !== undefined && (await transaction.get('documents', id)) !== undefined) return undefined;
        const made = recordOf({
          id: id ?? idFrom(name, random),
          code: await freshCode(transaction),
          draft: draft.content,
          ...(draft.reviewOn === undefined ? {} : { reviewOn: draft.reviewOn }),
          ...(typeof author === 'string' ? {} : { ownerId: author.id }),
          ...stamp(by),
        });
        await transaction.put('documents', made);
        return made;
      });
      return isRefused(record) ? undefined : record;
    },

    /** `check` sees the present record inside the transaction; what it answers is the refusal. */
    async edit<R>(
      id: string,
      edit: z.output<typeof DocumentEdit>,
      by: string,
      check: (present: DocumentRecord) => R | undefined,
    ) {
      return storage.transact(async (transaction) => {
        const present = await transaction.get('documents', id);
        if (present === undefined) return 'absent' as const;
        const refusal = check(present);
        if (refusal !== undefined) return { refusal };
        const { ownerId: _, reviewOn: __, ...kept } = present;
        const after = recordOf({ ...kept, draft: edit.content, ...optional(edit), ...stamp(by) });
        await transaction.put('documents', after);
        return { record: after };
      });
    },

    async publish(id: string, by: string) {
      const outcome = await storage.transact(async (transaction) => {
        const record = await transaction.get('documents', id);
        return record === undefined ? undefined : publishIn(transaction, record, by);
      });
      return isRefused(outcome) ? undefined : outcome;
    },

    /** All published versions, newest first. */
    async versions(id: string): Promise<DocumentVersion[]> {
      const count = await storage.countLog('documentVersions', id);
      const entries = await storage.readLog('documentVersions', id, Math.max(0, count - MAX_VERSIONS), MAX_VERSIONS);
      return entries.map(({ record }) => record).toReversed();
    },

    /** The content of an older version becomes the draft. */
    async restore(id: string, version: number, by: string) {
      const found = (await this.versions(id)).find((one) => one.version === version);
      if (found === undefined) return undefined;
      const outcome = await storage.transact(async (transaction) => {
        const record = await transaction.get('documents', id);
        if (record === undefined) return undefined;
        const after = { ...record, draft: found.content, ...stamp(by) };
        await transaction.put('documents', after);
        return after;
      });
      return isRefused(outcome) ? undefined : outcome;
    },

    /** Names the playlists that show it, or removes it with its history. */
    async remove(id: string): Promise<'absent' | 'removed' | { usedIn: string[] }> {
      const outcome = await storage.transact(async (transaction) => {
        const using = (await transaction.all('playlists')).filter((record) => shows(record.playlist, id));
        if (using.length > 0) return { usedIn: using.map((record) => record.id) };
        return (await transaction.remove('documents', id)) ? ('removed' as const) : ('absent' as const);
      });
      if (isRefused(outcome)) throw new Error('a look-up of documents was taken');
      if (outcome === 'removed') await storage.dropLog('documentVersions', id);
      return outcome;
    },

    async byCode(code: string): Promise<DocumentRecord | undefined> {
      return (await storage.find('documents', 'code', code))[0];
    },

    /** The versions that anybody may read, newest first; nothing until one is published. */
    async publicVersions({ id, published }: DocumentRecord): Promise<PublicVersions['versions'] | undefined> {
      if (published === undefined) return undefined;
      const known = lists.get(id);
      if (known?.version === published.version) return known.versions;
      const entries = await storage.readLog(
        'documentVersions',
        id,
        Math.max(0, published.version - MAX_LISTED),
        MAX_LISTED,
      );
      const versions = entries.map(({ record }) => ({ version: record.version, publishedAt: record.at })).toReversed();
      const [oldest] = lists.keys();
      if (lists.size >= MAX_LISTS && oldest !== undefined) lists.delete(oldest);
      lists.set(id, { version: published.version, versions });
      return versions;
    },

    /** What anybody may read of it, the version in force unless another is asked for; nothing until it is published. */
    async publicOf(record: DocumentRecord, version?: number): Promise<PublicDocument | undefined> {
      const { reviewOn } = record;
      const newest = record.published?.version;
      const published = version === undefined ? record.published : await versionOf(record, version);
      if (published === undefined) return undefined;
      const { kind, fr, en } = published.content;
      return {
        code: record.code,
        kind,
        ...(fr === undefined ? {} : { fr }),
        ...(en === undefined ? {} : { en }),
        version: published.version,
        publishedAt: published.at,
        ...(newest === undefined || newest === published.version ? {} : { newest }),
        ...(reviewOn === undefined ? {} : { reviewOn }),
        isOverdue: reviewState(reviewOn, today(clock)) === 'overdue',
        media: await mediaOf(published.content),
      };
    },
  };

  async function mediaOf(content: DocumentContent): Promise<PublicDocument['media']> {
    const files: PublicDocument['media'] = {};
    for (const name of namesIn(content)) {
      const media = await storage.get('media', name);
      if (media === undefined) continue;
      // A phone on a bad network gets the small copy, and the large one when it asks for it.
      const small = media.type.startsWith('image/') && media.variants?.find(({ use }) => use === 'thumbnail');
      const { sha256, type, widthPx, heightPx } = small || media;
      files[name] = { sha256, type, widthPx, heightPx, ...(small ? { large: media.sha256 } : {}) };
    }
    return files;
  }
}
export type Documents = ReturnType<typeof createDocuments>;

/** The files that a document's text and points name. */
function namesIn(content: DocumentContent): string[] {
  const texts = [content.fr, content.en].filter((text) => text !== undefined);
  const names = texts.flatMap((text) => [
    ...mediaInBody(text.body),
    ...text.points.flatMap((point) => (point.media === undefined ? [] : [point.media])),
  ]);
  return [...new Set(names)];
}

const optional = ({ ownerId, reviewOn }: Pick<DocumentRecord, 'ownerId' | 'reviewOn'>) => ({
  ...(ownerId === undefined ? {} : { ownerId }),
  ...(reviewOn === undefined ? {} : { reviewOn }),
});

type Loose = Omit<DocumentRecord, 'id' | 'code'> & { id: string; code: string };

/** Branded and without members that are there but undefined. */
function recordOf(record: Loose): DocumentRecord {
  return StoredDocument.parse(JSON.parse(JSON.stringify(record)));
}

function shows(playlist: { entries: readonly { item: { kind: string; document?: string } }[] }, id: string): boolean {
  return playlist.entries.some(({ item }) => item.kind === 'document' && item.document === id);
}

export function summaryOf(
  record: DocumentRecord,
  around: {
    url: string;
    today: string;
    language: Language;
    users: readonly { id: UserId; name: string }[];
    playlists: Iterable<{ id: DocumentSummary['usedIn'][number]['playlistId']; playlist: PlaylistLike }>;
    readsAtLeast: number | undefined;
  },
): DocumentSummary {
  const { draft, published, reviewOn } = record;
  const owner = around.users.find((user) => user.id === record.ownerId);
  const using = [...around.playlists].filter(({ playlist }) => shows(playlist, record.id));
  return {
    id: record.id,
    code: record.code,
    url: around.url,
    kind: draft.kind,
    title: {
      ...(draft.fr === undefined ? {} : { fr: draft.fr.title }),
      ...(draft.en === undefined ? {} : { en: draft.en.title }),
    },
    ...(owner === undefined ? {} : { owner: { id: owner.id, name: owner.name } }),
    ...(reviewOn === undefined ? {} : { reviewOn }),
    review: reviewState(reviewOn, around.today),
    ...(published === undefined
      ? {}
      : { published: { version: published.version, at: published.at, by: published.by } }),
    changed: published === undefined || etagOf(published.content) !== etagOf(draft),
    updatedAt: record.updatedAt,
    updatedBy: record.updatedBy,
    usedIn: using.map(({ id, playlist }) => ({ playlistId: id, name: inLanguage(playlist.name, around.language) })),
    ...(around.readsAtLeast === undefined ? {} : { readsAtLeast: around.readsAtLeast }),
  };
}
type PlaylistLike = Parameters<typeof shows>[0] & { name: { fr?: string | undefined; en?: string | undefined } };
