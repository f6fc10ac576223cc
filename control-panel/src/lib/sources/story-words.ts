/** What is said beside a story, and of decisions about many. */
import type { StoryRefusal, StoryReported } from '@palier/api/client';
import { whyWords } from '../moderation/words.ts';
import { m } from '../paraglide/messages.js';
import { titleCut } from './source-words.ts';

/** How many phones reported it, and how often which reason. */
export function reportedWords({ count, whys }: StoryReported): string {
  const who = m.stories_reported({ count });
  const told = whys.map(({ why, count: times }) => m.stories_reported_why({ why: whyWords(why), times }));
  return told.length === 0 ? who : m.stories_reported_whys({ who, whys: told.join(', ') });
}

/** Headlines that are named in one breath. */
const NAMED = 3;
const REFUSED: Record<StoryRefusal, (about: { titles: string }) => string> = {
  changed: m.stories_not_changed,
  reported: m.stories_not_reported,
  decided: m.stories_not_decided,
  absent: m.stories_not_decided,
  'not-here': m.stories_not_decided,
};

/** What was not decided, by why: one sentence each, those to be read again first. */
export function refusedOf(refused: readonly { title: string; why: StoryRefusal }[]): string[] {
  const ways = new Set([m.stories_not_changed, m.stories_not_reported, m.stories_not_decided]);
  return [...ways].flatMap((way) => {
    const titles = refused.filter(({ why }) => REFUSED[why] === way).map(({ title }) => titleCut(title));
    return titles.length === 0 ? [] : [way({ titles: titlesOf(titles) })];
  });
}

export function titlesOf(titles: readonly string[]): string {
  const more = titles.length > NAMED ? [`+${titles.length - NAMED}`] : [];
  return [...titles.slice(0, NAMED), ...more].join(' · ');
}
