/** Lists of feeds as other readers know them: OPML in, from whatever wrote it, and out. */
import { generateOpml, parseOpml } from 'feedsmith';
import { prepareFeed } from './prepare.ts';

/** `folders`: what it is about, by its folder and its categories. */
export type ListedFeed = { title: string; url: string; site?: string; folders?: string[] };

/** Of one file; more are not read. */
export const MAX_OUTLINES = 1_000;
const MAX_DEPTH = 8;
/** As many as a source has topics. */
const MAX_FOLDERS = 10;

type Outline = {
  text?: string | undefined;
  title?: string | undefined;
  xmlUrl?: string | undefined;
  htmlUrl?: string | undefined;
  category?: string | undefined;
  outlines?: Outline[] | undefined;
};

/**
 * The feeds of a list, each with the innermost folder it lies in; absent when it is no OPML. Addresses are as they stand
 * there, usable or not, but for `feed:`, which some readers write in the place of `http:`.
 */
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
  for (const { text, title, xmlUrl, htmlUrl, category = '', outlines: inner } of outlines) {
    const name = (title ?? text ?? '').trim().slice(0, 80);
    const address = xmlUrl?.trim() ?? '';
    if (address !== '') {
      const folders = [folder ?? '', ...categoriesOf(category)].filter((one) => one !== '');
      into.push({
        title: name || address.slice(0, 80),
        url: address.replace(
          /^feed:(?:\/\/)?(?:(https?:)\/\/)?/i,
          (_, scheme: string | undefined) => `${scheme ?? 'http:'}//`,
        ),
        ...(htmlUrl !== undefined && /^https?:\/\//i.test(htmlUrl) ? { site: htmlUrl } : {}),
        ...(folders.length === 0 ? {} : { folders: [...new Set(folders)].slice(0, MAX_FOLDERS) }),
      });
    }
    if (inner !== undefined && depth < MAX_DEPTH) collect(inner, name || folder, into, depth + 1);
  }
}

/** `/Presse/Métiers,RH`: of each way its last step. Source: OPML 2.0, `category`. */
function categoriesOf(text: string): string[] {
  return text
    .split(',')
    .map((way) => (way.split('/').findLast((step) => step.trim() !== '') ?? '').trim().slice(0, 80));
}

/** What of a source is written to a list. */
export type Listed = { name: string; url?: string | undefined; site?: string | undefined; topics: readonly string[] };

/** By topic in folders; further topics of a source as its categories. `topicName`: what a topic is called. */
export function writeOpml(sources: readonly Listed[], title: string, topicName: (id: string) => string): string {
  const folders = new Map<string, Outline[]>();
  for (const { name, url, site, topics } of sources) {
    if (url === undefined) continue;
    // A comma parts categories, a slash their steps.
    const names = topics.map((id) => topicName(id).replace(/\s*[,/]\s*/g, ' '));
    const folder = names[0] ?? '';
    const outline = {
      text: name,
      title: name,
      type: 'rss',
      xmlUrl: url,
      ...(site === undefined ? {} : { htmlUrl: site }),
      ...(names.length < 2 ? {} : { category: names.join(',') }),
    };
    folders.set(folder, [...(folders.get(folder) ?? []), outline]);
  }
  const outlines = [...folders].flatMap(([folder, inner]) =>
    folder === '' ? inner : [{ text: folder, title: folder, outlines: inner }],
  );
  // The library writes no list without outlines.
  if (outlines.length === 0)
    return `<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n  <head/>\n  <body/>\n</opml>\n`;
  return generateOpml({ head: { title }, body: { outlines: outlines as { text: string }[] } });
}
