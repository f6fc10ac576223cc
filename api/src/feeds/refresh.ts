/**
 * One visit to a source: asked with what it said of itself last time, read in the worker, merged with what is known,
 * and written in one transaction. A source that fails says why and when it is asked again; it changes nothing of others.
 */
import { SourceId } from '@palier/playlists/ids';
import type { Media } from '@palier/playlists/media';
import type { Source, SourceTrouble } from '@palier/playlists/source';
import type { Story, StoryId, StoryState } from '@palier/playlists/story';
import { StoryId as StoryIdShape } from '@palier/playlists/story';
import type { z } from 'zod';
import { isoOf, type Clock } from '../clock.ts';
import type { Egress } from '../egress/egress.ts';
import { ID_ALPHABET, randomText, type Random } from '../secrets.ts';
import type { SourceRecord as SourceShape, SourceStateRecord } from '../storage/records/stories.ts';
import { isRefused, type Storage, type Transaction } from '../storage/storage.ts';
import { canonicalAddress } from './canonical.ts';
import { mergeItems } from './merge.ts';
import { isSettled, movingAfter } from './moving.ts';
import { jittered, paceAfter, paceAfterFailure } from './pace.ts';
import type { StoryPictures } from './pictures.ts';
import { newestOf } from './read-feed.ts';
import type { FeedReader } from './reader.ts';
import { createToldIndex, type ToldIndex } from './told-index.ts';

const MAX_ADDRESS = 1_000;
const MAX_BYTES = 8 * 1024 ** 2;
const TIMEOUT_MS = 20_000;
/** Pictures of one visit; the others of a first visit come without. */
const MAX_PICTURES = 12;
const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1';
const GONE = 410;

/** All stories of all sources, for telling doubles; looked up once for a round of visits, and only where something is new. */
export type Told = () => Promise<ToldIndex>;

type SourceRecord = z.infer<typeof SourceShape>;
export type FeedRefresh = ReturnType<typeof createFeedRefresh>;

