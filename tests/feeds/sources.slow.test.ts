/** Sources over a real server on this machine: found, subscribed, visited, failing in every way, and none harming another. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EVERYONE } from '@palier/playlists/audience';
import type { Story } from '@palier/playlists/story';
import { LONGEST_MS, paceAfter, paceAfterFailure, SHORTEST_MS } from '../../api/src/feeds/pace.ts';
import { FIRST_UNDATED } from '../../api/src/feeds/merge.ts';
import { readOpml } from '../../api/src/feeds/opml.ts';
import { openHouse, testClock, type House } from '../api/house.ts';
import { atom, ITEMS, rss, type MadeItem } from './made-feeds.ts';

const HOUR = 3_600_000;
type Handler = (request: IncomingMessage, response: ServerResponse) => void;
let house: House;
let clock: ReturnType<typeof testClock>;
let pages: Map<string, Handler>;
let asked: IncomingMessage[];
let base: string;
let close: () => void;

beforeEach(async () => {
  pages = new Map();
  asked = [];
  const server = createServer((request, response) => {
    asked.push(request);
    const handler = pages.get(request.url ?? '');
    if (handler !== undefined) return handler(request, response);
    response.writeHead(404).end('nothing here');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  base = `http://${place}`;
  close = () => (server.closeAllConnections(), server.close());
  clock = testClock();
  house = await openHouse({ clock, egressAllow: [place] });
});
afterEach(async () => {
  close();
  await house.close();
});

const serve = (path: string, text: string | Buffer, headers: Record<string, string> = {}) =>
  pages.set(path, (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/rss+xml', ...headers });
    response.end(text);
  });
async function add(path: string, more: object = {}) {
  return (await house.edit('POST', '/api/sources', { name: `Journal ${path}`, url: base + path, ...more })).body;
}
async function stories(state?: string): Promise<Story[]> {
  const cookie = await house.as('viewer');
  return (await house.call('GET', `/api/stories${state === undefined ? '' : `?state=${state}`}`, { cookie })).body
    .stories;
}
async function source(id: string) {
  return (await house.call('GET', `/api/sources/${id}`, { cookie: await house.as('viewer') })).body;
}
const round = () => house.parts.feeds.round(new AbortController().signal);
const item = (title: string, path: string, extra: Partial<MadeItem> = {}): MadeItem => ({
  title,
  link: `https://port.example/${path}`,
  date: new Date(clock.now() - HOUR).toUTCString(),
  ...extra,
});

describe('subscribing', () => {
  test('from the address of a site: its page names the feed', async () => {
    serve(
      '/',
      '<html><head><link rel="alternate" type="application/rss+xml" href="nouvelles.xml"></head><body>Bonjour',
      {
        'content-type': 'text/html',
      },
    );
    serve('/nouvelles.xml', rss());
    const found = (await house.edit('POST', '/api/sources/find', { address: `${base}/` })).body;
    expect(found.feeds).toEqual([
      expect.objectContaining({ url: `${base}/nouvelles.xml`, title: 'Nouvelles du port', items: 3, known: false }),
    ]);
    await add('/nouvelles.xml');
    expect((await house.edit('POST', '/api/sources/find', { address: `${base}/` })).body.feeds[0].known).toBe(true);
  });

  test('from a site whose page names none: where feeds usually lie', async () => {
    serve('/', '<html><body>Bonjour', { 'content-type': 'text/html' });
    serve('/atom.xml', atom());
    const found = (await house.edit('POST', '/api/sources/find', { address: `${base}/` })).body;
    expect(found.feeds.map(({ url }: { url: string }) => url)).toEqual([`${base}/atom.xml`]);
  });

  test.each([
    ['what is no feed', 'application/json+oembed', '/wp-json/oembed'],
    ['a feed that is gone', 'application/rss+xml', '/gone.xml'],
  ])('from a site whose page names %s: where feeds usually lie', async (_what, type, href) => {
    serve('/', `<html><head><link rel="alternate" type="${type}" href="${href}"></head><body>Bonjour`, {
      'content-type': 'text/html',
    });
    serve('/wp-json/oembed', '{"version":"1.0","type":"link"}', { 'content-type': 'application/json' });
    serve('/feed', rss());
    const found = (await house.edit('POST', '/api/sources/find', { address: `${base}/` })).body;
    expect(found.feeds.map(({ url }: { url: string }) => url)).toEqual([`${base}/feed`]);
    expect(asked.map(({ url }) => url).includes('/wp-json/oembed')).toBe(false);
  });

  test('a feed without dates does not say when its latest was written', async () => {
    serve('/a.xml', rss([{ title: 'Sans date', link: 'https://port.example/a' }]));
    const [feed] = (await house.edit('POST', '/api/sources/find', { address: `${base}/a.xml` })).body.feeds;
    expect([feed.items, feed.newest]).toEqual([1, undefined]);
  });

  test('stories of a trusted source go live, those of another wait; each names its source and its date', async () => {
    serve('/a.xml', rss([item('Le quai nord rouvre aux camions', 'quai')]));
    serve('/b.xml', rss([item('La halle ferme deux jours pour travaux', 'halle')]));
    await add('/a.xml', { trusted: true, topics: ['logistics'] });
    await add('/b.xml');
    expect(await stories('live')).toEqual([
      expect.objectContaining({
        title: 'Le quai nord rouvre aux camions',
        credit: 'Journal /a.xml',
        url: 'https://port.example/quai',
        voice: 'trade',
        topics: ['logistics'],
        publishedAt: new Date(Math.floor((clock.now() - HOUR) / 1000) * 1000).toISOString(),
      }),
    ]);
    expect((await stories('waiting')).map(({ title }) => title)).toEqual(['La halle ferme deux jours pour travaux']);
  });

  test('one feed twice is refused with the reason', async () => {
    serve('/a.xml', rss());
    await add('/a.xml');
    const cookie = await house.as('editor');
    const body = { name: 'encore', url: `${base}/a.xml?utm_source=x` };
    const again = await house.call('POST', '/api/sources', { cookie, body });
    expect([again.status, again.body.fields[0].field]).toEqual([422, 'url']);
  });

  test('a list of feeds comes in and goes out as OPML', async () => {
    serve('/a.xml', rss());
    const list = (url: string) =>
      `<opml version="2.0"><head/><body><outline text="Presse"><outline text="Un" type="rss" xmlUrl="${url}" htmlUrl="https://un.example"/><outline text="Deux" xmlUrl="http://10.0.0.7/feed"/></outline></body></opml>`;
    const answer = await house.edit('POST', '/api/sources/opml', { opml: list(`${base}/a.xml`) });
    expect(answer.body).toEqual({ added: [expect.any(String)], known: 0, refused: 1 });
    await round();
    expect(await stories('waiting')).toHaveLength(3);
    const out = await house.call('GET', '/api/sources/opml', { cookie: await house.as('viewer') });
    expect(readOpml(await out.response.text())).toEqual([
      { title: 'Un', url: `${base}/a.xml`, site: 'https://un.example', folders: ['Presse'] },
    ]);
    expect((await house.edit('POST', '/api/sources/opml', { opml: list(`${base}/a.xml`) })).body.known).toBe(1);
  });

  test('topics survive the way out and in again, in another house too; what is missing is made', async () => {
    const topics = [
      { id: 'hr', name: { fr: 'Ressources humaines', en: 'Human resources' } },
      { id: 'quais', name: { fr: 'Quais, grues / camions' } },
    ];
    await house.edit('PUT', '/api/topics', { topics });
    await add('/a.xml', { topics: ['hr', 'quais'] });
    await add('/b.xml', { topics: ['quais'] });
    await add('/c.xml');
    const viewer = { cookie: await house.as('viewer') };
    const opml = await (await house.call('GET', '/api/sources/opml', viewer)).response.text();
    const about = async (from: House) => {
      const cookie = await from.as('viewer');
      const names = new Map<string, object>(
        (await from.call('GET', '/api/topics', { cookie })).body.topics.map((one: { id: string; name: object }) => [
          one.id,
          one.name,
        ]),
      );
      const { sources } = (await from.call('GET', '/api/sources', { cookie })).body;
      return sources.map(({ source: { name, topics: own } }: { source: { name: string; topics: string[] } }) => [
        name,
        own.map((id) => names.get(id)),
      ]);
    };
    const before = await about(house);
    for (const id of (await house.storage.all('sources')).map((one) => one.id)) {
      await house.edit('DELETE', `/api/sources/${id}`);
    }
    await house.edit('POST', '/api/sources/opml', { opml });
    expect(await about(house)).toEqual(before);
    expect((await house.call('GET', '/api/topics', viewer)).body.topics).toEqual(topics);
    const other = await openHouse({ clock, egressAllow: [new URL(base).host] });
    try {
      await other.edit('POST', '/api/sources/opml', { opml });
      // A name that we know in both languages is known there as well.
      expect(await about(other)).toEqual([
        ['Journal /a.xml', [topics[0]?.name, { en: 'Quais grues camions' }]],
        ['Journal /b.xml', [{ en: 'Quais grues camions' }]],
        ['Journal /c.xml', []],
      ]);
    } finally {
      await other.close();
    }
  });

  test('a list of another reader: nested folders, categories, and folders that are called like a topic', () => {
    const list =
      '<opml version="1.0"><body><outline text="Tout"><outline title="Métiers"><outline text="A" xmlUrl="https://a.example/rss" category="/Presse/RH, Achats,/"/></outline><outline text="B" xmlUrl="https://b.example/rss"/></outline><outline text="C" xmlUrl="https://c.example/rss"/></body></opml>';
    expect(readOpml(list)?.map(({ title, folders }) => [title, folders])).toEqual([
      ['A', ['Métiers', 'RH', 'Achats']],
      ['B', ['Tout']],
      ['C', undefined],
    ]);
  });

  test('the sets to begin with are lists too: each trade has feeds in both languages, and comes in with its topic', async () => {
    const cookie = await house.as('viewer');
    const { sets } = (await house.call('GET', '/api/sources/starter', { cookie })).body;
    for (const { id, feeds } of sets) {
      const languages = feeds.map(({ language }: { language: string }) => language);
      expect([id, languages.includes('fr'), languages.includes('en')]).toEqual([id, true, true]);
    }
    const all = await house.call('GET', '/api/sources/starter/opml', { cookie });
    expect(all.headers.get('content-type')).toContain('opml');
    const opml = await all.response.text();
    expect(readOpml(opml)?.map(({ url }) => url)).toEqual(
      sets.flatMap(({ feeds }: { feeds: { url: string }[] }) => feeds.map(({ url }) => url)),
    );
    const one = await house.call('GET', '/api/sources/starter/opml?set=hr', { cookie });
    expect(one.headers.get('content-disposition')).toContain('palier-hr.opml');
    expect(new Set(readOpml(await one.response.text())?.flatMap(({ folders }) => folders))).toEqual(
      new Set(['Human resources']),
    );
    expect((await house.call('GET', '/api/sources/starter/opml?set=none', { cookie })).status).toBe(404);
    await house.edit('POST', '/api/sources/opml', { opml });
    const { topics } = (await house.call('GET', '/api/topics', { cookie })).body;
    expect(topics).toEqual(sets.map(({ id, name }: { id: string; name: object }) => ({ id, name })));
  });
});

describe('visits', () => {
  test('an unchanged feed costs a question and nothing else', async () => {
    pages.set('/a.xml', (request, response) => {
      if (request.headers['if-none-match'] === '"v1"') return response.writeHead(304, { etag: '"v1"' }).end();
      response.writeHead(200, { etag: '"v1"' }).end(rss());
    });
    const { source: made } = await add('/a.xml');
    const before = await house.storage.revision('stories');
    clock.advance(LONGEST_MS * 2);
    expect(await round()).toBe(1);
    expect(asked.at(-1)?.headers['if-none-match']).toBe('"v1"');
    expect(await house.storage.revision('stories')).toBe(before);
    expect(Date.parse((await source(made.id)).okAt)).toBe(clock.now());
    expect(await round()).toBe(0);
  });

  test('new ones join, known ones keep what was decided of them, whatever the feed says', async () => {
    serve('/a.xml', rss([item('Le premier article du jour', 'un'), item('Le deuxième article du jour', 'deux')]));
    await add('/a.xml', { trusted: true });
    const first = (await stories()).find(({ title }) => title.startsWith('Le premier'));
    const second = (await stories()).find(({ title }) => title.startsWith('Le deuxième'));
    await house.edit('POST', `/api/stories/${first?.id}`, { act: 'block' });
    await house.edit('POST', `/api/stories/${second?.id}`, { act: 'pin' });
    serve(
      '/a.xml',
      rss([
        item('Un troisième article du soir', 'trois'),
        item('Le premier article, corrigé', 'un?utm_medium=rss'),
        item('Le deuxième article du jour', 'deux'),
      ]),
    );
    clock.advance(LONGEST_MS * 1.2);
    await round();
    const now = new Map((await stories()).map((story) => [story.id, story]));
    expect(now.size).toBe(3);
    expect(now.get(first?.id as Story['id'])).toMatchObject({ state: 'blocked', title: 'Le premier article, corrigé' });
    expect(now.get(second?.id as Story['id'])?.pinnedUntil).toBeDefined();
  });

  describe('one story of two sources', () => {
    const NORM = 'La norme des batteries démontables est votée';
    // Told half an hour later.
    const copy = () => ({
      link: 'https://copie.example/n',
      date: new Date(clock.now() - HOUR / 2).toUTCString(),
    });
    const shown = async () => (await stories('live')).map(({ credit }) => credit);
    beforeEach(() => {
      serve('/a.xml', rss([item(NORM, 'norme')]));
      pages.set('/b.xml', (request, response) => {
        if (request.headers['if-none-match'] === '"b"') return response.writeHead(304, { etag: '"b"' }).end();
        response.writeHead(200, { etag: '"b"' }).end(rss([item(NORM, 'autre', copy())]));
      });
    });

    test('is shown once; the other comes when its source is switched off, and goes when it is back', async () => {
      const { source: a } = await add('/a.xml', { trusted: true });
      const { source: b, doubles } = await add('/b.xml', { trusted: true });
      expect([await shown(), doubles]).toEqual([['Journal /a.xml'], 1]);
      await house.edit('PATCH', `/api/sources/${a.id}`, { enabled: false });
      expect((await source(b.id)).live).toBe(1);
      await house.edit('PATCH', `/api/sources/${a.id}`, { enabled: true });
      expect(await source(b.id)).toMatchObject({ live: 0, doubles: 1 });
      await house.edit('DELETE', `/api/sources/${a.id}`);
      expect(await shown()).toEqual(['Journal /b.xml']);
      // Though the feed itself had nothing new to say.
      expect(asked.filter(({ url }) => url === '/b.xml')).toHaveLength(1);
    });

    test('one that waits keeps none out, nor does the moderator see it twice', async () => {
      await add('/a.xml');
      await add('/b.xml', { trusted: true });
      expect([await shown(), await stories('waiting')]).toEqual([['Journal /b.xml'], []]);
    });

    test('set aside it stays away, from wherever it comes', async () => {
      await add('/a.xml', { trusted: true });
      await add('/b.xml', { trusted: true });
      const [live] = await stories('live');
      await house.edit('POST', `/api/stories/${live?.id}`, { act: 'block' });
      await round();
      serve('/c.xml', rss([item(NORM, 'encore', { link: 'https://tiers.example/n' })]));
      await add('/c.xml', { trusted: true });
      expect([await shown(), await stories('double')]).toEqual([[], []]);
      expect(await stories('blocked')).toHaveLength(3);
    });

    test('found in the same round it is shown once', async () => {
      const opml = `<opml version="2.0"><body>${['a', 'b'].map((name) => `<outline text="${name}" xmlUrl="${base}/${name}.xml"/>`).join('')}</body></opml>`;
      const { added } = (await house.edit('POST', '/api/sources/opml', { opml })).body;
      for (const id of added) await house.edit('PATCH', `/api/sources/${id}`, { trusted: true });
      // Both are asked before either has answered.
      const open: (() => void)[] = [];
      for (const path of ['/a.xml', '/b.xml']) {
        const answer = pages.get(path);
        pages.set(path, (request, response) => {
          open.push(() => answer?.(request, response));
          if (open.length === 2) for (const go of open) go();
        });
      }
      await round();
      expect([await stories('live'), await stories('double')].map((some) => some.length)).toEqual([1, 1]);
    });
  });

  test('a story has one picture, made anew, without what was in it', async () => {
    const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#0b5d57' } })
      .withExif({ IFD0: { Copyright: 'SECRET-POSITION' } })
      .jpeg()
      .toBuffer();
    serve('/photo.jpg', picture, { 'content-type': 'image/jpeg' });
    const extra = `<enclosure url="${base}/photo.jpg" type="image/jpeg" length="${picture.length}"/>`;
    serve('/a.xml', rss([item('Une photo du quai', 'photo', { extra }), item('Un texte sans photo', 'texte')]));
    const { source: made } = await add('/a.xml', { trusted: true });
    const [media] = await house.storage.all('storyMedia');
    expect((await stories()).map(({ picture: name }) => name ?? '').toSorted()).toEqual(['', media?.id]);
    const kept = readFileSync(house.parts.mediaStore.pathOf(media?.sha256 ?? ''));
    expect([media?.widthPx, kept.includes('SECRET-POSITION')]).toEqual([900, false]);
    await house.edit('DELETE', `/api/sources/${made.id}`);
    expect([await house.storage.all('storyMedia'), await stories(), await house.storage.all('sourceStates')]).toEqual([
      [],
      [],
      [],
    ]);
  });

  test('what a source changes is said by its stories: name, topics, voice; with trust they go live', async () => {
    serve('/a.xml', rss());
    const { source: made } = await add('/a.xml');
    await house.edit('PATCH', `/api/sources/${made.id}`, {
      name: 'Le Port',
      voice: 'corporate',
      topics: ['hr'],
      trusted: true,
    });
    for (const story of await stories()) {
      expect(story).toMatchObject({ credit: 'Le Port', voice: 'corporate', topics: ['hr'], state: 'live' });
    }
  });

  test('stories of the house are written and taken off', async () => {
    const own = (await house.edit('POST', '/api/sources', { name: 'La maison', voice: 'corporate' })).body.source;
    const written = await house.edit('POST', `/api/sources/${own.id}/stories`, {
      title: 'Nos résultats sont publiés',
      excerpt: 'À lire.',
    });
    expect(written.body).toMatchObject({ voice: 'corporate', credit: 'La maison', state: 'live' });
    expect(await house.edit('DELETE', `/api/stories/${written.body.id}`)).toMatchObject({ status: 204 });
    expect(await stories()).toEqual([]);
    const audit = (await house.storage.streams('storyAudit')).map((stream) =>
      house.storage.readLog('storyAudit', stream, 0, 10),
    );
    expect((await Promise.all(audit)).flat().map(({ record }) => record.act)).toEqual(['write', 'remove']);
  });

  describe('a feed that has moved for good', () => {
    const moveTo = (path: string, status = 301) =>
      pages.set('/old.xml', (_request, response) => response.writeHead(status, { location: path }).end());
    const again = async (ms: number) => {
      clock.advance(ms);
      await round();
    };
    beforeEach(() => serve('/new.xml', rss([item('Le quai nord rouvre aux camions', 'quai')])));

    test('is followed after the third visit and a day; the old address stays to be seen', async () => {
      moveTo('/new.xml');
      const { source: made } = await add('/old.xml', { trusted: true });
      await again(LONGEST_MS * 1.2);
      expect(await source(made.id)).toMatchObject({ movedTo: `${base}/new.xml`, source: { url: `${base}/old.xml` } });
      await again(LONGEST_MS * 1.2);
      const after = await source(made.id);
      expect(after).toMatchObject({
        movedFrom: { url: `${base}/old.xml` },
        live: 1,
        source: { url: `${base}/new.xml` },
      });
      expect(after.movedTo).toBeUndefined();
      const before = asked.length;
      await again(LONGEST_MS * 1.2);
      expect(asked.slice(before).map(({ url }) => url)).toEqual(['/new.xml']);
      expect(await source(made.id)).toMatchObject({ movedFrom: { url: `${base}/old.xml` }, live: 1 });
    });

    test('not on three visits of one hour, nor when it says another place each time, nor for a while', async () => {
      moveTo('/new.xml');
      const { source: made } = await add('/old.xml');
      const cookie = await house.as('editor');
      for (let visit = 0; visit < 4; visit += 1) {
        clock.advance(60_000);
        await house.call('POST', `/api/sources/${made.id}/refresh`, { cookie, body: {} });
      }
      expect(asked.filter(({ url }) => url === '/new.xml')).toHaveLength(5);
      expect((await source(made.id)).source.url).toBe(`${base}/old.xml`);
      moveTo('/new.xml', 302);
      for (let visit = 0; visit < 4; visit += 1) await again(LONGEST_MS * 1.2);
      expect(await source(made.id)).toMatchObject({ failures: 0, source: { url: `${base}/old.xml` } });
      expect((await source(made.id)).movedTo).toBeUndefined();
      for (let visit = 0; visit < 4; visit += 1) {
        serve(`/new-${visit}.xml`, rss([]));
        moveTo(`/new-${visit}.xml`);
        await again(LONGEST_MS * 1.2);
      }
      expect((await source(made.id)).source.url).toBe(`${base}/old.xml`);
    });

    test('not to where another source is already', async () => {
      moveTo('/new.xml');
      await add('/new.xml');
      const { source: made } = await add('/old.xml');
      for (let visit = 0; visit < 4; visit += 1) await again(LONGEST_MS * 1.2);
      expect(await source(made.id)).toMatchObject({ movedTo: `${base}/new.xml`, source: { url: `${base}/old.xml` } });
    });
  });

  test('another address is another feed: what the old one said of itself is not sent to it', async () => {
    pages.set('/a.xml', (_request, response) => response.writeHead(200, { etag: '"old"' }).end(rss()));
    const { source: made } = await add('/a.xml');
    await house.edit('PATCH', `/api/sources/${made.id}`, { url: `${base}/b.xml` });
    clock.advance(2 * LONGEST_MS);
    await round();
    const visits = asked.filter(({ url }) => url === '/b.xml');
    expect(visits.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined]);
  });

  test('a set of feeds to begin with brings its topic', async () => {
    const answer = await house.edit('POST', '/api/sources/starter', { sets: ['legal'], languages: ['fr'] });
    expect(answer.body.added).toHaveLength(2);
    expect((await house.call('GET', '/api/topics', { cookie: await house.as('viewer') })).body.topics).toEqual([
      { id: 'legal', name: { fr: 'Juridique', en: 'Legal' } },
    ]);
  });
});

describe('the pace', () => {
  test('follows how often something comes, and heeds what is asked', () => {
    const every = (ms: number) => Array.from({ length: 10 }, (_, index) => 1e12 - index * ms);
    expect(paceAfter(every(60_000), undefined, 1e12)).toBe(SHORTEST_MS);
    expect(paceAfter(every(8 * HOUR), undefined, 1e12)).toBeGreaterThan(3 * HOUR);
    expect(paceAfter(every(400 * HOUR), undefined, 1e12)).toBe(LONGEST_MS);
    expect(paceAfter([], undefined, 1e12)).toBe(LONGEST_MS / 2);
    expect(paceAfter(every(60_000), 3 * HOUR, 1e12)).toBe(3 * HOUR);
    expect(paceAfter(every(60_000), 400 * HOUR, 1e12)).toBe(LONGEST_MS);
  });

  test('doubles with each failure up to a day, and heeds Retry-After', () => {
    expect([1, 2, 3].map((failures) => paceAfterFailure(failures, undefined))).toEqual(
      [1, 2, 4].map((by) => by * SHORTEST_MS),
    );
    expect(paceAfterFailure(50, undefined)).toBe(LONGEST_MS);
    expect(paceAfterFailure(1, 5 * HOUR)).toBe(5 * HOUR);
    // The one bound of what a server may ask for.
    expect(paceAfterFailure(1, 90 * LONGEST_MS)).toBe(7 * LONGEST_MS);
  });

  test('a server that names the day is left alone until then', async () => {
    const until = clock.now() + 3 * LONGEST_MS;
    pages.set('/a.xml', (_request, response) => {
      const headers = { date: new Date(clock.now()).toUTCString(), 'retry-after': new Date(until).toUTCString() };
      response.writeHead(503, headers).end();
    });
    const { source: made } = await add('/a.xml');
    expect(Date.parse((await source(made.id)).dueAt)).toBeGreaterThanOrEqual(until - 1_000);
  });

  test('a busy server is left alone for as long as it asks', async () => {
    pages.set('/a.xml', (_request, response) => response.writeHead(503, { 'retry-after': '7200' }).end());
    const { source: made } = await add('/a.xml');
    const state = await source(made.id);
    expect(state).toMatchObject({ trouble: 'status', status: 503, failures: 1 });
    expect(Date.parse(state.dueAt) - clock.now()).toBeGreaterThanOrEqual(2 * HOUR);
  });
});

describe('what goes wrong is said of the source, and changes nothing of others', () => {
  const endless: Handler = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/rss+xml' });
    const pour = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, 'a')));
      if (!response.destroyed) response.once('drain', pour);
    };
    pour();
  };
  const CASES: [string, string, Handler][] = [
    ['a web page', 'html', (_, response) => response.end('<!doctype html><html><body><h1>Accueil</h1>')],
    ['something else', 'not-a-feed', (_, response) => response.end('name;age\nA;3')],
    ['nothing', 'empty', (_, response) => response.end('')],
    ['an endless body', 'too-large', endless],
    [
      'a gzip bomb',
      'too-large',
      (_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(40 * 1024 ** 2, ' '))),
    ],
    [
      '200 MB that are announced',
      'too-large',
      (_, response) => {
        response.writeHead(200, { 'content-length': String(200 * 1024 ** 2) });
        const pour = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(256 * 1024, '<')));
          if (!response.destroyed) response.once('drain', pour);
        };
        pour();
      },
    ],
    [
      'a thousand redirects',
      'redirects',
      (request, response) =>
        response.writeHead(302, { location: `/a.xml?${Number(request.url?.split('?')[1] ?? 0) + 1}` }).end(),
    ],
    ['a circle', 'redirects', (_, response) => response.writeHead(301, { location: '/a.xml' }).end()],
    [
      'a way into the house',
      'private',
      (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
    ],
    ['a file', 'url', (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end()],
    ['gone for good', 'gone', (_, response) => response.writeHead(410).end()],
    [
      'a feed that breaks off at once',
      'malformed',
      (_, response) => response.end('<rss version="2.0"><channel><title>A'),
    ],
  ];

  test.each(CASES)('%s', async (_name, trouble, handler) => {
    const redirecting: Handler = (request, response) => handler(request, response);
    pages.set('/a.xml', redirecting);
    for (let hop = 1; hop <= 8; hop += 1) pages.set(`/a.xml?${hop}`, redirecting);
    serve('/good.xml', rss([item('Une bonne nouvelle du port', 'bonne')]));
    const { source: bad } = await add('/a.xml', { trusted: true });
    const { source: good } = await add('/good.xml', { trusted: true });
    expect(await source(bad.id)).toMatchObject({ trouble, failures: 1, live: 0 });
    expect((await source(bad.id)).okAt).toBeUndefined();
    expect((await source(good.id)).trouble).toBeUndefined();
    expect((await stories()).map(({ title }) => title)).toEqual(['Une bonne nouvelle du port']);
    // It is asked again, and comes back by itself.
    serve('/a.xml', rss([item('Le port va mieux aujourd’hui', 'mieux')]));
    clock.advance(2 * LONGEST_MS);
    await round();
    expect(await source(bad.id)).toMatchObject({ failures: 0, live: 1 });
  });

  test.each([
    'http://127.0.0.1/feed',
    'http://2130706433/feed',
    'http://0177.0.0.1/feed',
    'http://0x7f.1/feed',
    'http://[::1]/feed',
    'http://[::ffff:10.0.0.1]/feed',
    'http://[::10.0.0.1]/feed',
    'http://10.1.2.3/feed',
    'http://192.168.0.1/feed',
    'http://169.254.169.254/feed',
    'http://localhost/feed',
  ])('%s is asked by nobody', async (url) => {
    const answer = await house.call('POST', '/api/sources', {
      cookie: await house.as('editor'),
      body: { name: 'x', url },
    });
    // Refused at once, with the reason, or known to be private as soon as it is looked up.
    const said =
      answer.status === 422
        ? { field: answer.body.fields[0].field, reason: answer.body.fields[0].reason }
        : { field: 'url', reason: answer.body.trouble };
    expect(said).toEqual({ field: 'url', reason: 'private' });
    expect(asked).toEqual([]);
  });

  test('dates of 2099 and none at all are said to be none, and scripts are no words', async () => {
    serve(
      '/a.xml',
      rss([
        { ...(ITEMS[0] as MadeItem), date: 'Thu, 01 Jan 2099 00:00:00 GMT' },
        {
          title: 'Sans date <script>alert(1)</script>',
          link: 'javascript:alert(1)',
          text: '<img src=x onerror=alert(1)>Bonjour',
        },
      ]),
    );
    await add('/a.xml', { trusted: true });
    const all = await stories();
    expect(all).toHaveLength(2);
    const today = new Date(clock.now()).toISOString().slice(0, 10);
    for (const story of all) expect([story.undated, story.publishedAt.slice(0, 10)]).toEqual([true, today]);
    expect(JSON.stringify(all)).not.toMatch(/alert|onerror|javascript|<script/i);
  });
});

/** Real feeds that nobody here made; no part of the project. */
const folder = join(
  process.env['PALIER_FIXTURES'] ?? fileURLToPath(new URL('../../../shared/fixtures', import.meta.url)),
  'feeds',
);
const fixtures = existsSync(folder) ? readdirSync(folder) : [];
describe.skipIf(fixtures.length === 0)(
  `the feeds of others${fixtures.length === 0 ? ' (skipped: PALIER_FIXTURES names no folder with feeds)' : ''}`,
  () => {
    /** When each was fetched, its first headline, and the language of the house that would show it. */
    const KNOWN: Record<string, [at: string, title: string, language?: string]> = {
      'encoding_ISO-8859-1.xml': [
        '2018-10-28T13:00:00Z',
        'Red Dead Redemption 2: Hinweise auf PC-Umsetzung in App von Rockstar Games',
        'de',
      ],
      'encoding_WINDOWS-1251.xml': ['2018-03-21T08:00:00Z', 'Цитата #17703', 'ru'],
      'large_atom.xml': ['2024-03-10T17:00:00Z', 'Using vale with vim'],
      'large_rss.xml': ['2024-03-10T17:00:00Z', 'Using vale with vim'],
      'rdf_UTF8.xml': ['2018-10-28T13:00:00Z', 'OLED-TVs: Vorsichtsmaßnahmen gegen Einbrennen'],
      'small_atom.xml': ['2024-03-12T06:00:00Z', 'Parse podcast categories', 'en'],
      'urdu_UTF8.xml': [
        '2018-01-11T14:00:00Z',
        'امریکی عسکری امداد کی بندش کی وجوہات: انڈیا سے جنگ، جوہری پروگرام اور اب دہشت گردوں کی پشت پناہی',
        'ur',
      ],
    };

    /** A house on the day on which the feed was fetched. */
    async function houseOf(name: string) {
      const then = testClock();
      then.advance(Date.parse(KNOWN[name]?.[0] ?? '') - then.now());
      serve(`/${name}`, readFileSync(join(folder, name)), { 'content-type': 'text/xml' });
      const other = await openHouse({ clock: then, egressAllow: [new URL(base).host] });
      const body = { name: 'Un journal', url: `${base}/${name}`, trusted: true };
      return { other, then, view: (await other.edit('POST', '/api/sources', body)).body };
    }

    test.each(fixtures.length === 0 ? ['none'] : fixtures)('%s', async (name) => {
      const [, title, language] = KNOWN[name] ?? [];
      const { other, then, view } = await houseOf(name);
      try {
        expect(view).toMatchObject({ failures: 0 });
        expect(view.trouble).toBeUndefined();
        const cookie = await other.as('viewer');
        const all: Story[] = (await other.call('GET', '/api/stories?state=live', { cookie })).body.stories;
        const first = all.find((one) => one.title === title);
        expect([first?.title, first?.language]).toEqual([title, language]);
        for (const one of all) {
          expect(`${one.title} ${one.excerpt ?? ''}`).not.toMatch(/\ufffd|Ã.|â€/);
          expect(Date.parse(one.publishedAt)).toBeLessThanOrEqual(then.now());
          expect(one.undated).toBe(name === 'rdf_UTF8.xml' ? true : undefined);
        }
        if (name === 'rdf_UTF8.xml') expect(all).toHaveLength(FIRST_UNDATED);
        else expect(all.length).toBeGreaterThan(5);
      } finally {
        await other.close();
      }
    });

    test.each(['small_atom.xml', 'rdf_UTF8.xml'])(
      'what %s says reaches a screen, with its source and its date',
      async (name) => {
        if (!fixtures.includes(name)) throw new Error(`${name} is not among the fixtures`);
        const { other, then } = await houseOf(name);
        try {
          await other.parts.editions.start();
          await other.parts.editions.settled();
          const edition = await other.storage.get('editions', EVERYONE);
          const shown = edition?.stories.find(({ title }) => title === KNOWN[name]?.[1]);
          expect(shown).toMatchObject({ credit: 'Un journal', voice: 'trade' });
          expect([shown?.undated, Date.parse(shown?.publishedAt ?? '') <= then.now()]).toEqual([
            name === 'rdf_UTF8.xml' ? true : undefined,
            true,
          ]);
        } finally {
          await other.close();
        }
      },
    );
  },
);
