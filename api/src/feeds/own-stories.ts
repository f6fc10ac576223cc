/**
 * Stories that the house writes itself: written, and edited in place. An edit keeps the id, and with it the page, the QR
 * and the share kit; the voice is the source's and is never changed here.
 */
import { StoryId, Story } from '@palier/playlists/story';
import { MAX_STORIES_PER_SOURCE, type Source } from '@palier/playlists/source';
import { isoOf, type Clock } from '../clock.ts';
import { ID_ALPHABET, randomText, type Random } from '../secrets.ts';
import type { DocumentOf } from '../storage/collections.ts';
import { isRefused, type Reader, type Storage, type Transaction } from '../storage/storage.ts';
import type { OwnStory } from '../wire/feeds.ts';
import { noteStory } from './story-audit.ts';
import { wordsText } from './story-words.ts';

/** `not-here`: it came from elsewhere. `picture`: the library has no such picture. */
export type OwnOutcome = { story: Story } | { refused: 'absent' | 'full' | 'not-here' | 'picture' };
/** `by`: a name. `judge`: the refusal when somebody else changed it meanwhile, given what people edit of it. */
type Edit<R> = { by: string; judge: (present: OwnStory) => R | undefined };

export function createOwnStories(deps: { storage: Storage; clock: Clock; random: Random }) {
  const { storage, clock, random } = deps;

  return {
    /** A story of a source whose stories are typed here. */
    async write(sourceId: string, own: OwnStory, by: string): Promise<OwnOutcome> {
      const outcome = await storage.transact(async (transaction): Promise<OwnOutcome> => {
        const record = await transaction.get('sources', sourceId as never);
        if (record === undefined) return { refused: 'absent' };
        const { source } = record;
        if (source.kind !== 'own') return { refused: 'not-here' };
        if (!(await hasPicture(transaction, own.picture))) return { refused: 'picture' };
        const nowMs = clock.now();
        const stories = (await transaction.get('sourceStories', source.id))?.stories ?? [];
        const current = stories.filter(({ expiresAt }) => expiresAt === undefined || Date.parse(expiresAt) > nowMs);
        if (current.length >= MAX_STORIES_PER_SOURCE) return { refused: 'full' };
        const story = Story.parse({
          ...said(own, source),
          id: StoryId.parse(randomText(random, ID_ALPHABET, 8)),
          publishedAt: isoOf(nowMs),
          state: 'live',
        });
        await transaction.put('sourceStories', { id: source.id, stories: [story, ...current] });
        await noteStory(transaction, story, { at: isoOf(nowMs), by, act: 'write' });
        return { story };
      });
      if (isRefused(outcome)) throw new Error('a look-up of stories was taken');
      return outcome;
    },

    /** Other words, another picture: the same story, in its place and at its time, as live or as held back as it was. */
    async edit<R>(id: string, own: OwnStory, { by, judge }: Edit<R>): Promise<OwnOutcome | { refusal: R }> {
      const outcome = await storage.transact(async (transaction): Promise<OwnOutcome | { refusal: R }> => {
        const found = await ownStory(transaction, id);
        if ('refused' in found) return found;
        const { record, source, story } = found;
        const refusal = judge(editedOf(story));
        if (refusal !== undefined) return { refusal };
        const isKept = own.picture === story.picture;
        if (!isKept && !(await hasPicture(transaction, own.picture))) return { refused: 'picture' };
        const { publishedAt, undated, state, pinnedUntil } = story;
        const next = Story.parse({ ...said(own, source), id: story.id, publishedAt, undated, state, pinnedUntil });
        // What a moderator approved were those words and no others.
        if (story.approved === true && wordsText(next) === wordsText(story)) next.approved = true;
        const stories = record.stories.map((one) => (one.id === next.id ? next : one));
        await transaction.put('sourceStories', { ...record, stories });
        await noteStory(transaction, next, { at: isoOf(clock.now()), by, act: 'edit' });
        return { story: next };
      });
      if (isRefused(outcome)) throw new Error('a look-up of stories was taken');
      return outcome;
    },
    /** A story of the house. */
    async own(id: string): Promise<OwnOutcome> {
      const found = await ownStory(storage, id);
      return 'refused' in found ? found : { story: found.story };
    },
  };
}

/** What people edit of a story: the rest is its place, its time and its source. */
export function editedOf({ title, excerpt, url, language, expiresAt, topics, picture, alt }: Story): OwnStory {
  return { title, excerpt, url, language, expiresAt, topics, picture, alt };
}

type Found = { record: DocumentOf<'sourceStories'>; source: Source; story: Story };
async function ownStory(reader: Reader, id: string): Promise<Found | { refused: 'absent' | 'not-here' }> {
  const [record] = await reader.find('sourceStories', 'story', id);
  const story = record?.stories.find((one) => one.id === id);
  if (record === undefined || story === undefined) return { refused: 'absent' };
  const source = (await reader.get('sources', record.id))?.source;
  return source?.kind === 'own' ? { record, source, story } : { refused: 'not-here' };
}

/** The written words with what their source says of all its stories. */
function said({ alt, ...own }: OwnStory, source: Source): Record<string, unknown> {
  const described = own.picture === undefined || alt === undefined || alt === '' ? {} : { alt };
  const topics = own.topics ?? source.topics;
  return { ...own, ...described, topics, voice: source.voice, sourceId: source.id, credit: source.name };
}

/** Pictures that feeds or colleagues brought are theirs: a story of the house shows those of the library. */
async function hasPicture(transaction: Transaction, name: OwnStory['picture']): Promise<boolean> {
  if (name === undefined) return true;
  return (await transaction.get('media', name))?.type.startsWith('image/') === true;
}
