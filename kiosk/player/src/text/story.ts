/** The few words around a story: how old it is, whose it is, and how much of its excerpt is read in passing. */
import type { Language } from '@palier/playlists/localized';
import type { StoryShown } from '@palier/playlists/story';
import { createDates } from './dates.ts';
import { say } from './words.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const LOCALES = { fr: 'fr-FR', en: 'en-GB' } as const;

/** "il y a 3 heures"; from a week on its date. A story of a clock that runs ahead is just in. */
export function storyAge(publishedAt: string, atMs: number, language: Language): string {
  const publishedMs = Date.parse(publishedAt);
  const ageMs = atMs - publishedMs;
  const relative = new Intl.RelativeTimeFormat(LOCALES[language], { numeric: 'always' });
  const ago = (count: number, unit: 'minute' | 'hour' | 'day') => relative.format(-count, unit).replace(/ /g, '\u00a0');
  if (ageMs < MINUTE_MS) return language === 'fr' ? 'à l’instant' : 'just now';
  if (ageMs < HOUR_MS) return ago(Math.floor(ageMs / MINUTE_MS), 'minute');
  if (ageMs < DAY_MS) return ago(Math.floor(ageMs / HOUR_MS), 'hour');
  if (ageMs < 7 * DAY_MS) return ago(Math.floor(ageMs / DAY_MS), 'day');
  return createDates(language).date(new Date(publishedMs).toISOString().slice(0, 10));
}

/** How old it is; of one whose source says no date the day on which it was first seen, for nobody knows more. */
export function storyWhen(
  story: Pick<StoryShown, 'publishedAt' | 'undated'>,
  atMs: number,
  language: Language,
): string {
  if (story.undated !== true) return storyAge(story.publishedAt, atMs, language);
  const day = createDates(language).date(story.publishedAt.slice(0, 10));
  return language === 'fr' ? `vu le\u00a0${day}` : `seen on\u00a0${day}`;
}

/** Who said so: the source, or "Proposed by Nadia"; nothing where the strip already says all there is. */
export function storyCredit({ voice, credit }: Pick<StoryShown, 'voice' | 'credit'>, language: Language): string {
  if (voice !== 'colleagues') return credit;
  if (/^(?:une? collègue|a colleague)$/i.test(credit.trim())) return '';
  const named = credit.replace(/^(?:Une?|A)(?= )/, (word) => word.toLowerCase());
  return language === 'fr' ? `Proposé par ${named}` : `Proposed by ${named}`;
}

/** Whole sentences of the excerpt that fit `room` signs, else words of the first with an ellipsis; nothing below a line. */
export function storyLead(excerpt: string | undefined, room: number): string {
  if (excerpt === undefined || room < LEAST_LEAD) return '';
  if (excerpt.length <= room) return excerpt;
  const head = excerpt.slice(0, room + 1);
  const sentence = /^.*[.!?…](?=[\s\u00a0]|$)/su.exec(head.slice(0, room))?.[0] ?? '';
  if (sentence.length >= LEAST_LEAD) return sentence;
  const words = head.slice(0, head.lastIndexOf(' ', room - 1)).replace(/[\s,;:–—-]+$/u, '');
  return words.length < LEAST_LEAD ? '' : `${words}…`;
}
const LEAST_LEAD = 36;

/** What stands above the address: to read on, and how many photos of it the phone has besides. */
export function storyWay({ more }: Pick<StoryShown, 'more'>, language: Language): string {
  if (more === undefined) return say('readOn', language);
  if (language === 'fr') return `${more}\u00a0${more === 1 ? 'photo' : 'photos'} de plus sur le téléphone\u00a0:`;
  return `${more}\u00a0more ${more === 1 ? 'photo' : 'photos'} on the phone:`;
}

/** The language it is set and announced in: its own, as far as the wall knows it. */
export function storyLanguage({ language }: Pick<StoryShown, 'language'>, wall: Language): Language {
  return language === 'fr' || language === 'en' ? language : wall;
}
