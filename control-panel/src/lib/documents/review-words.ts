/** Where a document stands, in words and in a colour: review, languages, draft. Most urgent first. */
import type { DocumentSummary } from '../api.ts';
import { inLanguage } from '@palier/playlists/in-language';
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';

export type Mark = { tone: 'alarm' | 'warn' | 'plain' | 'ok'; text: string };

/** `12 mai 2026`. A date without a time is the same day everywhere. */
export function dayWords(iso: string, locale: string = getLocale()): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(iso));
}

export function titleOf(document: Pick<DocumentSummary, 'title'>): string {
  return inLanguage(document.title, getLocale());
}

export function marksOf(document: DocumentSummary): Mark[] {
  const { review, reviewOn, published, changed, title } = document;
  const marks: Mark[] = [];
  if (reviewOn !== undefined && review === 'overdue')
    marks.push({ tone: 'alarm', text: m.documents_review_overdue({ day: dayWords(reviewOn) }) });
  if (reviewOn !== undefined && review === 'soon')
    marks.push({ tone: 'warn', text: m.documents_review_on({ day: dayWords(reviewOn) }) });
  if (title.fr === undefined) marks.push({ tone: 'warn', text: m.documents_missing_fr() });
  if (title.en === undefined) marks.push({ tone: 'warn', text: m.documents_missing_en() });
  if (published === undefined) marks.push({ tone: 'plain', text: m.documents_draft() });
  else if (changed) marks.push({ tone: 'plain', text: m.documents_changed() });
  return marks;
}
