/** Topics of the house by what they are called: those that a list of feeds or a starter set brings along are made. */
import { MAX_TOPICS, type Topic } from '@palier/playlists/audience';
import { TopicId } from '@palier/playlists/ids';
import type { Localized } from '@palier/playlists/localized';
import { idFrom, type Random } from '../secrets.ts';
import { isRefused, type Storage } from '../storage/storage.ts';
import { wordsOf } from './same-story.ts';

/** Room for what is still missing is used in its order; what finds none is left out. */
export async function withTopics(
  storage: Storage,
  missingIn: (known: readonly Topic[]) => readonly Topic[],
): Promise<readonly Topic[]> {
  const outcome = await storage.transact(async (transaction) => {
    const known = (await transaction.get('topics', 'topics'))?.topics ?? [];
    const missing = missingIn(known);
    if (missing.length === 0) return known;
    const topics = [...known, ...missing].slice(0, MAX_TOPICS);
    await transaction.put('topics', { id: 'topics', topics });
    return topics;
  });
  if (isRefused(outcome)) throw new Error('a look-up of topics was taken');
  return outcome;
}

/** The topics that folders stand for, made where none is called so in any language. In answer: a folder's topic. */
export async function topicsOfFolders(
  storage: Storage,
  random: Random,
  folders: readonly string[],
  language: 'fr' | 'en',
  /** Topics that have a name in both languages already, should a folder be called so. */
  ready: readonly Topic[] = [],
): Promise<(folder: string) => TopicId | undefined> {
  const called = (name: string) => wordsOf(name).join(' ');
  const wanted = new Map(folders.map((folder) => [called(folder), folder.trim().slice(0, 40)]));
  wanted.delete('');
  const namesOf = ({ id, name }: Topic) => [id, ...Object.values(name)].map(called);
  const topics = await withTopics(storage, (known) => {
    const names = new Set(known.flatMap(namesOf));
    const ids = new Set<string>(known.map(({ id }) => id));
    const made = [...wanted].flatMap(([key, folder]) => {
      if (names.has(key)) return [];
      const own = ready.find((topic) => !ids.has(topic.id) && namesOf(topic).includes(key));
      return [own ?? { id: TopicId.parse(idFrom(folder, random)), name: nameIn(language, folder) }];
    });
    // Two folders may be one topic, in two languages.
    return [...new Map(made.map((topic) => [topic.id, topic])).values()];
  });
  const byName = new Map(topics.flatMap((topic) => namesOf(topic).map((name) => [name, topic.id] as const)));
  return (folder) => byName.get(called(folder)) ?? byName.get(called(folder.slice(0, 40)));
}

const nameIn = (language: 'fr' | 'en', text: string): Localized => (language === 'fr' ? { fr: text } : { en: text });
