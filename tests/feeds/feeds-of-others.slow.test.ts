/** Real feeds that nobody here made and that are no part of the project: read as they are, and followed to a screen. */
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EVERYONE } from '@palier/playlists/audience';
import type { Story } from '@palier/playlists/story';
import { FIRST_UNDATED } from '../../api/src/feeds/merge.ts';
import { openHouse, testClock, type House } from '../api/house.ts';

const folder = join(
  process.env['PALIER_FIXTURES'] ?? fileURLToPath(new URL('../../../shared/fixtures', import.meta.url)),
  'feeds',
);
const present = existsSync(folder) ? readdirSync(folder) : [];
type Fixture = { name: string; at: string; title: string; language?: string; stories: number; undated?: true };
/** When each was fetched, what it says first, its language, and how many of its stories were news on that day. */
const FIXTURES: Fixture[] = [
  {
    name: 'encoding_ISO-8859-1.xml',
    at: '2018-10-28T13:00:00Z',
    title: 'Red Dead Redemption 2: Hinweise auf PC-Umsetzung in App von Rockstar Games',
    language: 'de',
    stories: 40,
  },
  {
    name: 'encoding_WINDOWS-1251.xml',
    at: '2018-03-21T08:00:00Z',
    title: 'Цитата #17703',
    language: 'ru',
    stories: 50,
  },
  { name: 'large_atom.xml', at: '2024-03-10T17:00:00Z', title: 'Using vale with vim', stories: 8 },
  { name: 'large_rss.xml', at: '2024-03-10T17:00:00Z', title: 'Using vale with vim', stories: 8 },
  {
    name: 'rdf_UTF8.xml',
    at: '2018-10-28T13:00:00Z',
    title: 'OLED-TVs: Vorsichtsmaßnahmen gegen Einbrennen',
    stories: FIRST_UNDATED,
    undated: true,
  },
  {
    name: 'small_atom.xml',
    at: '2024-03-12T06:00:00Z',
    title: 'Parse podcast categories',
    language: 'en',
    stories: 20,
  },
  {
    name: 'urdu_UTF8.xml',
    at: '2018-01-11T14:00:00Z',
    title: 'امریکی عسکری امداد کی بندش کی وجوہات: انڈیا سے جنگ، جوہری پروگرام اور اب دہشت گردوں کی پشت پناہی',
    language: 'ur',
    stories: 19,
  },
];

describe.skipIf(present.length === 0)(
  `the feeds of others${present.length === 0 ? ' (skipped: PALIER_FIXTURES names no folder with feeds)' : ''}`,
  () => {
    let base: string;
    let close: () => void;
    const houses: House[] = [];
    beforeEach(async () => {
      const server = createServer((request, response) => {
        response.writeHead(200, { 'content-type': 'text/xml' });
        response.end(readFileSync(join(folder, (request.url ?? '').slice(1))));
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      close = () => (server.closeAllConnections(), server.close());
    });
    afterEach(async () => {
      close();
      for (const house of houses.splice(0)) await house.close();
    });

    /** A house on the day on which the feed was fetched, with that feed. */
    async function houseOf({ name, at }: Fixture) {
      const clock = testClock();
      clock.advance(Date.parse(at) - clock.now());
      const house = await openHouse({ clock, egressAllow: [new URL(base).host] });
      houses.push(house);
      const body = { name: 'Un journal', url: `${base}/${name}`, trusted: true };
      return { house, view: (await house.edit('POST', '/api/sources', body)).body };
    }

    test('are all known here', () => {
      expect(FIXTURES.map(({ name }) => name)).toEqual(present.toSorted());
    });

    test.each(FIXTURES)('$name', async (fixture) => {
      const { house, view } = await houseOf(fixture);
      expect([view.failures, view.trouble]).toEqual([0, undefined]);
      const cookie = await house.as('viewer');
      const all: Story[] = (await house.call('GET', '/api/stories?state=live', { cookie })).body.stories;
      const first = all.find(({ title }) => title === fixture.title);
      expect([first?.title, first?.language]).toEqual([fixture.title, fixture.language]);
      expect(all).toHaveLength(fixture.stories);
      for (const { title, excerpt = '', publishedAt, undated } of all) {
        expect(`${title} ${excerpt}`).not.toMatch(/\ufffd|Ã.|â€/);
        expect([undated, Date.parse(publishedAt) <= Date.parse(fixture.at)]).toEqual([fixture.undated, true]);
      }
    });

    test.each(FIXTURES.filter(({ name }) => name === 'small_atom.xml' || name === 'rdf_UTF8.xml'))(
      'what $name says reaches screens, with its source and its date',
      async (fixture) => {
        const { house } = await houseOf(fixture);
        await house.parts.editions.settled();
        const edition = await house.storage.get('editions', EVERYONE);
        const shown = edition?.stories.find(({ title }) => title === fixture.title);
        expect([shown?.credit, shown?.undated]).toEqual(['Un journal', fixture.undated]);
        expect(shown?.publishedAt.slice(0, 10)).toBe(fixture.undated ? fixture.at.slice(0, 10) : '2024-03-12');
      },
    );
  },
);
