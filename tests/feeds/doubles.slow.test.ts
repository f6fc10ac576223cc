/** Sources over time: one story of several of them, and feeds that move to another address. */
import { beforeEach, describe, expect, test } from 'vitest';
import { LONGEST_MS } from '../../api/src/feeds/pace.ts';
import { rss } from './made-feeds.ts';
import { HOUR, useSourceHouse } from './source-house.ts';

const on = useSourceHouse();
const { serve, add, stories, source, round, item } = on;

describe('one story of two sources', () => {
  const NORM = 'La norme des batteries démontables est votée';
  // Told half an hour later.
  const copy = () => ({
    link: 'https://copie.example/n',
    date: new Date(on.clock.now() - HOUR / 2).toUTCString(),
  });
  const shown = async () => (await stories('live')).map(({ credit }) => credit);
  beforeEach(() => {
    serve('/a.xml', rss([item(NORM, 'norme')]));
    on.pages.set('/b.xml', (request, response) => {
      if (request.headers['if-none-match'] === '"b"') return response.writeHead(304, { etag: '"b"' }).end();
      response.writeHead(200, { etag: '"b"' }).end(rss([item(NORM, 'autre', copy())]));
    });
  });

  test('is shown once; the other comes when its source is switched off, and goes when it is back', async () => {
    const { source: a } = await add('/a.xml', { trusted: true });
    const { source: b, doubles } = await add('/b.xml', { trusted: true });
    expect([await shown(), doubles]).toEqual([['Journal /a.xml'], 1]);
    await on.house.edit('PATCH', `/api/sources/${a.id}`, { enabled: false });
    expect((await source(b.id)).live).toBe(1);
    await on.house.edit('PATCH', `/api/sources/${a.id}`, { enabled: true });
    expect(await source(b.id)).toMatchObject({ live: 0, doubles: 1 });
    await on.house.edit('DELETE', `/api/sources/${a.id}`);
    expect(await shown()).toEqual(['Journal /b.xml']);
    // Though the feed itself had nothing new to say.
    expect(on.asked.filter(({ url }) => url === '/b.xml')).toHaveLength(1);
  });

  test('one that waits keeps none out, nor does the moderator see it twice', async () => {
    await add('/a.xml');
    await add('/b.xml', { trusted: true });
    expect([await shown(), await stories('waiting')]).toEqual([['Journal /b.xml'], []]);
  });

  test('approved before it was one, it comes back as it was approved', async () => {
    const { source: a } = await add('/a.xml', { trusted: true });
    const { source: b } = await add('/b.xml');
    await on.house.edit('PATCH', `/api/sources/${a.id}`, { enabled: false });
    const [{ id, title, excerpt, url } = { id: '' }] = await stories('waiting');
    await on.house.edit('POST', `/api/stories/${id}`, { act: 'approve', seen: { title, excerpt, url } });
    expect(await source(b.id)).toMatchObject({ live: 1, doubles: 0 });
    await on.house.edit('PATCH', `/api/sources/${a.id}`, { enabled: true });
    expect(await source(b.id)).toMatchObject({ live: 0, doubles: 1 });
    await on.house.edit('DELETE', `/api/sources/${a.id}`);
    expect([await shown(), await stories('waiting')]).toEqual([['Journal /b.xml'], []]);
  });

  test('approved though it has only its address in common with one set aside, it comes back as it was approved', async () => {
    const aside = item('Autre chose en avait été dit', 'encore', { link: 'https://tiers.example/n' });
    serve('/c.xml', rss([aside]));
    await add('/c.xml', { trusted: true });
    const [first] = await stories('live');
    await on.house.edit('POST', `/api/stories/${first?.id}`, { act: 'block' });
    const { source: a } = await add('/a.xml', { trusted: true });
    serve('/d.xml', rss([item(NORM, 'encore', { ...copy(), link: 'https://tiers.example/n' })]));
    const { source: d } = await add('/d.xml');
    await on.house.edit('PATCH', `/api/sources/${a.id}`, { enabled: false });
    const [{ id, title, excerpt, url } = { id: '' }] = await stories('waiting');
    await on.house.edit('POST', `/api/stories/${id}`, { act: 'approve', seen: { title, excerpt, url } });
    await on.house.edit('PATCH', `/api/sources/${a.id}`, { enabled: true });
    expect(await source(d.id)).toMatchObject({ live: 0, doubles: 1 });
    await on.house.edit('DELETE', `/api/sources/${a.id}`);
    expect([await shown(), await stories('waiting')]).toEqual([['Journal /d.xml'], []]);
  });

  test('set aside it stays away, from wherever it comes', async () => {
    await add('/a.xml', { trusted: true });
    await add('/b.xml', { trusted: true });
    const [live] = await stories('live');
    await on.house.edit('POST', `/api/stories/${live?.id}`, { act: 'block' });
    await round();
    serve('/c.xml', rss([item(NORM, 'encore', { link: 'https://tiers.example/n' })]));
    await add('/c.xml', { trusted: true });
    expect([await shown(), await stories('double')]).toEqual([[], []]);
    expect(await stories('blocked')).toHaveLength(3);
  });

  test('found in the same round it is shown once', async () => {
    const opml = `<opml version="2.0"><body>${['a', 'b'].map((name) => `<outline text="${name}" xmlUrl="${on.base}/${name}.xml"/>`).join('')}</body></opml>`;
    const { added } = (await on.house.edit('POST', '/api/sources/opml', { opml })).body;
    for (const id of added) await on.house.edit('PATCH', `/api/sources/${id}`, { trusted: true });
    // Both are asked before either has answered.
    const open: (() => void)[] = [];
    for (const path of ['/a.xml', '/b.xml']) {
      const answer = on.pages.get(path);
      on.pages.set(path, (request, response) => {
        open.push(() => answer?.(request, response));
        if (open.length === 2) for (const go of open) go();
      });
    }
    await round();
    expect([await stories('live'), await stories('double')].map((some) => some.length)).toEqual([1, 1]);
  });
});

