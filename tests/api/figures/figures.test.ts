/** Figures: typed, from files and from addresses; what fails changes nothing that is shown. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { Readable } from 'node:stream';
import { Manifest } from '@palier/playlists/manifest';
import { MediaName } from '@palier/playlists/media';
import { TableAnswer } from '../../../api/src/wire/figures.ts';
import { openHouse, type House } from '../house.ts';

let house: House;
const closing: (() => void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await house.close();
});

const words = { title: { fr: 'Recyclage', en: 'Recycling' }, source: { fr: 'Services généraux' }, unit: '%' };
const data = {
  series: [
    { label: '2026-09', value: 60 },
    { label: '2026-10', value: 64 },
  ],
  asOf: '2026-10-31',
};

async function shownOn(token: string) {
  const { body } = await house.call('GET', '/api/player/manifest', { token });
  const item = Manifest.parse(body).playlists[0]?.entries[0]?.item;
  return item?.kind === 'results' ? item.shown?.figures : undefined;
}
async function showing(id: string) {
  const { token } = await house.pair('Hall');
  const entries = [{ id: 'kpi', item: { kind: 'results', figures: [id] } }];
  await house.edit('POST', '/api/playlists', { id: 'day', name: { fr: 'Jour' }, entries });
  await house.edit('POST', '/api/schedules', {
    name: { fr: 'x' },
    target: { all: true },
    rules: [{ playlistId: 'day' }],
  });
  return token;
}

describe('typed', () => {
  test('a figure reaches the screens by id, with its trend and its last good day', async () => {
    house = await openHouse();
    const { body } = await house.edit('POST', '/api/figures', { ...words, target: 70, data });
    const token = await showing(body.figure.id);
    expect(await shownOn(token)).toMatchObject([
      { value: 64, trend: { value: 4, since: '2026-09' }, target: 70, asOf: '2026-10-31', staleAfter: '2027-01-31' },
    ]);
    const stored = await house.storage.get('playlists', 'day');
    expect(JSON.stringify(stored)).not.toContain('shown');
    const refused = await house.call('DELETE', `/api/figures/${body.figure.id}`, { cookie: await house.as('editor') });
    expect(refused.status).toBe(409);
  });

  test('a phone reads it only when it is open to phones', async () => {
    house = await openHouse();
    const { body, headers } = await house.edit('POST', '/api/figures', { ...words, data });
    const path = `/api/public/figures/${body.code}`;
    expect((await house.call('GET', path)).status).toBe(404);
    await house.edit(
      'PUT',
      `/api/figures/${body.figure.id}`,
      { figure: { ...body.figure, phone: true } },
      { 'if-match': headers.get('etag') ?? '' },
    );
    expect((await house.call('GET', path)).body.figure.value).toBe(64);
    // The wall says where to read it.
    const token = await showing(body.figure.id);
    expect((await shownOn(token))?.[0]?.phoneUrl).toMatch(new RegExp(`^https?://.+/r/${body.code}$`));
  });
});

describe('files', () => {
  test('the next file of the same name updates the figure; one that cannot be read changes nothing', async () => {
    house = await openHouse();
    const first = 'mois;tri\n2026-09;60\n2026-10;64\n';
    const cookie = await house.as('editor');
    const send = (path: string, raw: string) =>
      house.call('POST', path, { raw, cookie, headers: { 'content-type': 'text/csv' } });
    const { body: table } = await send('/api/figures/tables', first);
    // What the client promises, to the letter.
    expect(TableAnswer.parse(table)).toMatchObject({
      rowCount: 3,
      series: [{ value: 60 }, { value: 64 }],
      faultCount: 0,
    });
    const { body } = await house.edit('POST', '/api/figures', {
      ...words,
      feed: { kind: 'file', name: 'tri.csv', mapping: table.mapping },
      data: { series: table.series, asOf: table.asOf },
    });
    const token = await showing(body.figure.id);
    const { body: taken } = await send('/api/figures/files?name=TRI.csv', `${first}2026-11;67\n`);
    expect(taken.updated).toHaveLength(1);
    expect((await shownOn(token))?.[0]?.value).toBe(67);
    const { body: broken } = await send('/api/figures/files?name=tri.csv', 'mois;tri\n2026-12;?\n');
    expect(broken).toMatchObject({ updated: [], refused: [{ reason: 'no-points' }] });
    expect((await shownOn(token))?.[0]?.value).toBe(67);
    // The library takes the same file: whatever brings it there, the figure follows.
    const name = MediaName.parse('uploads/tri.csv');
    const from = Readable.from([Buffer.from(`${first}2026-12;71\n`)]);
    await house.parts.intake.take({ name, origin: 'upload', from, owner: 'Camille' });
    await expect.poll(async () => (await shownOn(token))?.[0]?.value).toBe(71);
    expect((await send('/api/figures/tables', '')).body.fields).toEqual([{ field: 'body', reason: 'empty' }]);
  });
});

describe('addresses', () => {
  async function source(answer: () => { status?: number; body: string }) {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(String(request.headers['x-key']));
      const { status = 200, body } = answer();
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    return { asked, place: `127.0.0.1:${port}` };
  }

  test('are read in their turn, with credentials that never come back, and with back-off', async () => {
    let body = '{"data":{"total":41}}';
    let status = 200;
    const { asked, place } = await source(() => ({ status, body }));
    house = await openHouse({ egressAllow: [place] });
    const feed = {
      kind: 'address',
      url: `http://${place}/kpi?k=1`,
      everyMinutes: 10,
      pointer: '/data/total',
      headerName: 'X-Key',
    };
    const { body: made } = await house.edit('POST', '/api/figures', { ...words, feed, headerValue: 'planted-key' });
    const token = await showing(made.figure.id);
    expect(made).toMatchObject({ hasHeader: true, shown: { value: 41 }, fetch: { failures: 0 } });
    expect(asked).toEqual(['planted-key']);
    expect(JSON.stringify((await house.edit('GET', '/api/figures')).body)).not.toContain('planted-key');

    body = '{"data":{"total":"n/a"}}';
    house.clock.advance(10 * 60_000);
    await house.parts.figures.lookNow();
    expect((await house.edit('GET', `/api/figures/${made.figure.id}`)).body.fetch).toMatchObject({
      failures: 1,
      fault: { reason: 'not-a-number', detail: '/data/total' },
    });
    expect((await shownOn(token))?.[0]?.value).toBe(41);

    status = 500;
    house.clock.advance(10 * 60_000);
    await house.parts.figures.lookNow();
    const asks = asked.length;
    house.clock.advance(15 * 60_000);
    await house.parts.figures.lookNow();
    // The second failure doubled the wait.
    expect(asked).toHaveLength(asks);
    [status, body] = [200, '{"data":{"total":43}}'];
    house.clock.advance(6 * 60_000);
    await house.parts.figures.lookNow();
    expect((await shownOn(token))?.[0]?.value).toBe(43);
    expect(house.said.join(' ')).not.toContain('planted-key');
  });

  test('of the own network are refused unless a setting names them', async () => {
    house = await openHouse();
    const feed = { kind: 'address', url: 'http://169.254.169.254/latest' };
    const answer = await house.call('POST', '/api/figures', {
      body: { ...words, feed },
      cookie: await house.as('editor'),
    });
    expect(answer.body.fields).toEqual([{ field: 'feed.url', reason: 'egress-private' }]);
  });
});
