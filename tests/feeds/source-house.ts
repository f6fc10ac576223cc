/** A house and a server of feeds beside it, for tests of sources: made anew for each test, gone after it. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach } from 'vitest';
import type { Story } from '@palier/playlists/story';
import { openHouse, testClock, type House, type TestClock } from '../api/house.ts';
import type { MadeItem } from './made-feeds.ts';

export const HOUR = 3_600_000;
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export function useSourceHouse() {
  let house: House;
  let clock: TestClock;
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

  return {
    serve,
    add,
    stories,
    source,
    round,
    item,
    get house() {
      return house;
    },
    get clock() {
      return clock;
    },
    /** By path. */
    get pages() {
      return pages;
    },
    /** Every request so far. */
    get asked() {
      return asked;
    },
    get base() {
      return base;
    },
  };
}
