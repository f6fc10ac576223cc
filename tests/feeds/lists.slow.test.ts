/** Lists of feeds and sets to begin with: in and out, with their topics. */
import { describe, expect, test } from 'vitest';
import { readOpml } from '../../api/src/feeds/opml.ts';
import { createSources } from '../../api/src/feeds/sources.ts';
import type { Transaction } from '../../api/src/storage/storage.ts';
import { SourceDraft } from '../../api/src/wire/feeds.ts';
import { openHouse, type House } from '../api/house.ts';
import { rss } from './made-feeds.ts';
import { useSourceHouse } from './source-house.ts';

const on = useSourceHouse();
const { serve, add, stories, round } = on;

describe('lists of feeds', () => {
  test('a list of feeds comes in and goes out as OPML', async () => {
    serve('/a.xml', rss());
    const list = (url: string) =>
      `<opml version="2.0"><head/><body><outline text="Presse"><outline text="Un" type="rss" xmlUrl="${url}" htmlUrl="https://un.example"/><outline text="Deux" xmlUrl="http://10.0.0.7/feed"/><outline text="Trois" xmlUrl="file:///etc/passwd"/></outline></body></opml>`;
    const answer = await on.house.edit('POST', '/api/sources/opml', { opml: list(`${on.base}/a.xml`) });
    expect(answer.body).toEqual({
      added: [expect.any(String)],
      known: 0,
      refused: 2,
      unusable: ['Deux', 'Trois'],
      full: 0,
    });
    await round();
    expect(await stories('waiting')).toHaveLength(3);
    const out = await on.house.call('GET', '/api/sources/opml', { cookie: await on.house.as('viewer') });
    expect(readOpml(await out.response.text())).toEqual([
      { title: 'Un', url: `${on.base}/a.xml`, site: 'https://un.example', folders: ['Presse'] },
    ]);
    expect((await on.house.edit('POST', '/api/sources/opml', { opml: list(`${on.base}/a.xml`) })).body.known).toBe(1);
  });

  test('a house without feeds has an empty list', async () => {
    await on.house.edit('POST', '/api/sources', { name: 'La maison' });
    const cookie = await on.house.as('viewer');
    const out = await on.house.call('GET', '/api/sources/opml', { cookie });
    expect([out.status, await out.response.text()]).toEqual([
      200,
      expect.stringMatching(/<opml version="2.0">\s*<head\/>\s*<body\/>/),
    ]);
  });

  test('a long list is added a part at a time, and those that are there are read once for each part', async () => {
    const { storage } = on.house;
    let reads = 0;
    let parts = 0;
    const counted = (transaction: Transaction): Transaction => ({
      ...transaction,
      all: (collection) => ((reads += 1), transaction.all(collection)),
    });
    const sources = createSources({
      clock: on.clock,
      random: on.house.parts.random,
      storage: {
        ...storage,
        transact: (work) => ((parts += 1), storage.transact((transaction) => work(counted(transaction)))),
      },
    });
    const drafts = Array.from({ length: 250 }, (_, at) =>
      SourceDraft.parse({ name: `Fil ${at}`, url: `https://s${at % 240}.example/f` }),
    );
    const outcomes = await sources.addAll(drafts, 'Anne');
    expect([outcomes.filter((one) => 'record' in one).length, outcomes.length]).toEqual([240, 250]);
    expect([parts, reads]).toEqual([3, 3]);
    expect((await sources.addAll(drafts, 'Anne')).every((one) => 'refused' in one && one.refused === 'known')).toBe(
      true,
    );
  });

  test('topics survive the way out and in again, in another house too; what is missing is made', async () => {
    const topics = [
      { id: 'hr', name: { fr: 'Ressources humaines', en: 'Human resources' } },
      { id: 'quais', name: { fr: 'Quais, grues / camions' } },
    ];
    await on.house.edit('PUT', '/api/topics', { topics });
    await add('/a.xml', { topics: ['hr', 'quais'] });
    await add('/b.xml', { topics: ['quais'] });
    await add('/c.xml');
    const viewer = { cookie: await on.house.as('viewer') };
    const opml = await (await on.house.call('GET', '/api/sources/opml', viewer)).response.text();
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
    const before = await about(on.house);
    for (const id of (await on.house.storage.all('sources')).map((one) => one.id)) {
      await on.house.edit('DELETE', `/api/sources/${id}`);
    }
    await on.house.edit('POST', '/api/sources/opml', { opml });
    expect(await about(on.house)).toEqual(before);
    expect((await on.house.call('GET', '/api/topics', viewer)).body.topics).toEqual(topics);
    const other = await openHouse({ clock: on.clock, egressAllow: [new URL(on.base).host] });
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
    const addresses = ['feed://a.example/rss', 'feed:https://b.example/rss', 'ftp://c.example/rss'];
    const lines = addresses.map((address) => `<outline xmlUrl="${address}"/>`).join('');
    expect(readOpml(`<opml version="1.0"><body>${lines}</body></opml>`)?.map(({ url }) => url)).toEqual([
      'http://a.example/rss',
      'https://b.example/rss',
      'ftp://c.example/rss',
    ]);
  });
});

describe('the sets to begin with', () => {
  test('a set of feeds to begin with brings its topic', async () => {
    const answer = await on.house.edit('POST', '/api/sources/starter', { sets: ['legal'], languages: ['fr'] });
    expect(answer.body.added).toHaveLength(2);
    expect((await on.house.call('GET', '/api/topics', { cookie: await on.house.as('viewer') })).body.topics).toEqual([
      { id: 'legal', name: { fr: 'Juridique', en: 'Legal' } },
    ]);
  });

  test('the sets to begin with are lists too: each trade has feeds in both languages, and comes in with its topic', async () => {
    const cookie = await on.house.as('viewer');
    const { sets } = (await on.house.call('GET', '/api/sources/starter', { cookie })).body;
    for (const { id, feeds } of sets) {
      const languages = feeds.map(({ language }: { language: string }) => language);
      expect([id, languages.includes('fr'), languages.includes('en')]).toEqual([id, true, true]);
    }
    const all = await on.house.call('GET', '/api/sources/starter/opml', { cookie });
    expect(all.headers.get('content-type')).toContain('opml');
    const opml = await all.response.text();
    expect(readOpml(opml)?.map(({ url }) => url)).toEqual(
      sets.flatMap(({ feeds }: { feeds: { url: string }[] }) => feeds.map(({ url }) => url)),
    );
    const one = await on.house.call('GET', '/api/sources/starter/opml?set=hr', { cookie });
    expect(one.headers.get('content-disposition')).toContain('palier-hr.opml');
    expect(new Set(readOpml(await one.response.text())?.flatMap(({ folders }) => folders))).toEqual(
      new Set(['Human resources']),
    );
    expect((await on.house.call('GET', '/api/sources/starter/opml?set=none', { cookie })).status).toBe(404);
    await on.house.edit('POST', '/api/sources/opml', { opml });
    const { topics } = (await on.house.call('GET', '/api/topics', { cookie })).body;
    expect(topics).toEqual(sets.map(({ id, name }: { id: string; name: object }) => ({ id, name })));
  });
});
