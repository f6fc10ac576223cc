/** The words of surveys that several pages say: where one stands, its mode, how many took part. */
import type { SurveySummary } from '@palier/api/client';
import { inLanguage, type Localized } from '@palier/playlists/in-language';
import { UNWRITTEN } from '@palier/playlists/survey-publish';
import { OTHER, type Answer, type Question } from '@palier/playlists/survey-question';
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';
import type { Shelf } from './shelf.ts';

export const SHELF_WORDS: Record<Shelf, () => string> = {
  open: m.surveys_shelf_open,
  deciding: m.surveys_shelf_deciding,
  scheduled: m.surveys_shelf_scheduled,
  draft: m.surveys_shelf_draft,
  closed: m.surveys_shelf_closed,
};
export const CHIP_WORDS: Record<Shelf, () => string> = {
  open: m.surveys_chip_open,
  deciding: m.surveys_chip_deciding,
  scheduled: m.surveys_chip_scheduled,
  draft: m.surveys_chip_draft,
  closed: m.surveys_chip_closed,
};

/** In the reader's language. */
export const said = (text: Localized | undefined): string => inLanguage(text, getLocale());

/** The title, or that there is none yet. */
export function titleWords(title: Localized): string {
  const words = said(title);
  return words === UNWRITTEN ? m.surveys_untitled() : words;
}

/** How many took part, never more exactly than may be told; undefined for a draft. */
export function participationWords({ state, soon, participation }: SurveySummary): string | undefined {
  if (state === 'draft' || soon) return undefined;
  const { answers, percent, people } = participation;
  if (answers === undefined) return m.surveys_participation_few();
  const count = new Intl.NumberFormat(getLocale()).format(answers);
  return percent === undefined || people === undefined
    ? m.surveys_participation({ answers: count })
    : m.surveys_participation_percent({ percent, answers: count });
}

/** `3. How was it?`, cut short: for lists of questions or answers to choose from. */
export function numbered({ title }: { title: Localized }, index: number): string {
  const words = titleWords(title);
  return `${index + 1}. ${words.length > SHORT ? `${words.slice(0, SHORT).trimEnd()}…` : words}`;
}
const SHORT = 48;

/** An answer in the reader's words, for the ways through a survey. */
export function answerWords(question: Question, answer: Answer | undefined): string {
  if (answer === undefined) return m.surveys_no_answer();
  const labels = 'options' in question ? question.options : [];
  const label = (id: string) =>
    id === OTHER ? m.surveys_other_short() : said(labels.find((one) => one.id === id)?.label) || id;
  if (Array.isArray(answer)) return answer.map(label).join(', ');
  if (typeof answer === 'string' && labels.length > 0) return label(answer);
  if (typeof answer === 'number') return String(answer);
  return m.surveys_some_answer();
}
