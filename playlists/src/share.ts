/**
 * Share kits: the texts, links and addresses with which somebody shares a story from their own account, if they want to.
 * Pure. A link never names who shared it, a text is never posted for anybody, and one text is not offered to everyone.
 */
import { z } from 'zod';
import type { Language } from './localized.ts';
import type { MixGroup } from './mix.ts';
import { plainText } from './plain-text.ts';
import type { Story } from './story.ts';

/** Where a story can be shared. None of them is signed in to: each opens its own page with the text in it. */
export const Network = z.enum(['linkedin', 'x', 'mastodon', 'bluesky', 'facebook', 'whatsapp', 'mail']);
export type Network = z.infer<typeof Network>;
/** Every way a text leaves the page: a network, the phone's own share sheet, or the clipboard. */
export const ShareWay = z.enum([...Network.options, 'sheet', 'copy']);
export type ShareWay = z.infer<typeof ShareWay>;

/** Texts that a kit suggests, and how often a day each of them is given out for one story. */
export const KIT_TEXTS = 3;
/** After so many times a day a text is not offered again until tomorrow: twenty clones help nobody. */
export const TEXT_CAP_A_DAY = 3;
/** A suggested text fits every network with its link. */
export const MAX_KIT_TEXT = 220;
/** The longest text of one's own. */
export const MAX_OWN_TEXT = 1_000;

/** What somebody wrote in the panel for a story; what is absent is made from the story. */
export const ShareKit = z.strictObject({
  allowed: z.boolean(),
  texts: z.array(z.string().trim().min(1).max(MAX_KIT_TEXT)).max(KIT_TEXTS).default([]),
  /** Where a shared link leads, instead of the article. */
  link: z
    .url({ protocol: /^https?$/ })
    .max(1000)
    .optional(),
});
export type ShareKit = z.infer<typeof ShareKit>;
/** A kit as it is taken: its texts without signs that nobody sees. What was kept before them stays readable. */
export const WrittenKit = ShareKit.extend({ texts: z.array(plainText(1, MAX_KIT_TEXT)).max(KIT_TEXTS).default([]) });

/** News may be shared unless somebody forbids it; a colleague's post only once somebody allowed it. */
export function sharingByDefault(voice: MixGroup): boolean {
  return voice !== 'colleagues';
}

/** The language in which a kit is written: the story's, or the reader's where it is neither of the house's. */
export function kitLanguage(story: Pick<Story, 'language'>, reader: Language): Language {
  return story.language === 'fr' || story.language === 'en' ? story.language : reader;
}

type Told = Pick<Story, 'title' | 'credit' | 'voice'>;

/** Three texts from the story alone, each saying it in another way. */
export function suggestedTexts(story: Told, organisation: string, language: Language): string[] {
  const title = clip(story.title.replace(/[.…\s]+$/u, ''), 130);
  const from = clip(story.credit, 40);
  const house = clip(organisation, 40) || OURSELVES[language];
  return TEMPLATES[language][story.voice].map((template) => template({ title, from, house }));
}

/** A house that has not said its name. */
const OURSELVES: Record<Language, string> = { fr: 'nous', en: 'our company' };

type Parts = { title: string; from: string; house: string };
const TEMPLATES: Record<Language, Record<MixGroup, readonly ((parts: Parts) => string)[]>> = {
  fr: {
    trade: [
      ({ title, from }) => `À lire chez ${from} : « ${title} ».`,
      ({ title, from }) => `${title}. Un article utile pour notre métier (${from}).`,
      ({ title, from }) => `Vu cette semaine entre collègues : ${title}. Source : ${from}.`,
    ],
    corporate: [
      ({ title, house }) => `Du nouveau chez ${house} : ${title}.`,
      ({ title }) => `${title}. L’explication tient en quelques lignes :`,
      ({ title, house }) => `Ce qui se passe chez ${house} en ce moment : « ${title} ».`,
    ],
    colleagues: [
      ({ title, house }) => `Vu de l’intérieur, chez ${house} : ${title}.`,
      ({ title }) => `Raconté par des collègues : « ${title} ».`,
      ({ title }) => `${title}. Merci à celles et ceux qui l’ont fait.`,
    ],
  },
  en: {
    trade: [
      ({ title, from }) => `Worth reading at ${from}: “${title}”.`,
      ({ title, from }) => `${title}. Useful for our trade (${from}).`,
      ({ title, from }) => `Passed around among colleagues this week: ${title}. Source: ${from}.`,
    ],
    corporate: [
      ({ title, house }) => `News from ${house}: ${title}.`,
      ({ title }) => `${title}. The short version:`,
      ({ title, house }) => `What is going on at ${house} right now: “${title}”.`,
    ],
    colleagues: [
      ({ title, house }) => `Seen from the inside, at ${house}: ${title}.`,
      ({ title }) => `Told by colleagues: “${title}”.`,
      ({ title }) => `${title}. Thanks to everyone who did it.`,
    ],
  },
};

