/** Expected against proven plays: what is counted, the reasons given, and a file that no spreadsheet runs. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { otherService, systemdUnit } from '../../api/src/service.ts';
import { createPlayBudget } from '../../api/src/play-budget.ts';
import { csvLine } from '../../api/src/csv.ts';
import { uuid } from '../storage/documents.ts';
import { NOON, notice, openHouse, playlistOf, type House } from './house.ts';

const MIN = 60_000;
let house: House;

beforeEach(async () => {
  house = await openHouse({ files: { 'hall.json': playlistOf('hall', [notice('one', '=1+1'), notice('two')]) } });
});
afterEach(() => house.close());

async function scheduled(): Promise<{ id: string; token: string }> {
  await house.edit('POST', '/api/schedules', {
    id: 'day',
    name: { fr: 'Jour' },
    target: { all: true },
    rules: [{ playlistId: 'hall', daypart: { from: '12:00', until: '13:00' } }],
  });
  const hall = await house.pair('Hall');
  // Its machine has been there since the day before.
  await house.storage.transact(async (transaction) => {
    const record = await transaction.get('screens', hall.id);
    const pairedAt = new Date(NOON - 24 * 60 * MIN).toISOString();
    if (record !== undefined) await transaction.put('screens', { ...record, pairedAt });
  });
  return hall;
}

const plays = (entryId: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: uuid(index + (entryId === 'one' ? 0 : 5_000)),
    playlistId: 'hall',
    entryId,
    startedAt: new Date(NOON - 60 * MIN + index * 20_000).toISOString(),
    endedAt: new Date(NOON - 60 * MIN + index * 20_000 + 10_000).toISOString(),
    revision: 1,
  }));

test('an hour of two items of ten seconds is 180 each; what is short says why', async () => {
  // It is 13:00 in Paris.
  const { id, token } = await scheduled();
  await house.call('POST', '/api/player/plays', { token, body: { plays: plays('one', 180) } });
  await house.call('POST', '/api/player/plays', { token, body: { plays: plays('two', 20) } });
  const cookie = await house.as('viewer');
  const span = 'from=2026-11-23&to=2026-11-23';
  const { body } = await house.call('GET', `/api/reports/plays?${span}`, { cookie });
  expect(body.totals).toMatchObject({ plays: 200, expected: 360 });
  expect(body.rows).toMatchObject([
    { entryId: 'one', plays: 180, expected: 180, shownMs: 1_800_000, title: '=1+1', reasons: [] },
    { entryId: 'two', plays: 20, expected: 180, reasons: ['unknown', 'changed', 'not-over'] },
  ]);
  const other = await house.call('GET', `/api/reports/plays?${span}&screen=elsewhere`, { cookie });
  expect(other.body.rows).toEqual([]);
  expect(
    (await house.call('GET', `/api/reports/plays?${span}&item=two&screen=${id}`, { cookie })).body.rows,
  ).toHaveLength(1);
  expect((await house.call('GET', '/api/reports/plays?from=2026-01-01&to=2026-11-23', { cookie })).status).toBe(422);
});

test('the file is for every role that sees the page, opens in Excel and runs nothing', async () => {
  const { token } = await scheduled();
  await house.call('POST', '/api/player/plays', { token, body: { plays: plays('one', 3) } });
  for (const role of ['viewer', 'moderator', 'hr', 'editor', 'admin'] as const) {
    const answer = await house.call('GET', '/api/reports/plays.csv?from=2026-01-01&to=2026-11-23', {
      cookie: await house.as(role),
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    const bytes = new Uint8Array(await answer.response.arrayBuffer());
    expect(Array.from(bytes.slice(0, 3))).toEqual([0xef, 0xbb, 0xbf]);
    const lines = new TextDecoder().decode(bytes).trim().split('\r\n');
    expect(lines[0]).toMatch(/^Jour;Écran;/);
    expect(lines.at(-2)).toMatch(/^2026-11-23;Hall;.*;hall;;one;'=1\+1;3;180;30;/);
  }
  expect((await house.call('GET', '/api/reports/plays.csv?from=2026-01-01&to=2026-11-23', {})).status).toBe(401);
});

test('cells that a spreadsheet would run, and those with separators', () => {
  expect(csvLine(['=cmd()', '+1', '@x', '-2', ' =x', 'a;b', 'say "hi"', 3, undefined], ';')).toBe(
    `'=cmd();'+1;'@x;'-2;' =x;"a;b";"say ""hi""";3;\r\n`,
  );
});

test('a screen brings no more plays in a day than it could show, and a new day begins anew', () => {
  let nowMs = NOON;
  const budget = createPlayBudget({ now: () => nowMs }, 10);
  expect([budget.take('a', 6), budget.take('a', 6), budget.take('b', 6), budget.take('a', 4)]).toEqual([
    true,
    false,
    true,
    true,
  ]);
  nowMs += 24 * 3_600_000;
  expect(budget.take('a', 6)).toBe(true);
});

test('one address has a share of the pairing places, another still gets in', async () => {
  const { pairings } = house.parts;
  for (let count = 0; count < 100; count += 1) await pairings.request({}, '10.0.0.1');
  expect(await pairings.request({}, '10.0.0.1')).toEqual({ refused: 'full' });
  expect(await pairings.request({}, '10.0.0.2')).toMatchObject({ code: expect.any(String) });
});

test('a refusal repeats little of what was sent', async () => {
  const body = {
    name: 'x',
    zone: 'Europe/Paris',
    language: 'fr',
    ...Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`key-${n}-${'x'.repeat(100)}`, 1])),
  };
  const answer = await house.call('POST', '/api/screens', { cookie: await house.as('editor'), body });
  expect(answer.status).toBe(422);
  expect(JSON.stringify(answer.body).length).toBeLessThan(1_500);
});

test('200 takeovers may be planned, and no more', async () => {
  const { id } = await house.pair('Hall');
  const planned = (index: number) => ({
    target: { screens: [id] },
    content: { kind: 'item', item: { kind: 'notice', title: { fr: 'x' } } },
    startsAt: new Date(NOON + (index + 1) * 10 * MIN).toISOString(),
    durationMs: MIN,
  });
  await house.storage.transact(async (transaction) => {
    for (let index = 0; index < 200; index += 1) {
      const { durationMs, ...takeover } = planned(index);
      const endsAt = new Date(Date.parse(takeover.startsAt) + durationMs).toISOString();
      const { Takeover } = await import('@palier/playlists/takeover');
      const parsed = Takeover.parse({ ...takeover, id: `t${index}`, endsAt, startedBy: 'x' });
      await transaction.put('takeovers', { id: parsed.id, takeover: parsed, reached: [] });
    }
  });
  const answer = await house.call('POST', '/api/takeovers', { cookie: await house.as('editor'), body: planned(300) });
  expect([answer.status, answer.body.detail]).toEqual([409, expect.stringContaining('200')]);
});

test('the service starts the server again whatever ends it', () => {
  const place = {
    node: '/opt/my node/bin/node',
    root: '/srv/palier',
    user: 'palier',
    environmentFile: '/etc/palier.env',
  };
  const unit = systemdUnit(place);
  expect(unit).toContain('Restart=always');
  expect(unit).toContain('ExecStart="/opt/my node/bin/node" /srv/palier/api/start.mjs');
  expect(unit).toContain('EnvironmentFile=-/etc/palier.env');
  expect(otherService('win32', place)).toContain('schtasks');
  expect(otherService('darwin', place)).toContain('launchctl');
});