describe('a feed that has moved for good', () => {
  const moveTo = (path: string, status = 301) =>
    on.pages.set('/old.xml', (_request, response) => response.writeHead(status, { location: path }).end());
  const again = async (ms: number) => {
    on.clock.advance(ms);
    await round();
  };
  beforeEach(() => serve('/new.xml', rss([item('Le quai nord rouvre aux camions', 'quai')])));

  test('is followed after the third visit and a day; the old address stays to be seen', async () => {
    moveTo('/new.xml');
    const { source: made } = await add('/old.xml', { trusted: true });
    await again(LONGEST_MS * 1.2);
    expect(await source(made.id)).toMatchObject({
      movedTo: `${on.base}/new.xml`,
      source: { url: `${on.base}/old.xml` },
    });
    await again(LONGEST_MS * 1.2);
    const after = await source(made.id);
    expect(after).toMatchObject({
      movedFrom: { url: `${on.base}/old.xml` },
      live: 1,
      source: { url: `${on.base}/new.xml` },
    });
    expect(after.movedTo).toBeUndefined();
    const before = on.asked.length;
    await again(LONGEST_MS * 1.2);
    expect(on.asked.slice(before).map(({ url }) => url)).toEqual(['/new.xml']);
    expect(await source(made.id)).toMatchObject({ movedFrom: { url: `${on.base}/old.xml` }, live: 1 });
  });

  test('not on three visits of one hour, nor when it says another place each time, nor for a while', async () => {
    moveTo('/new.xml');
    const { source: made } = await add('/old.xml');
    const cookie = await on.house.as('editor');
    for (let visit = 0; visit < 4; visit += 1) {
      on.clock.advance(60_000);
      await on.house.call('POST', `/api/sources/${made.id}/refresh`, { cookie, body: {} });
    }
    expect(on.asked.filter(({ url }) => url === '/new.xml')).toHaveLength(5);
    expect((await source(made.id)).source.url).toBe(`${on.base}/old.xml`);
    moveTo('/new.xml', 302);
    for (let visit = 0; visit < 4; visit += 1) await again(LONGEST_MS * 1.2);
    expect(await source(made.id)).toMatchObject({ failures: 0, source: { url: `${on.base}/old.xml` } });
    expect((await source(made.id)).movedTo).toBeUndefined();
    for (let visit = 0; visit < 4; visit += 1) {
      serve(`/new-${visit}.xml`, rss([]));
      moveTo(`/new-${visit}.xml`);
      await again(LONGEST_MS * 1.2);
    }
    expect((await source(made.id)).source.url).toBe(`${on.base}/old.xml`);
  });

  test('not to an address that is too long to be kept, whose beginning is another address', async () => {
    const long = `/new.xml?${'a'.repeat(1_500)}`;
    serve(long, rss([item('Le quai nord rouvre aux camions', 'quai')]));
    moveTo(long);
    const { source: made } = await add('/old.xml', { trusted: true });
    for (let visit = 0; visit < 4; visit += 1) await again(LONGEST_MS * 1.2);
    const after = await source(made.id);
    expect(after).toMatchObject({ live: 1, failures: 0, source: { url: `${on.base}/old.xml` } });
    expect(after.movedTo).toBeUndefined();
  });

  test('once, and not back to where it came from', async () => {
    moveTo('/new.xml');
    const { source: made } = await add('/old.xml', { trusted: true });
    for (let visit = 0; visit < 4; visit += 1) await again(LONGEST_MS * 1.2);
    expect((await source(made.id)).source.url).toBe(`${on.base}/new.xml`);
    serve('/old.xml', rss([item('Le quai nord rouvre aux camions', 'quai')]));
    on.pages.set('/new.xml', (_request, response) => response.writeHead(301, { location: '/old.xml' }).end());
    for (let visit = 0; visit < 4; visit += 1) await again(LONGEST_MS * 1.2);
    expect(await source(made.id)).toMatchObject({
      failures: 0,
      source: { url: `${on.base}/new.xml` },
      movedTo: `${on.base}/old.xml`,
    });
  });

  test('not to where another source is already', async () => {
    moveTo('/new.xml');
    await add('/new.xml');
    const { source: made } = await add('/old.xml');
    for (let visit = 0; visit < 4; visit += 1) await again(LONGEST_MS * 1.2);
    expect(await source(made.id)).toMatchObject({
      movedTo: `${on.base}/new.xml`,
      source: { url: `${on.base}/old.xml` },
    });
  });
});
