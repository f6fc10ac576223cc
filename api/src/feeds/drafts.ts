/** One shape for the four that feedsmith gives: what of each format is the title, the text, the date, the picture. */
import type { parseFeed } from 'feedsmith';
import { LONGEST_MS } from './pace.ts';
import { plainTextOf } from './plain-text.ts';

type Found = ReturnType<typeof parseFeed<string>>;
type Of<F extends Found['format']> = Extract<Found, { format: F }>['feed'];
type Rss = Of<'rss'>;
type Atom = Of<'atom'>;
type Rdf = Of<'rdf'>;
type Json = Of<'json'>;

/** Nothing in it has been made plain. */
export type Draft = {
  id: string | undefined;
  title: string | undefined;
  link: string | undefined;
  /** The publisher's summary where there is one, else the article. */
  body: string | undefined;
  date: string | undefined;
  language: string | undefined;
  /** Best first. */
  pictures: { url: string; alt: string }[];
};
export type Head = {
  title: string | undefined;
  site: string | undefined;
  language: string | undefined;
  /** At most the longest pace, however much was written. */
  ttlMs: number | undefined;
};

export function headOf(found: Found): Head {
  switch (found.format) {
    case 'rss': {
      const { title, link, language, ttl, sy } = found.feed;
      const ttlMs = ttl === undefined || !(ttl > 0) ? undefined : Math.min(ttl * 60_000, LONGEST_MS);
      return { title, site: link, language: language ?? found.feed.dc?.languages?.[0], ttlMs: ttlMs ?? periodMs(sy) };
    }
    case 'rdf': {
      const { title, link, dc, sy } = found.feed;
      return { title, site: link, language: dc?.languages?.[0], ttlMs: periodMs(sy) };
    }
    case 'atom': {
      const { title, links, xml, sy } = found.feed;
      return { title: title?.value, site: alternate(links), language: xml?.lang, ttlMs: periodMs(sy) };
    }
    case 'json': {
      const { title, home_page_url: site, language } = found.feed;
      return { title, site, language, ttlMs: undefined };
    }
  }
}

export function draftsOf(found: Found): Draft[] {
  switch (found.format) {
    case 'rss':
      return (found.feed.items ?? []).map(fromRss);
    case 'rdf':
      return (found.feed.items ?? []).map(fromRdf);
    case 'atom':
      return (found.feed.entries ?? []).map(fromAtom);
    case 'json':
      return (found.feed.items ?? []).map(fromJson);
  }
}

function fromRss(item: NonNullable<Rss['items']>[number]): Draft {
  const { guid, link, dc, atom, content, media, itunes, enclosures = [] } = item;
  const enclosed = enclosures.flatMap(({ url, type }) =>
    url !== undefined && isPicture(type, url) ? [shown(url)] : [],
  );
  const permanent = guid?.isPermaLink === false ? undefined : httpOnly(guid?.value);
  return {
    id: guid?.value ?? link,
    title: item.title ?? dc?.titles?.[0] ?? media?.title?.value,
    link: link ?? alternate(atom?.links) ?? permanent,
    body: firstText(
      item.description,
      dc?.descriptions?.[0],
      content?.encoded,
      media?.description?.value,
      itunes?.summary,
    ),
    date: item.pubDate ?? dc?.dates?.[0] ?? atom?.published ?? atom?.updated,
    language: dc?.languages?.[0],
    pictures: [
      ...ofMedia(media),
      ...enclosed,
      ...(itunes?.image === undefined ? [] : [shown(itunes.image)]),
      ...within(content?.encoded),
    ],
  };
}

function fromRdf({ title, link, description, rdf, dc, content, media }: NonNullable<Rdf['items']>[number]): Draft {
  return {
    id: rdf?.about ?? link,
    title: title ?? dc?.titles?.[0],
    link,
    body: firstText(description, dc?.descriptions?.[0], content?.encoded),
    date: dc?.dates?.[0],
    language: dc?.languages?.[0],
    pictures: [...ofMedia(media), ...within(content?.encoded)],
  };
}

