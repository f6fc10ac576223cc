/** The sources of a house: added, changed, removed. What a source is called or about is said by each of its stories too. */
import { SourceId } from '@palier/playlists/ids';
import { MAX_SOURCES, Source } from '@palier/playlists/source';
import { COLLEAGUES, type Story } from '@palier/playlists/story';
import type { z } from 'zod';
import { isoOf, type Clock } from '../clock.ts';
import { idFrom, type Random } from '../secrets.ts';
import { isRefused, type Storage, type Transaction } from '../storage/storage.ts';
import type { SourceDraft, SourcePatch } from '../wire/feeds.ts';
import { canonicalAddress } from './canonical.ts';
import { isReported } from './reported.ts';
import { noteStory } from './story-audit.ts';

type SourceRecord = { id: SourceId; source: Source; revision: number; updatedAt: string; updatedBy: string };
export type SourceOutcome =
  { record: SourceRecord } | { refused: 'full' | 'absent' } | { refused: 'known'; id: SourceId };

export type Sources = ReturnType<typeof createSources>;
type Draft = z.output<typeof SourceDraft>;

/** Sources that are added in one go before others get a turn. */
const BATCH = 100;

export function createSources(deps: { storage: Storage; clock: Clock; random: Random }) {
  const { storage, clock, random } = deps;

  /** As many as there is room for, each feed once. Those that are there are read once for all of them. */
  async function addIn(
    transaction: Transaction,
    drafts: readonly Draft[],
    by: string,
    canonical: (address: string) => string = canonicalAddress,
  ): Promise<SourceOutcome[]> {
    const all = await transaction.all('sources');
    let count = all.length;
    const known = new Map(
      all.flatMap(({ id, source }) => (source.url === undefined ? [] : [[canonical(source.url), id] as const])),
    );
    const outcomes: SourceOutcome[] = [];
    for (const draft of drafts) {
      const address = draft.url === undefined ? undefined : canonical(draft.url);
      const knownId = address === undefined ? undefined : known.get(address);
      if (knownId !== undefined) outcomes.push({ refused: 'known', id: knownId });
      else if (count >= MAX_SOURCES) outcomes.push({ refused: 'full' });
      else {
        const record = await put(transaction, draft, by);
        count += 1;
        if (address !== undefined) known.set(address, record.id);
        outcomes.push({ record });
      }
    }
    return outcomes;
  }

  async function put(transaction: Transaction, draft: Draft, by: string): Promise<SourceRecord> {
    const id = SourceId.parse(idFrom(draft.name, random));
    const source = Source.parse({ ...draft, id, kind: draft.url === undefined ? 'own' : 'feed' });
    const record = { id, source, revision: 1, updatedAt: isoOf(clock.now()), updatedBy: by };
    await transaction.put('sources', record);
    return record;
  }

  return {
    all: () => storage.all('sources'),
    get: (id: string) => storage.get('sources', id as SourceId),

    async add(draft: Draft, by: string): Promise<SourceOutcome> {
      const outcome = await storage.transact((transaction) => addIn(transaction, [draft], by));
      if (isRefused(outcome) || outcome[0] === undefined) throw new Error('a look-up of sources was taken');
      return outcome[0];
    },

    /** Several, as many as there is room for: a part at a time, so that a long list holds up no screen. */
    async addAll(drafts: readonly Draft[], by: string): Promise<SourceOutcome[]> {
      const outcomes: SourceOutcome[] = [];
      const canonical = remembering(canonicalAddress);
      for (let at = 0; at < drafts.length; at += BATCH) {
        if (at > 0) await new Promise((resolve) => setImmediate(resolve));
        const some = drafts.slice(at, at + BATCH);
        const outcome = await storage.transact((transaction) => addIn(transaction, some, by, canonical));
        if (isRefused(outcome)) throw new Error('a look-up of sources was taken');
        outcomes.push(...outcome);
      }
      return outcomes;
    },

    /** Its stories follow: voice, credit and (unless chosen for one of the house's own) topics are said by each; with trust, those that wait go live. */
    async change(id: string, patch: z.output<typeof SourcePatch>, by: string): Promise<SourceOutcome> {
      const outcome = await storage.transact(async (transaction): Promise<SourceOutcome> => {
        const before = await transaction.get('sources', id as SourceId);
        if (before === undefined) return { refused: 'absent' };
        const { url } = patch;
        if (url !== undefined && before.source.kind === 'feed') {
          const known = (await transaction.all('sources')).find(
            (one) => one.id !== before.id && isSameFeed(one.source.url, url),
          );
          if (known !== undefined) return { refused: 'known', id: known.id };
        }
        const source = Source.parse({ ...before.source, ...patch, id: before.id, kind: before.source.kind });
        const record = {
          ...before,
          source,
          revision: before.revision + 1,
          updatedAt: isoOf(clock.now()),
          updatedBy: by,
        };
        await transaction.put('sources', record);
        const { name, voice } = source;
        // Who says whose voice a source is moves what the share of the house means.
        if (voice !== before.source.voice) {
          const change = { at: record.updatedAt, by, sourceId: before.id, name, voice };
          await transaction.append('mixAudit', 'shares', `${change.at} ${before.id} ${record.revision}`, change);
        }
        const stories = (await transaction.get('sourceStories', before.id))?.stories;
        const isTrusted = source.trusted && !before.source.trusted;
        if (stories !== undefined) {
          // What reports took off the screens waits for somebody who looks at it, whatever becomes of its source.
          const waiting = isTrusted ? stories.filter(({ state }) => state === 'waiting') : [];
          const reports = await Promise.all(waiting.map(({ id: story }) => transaction.get('storyReports', story)));
          const waited = waiting.filter((story, index) => !isReported(story, reports[index]));
          await transaction.put('sourceStories', {
            id: before.id,
            stories: stories.map((story) => ({
              ...story,
              voice: source.voice,
              credit: source.name,
              topics: hasOwnTopics(story, before.source) ? story.topics : source.topics,
              state: waited.includes(story) ? ('live' as const) : story.state,
            })),
          });
          // Nobody looked at each of these: the log says who let them through together.
          for (const story of waited) {
            await noteStory(transaction, story, { at: record.updatedAt, by, act: 'trusted' });
          }
        }
        return { record };
      });
      if (isRefused(outcome)) throw new Error('a look-up of sources was taken');
      return outcome;
    },

    /** With its stories and their pictures. */
    async remove(id: string): Promise<boolean> {
      if (id === COLLEAGUES) return false;
      const outcome = await storage.transact(async (transaction) => {
        const record = await transaction.get('sources', id as SourceId);
        if (record === undefined) return false;
        for (const { picture } of (await transaction.get('sourceStories', record.id))?.stories ?? [])
          if (picture?.startsWith('stories/') === true) await transaction.remove('storyMedia', picture);
        await transaction.remove('sourceStories', record.id);
        await transaction.remove('sourceStates', record.id);
        return transaction.remove('sources', record.id);
      });
      return outcome === true;
    },
  };
}

/** A story of the house may be about something else than its source: that was chosen for it alone. */
function hasOwnTopics({ topics }: Pick<Story, 'topics'>, source: Source): boolean {
  return source.kind === 'own' && JSON.stringify(topics) !== JSON.stringify(source.topics);
}

function isSameFeed(one: string | undefined, other: string): boolean {
  return one !== undefined && canonicalAddress(one) === canonicalAddress(other);
}

/** What was worked out of a text once is not worked out again. */
function remembering(make: (text: string) => string): (text: string) => string {
  const made = new Map<string, string>();
  return (text) => {
    const before = made.get(text);
    if (before !== undefined) return before;
    const now = make(text);
    made.set(text, now);
    return now;
  };
}
