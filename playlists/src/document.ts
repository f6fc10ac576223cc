/**
 * Documents: what the house wants known, with two faces. The screen face is a title and a few points; the phone face is
 * the whole text, in Markdown. Both languages stand side by side. Nothing here renders or stores anything.
 */
import { z } from 'zod';
import { localized, type Language } from './localized.ts';
import { MediaName } from './media.ts';

/** What a document is for; decides the word above it and how the phone lays it out. */
export const DocumentKind = z.enum(['rules', 'charter', 'welcome', 'policy', 'tutorial', 'notice']);
export type DocumentKind = z.infer<typeof DocumentKind>;

/** The most points on a screen face. */
export const MAX_POINTS = 6;
/** The most characters of a point: what a passer-by reads. */
export const MAX_POINT = 140;
/** The most characters of the whole text in one language: about 10,000 words. */
export const MAX_BODY = 60_000;

/** One point of the screen face; with a picture it is a step to be seen. */
export const DocumentPoint = z.strictObject({
  text: z.string().trim().min(1).max(MAX_POINT),
  media: MediaName.optional(),
});
export type DocumentPoint = z.infer<typeof DocumentPoint>;

/** A document in one language. `body` is Markdown; HTML in it is shown as text. */
export const DocumentText = z.strictObject({
  title: z.string().trim().min(1).max(120),
  points: z.array(DocumentPoint).max(MAX_POINTS).default([]),
  body: z.string().max(MAX_BODY).default(''),
});
export type DocumentText = z.infer<typeof DocumentText>;

/** What is written, versioned and published: the kind, and the text in one language at least. */
export const DocumentContent = z
  .strictObject({ kind: DocumentKind, fr: DocumentText.optional(), en: DocumentText.optional() })
  .refine((content) => content.fr !== undefined || content.en !== undefined, {
    message: 'write it in French (fr), in English (en) or in both',
  });
export type DocumentContent = z.infer<typeof DocumentContent>;

/** In short paths (`/d/k3f9wz`): 6 characters without look-alikes, never given twice. */
export const DocumentCode = z.string().regex(/^[2-9a-hjkmnp-z]{6,8}$/, 'not the code of a document');

const Face = DocumentText.pick({ title: true, points: true });

/** What a screen shows of a document: filled in by the server, so that a kiosk has it offline. */
export const DocumentShown = z.strictObject({
  kind: DocumentKind,
  fr: Face.optional(),
  en: Face.optional(),
  /** The way to the phone face. */
  link: z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(300), caption: localized(240) }),
});
export type DocumentShown = z.infer<typeof DocumentShown>;

/** Days before the review date from which it is said to come soon. */
export const REVIEW_SOON_DAYS = 30;
/** Where a document stands with its review: `overdue` from the day after the date. */
export const ReviewState = z.enum(['none', 'fine', 'soon', 'overdue']);
export type ReviewState = z.infer<typeof ReviewState>;

/** Both are ISO dates; `today` is the day of whoever looks. */
export function reviewState(reviewOn: string | undefined, today: string): ReviewState {
  if (reviewOn === undefined) return 'none';
  if (reviewOn < today) return 'overdue';
  const days = (Date.parse(reviewOn) - Date.parse(today)) / (24 * 3600_000);
  return days <= REVIEW_SOON_DAYS ? 'soon' : 'fine';
}

/** Fewer readings than this are never told. */
export const READS_FLOOR = 5;

/**
 * What may be said of a count of readings: nothing under the floor, then whole steps of the floor, so that a count that
 * is looked at twice never shows one person.
 */
export function readsTold(count: number): number | undefined {
  return count < READS_FLOOR ? undefined : Math.floor(count / READS_FLOOR) * READS_FLOOR;
}

/** Minutes that the text takes to read at 200 words a minute; at least 1. */
export function readingMinutes(text: Pick<DocumentText, 'body'>): number {
  return Math.max(1, Math.round(text.body.split(/\s+/).length / 200));
}

/** The language that a reader gets: their own where it is written, else the other. */
export function languageFor(content: { fr?: unknown; en?: unknown }, wanted: Language): Language {
  if (content[wanted] !== undefined) return wanted;
  return wanted === 'fr' ? 'en' : 'fr';
}

/** The names of media that a text shows: `![words](name)`. In order, each once. */
export function mediaInBody(body: string): string[] {
  const found = [...body.matchAll(/!\[[^\]]*\]\(\s*(?:<([^>\n]*)>|([^)\s]+))[^)]*\)/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  return [...new Set(found.map(decoded))];
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch (error) {
    if (error instanceof URIError) return name;
    throw error;
  }
}
