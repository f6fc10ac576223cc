/**
 * What somebody typed into the form of a proposal, and what is made of it: it goes through every step of the pages as it
 * was typed, so that nothing is lost to an error, a page reloaded or a phone without scripts.
 */
import { cutSigns, tidyLine } from '@palier/playlists/plain-text';
import {
  MAX_PICTURES,
  ProposalCategory,
  WrittenContent,
  WrittenCredit,
  type ProposalContent,
} from '@palier/playlists/proposal';
import type { ProposalFile, ProposalView, ProposeView } from '@palier/playlists/proposal-views';
import { formText } from '#lib/form-text.ts';

export type Typed = {
  /** The six words; empty before they were given. */
  key: string;
  /** Of one that is edited: the revision that was; 0: a new one. */
  revision: number;
  title: string;
  text: string;
  category: string;
  language: string;
  topics: string[];
  fromOn: string;
  untilOn: string;
  credit: string;
  creditText: string;
  alt: string;
  mail: string;
  /** Names of files that came before and stay. */
  kept: string[];
};
/** In the order of the form. */
export const FIELDS = ['category', 'title', 'text', 'files', 'credit', 'topics', 'fromOn', 'untilOn', 'mail'] as const;
export type Field = (typeof FIELDS)[number];
export type Code =
  'title' | 'text' | 'category' | 'many' | 'mixed' | 'topics' | 'credit' | 'mail' | 'past' | 'far' | 'before' | 'long';
export type Faults = Partial<Record<Field, Code>>;

const MAX_SHOWN_DAYS = 90;
const DAY_MS = 24 * 3600_000;

export function emptyTyped(language: string): Typed {
  const texts = { title: '', text: '', category: '', topics: [], fromOn: '', untilOn: '', creditText: '', alt: '' };
  return { ...texts, key: '', revision: 0, language, credit: 'colleague', mail: '', kept: [] };
}

/** Every field cut to what the form lets one type; forms that were not made by us bring no more. */
export function readTyped(form: FormData): Typed {
  const text = (name: string, most: number) => cutSigns(formText(form, name).replaceAll('\r\n', '\n'), most);
  const texts = (name: string, most: number) =>
    form
      .getAll(name)
      .filter((value) => typeof value === 'string')
      .slice(0, most)
      .map((value) => cutSigns(value, 200));
  return {
    key: text('key', 200).trim(),
    revision: Math.max(0, Math.trunc(Number(text('revision', 8))) || 0),
    title: text('title', 300),
    text: text('text', 2_000),
    category: text('category', 40),
    language: text('language', 2) === 'en' ? 'en' : 'fr',
    topics: texts('topics', 10),
    fromOn: text('fromOn', 10),
    untilOn: text('untilOn', 10),
    credit: text('credit', 20),
    creditText: text('creditText', 200),
    alt: text('alt', 600),
    mail: text('mail', 300).trim(),
    kept: texts('kept', 12),
  };
}

/** The form as the proposal stands. */
export function typedOf(key: string, { content, revision }: ProposalView): Typed {
  const { credit } = content;
  return {
    key,
    revision,
    title: content.title,
    text: content.text,
    category: content.category,
    language: content.language,
    topics: [...content.topics],
    fromOn: content.fromOn ?? '',
    untilOn: content.untilOn ?? '',
    credit: credit.kind,
    creditText: credit.kind === 'colleague' ? '' : credit.text,
    alt: content.alt ?? '',
    mail: '',
    kept: [...content.pictures, ...(content.video === undefined ? [] : [content.video])],
  };
}

/** The content, or which fields need a look. `files` are those that are known and stay. */
export function contentOf(
  typed: Typed,
  files: readonly ProposalFile[],
  about: Pick<ProposeView, 'today' | 'lastDay'>,
): { content: ProposalContent } | { faults: Faults } {
  const films = files.filter(({ kind }) => kind === 'film').map(({ name }) => name);
  const pictures = files.filter(({ kind }) => kind === 'picture').map(({ name }) => name);
  const { title, text, alt, topics } = typed;
  const parsed = WrittenContent.safeParse({
    title,
    text,
    category: typed.category,
    language: typed.language,
    topics,
    // A day of an edited one that has begun already says nothing any more.
    ...(typed.fromOn === '' || (typed.revision > 0 && typed.fromOn <= about.today) ? {} : { fromOn: typed.fromOn }),
    ...(typed.untilOn === '' ? {} : { untilOn: typed.untilOn }),
    credit: typed.credit === 'colleague' ? { kind: 'colleague' } : { kind: typed.credit, text: typed.creditText },
    pictures: pictures.slice(0, MAX_PICTURES),
    ...(films[0] === undefined ? {} : { video: films[0] }),
    ...(tidyLine(alt) === '' ? {} : { alt: cutSigns(tidyLine(alt), 240) }),
  });
  const faults: Faults = {
    ...(WrittenContent.shape.title.safeParse(title).success ? {} : { title: 'title' }),
    ...(WrittenContent.shape.text.safeParse(text).success ? {} : { text: 'text' }),
    ...(ProposalCategory.safeParse(typed.category).success ? {} : { category: 'category' }),
    ...creditFault(typed),
    ...(typed.mail === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(typed.mail) ? {} : { mail: 'mail' }),
    ...(pictures.length > MAX_PICTURES || films.length > 1 ? { files: 'many' } : {}),
    ...(pictures.length > 0 && films.length > 0 ? { files: 'mixed' } : {}),
    ...dayFault(typed, about),
  };
  if (Object.keys(faults).length > 0) return { faults };
  return parsed.success ? { content: parsed.data } : { faults: { topics: 'topics' } };
}

function creditFault({ credit, creditText }: Typed): Faults {
  const given = credit === 'colleague' ? { kind: credit } : { kind: credit, text: creditText };
  return WrittenCredit.safeParse(given).success ? {} : { credit: 'credit' };
}

/** The same rules as the server's, told before anything is sent. */
function dayFault(typed: Typed, { today, lastDay }: Pick<ProposeView, 'today' | 'lastDay'>): Faults {
  const { fromOn, untilOn, revision } = typed;
  const isDay = (day: string) => /^\d{4}-\d{2}-\d{2}$/.test(day);
  if (fromOn !== '' && (!isDay(fromOn) || (fromOn < today && revision === 0))) return { fromOn: 'past' };
  if (fromOn > lastDay) return { fromOn: 'far' };
  if (untilOn === '') return {};
  const from = fromOn === '' || fromOn < today ? today : fromOn;
  if (!isDay(untilOn) || untilOn < today) return { untilOn: 'past' };
  if (untilOn < from) return { untilOn: 'before' };
  return (Date.parse(untilOn) - Date.parse(from)) / DAY_MS >= MAX_SHOWN_DAYS ? { untilOn: 'long' } : {};
}

/** The words as an address has them: plain letters, hyphens. */
export function slugOf(key: string): string {
  return key
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '');
}