function fromAtom({
  id,
  title,
  links = [],
  summary,
  content,
  published,
  updated,
  media,
  xml,
}: NonNullable<Atom['entries']>[number]): Draft {
  const enclosed = links.flatMap(({ rel, href, type }) =>
    rel === 'enclosure' && href !== undefined && isPicture(type, href) ? [shown(href)] : [],
  );
  return {
    id,
    title: title?.value ?? media?.title?.value,
    link: alternate(links),
    body: firstText(summary?.value, content?.value, media?.description?.value, media?.groups?.[0]?.description?.value),
    date: published ?? updated,
    language: xml?.lang,
    pictures: [...ofMedia(media), ...enclosed, ...within(content?.value)],
  };
}

function fromJson(item: NonNullable<Json['items']>[number]): Draft {
  const attached = (item.attachments ?? []).flatMap(({ url, mime_type: type }) =>
    url !== undefined && isPicture(type, url) ? [shown(url)] : [],
  );
  const own = [item.image, item.banner_image].flatMap((url) => (url === undefined ? [] : [shown(url)]));
  return {
    id: item.id,
    title: item.title,
    link: item.url ?? item.external_url,
    body: firstText(item.summary, item.content_html, item.content_text),
    date: item.date_published ?? item.date_modified,
    language: item.language,
    pictures: [...own, ...attached, ...within(item.content_html)],
  };
}

type Links = readonly { href?: string | undefined; rel?: string | undefined; type?: string | undefined }[] | undefined;

function alternate(links: Links): string | undefined {
  const usable = (links ?? []).filter(({ rel }) => rel === undefined || rel === 'alternate');
  return (usable.find(({ type }) => type === undefined || type.includes('html')) ?? usable[0])?.href;
}

type MediaLike = {
  contents?: readonly {
    url?: string;
    type?: string;
    medium?: string;
    width?: number;
    thumbnails?: readonly { url?: string }[];
  }[];
  thumbnails?: readonly { url?: string; width?: number }[];
  groups?: readonly Omit<MediaLike, 'groups'>[];
};

/** The widest picture first; a thumbnail is better than nothing. */
function ofMedia(media: MediaLike | undefined): Draft['pictures'] {
  if (media === undefined) return [];
  const all = [media, ...(media.groups ?? [])];
  const contents = all.flatMap((one) => one.contents ?? []);
  const pictures = contents
    .filter(({ url, type, medium }) => url !== undefined && (medium === 'image' || isPicture(type, url)))
    .toSorted((a, b) => (b.width ?? 0) - (a.width ?? 0));
  const thumbnails = [...all, ...contents].flatMap((one) => one.thumbnails ?? []);
  return [...pictures, ...thumbnails].flatMap(({ url }) => (url === undefined ? [] : [shown(url)]));
}

function isPicture(type: string | undefined, url: string): boolean {
  return type === undefined || type === ''
    ? /\.(jpe?g|png|webp|avif|gif)(\?|$)/i.test(url)
    : /^image\/(?!svg)/i.test(type);
}

const shown = (url: string) => ({ url, alt: '' });

/** The first picture of an article whose summary has none. */
function within(html: string | undefined): Draft['pictures'] {
  const tag = html === undefined ? undefined : /<img\b[^>]{0,2000}>/i.exec(html.slice(0, 20_000))?.[0];
  return tag === undefined ? [] : plainTextOf(tag).pictures;
}

function firstText(...texts: readonly (string | undefined)[]): string | undefined {
  return texts.find((text) => text !== undefined && text.trim() !== '');
}

function httpOnly(text: string | undefined): string | undefined {
  return text !== undefined && /^https?:\/\//i.test(text) ? text : undefined;
}

const PERIOD_HOURS: Readonly<Record<string, number>> = {
  hourly: 1,
  daily: 24,
  weekly: 168,
  monthly: 720,
  yearly: 8760,
};

/** RSS 1.0's syndication module: so many times a period. */
function periodMs(sy: { updatePeriod?: string; updateFrequency?: number } | undefined): number | undefined {
  const hours = PERIOD_HOURS[sy?.updatePeriod ?? ''];
  const times = sy?.updateFrequency ?? 1;
  return hours === undefined || !(times > 0) ? undefined : Math.min((hours * 3600_000) / times, LONGEST_MS);
}
