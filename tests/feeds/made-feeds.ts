/** Small feeds of every kind, made for tests: the same three stories each, and ways to break them. */

export type MadeItem = { title: string; link?: string; text?: string; date?: string; extra?: string; guid?: string };

export const ITEMS: MadeItem[] = [
  {
    title: 'Le quai nord rouvre lundi aux poids lourds',
    link: 'https://port.example/quai-nord?utm_source=rss&id=7',
    text: '<p>Après six semaines de travaux, le <b>quai nord</b> accueille de nouveau les camions.</p>',
    date: 'Mon, 23 Nov 2026 08:00:00 GMT',
    guid: 'quai-nord',
  },
  {
    title: 'Une norme européenne pour les batteries démontables',
    link: 'https://port.example/batteries',
    text: 'Le texte impose que chacun puisse changer la batterie de son téléphone.',
    date: 'Sun, 22 Nov 2026 18:30:00 +0100',
    guid: 'batteries',
  },
  {
    title: 'Hiring slows in the spare parts trade',
    link: 'https://port.example/hiring',
    text: 'Fewer openings than a year ago, says the federation.',
    date: 'Sat, 21 Nov 2026 07:15:00 EST',
    guid: 'hiring',
  },
];

const esc = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const iso = (date: string | undefined) => (date === undefined ? undefined : new Date(date).toISOString());
const tag = (name: string, value: string | undefined) =>
  value === undefined ? '' : `<${name}>${esc(value)}</${name}>`;

/** `prolog` stands between the declaration and the root; `channel` within the channel. */
export function rss(
  items: readonly MadeItem[] = ITEMS,
  { version = '2.0', prolog = '', channel = '', encoding = 'utf-8', title = 'Nouvelles du port' } = {},
): string {
  const each = items.map(
    ({ title: name, link, text, date, guid, extra = '' }) =>
      `<item><title>${name}</title>${tag('link', link)}${tag('description', text)}${tag('pubDate', date)}` +
      `${guid === undefined ? '' : `<guid isPermaLink="false">${guid}</guid>`}${extra}</item>`,
  );
  return (
    `<?xml version="1.0" encoding="${encoding}"?>${prolog}<rss version="${version}" xmlns:media="http://search.yahoo.com/mrss/" ` +
    `xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>` +
    `<title>${title}</title><link>https://port.example/</link><language>fr-FR</language>${channel}${each.join('')}</channel></rss>`
  );
}

export function atom(items: readonly MadeItem[] = ITEMS): string {
  const each = items.map(
    ({ title, link, text, date, guid }) =>
      `<entry>${tag('id', guid)}<title>${title}</title><link rel="alternate" type="text/html" href="${esc(link ?? '')}"/>` +
      `${text === undefined ? '' : `<content type="html">${esc(text)}</content>`}${tag('updated', iso(date))}</entry>`,
  );
  return `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Nouvelles du port</title><link href="https://port.example/"/>${each.join('')}</feed>`;
}

/** RSS 1.0. */
export function rdf(items: readonly MadeItem[] = ITEMS): string {
  const each = items.map(
    ({ title, link, text, date, guid }) =>
      `<item rdf:about="${guid}"><title>${title}</title>${tag('link', link)}${tag('description', text)}${tag('dc:date', iso(date))}</item>`,
  );
  return (
    `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
    `<channel rdf:about="x"><title>Nouvelles du port</title><link>https://port.example/</link><dc:language>fr</dc:language></channel>${each.join('')}</rdf:RDF>`
  );
}

/** RSS 0.90, as Netscape had it. */
export function rss090(items: readonly MadeItem[] = ITEMS): string {
  const each = items.map(({ title, link }) => `<item><title>${title}</title>${tag('link', link)}</item>`);
  return (
    `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">` +
    `<channel><title>Nouvelles du port</title><link>https://port.example/</link></channel>${each.join('')}</rdf:RDF>`
  );
}

export function jsonFeed(items: readonly MadeItem[] = ITEMS): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Nouvelles du port',
    home_page_url: 'https://port.example/',
    language: 'fr-FR',
    items: items.map(({ title, link, text, date, guid }) => ({
      id: guid,
      url: link,
      title,
      content_html: text,
      date_published: iso(date),
    })),
  });
}

export const DTD_091 =
  '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">';
