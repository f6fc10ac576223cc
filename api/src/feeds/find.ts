/** Finds the feeds of a site from any address of it: the address itself, what its page names, and where feeds usually lie. */
import { Parser } from 'htmlparser2';
import type { SourceTrouble } from '@palier/playlists/source';
import type { Clock } from '../clock.ts';
import type { Egress } from '../egress/egress.ts';
import { decodeFeed } from './decode.ts';
import { newestOf } from './read-feed.ts';
import type { FeedReader } from './reader.ts';

export type FoundFeed = { url: string; title: string; items: number; newest?: string; language?: string };
export type FindOutcome = { feeds: FoundFeed[] } | { trouble: SourceTrouble; status?: number | undefined };

const MAX_BYTES = 4 * 1024 ** 2;
const TIMEOUT_MS = 12_000;
/** Addresses that are tried after the first. */
const MAX_TRIED = 8;
const USUAL = ['/feed', '/rss', '/rss.xml', '/feed.xml', '/atom.xml', '/index.xml'];
/** The whole type: `application/json+oembed` names no feed. */
const FEED_TYPES =
  /^\s*(application\/(rss|atom|rdf)\+xml|application\/feed\+json|application\/json|(application|text)\/xml)\s*(;|$)/i;

export function createFeedFinder({ egress, reader, clock }: { egress: Egress; reader: FeedReader; clock: Clock }) {
  async function look(
    url: string,
  ): Promise<FoundFeed | { html: string; url: string } | Extract<FindOutcome, { trouble: string }>> {
    const answer = await egress.get(url, { maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS });
    if (answer.kind === 'refused') return { trouble: answer.reason, status: answer.status };
    if (answer.kind === 'unchanged') return { trouble: 'empty' };
    const { bytes, charset } = answer;
    const read = await reader.read({ bytes, charset, url: answer.url, nowMs: clock.now() });
    if (read.kind === 'feed') {
      const newest = newestOf(read.items);
      return {
        url: answer.url,
        title: read.title ?? new URL(answer.url).hostname,
        items: read.items.length,
        ...(newest === undefined ? {} : { newest }),
        ...(read.language === undefined ? {} : { language: read.language }),
      };
    }
    if (read.trouble === 'html') return { html: decodeFeed(bytes, charset).text, url: answer.url };
    return { trouble: read.trouble };
  }

  /** Absent when there is none. */
  async function feedsAt(addresses: readonly string[]): Promise<FoundFeed[] | undefined> {
    const looked = await Promise.all(addresses.slice(0, MAX_TRIED).map(look));
    const feeds = looked.flatMap((one) => ('title' in one ? [one] : []));
    return feeds.length === 0 ? undefined : feeds;
  }

  return {
    /** `address` as somebody types it: with or without `https://`. */
    async find(address: string): Promise<FindOutcome> {
      const url = /^[a-z][a-z0-9+.-]*:/i.test(address) && !/^[\w.-]+:\d/.test(address) ? address : `https://${address}`;
      const first = await look(url.trim());
      if ('trouble' in first) return first;
      if ('title' in first) return { feeds: [first] };
      const named = feedLinks(first.html, first.url);
      const usual = USUAL.map((path) => new URL(path, first.url).href);
      // A page may name what is no feed: then they are looked for as if it had named none.
      const feeds = (await feedsAt(named)) ?? (await feedsAt(usual)) ?? [];
      const byUrl = new Map(feeds.map((feed) => [feed.url, feed]));
      return byUrl.size === 0 ? { trouble: 'html' } : { feeds: [...byUrl.values()] };
    },
  };
}

/** What a page names as its feeds, in its order. */
export function feedLinks(html: string, base: string): string[] {
  const links = new Set<string>();
  let from = base;
  const parser = new Parser({
    onopentag(name, { rel = '', type = '', href }) {
      if (name === 'base' && href !== undefined) from = URL.parse(href, base)?.href ?? base;
      if (name !== 'link' || href === undefined || !/\balternate\b/i.test(rel) || !FEED_TYPES.test(type)) return;
      const url = URL.parse(href, from);
      if (url !== null && /^https?:$/.test(url.protocol)) links.add(url.href);
    },
  });
  parser.write(html.slice(0, 400_000));
  parser.end();
  return [...links];
}