function clip(text: string, most: number): string {
  const signs = Array.from(text);
  return signs.length <= most
    ? text
    : `${signs
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

/** The sentence by which who shares says that they work there. */
export function disclosure(organisation: string, language: Language): string {
  if (organisation === '') return language === 'fr' ? '(J’y travaille.)' : '(I work there.)';
  return language === 'fr' ? `(Je travaille chez ${organisation}.)` : `(I work for ${organisation}.)`;
}

/** A text that is still offered: its place in the kit, and how often it may be given out today. */
export type OfferedText = { index: number; text: string; left: number };

/** The texts to offer, the one used least first. `uses[i]`: how often text `i` was given out today. */
export function offeredTexts(texts: readonly string[], uses: readonly number[]): OfferedText[] {
  return texts
    .map((text, index) => ({ index, text, left: TEXT_CAP_A_DAY - (uses[index] ?? 0) }))
    .filter(({ left }) => left > 0)
    .toSorted((a, b) => b.left - a.left || a.index - b.index);
}

/** Which suggested text a text is in truth, however it is spaced and dotted; absent when it is somebody's own. */
export function cloneOf(text: string, texts: readonly string[]): number | undefined {
  const core = coreOf(text);
  const found = texts.findIndex((one) => coreOf(one) === core);
  return found < 0 ? undefined : found;
}

function coreOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A Mastodon instance as people write it: `piaille.fr`, `@me@piaille.fr`, `https://piaille.fr/@me`. */
export function instanceOf(typed: string): string | undefined {
  const host = typed
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '')
    .replace(/^.*@/, '');
  const isHost = /^(?=.{4,100}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$/.test(host);
  return isHost ? host : undefined;
}

/** What is handed to a network. */
export type Shared = { title: string; text: string; link: string | undefined; instance?: string | undefined };

/** The network's own page with the text in it; absent where it cannot be made (no instance, or a network that takes only links). */
export function intentUrl(network: Network, { title, text, link, instance }: Shared): string | undefined {
  // An address has no way to write half a sign, which an old title may hold.
  const whole = (link === undefined ? text : `${text}\n${link}`).toWellFormed();
  switch (network) {
    case 'linkedin':
      return `https://www.linkedin.com/feed/?shareActive=true&text=${encodeURIComponent(whole)}`;
    case 'x':
      return `https://x.com/intent/post?text=${encodeURIComponent(whole)}`;
    case 'bluesky':
      return `https://bsky.app/intent/compose?text=${encodeURIComponent(whole)}`;
    case 'whatsapp':
      return `https://wa.me/?text=${encodeURIComponent(whole)}`;
    case 'mail':
      return `mailto:?subject=${encodeURIComponent(title.toWellFormed())}&body=${encodeURIComponent(whole)}`;
    case 'facebook':
      return link === undefined
        ? undefined
        : `https://www.facebook.com/sharer/sharer.php?u=${encodeURIComponent(link)}`;
    case 'mastodon':
      return instance === undefined ? undefined : `https://${instance}/share?text=${encodeURIComponent(whole)}`;
  }
}

/** Signs a network takes at most, as far as it says; a link counts as 23 on X and Mastodon. */
export const MOST_SIGNS: Partial<Record<Network, number>> = { x: 280, bluesky: 300, mastodon: 500 };

/** How many signs a text is over what the network takes, with its link; 0 when it fits. */
export function signsOver(network: Network, text: string, link: string | undefined): number {
  const most = MOST_SIGNS[network];
  const linkSigns = link === undefined ? 0 : network === 'bluesky' ? link.length + 1 : 24;
  return most === undefined ? 0 : Math.max(0, Array.from(text).length + linkSigns - most);
}
