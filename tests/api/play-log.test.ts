/** Proof of play as it is kept: by months, once each, for thirteen of them, and read in any span. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ScreenId } from '@palier/playlists/ids';
import { Play } from '@palier/playlists/play';
import { createPlayLog, playStream } from '../../api/src/play-log.ts';
import { uuid } from '../storage/documents.ts';
import { NOON, openHouse, type House } from './house.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NEW_YEAR = Date.UTC(2027, 0, 1);
let hall: ScreenId;
let house: House;
let nowMs = NOON;
const logNow = () => createPlayLog({ storage: house.storage, clock: { now: () => nowMs } });

beforeEach(async () => {
  nowMs = NOON;
  house = await openHouse();
  const made = await house.edit('POST', '/api/screens', { name: 'Hall', zone: 'Europe/Paris', language: 'fr' });
  hall = ScreenId.parse(made.body.id);
});
afterEach(() => house.close());

function play(number: number, startedMs: number): Play {
  const [startedAt, endedAt] = [startedMs, startedMs + 900].map((ms) => new Date(ms).toISOString());
  return Play.parse({ id: uuid(number), playlistId: 'hall', entryId: 'one', startedAt, endedAt, revision: 1 });
}

async function begunIn(fromMs: number, untilMs: number): Promise<string[]> {
  const found: string[] = [];
  await logNow().each(hall, fromMs, untilMs, (one) => found.push(one.id));
  return found;
}

test('brought again in the next month, it counts once', async () => {
  nowMs = NEW_YEAR - HOUR;
  const batch = [play(1, NEW_YEAR - 2_000), play(2, NEW_YEAR - 1_000)];
  expect(await logNow().add(hall, batch)).toBe(2);
  nowMs = NEW_YEAR + 2 * DAY;
  expect(await logNow().add(hall, [...batch, play(3, NEW_YEAR)])).toBe(1);
  expect((await logNow().page(hall)).plays.map(({ id }) => id)).toEqual([uuid(1), uuid(2), uuid(3)]);
  expect(await begunIn(NEW_YEAR - HOUR, NEW_YEAR + HOUR)).toEqual([uuid(1), uuid(2), uuid(3)]);
  expect(await begunIn(NEW_YEAR - HOUR, NEW_YEAR)).toEqual([uuid(1), uuid(2)]);
  expect(await begunIn(NEW_YEAR, NEW_YEAR + HOUR)).toEqual([uuid(3)]);
});

test('a span is found among many, whatever came late', async () => {
  const of = (day: number) =>
    Array.from({ length: 600 }, (_, index) => play(day * 1_000 + index, NOON + day * DAY + index));
  for (const day of [0, 1, 3, 4]) {
    nowMs = NOON + day * DAY + HOUR;
    await logNow().add(hall, of(day));
  }
  // The screen was away and brings a day four days later.
  nowMs = NOON + 6 * DAY;
  await logNow().add(hall, of(2));
  for (const day of [0, 2, 4]) {
    expect(await begunIn(NOON + day * DAY - HOUR, NOON + day * DAY + HOUR)).toEqual(of(day).map(({ id }) => id));
  }
  expect(await begunIn(NOON + 10 * DAY, NOON + 11 * DAY)).toEqual([]);
});

test('pages go on over the end of a month', async () => {
  const all = Array.from({ length: 1_200 }, (_, index) => play(index, NEW_YEAR - 700_000 + index * 1_000));
  await logNow().add(hall, all);
  const read: string[] = [];
  let after: string | undefined;
  do {
    const page = await logNow().page(hall, after);
    read.push(...page.plays.map(({ id }) => id));
    after = page.next;
  } while (after !== undefined);
  expect(read).toEqual(all.map(({ id }) => id));
});

test('thirteen months are kept; what cannot be, and what a removed screen showed, goes', async () => {
  nowMs = NOON;
  await logNow().add(hall, [
    play(1, NOON),
    play(2, NOON - 300 * DAY),
    play(3, NOON - 500 * DAY),
    play(4, NOON + 900 * DAY),
  ]);
  await logNow().add(ScreenId.parse('gone'), [play(5, NOON)]);
  await logNow().sweep();
  expect(await house.storage.streams('plays')).toEqual([
    playStream(hall, new Date(NOON - 300 * DAY).toISOString()),
    playStream(hall, new Date(NOON).toISOString()),
  ]);
  nowMs = NOON + 500 * DAY;
  await logNow().sweep();
  expect(await house.storage.streams('plays')).toEqual([]);
});

test('what an earlier release kept in one stream is divided, once, beside what comes in meanwhile', async () => {
  const old = [play(1, NEW_YEAR - 2_000), play(2, NEW_YEAR + 2_000)];
  nowMs = NEW_YEAR + DAY;
  const receivedAt = new Date(nowMs).toISOString();
  await house.storage.transact(async (transaction) => {
    for (const one of old) await transaction.append('plays', hall, one.id, { play: one, receivedAt });
  });
  await logNow().add(hall, [...old.slice(1), play(3, NEW_YEAR + 3_000)]);
  await logNow().sweep();
  await logNow().sweep();
  expect((await logNow().page(hall)).plays.map(({ id }) => id).toSorted()).toEqual([uuid(1), uuid(2), uuid(3)]);
  expect(await house.storage.countLog('plays', hall)).toBe(0);
});

test('a screen that is removed takes its plays with it', async () => {
  await logNow().add(hall, [play(1, NOON), play(2, NOON - 40 * DAY)]);
  expect((await house.edit('DELETE', `/api/screens/${hall}`)).status).toBe(204);
  expect(await house.storage.streams('plays')).toEqual([]);
});
