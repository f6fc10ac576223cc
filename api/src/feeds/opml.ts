/** Lists of feeds as other readers know them: OPML in, from whatever wrote it, and out. */
import { generateOpml, parseOpml } from 'feedsmith';
import type { Source } from '@palier/playlists/source';
import { prepareFeed } from './prepare.ts';

export type ListedFeed = { title: string; url: string; site?: string; folder?: string };

/** Of one file; more are not read. */
export const MAX_OUTLINES = 1_000;
const MAX_DEPTH = 8;

type Outline = {
  text?: string | undefined;
  title?: string | undefined;
  xmlUrl?: string | undefined;
  htmlUrl?: string | undefined;
  outlines?: Outline[] | undefined;
};

/** The feeds of a list, folders flattened; absent when it is no OPML. */
export function readOpml(text: string): ListedFeed[] | undefined {
  try {
    const { body } = parseOpml(prepareFeed(text));
    const found: ListedFeed[] = [];
    collect((body?.outlines ?? []) as Outline[], undefined, found, 0);
    return found.slice(0, MAX_OUTLINES);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function collect(outlines: readonly Outline[], folder: string | undefined, into: ListedFeed[], depth: number): void {
  for (const { text, title, xmlUrl, htmlUrl, outlines: inner } of outlines) {
    const name = (title ?? text ?? '').trim().slice(0, 80);
    if (xmlUrl !== undefined && /^https?:\/\//i.test(xmlUrl)) {
      into.push({
        title: name || xmlUrl.slice(0, 80),
        url: xmlUrl,
        ...(htmlUrl !== undefined && /^https?:\/\//i.test(htmlUrl) ? { site: htmlUrl } : {}),
        ...(folder === undefined ? {} : { folder }),
      });
    }
    if (inner !== undefined && depth < MAX_DEPTH) collect(inner, name || folder, into, depth + 1);
  }
}

/** By topic in folders. `topicName`: what a topic is called. */
export function writeOpml(sources: readonly Source[], title: string, topicName: (id: string) => string): string {
  const folders = new Map<string, Outline[]>();
  for (const { name, url, site, topics } of sources) {
    if (url === undefined) continue;
    const folder = topics[0] === undefined ? '' : topicName(topics[0]);
    const outline = {
      text: name,
      title: name,
      type: 'rss',
      xmlUrl: url,
      ...(site === undefined ? {} : { htmlUrl: site }),
    };
    folders.set(folder, [...(folders.get(folder) ?? []), outline]);
  }
  const outlines = [...folders].flatMap(([folder, inner]) =>
    folder === '' ? inner : [{ text: folder, title: folder, outlines: inner }],
  );
  return generateOpml({ head: { title }, body: { outlines: outlines as { text: string }[] } });
}
