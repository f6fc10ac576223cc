/** Whom a story is meant for: its language and its topics against those of an audience. Pure; every question asks here. */
import type { Audience } from '@palier/playlists/audience';
import type { MixGroup } from '@palier/playlists/mix';

type About = { voice: MixGroup; topics: readonly string[] };

/** A story that says no language is for all. */
export function readsLanguage({ languages }: Pick<Audience, 'languages'>, language: string | undefined): boolean {
  const read: readonly string[] = languages;
  return language === undefined || read.includes(language);
}

/** Trade news by its topics alone; what the house or a colleague says goes to everyone unless it names topics. */
export function followsTopics(audience: Pick<Audience, 'topics'>, { voice, topics }: About): boolean {
  if (audience.topics.length === 0 || (voice !== 'trade' && topics.length === 0)) return true;
  const followed: readonly string[] = audience.topics;
  return topics.some((topic) => followed.includes(topic));
}
