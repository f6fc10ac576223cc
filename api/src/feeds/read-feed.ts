/**
 * A feed from its bytes: every kind of RSS, Atom, RDF and JSON Feed by feedsmith, then made plain. What comes out holds
 * text and http addresses alone. Pure and slow on large input: the server runs it in a worker.
 */
import { tidyLine } from '@palier/playlists/plain-text';
import { DetectError, MalformedError, parseFeed, ParseError } from 'feedsmith';
import { storyAddress } from './canonical.ts';
import { feedDateMs } from './dates.ts';
import { decodeFeed } from './decode.ts';
import { draftsOf, headOf, type Draft } from './drafts.ts';
import { cutText, plainTextOf, type Plain } from './plain-text.ts';
import { mendFeed, prepareFeed } from './prepare.ts';

/** A story as a feed tells it. */
export type FeedItem = {
  /** What the feed knows it by. */
  key: string;
  title: string;
  excerpt?: string;
  url?: string;
  publishedAtMs: number;
  /** `absent`, or yet to come: then the time of fetching stands in. */
  dated: 'said' | 'absent' | 'future';
  pictureUrl?: string;
  alt?: string;
  language?: string;
};

export type FeedRead =
  | {
      kind: 'feed';
      format: 'rss' | 'atom' | 'rdf' | 'json';
      title: string | undefined;
      site: string | undefined;
      language: string | undefined;
      /** How long the feed asks to be left alone. */
      ttlMs: number | undefined;
      /** In the order of the feed. */
      items: FeedItem[];
      /** Its end was missing, or one of its items broke it. */
      mended: boolean;
    }
  | { kind: 'refused'; trouble: 'html' | 'not-a-feed' | 'malformed' | 'empty' };

export type FeedAsked = { bytes: Uint8Array; charset?: string | undefined; url: string; nowMs: number };

/** The items that are read of one feed: its first, which are its newest. */
export const MAX_ITEMS = 200;
const TITLE_CHARS = 200;
/** Publishers' own summaries are seldom longer, and a longer one would be their article. */
const EXCERPT_CHARS = 360;
/** Clocks differ by minutes; a feed that is ahead by more is wrong. */
const AHEAD_MS = 10 * 60_000;

export function readFeed({ bytes, charset, url, nowMs }: FeedAsked): FeedRead {
  const text = prepareFeed(decodeFeed(bytes, charset).text);
  if (text.trim() === '') return { kind: 'refused', trouble: 'empty' };
  const parsed = parse(text);
  if (parsed === undefined) return { kind: 'refused', trouble: troubleOf(text) };
  const head = headOf(parsed.found);
  const items = draftsOf(parsed.found)
    .slice(0, MAX_ITEMS)
    .flatMap((draft) => itemOf(draft, { url: head.site ?? url, nowMs }) ?? []);
  return {
    kind: 'feed',
    format: parsed.found.format,
    title: cutText(plainTextOf(head.title ?? '').text, 80) || undefined,
    site: storyAddress(head.site, url),
    language: languageOf(head.language),
    ttlMs: head.ttlMs,
    items,
    mended: parsed.mended,
  };
}

/** When the latest was written, of those that say it. */
export function newestOf(items: readonly FeedItem[]): string | undefined {
  const saidMs = items.flatMap(({ dated, publishedAtMs }) => (dated === 'said' ? [publishedAtMs] : []));
  return saidMs.length === 0 ? undefined : new Date(Math.max(...saidMs)).toISOString();
}

function parse(text: string) {
  const found = tryParse(text);
  if (found !== undefined) return { found, mended: false };
  const mended = mendFeed(text);
  const second = mended === undefined ? undefined : tryParse(mended);
  return second === undefined ? undefined : { found: second, mended: true };
}

function tryParse(text: string) {
  try {
    return parseFeed(text, { maxItems: MAX_ITEMS });
  } catch (error) {
    if (error instanceof DetectError || error instanceof MalformedError || error instanceof ParseError)
      return undefined;
    // The XML parser's own complaint of what is nested or spelled beyond its bounds.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function troubleOf(text: string): 'html' | 'not-a-feed' | 'malformed' {
  const head = text.slice(0, 4_000);
  if (/<(rss|rdf:RDF|feed)\b/i.test(head)) return 'malformed';
  return /<(html|head|body|meta|script|title|div)\b/i.test(head) ? 'html' : 'not-a-feed';
}

function itemOf(draft: Draft, feed: { url: string; nowMs: number }): FeedItem | undefined {
  const body = plainTextOf(draft.body ?? '');
  const title = cutText(plainTextOf(draft.title ?? '').text || body.text, TITLE_CHARS);
  if (title === '') return undefined;
  const url = storyAddress(draft.link, feed.url);
  const excerpt = cutText(withoutRefrain(body.text, title), EXCERPT_CHARS);
  const saidMs = feedDateMs(draft.date);
  const dated = saidMs === undefined ? 'absent' : saidMs > feed.nowMs + AHEAD_MS ? 'future' : 'said';
  const picture = pictureOf(draft, body, url ?? feed.url);
  const language = languageOf(draft.language);
  return {
    key: tidyLine(draft.id ?? url ?? `${title} ${draft.date ?? ''}`).slice(0, 500),
    title,
    ...(excerpt === '' ? {} : { excerpt }),
    ...(url === undefined ? {} : { url }),
    publishedAtMs: dated === 'said' && saidMs !== undefined ? Math.min(saidMs, feed.nowMs) : feed.nowMs,
    dated,
    ...(picture === undefined ? {} : { pictureUrl: picture.url, ...(picture.alt === '' ? {} : { alt: picture.alt }) }),
    ...(language === undefined ? {} : { language }),
  };
}

/** Some feeds say the headline again as the text, and others end each text with the way back to them. */
function withoutRefrain(text: string, title: string): string {
  const said = text.startsWith(title) ? text.slice(title.length).replace(/^[\s.:–—-]+/, '') : text;
  return said
    .replace(
      /\s*(\[…\]|\[\.\.\.\]|(Lire la suite|Read more|Continue reading|Weiterlesen|L’article .{0,200} est apparu en premier sur|The post .{0,200} appeared first on).{0,200})$/i,
      '',
    )
    .trim();
}

function pictureOf({ pictures }: Draft, body: Plain, base: string): { url: string; alt: string } | undefined {
  for (const { url: text, alt } of [...pictures, ...body.pictures]) {
    const url = URL.parse(text.trim(), base);
    if (url === null || !/^https?:$/.test(url.protocol) || /\.svg$/i.test(url.pathname) || url.href.length > 2_000)
      continue;
    return { url: url.href, alt: cutText(tidyLine(alt), 240) };
  }
  return undefined;
}

/** `fr-CA` -> `fr`. */
function languageOf(tag: string | undefined): string | undefined {
  return /^([a-z]{2,3})(?=[-_]|$)/i.exec(tag?.trim() ?? '')?.[1]?.toLowerCase();
}