export function createFeedRefresh(deps: {
  storage: Storage;
  clock: Clock;
  random: Random;
  egress: Egress;
  reader: FeedReader;
  pictures: StoryPictures;
}) {
  const { storage, clock, random, egress, reader, pictures } = deps;
  const index = createToldIndex(storage);
  let settled = '';
  const newId = () => StoryIdShape.parse(randomText(random, ID_ALPHABET, 8));

  /** For a round of visits. */
  function told(): Told {
    let reading: Promise<ToldIndex> | undefined;
    return () => (reading ??= index.follow().then(() => index));
  }

  /** Nothing in answer: it was removed, switched off or given another address meanwhile, and what it brought is dropped. */
  async function visit(source: Source, tell: Told, signal: AbortSignal): Promise<SourceStateRecord | undefined> {
    const known = await storage.get('sourceStates', source.id);
    // Another address is another feed: what the old one said of itself is not sent to it.
    const before = known?.url === source.url ? known : undefined;
    const unless = { etag: before?.etag, lastModified: before?.lastModified };
    const answer = await egress.get(source.url ?? '', {
      accept: ACCEPT,
      unless,
      maxBytes: MAX_BYTES,
      timeoutMs: TIMEOUT_MS,
      signal,
    });
    const nowMs = clock.now();
    const checkedAt = isoOf(nowMs);
    const random01 = (random(1)[0] ?? 0) / 256;
    const dueIn = (ms: number) => isoOf(nowMs + jittered(ms, random01));
    const record = (await storage.get('sourceStories', source.id))?.stories ?? [];

    const failed = (trouble: SourceTrouble, status?: number, retryAfterMs?: number): SourceStateRecord => {
      const failures = (before?.failures ?? 0) + 1;
      return {
        ...(before ?? { id: source.id, url: source.url ?? '', failures }),
        url: source.url ?? '',
        checkedAt,
        failures,
        trouble: status === GONE ? 'gone' : trouble,
        ...(status === undefined ? { status: undefined } : { status }),
        dueAt: dueIn(paceAfterFailure(failures, retryAfterMs)),
      };
    };
    const moved = answer.kind === 'refused' ? undefined : answer.movedTo;
    // One that is too long to be kept is followed at each visit; a part of it would be another address.
    const movedTo = moved !== undefined && moved.length <= MAX_ADDRESS ? moved : undefined;
    const fine = (more: Partial<SourceStateRecord>, stories: readonly Story[], ttlMs: number | undefined) => {
      const dates = stories.map(({ publishedAt }) => Date.parse(publishedAt));
      const state: SourceStateRecord = {
        id: source.id,
        url: source.url ?? '',
        failures: 0,
        checkedAt,
        okAt: checkedAt,
        ...(ttlMs === undefined ? {} : { ttlMs }),
        ...defined({ movedTo, moving: movingAfter(before?.moving, movedTo, checkedAt), movedFrom: before?.movedFrom }),
        ...more,
        dueAt: dueIn(paceAfter(dates, ttlMs, nowMs)),
      };
      return state;
    };

    if (answer.kind === 'refused') return save(source, failed(answer.reason, answer.status, answer.retryAfterMs));
    if (answer.kind === 'unchanged') {
      const { etag = before?.etag, lastModified = before?.lastModified } = answer.validators;
      const { title, site, items, newest, seen } = before ?? {};
      return save(
        source,
        fine({ ...defined({ etag, lastModified, title, site, items, newest, seen }) }, record, before?.ttlMs),
      );
    }
    const read = await reader.read({ bytes: answer.bytes, charset: answer.charset, url: answer.url, nowMs });
    if (read.kind === 'refused') return save(source, failed(read.trouble));
    const others = await indexFor(record, read.items, tell);
    const merged = mergeItems({
      source,
      known: record,
      items: read.items,
      seen: before?.seen,
      language: read.language,
      nowMs,
      newId,
      stateFor: (story) => others?.stateFor(story, source) ?? (source.trusted ? 'live' : 'waiting'),
    });
    // Before anything else is waited for: who is visited at the same time is to know of it.
    if (merged.changed) others?.put(source.id, merged.stories);
    const media = await picturesOf(merged.pictures.slice(0, MAX_PICTURES), signal);
    const { etag, lastModified } = answer.validators;
    const { title, site } = read;
    const state = fine(
      {
        ...defined({ etag, lastModified, title, site, items: read.items.length }),
        ...defined({ newest: newestOf(read.items), seen: someOf(merged.seen) }),
      },
      merged.stories,
      read.ttlMs,
    );
    const outcome = await storage.transact(async (transaction) => {
      const present = await asVisited(transaction, source);
      if (present === undefined) return undefined;
      await putState(transaction, present, state);
      if (!merged.changed && media.size === 0) return state;
      // What a moderator decided meanwhile stands.
      const decided = new Map(
        (await transaction.get('sourceStories', source.id))?.stories.map((story) => [story.id, story]),
      );
      const now = present.source;
      const stories = merged.stories.map((story) => {
        const before = decided.get(story.id);
        const begins =
          before !== undefined || now.trusted === source.trusted
            ? story.state
            : (others?.stateFor(story, now) ?? (now.trusted ? 'live' : 'waiting'));
        return withDecision(saidBy(now, { ...story, state: begins }, before), before, media.get(story.id));
      });
      for (const one of media.values()) await transaction.put('storyMedia', one.media);
      for (const { picture } of merged.dropped)
        if (picture?.startsWith('stories/') === true) await transaction.remove('storyMedia', picture);
      await transaction.put('sourceStories', { id: source.id, stories });
      return state;
    });
    if (isRefused(outcome)) throw new Error('a look-up of stories was taken');
    return outcome;
  }

  /** Only where something may be new: most visits bring nothing. */
  async function indexFor(
    known: readonly Story[],
    items: readonly { url?: string | undefined; title: string }[],
    tell: Told,
  ) {
    const titles = new Set(known.map(({ title }) => title));
    const urls = new Set(known.map(({ url }) => url));
    const isKnown = items.every(({ title, url }) => titles.has(title) || (url !== undefined && urls.has(url)));
    return isKnown ? undefined : tell();
  }

  async function picturesOf(
    wanted: readonly { id: StoryId; url: string; alt: string | undefined }[],
    signal: AbortSignal,
  ) {
    const found = new Map<StoryId, { media: Media; alt: string | undefined }>();
    for (const { id, url, alt } of wanted) {
      const media = await pictures.fetch(id, url, signal);
      if (media !== undefined) found.set(id, { media, alt });
    }
    return found;
  }

  /** With the source's new address, once it is sure that it moved there. What it said of itself holds there too. */
  async function putState(transaction: Transaction, present: SourceRecord, state: SourceStateRecord): Promise<void> {
    const { url = '' } = present.source;
    const to = state.moving?.to;
    if (to === undefined || !isAt(state, url) || egress.judge(to) !== undefined) {
      return transaction.put('sourceStates', state);
    }
    const isThere = (address: string | undefined) =>
      address !== undefined && canonicalAddress(address) === canonicalAddress(to);
    // Two addresses that send to each other are followed once and not back.
    if (isThere(state.movedFrom?.url)) return transaction.put('sourceStates', state);
    const others = (await transaction.all('sources')).filter(({ id }) => id !== present.id);
    // Somebody has added the new address already: which of the two goes is for people to say.
    if (others.some(({ source }) => isThere(source.url))) return transaction.put('sourceStates', state);
    const { moving: _, movedTo: __, ...rest } = state;
    const at = isoOf(clock.now());
    await transaction.put('sources', {
      ...present,
      source: { ...present.source, url: to },
      revision: present.revision + 1,
      updatedAt: at,
    });
    await transaction.put('sourceStates', { ...rest, url: to, movedFrom: { url, at } });
  }

  function isAt({ moving, url, checkedAt = '' }: SourceStateRecord, present: string): boolean {
    return moving !== undefined && url === present && isSettled(moving, url, Date.parse(checkedAt));
  }

  async function save(visited: Source, state: SourceStateRecord): Promise<SourceStateRecord | undefined> {
    const outcome = await storage.transact(async (transaction) => {
      const present = await asVisited(transaction, visited);
      if (present === undefined) return undefined;
      await putState(transaction, present, state);
      return state;
    });
    if (isRefused(outcome)) throw new Error('a look-up of sources was taken');
    return outcome;
  }

  /** The source as it is now; absent where the visit was to something else: an older address, or before it was switched off. */
  async function asVisited(transaction: Transaction, visited: Source): Promise<SourceRecord | undefined> {
    const present = await transaction.get('sources', visited.id);
    if (present === undefined || present.source.url !== visited.url) return undefined;
    return visited.enabled && !present.source.enabled ? undefined : present;
  }

  /** Each story told once, whatever was visited together, decided or switched meanwhile. Cheap while nothing has changed. */
  async function settle(): Promise<void> {
    const revision = (await Promise.all([storage.revision('stories'), storage.revision('sources')])).join(' ');
    if (revision === settled) return;
    await index.follow();
    for (const [sourceId, verdicts] of await index.settle()) await writeVerdicts(sourceId, verdicts);
    settled = revision;
  }

  async function writeVerdicts(sourceId: string, verdicts: ReadonlyMap<StoryId, StoryState>): Promise<void> {
    let isWritten = false;
    try {
      const outcome = await storage.transact(async (transaction) => {
        const present = await transaction.get('sourceStories', SourceId.parse(sourceId));
        if (present === undefined) return;
        const stories = present.stories.map((story) => {
          const state = verdicts.get(story.id);
          // What a moderator set aside meanwhile stays there.
          return state === undefined || story.state === 'blocked' ? story : { ...story, state };
        });
        await transaction.put('sourceStories', { ...present, stories });
      });
      if (isRefused(outcome)) throw new Error('a look-up of stories was taken');
      isWritten = true;
    } finally {
      // What could not be written is read and decided again the next time.
      if (!isWritten) index.forget(sourceId);
    }
  }

  /** A visit that broke off by a fault of ours: said of the source, and asked again later like any other failure. */
  async function brokeOff(source: Source): Promise<SourceStateRecord | undefined> {
    const known = await storage.get('sourceStates', source.id);
    const before = known?.url === source.url ? known : undefined;
    const failures = (before?.failures ?? 0) + 1;
    const nowMs = clock.now();
    return save(source, {
      ...(before ?? { id: source.id }),
      url: source.url ?? '',
      checkedAt: isoOf(nowMs),
      failures,
      trouble: 'malformed',
      status: undefined,
      dueAt: isoOf(nowMs + paceAfterFailure(failures, undefined)),
    });
  }

  return { visit, brokeOff, told, settle };
}

function withDecision(
  story: Story,
  decided: Story | undefined,
  picture: { media: Media; alt: string | undefined } | undefined,
): Story {
  const { state = story.state, pinnedUntil = story.pinnedUntil } = decided ?? {};
  const shown =
    picture === undefined ? {} : { picture: picture.media.id, ...defined({ alt: picture.alt || undefined }) };
  const { pinnedUntil: _, ...rest } = story;
  return { ...rest, ...shown, state, ...defined({ pinnedUntil }) };
}

/** As the source is now, whatever it was when the visit began: without trust it does not change its words either. */
function saidBy(source: Source, story: Story, before: Story | undefined): Story {
  const { voice, name: credit, topics, trusted } = source;
  if (trusted || before === undefined) return { ...story, voice, credit, topics };
  const { undated: _, ...rest } = before;
  return {
    ...rest,
    voice,
    credit,
    topics,
    publishedAt: story.publishedAt,
    ...(story.undated === undefined ? {} : { undated: story.undated }),
  };
}

const someOf = <T>(list: readonly T[]) => (list.length === 0 ? undefined : [...list]);

/** Without the members that are absent. */
function defined<T extends object>(members: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
