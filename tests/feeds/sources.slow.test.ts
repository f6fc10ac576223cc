/** Sources over a real server on this machine: found, subscribed, visited, failing in every way, and none harming another. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test, vi } from 'vitest';
import type { Story } from '@palier/playlists/story';
import { LONGEST_MS, paceAfter, paceAfterFailure, SHORTEST_MS } from '../../api/src/feeds/pace.ts';
import { atom, ITEMS, rss, type MadeItem } from './made-feeds.ts';
import { HOUR, useSourceHouse, type Handler } from './source-house.ts';

const on = useSourceHouse();
const { serve, add, stories, source, round, item } = on;

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
    const found = (await on.house.edit('POST', '/api/sources/find', { address: `${on.base}/` })).body;
    expect(found.feeds).toEqual([
      expect.objectContaining({ url: `${on.base}/nouvelles.xml`, title: 'Nouvelles du port', items: 3, known: false }),
    ]);
    await add('/nouvelles.xml');
    expect((await on.house.edit('POST', '/api/sources/find', { address: `${on.base}/` })).body.feeds[0].known).toBe(
      true,
    );
  });

  test('from a site whose page names none: where feeds usually lie', async () => {
    serve('/', '<html><body>Bonjour', { 'content-type': 'text/html' });
    serve('/atom.xml', atom());
    const found = (await on.house.edit('POST', '/api/sources/find', { address: `${on.base}/` })).body;
    expect(found.feeds.map(({ url }: { url: string }) => url)).toEqual([`${on.base}/atom.xml`]);
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
    const found = (await on.house.edit('POST', '/api/sources/find', { address: `${on.base}/` })).body;
    expect(found.feeds.map(({ url }: { url: string }) => url)).toEqual([`${on.base}/feed`]);
    expect(on.asked.map(({ url }) => url).includes('/wp-json/oembed')).toBe(false);
  });

  test('a feed without dates does not say when its latest was written', async () => {
    serve('/a.xml', rss([{ title: 'Sans date', link: 'https://port.example/a' }]));
    const [feed] = (await on.house.edit('POST', '/api/sources/find', { address: `${on.base}/a.xml` })).body.feeds;
    expect([feed.items, feed.newest]).toEqual([1, undefined]);
  });

  test('a feed that has nothing recent says when its latest was written, also when it is unchanged', async () => {
    on.pages.set('/a.xml', (request, response) => {
      if (request.headers['if-none-match'] === '"v1"') return response.writeHead(304, { etag: '"v1"' }).end();
      response.writeHead(200, { etag: '"v1"' });
      response.end(rss([item('Un très vieil article', 'vieux', { date: 'Thu, 11 Jan 2018 10:00:00 GMT' })]));
    });
    const { source: made } = await add('/a.xml', { trusted: true });
    expect(await source(made.id)).toMatchObject({ live: 0, newest: '2018-01-11T10:00:00.000Z' });
    on.clock.advance(LONGEST_MS * 2);
    expect(await round()).toBe(1);
    expect(await source(made.id)).toMatchObject({ live: 0, newest: '2018-01-11T10:00:00.000Z' });
    const cookie = await on.house.as('viewer');
    expect((await on.house.call('GET', '/api/sources', { cookie })).body.freshDays).toBe(7);
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
        publishedAt: new Date(Math.floor((on.clock.now() - HOUR) / 1000) * 1000).toISOString(),
      }),
    ]);
    expect((await stories('waiting')).map(({ title }) => title)).toEqual(['La halle ferme deux jours pour travaux']);
  });

  test('one feed twice is refused with the reason', async () => {
    serve('/a.xml', rss());
    await add('/a.xml');
    const cookie = await on.house.as('editor');
    const body = { name: 'encore', url: `${on.base}/a.xml?utm_source=x` };
    const again = await on.house.call('POST', '/api/sources', { cookie, body });
    expect([again.status, again.body.fields[0].field]).toEqual([422, 'url']);
  });
});

describe('visits', () => {
  test('an unchanged feed costs a question and nothing else', async () => {
    on.pages.set('/a.xml', (request, response) => {
      if (request.headers['if-none-match'] === '"v1"') return response.writeHead(304, { etag: '"v1"' }).end();
      response.writeHead(200, { etag: '"v1"' }).end(rss());
    });
    const { source: made } = await add('/a.xml');
    const before = await on.house.storage.revision('stories');
    on.clock.advance(LONGEST_MS * 2);
    expect(await round()).toBe(1);
    expect(on.asked.at(-1)?.headers['if-none-match']).toBe('"v1"');
    expect(await on.house.storage.revision('stories')).toBe(before);
    expect(Date.parse((await source(made.id)).okAt)).toBe(on.clock.now());
    expect(await round()).toBe(0);
  });

  test('new ones join, known ones keep what was decided of them, whatever the feed says', async () => {
    serve('/a.xml', rss([item('Le premier article du jour', 'un'), item('Le deuxième article du jour', 'deux')]));
    await add('/a.xml', { trusted: true });
    const first = (await stories()).find(({ title }) => title.startsWith('Le premier'));
    const second = (await stories()).find(({ title }) => title.startsWith('Le deuxième'));
    await on.house.edit('POST', `/api/stories/${first?.id}`, { act: 'block' });
    await on.house.edit('POST', `/api/stories/${second?.id}`, { act: 'pin' });
    serve(
      '/a.xml',
      rss([
        item('Un troisième article du soir', 'trois'),
        item('Le premier article, corrigé', 'un?utm_medium=rss'),
        item('Le deuxième article du jour', 'deux'),
      ]),
    );
    on.clock.advance(LONGEST_MS * 1.2);
    await round();
    const now = new Map((await stories()).map((story) => [story.id, story]));
    expect(now.size).toBe(3);
    expect(now.get(first?.id as Story['id'])).toMatchObject({ state: 'blocked', title: 'Le premier article, corrigé' });
    expect(now.get(second?.id as Story['id'])?.pinnedUntil).toBeDefined();
  });

  test('a story has one picture, made anew, without what was in it', async () => {
    const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#0b5d57' } })
      .withExif({ IFD0: { Copyright: 'SECRET-POSITION' } })
      .jpeg()
      .toBuffer();
    serve('/photo.jpg', picture, { 'content-type': 'image/jpeg' });
    const extra = `<enclosure url="${on.base}/photo.jpg" type="image/jpeg" length="${picture.length}"/>`;
    serve('/a.xml', rss([item('Une photo du quai', 'photo', { extra }), item('Un texte sans photo', 'texte')]));
    const { source: made } = await add('/a.xml', { trusted: true });
    const [media] = await on.house.storage.all('storyMedia');
    expect((await stories()).map(({ picture: name }) => name ?? '').toSorted()).toEqual(['', media?.id]);
    const kept = readFileSync(on.house.parts.mediaStore.pathOf(media?.sha256 ?? ''));
    expect([media?.widthPx, kept.includes('SECRET-POSITION')]).toEqual([900, false]);
    await on.house.edit('DELETE', `/api/sources/${made.id}`);
    expect([
      await on.house.storage.all('storyMedia'),
      await stories(),
      await on.house.storage.all('sourceStates'),
    ]).toEqual([[], [], []]);
  });

  test('what a source changes is said by its stories: name, topics, voice; with trust they go live', async () => {
    serve('/a.xml', rss());
    const { source: made } = await add('/a.xml');
    await on.house.edit('PATCH', `/api/sources/${made.id}`, {
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
    const own = (await on.house.edit('POST', '/api/sources', { name: 'La maison', voice: 'corporate' })).body.source;
    const written = await on.house.edit('POST', `/api/sources/${own.id}/stories`, {
      title: 'Nos résultats sont publiés',
      excerpt: 'À lire.',
    });
    expect(written.body).toMatchObject({ voice: 'corporate', credit: 'La maison', state: 'live' });
    expect(await on.house.edit('DELETE', `/api/stories/${written.body.id}`)).toMatchObject({ status: 204 });
    expect(await stories()).toEqual([]);
    const audit = (await on.house.storage.streams('storyAudit')).map((stream) =>
      on.house.storage.readLog('storyAudit', stream, 0, 10),
    );
    expect((await Promise.all(audit)).flat().map(({ record }) => record.act)).toEqual(['write', 'remove']);
  });

  test('another address is another feed: what the old one said of itself is not sent to it', async () => {
    on.pages.set('/a.xml', (_request, response) => response.writeHead(200, { etag: '"old"' }).end(rss()));
    const { source: made } = await add('/a.xml');
    await on.house.edit('PATCH', `/api/sources/${made.id}`, { url: `${on.base}/b.xml` });
    on.clock.advance(2 * LONGEST_MS);
    await round();
    const visits = on.asked.filter(({ url }) => url === '/b.xml');
    expect(visits.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined]);
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
    const until = on.clock.now() + 3 * LONGEST_MS;
    on.pages.set('/a.xml', (_request, response) => {
      const headers = { date: new Date(on.clock.now()).toUTCString(), 'retry-after': new Date(until).toUTCString() };
      response.writeHead(503, headers).end();
    });
    const { source: made } = await add('/a.xml');
    expect(Date.parse((await source(made.id)).dueAt)).toBeGreaterThanOrEqual(until - 1_000);
  });

  test('a busy server is left alone for as long as it asks', async () => {
    on.pages.set('/a.xml', (_request, response) => response.writeHead(503, { 'retry-after': '7200' }).end());
    const { source: made } = await add('/a.xml');
    const state = await source(made.id);
    expect(state).toMatchObject({ trouble: 'status', status: 503, failures: 1 });
    expect(Date.parse(state.dueAt) - on.clock.now()).toBeGreaterThanOrEqual(2 * HOUR);
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
    on.pages.set('/a.xml', redirecting);
    for (let hop = 1; hop <= 8; hop += 1) on.pages.set(`/a.xml?${hop}`, redirecting);
    serve('/good.xml', rss([item('Une bonne nouvelle du port', 'bonne')]));
    const { source: bad } = await add('/a.xml', { trusted: true });
    const { source: good } = await add('/good.xml', { trusted: true });
    expect(await source(bad.id)).toMatchObject({ trouble, failures: 1, live: 0 });
    expect((await source(bad.id)).okAt).toBeUndefined();
    expect((await source(good.id)).trouble).toBeUndefined();
    expect((await stories()).map(({ title }) => title)).toEqual(['Une bonne nouvelle du port']);
    // It is asked again, and comes back by itself.
    serve('/a.xml', rss([item('Le port va mieux aujourd’hui', 'mieux')]));
    on.clock.advance(2 * LONGEST_MS);
    await round();
    expect(await source(bad.id)).toMatchObject({ failures: 0, live: 1 });
  });

  test('a feed that asks to be left alone for ever is asked again the next day', async () => {
    serve('/a.xml', rss([item('Le quai nord rouvre aux camions', 'quai')], { channel: '<ttl>1e999</ttl>' }));
    const { source: made, live } = await add('/a.xml', { trusted: true });
    const { dueAt, failures } = await source(made.id);
    expect([live, failures]).toEqual([1, 0]);
    expect(Date.parse(dueAt) - on.clock.now()).toBeLessThanOrEqual(LONGEST_MS * 1.1);
  });

  test('what breaks off by a fault of ours is said of the source too, and is not asked again at once', async () => {
    const fault = vi.spyOn(on.house.parts.egress, 'get').mockRejectedValue(new Error('a fault of ours'));
    const { source: made, trouble } = await add('/a.xml', { trusted: true });
    expect(trouble).toBe('malformed');
    expect(await round()).toBe(0);
    on.clock.advance(SHORTEST_MS);
    expect(await round()).toBe(1);
    expect(await source(made.id)).toMatchObject({ failures: 2 });
    expect(await round()).toBe(0);
    fault.mockRestore();
    serve('/a.xml', rss([item('Le quai nord rouvre aux camions', 'quai')]));
    on.clock.advance(LONGEST_MS);
    await round();
    expect(await source(made.id)).toMatchObject({ failures: 0, live: 1 });
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
    const answer = await on.house.call('POST', '/api/sources', {
      cookie: await on.house.as('editor'),
      body: { name: 'x', url },
    });
    // Refused at once, with the reason, or known to be private as soon as it is looked up.
    const said =
      answer.status === 422
        ? { field: answer.body.fields[0].field, reason: answer.body.fields[0].reason }
        : { field: 'url', reason: answer.body.trouble };
    expect(said).toEqual({ field: 'url', reason: 'private' });
    expect(on.asked).toEqual([]);
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
    const today = new Date(on.clock.now()).toISOString().slice(0, 10);
    for (const story of all) expect([story.undated, story.publishedAt.slice(0, 10)]).toEqual([true, today]);
    expect(JSON.stringify(all)).not.toMatch(/alert|onerror|javascript|<script/i);
  });
});
