/**
 * A day in full: sources bring stories and take them back, the server makes its editions, the kiosk's playhead and the
 * page's stage take the turns, what was shown is posted as a kiosk posts it, and the gauge measures it.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { createPlayhead, type Playhead } from '../../kiosk/core/playhead.ts';
import { Manifest } from '@palier/playlists/manifest';
import type { MixGroup } from '@palier/playlists/mix';
import type { PagePlay } from '@palier/playlists/now';
import { Source } from '@palier/playlists/source';
import { COLLEAGUES, Story } from '@palier/playlists/story';
import type { MixAnswer, MixView } from '../../api/src/wire/mix.ts';
import { NOON, notice, openHouse, playlistOf, testClock, type House } from '../api/house.ts';
import { createHarness } from '../player/stage-harness.ts';
import { uuid } from '../storage/documents.ts';
import { storyId } from './stories.ts';

const MINUTE = 60_000;
const LOOK_EVERY_MS = 10 * MINUTE;
const DAY_MS = 12.5 * 60 * MINUTE;
/** As many plays as a kiosk sends at once, and fewer than the server takes. */
const BATCH = 400;

let house: House;
afterEach(() => house.close());

/** How many stories there are in the morning, and whether news comes and goes all day. */
type Stock = Record<MixGroup, number> & { news: boolean };

/** Plays a day, and answers what the gauge says of it and what the wall showed. */
async function aDay(stock: Stock, stories = 3): Promise<{ mix: MixView; plays: PagePlay[] }> {
  const clock = testClock();
  const feed = { id: 'news', durationMs: 10_000, item: { kind: 'feed', stories } };
  house = await openHouse({
    clock,
    files: { 'hall.json': playlistOf('hall', [notice('one', 'Bonjour', 8_000), feed]) },
  });
  await house.edit('POST', '/api/schedules', {
    name: { fr: 'Jour' },
    target: { all: true },
    rules: [{ playlistId: 'hall' }],
  });
  const { token } = await house.pair('Hall');
  const kept = await openSources(stock);
  const wall = createHarness({ startMs: NOON });
  let manifest: Manifest | undefined;
  const playhead = createPlayhead({
    clock: { now: () => clock.now(), monotonicMs: () => clock.now(), after: () => ({ cancel: () => undefined }) },
    manifest: () => manifest,
    onDoubt: () => undefined,
    onChange: () => undefined,
  });
  let sent = 0;
  for (let atMs = 0; atMs < DAY_MS; atMs += LOOK_EVERY_MS) {
    if (stock.news) await bringNews(kept, atMs);
    await house.parts.editions.settled();
    manifest = Manifest.parse((await house.call('GET', '/api/player/manifest', { token })).body);
    playhead.changed();
    wall.receive(nowFor(manifest, playhead, clock.now()));
    wall.pass(LOOK_EVERY_MS);
    clock.advance(LOOK_EVERY_MS);
    sent += await post(token, wall.plays.slice(sent), sent);
  }
  const answer: MixAnswer = (await house.call('GET', '/api/mix', { cookie: await house.as('viewer') })).body;
  const [mix] = answer.mixes;
  if (mix === undefined) throw new Error('there is no audience');
  return { mix, plays: wall.plays };
}

function nowFor(manifest: Manifest, playhead: Playhead, atMs: number) {
  const { revision, screen, organisation, publicUrl } = manifest;
  const around = { state: 'playing' as const, atMs, revision, screen, organisation, publicUrl };
  const program = playhead.program();
  return { ...around, media: playhead.media(), ...(program === undefined ? {} : { program }) };
}

/** What the core sends of each play that the page reports. */
async function post(token: string, plays: readonly PagePlay[], from: number): Promise<number> {
  for (let index = 0; index < plays.length; index += BATCH) {
    const batch = plays
      .slice(index, index + BATCH)
      .map(({ key, entryId, story, voice, revision, startedAtMs, endedAtMs }, place) => ({
        id: uuid(from + index + place),
        playlistId: 'hall',
        entryId: entryId ?? key,
        ...(story === undefined ? {} : { story, voice }),
        startedAt: new Date(startedAtMs).toISOString(),
        endedAt: new Date(endedAtMs).toISOString(),
        revision,
      }));
    const answer = await house.call('POST', '/api/player/plays', { token, body: { plays: batch } });
    expect([answer.status, answer.body.added]).toEqual([200, batch.length]);
  }
  return plays.length;
}

let number = 0;
function story(sourceId: string, voice: MixGroup, publishedMs: number): Story {
  number += 1;
  return Story.parse({
    id: storyId(number),
    voice,
    sourceId,
    credit: voice === 'colleagues' ? `Collègue ${number % 5}` : sourceId,
    title: `Une nouvelle numéro ${number}`,
    publishedAt: new Date(publishedMs).toISOString(),
    state: 'live',
  });
}

async function openSources(stock: Stock): Promise<Map<string, Story[]>> {
  number = 0;
  const kept = new Map<string, Story[]>();
  const add = (sourceId: string, voice: MixGroup, count: number) =>
    kept.set(
      sourceId,
      Array.from({ length: count }, (_, index) => story(sourceId, voice, NOON - (index + 1) * 20 * MINUTE)),
    );
  const TRADES = ['batiment', 'energie', 'reseaux'];
  for (const [index, id] of TRADES.entries()) add(id, 'trade', Math.floor((stock.trade + 2 - index) / 3));
  add('maison', 'corporate', stock.corporate);
  if (stock.colleagues > 0) add(COLLEAGUES, 'colleagues', stock.colleagues);
  await house.storage.transact(async (transaction) => {
    for (const id of [...TRADES, 'maison']) {
      const source = Source.parse({ id, name: id, kind: 'own', voice: id === 'maison' ? 'corporate' : 'trade' });
      await transaction.put('sources', {
        id: source.id,
        source,
        revision: 1,
        updatedAt: new Date(NOON).toISOString(),
        updatedBy: 'Inès',
      });
    }
  });
  await write(kept);
  return kept;
}

async function write(kept: ReadonlyMap<string, Story[]>): Promise<void> {
  await house.storage.transact(async (transaction) => {
    for (const [id, stories] of kept)
      await transaction.put('sourceStories', { id: Source.shape.id.parse(id), stories });
  });
}

/** Every look another source brings a story; its oldest goes. */
async function bringNews(kept: Map<string, Story[]>, atMs: number): Promise<void> {
  const ids = [...kept.keys()];
  const id = ids[(atMs / LOOK_EVERY_MS) % ids.length] ?? '';
  const before = kept.get(id) ?? [];
  const voice = before[0]?.voice;
  if (voice === undefined) return;
  kept.set(id, [story(id, voice, NOON + atMs), ...before.slice(0, -1)]);
  await write(kept);
}

describe('over a day, the gauge measures of what was proved', () => {
  test.each([
    ['with colleagues’ posts', { trade: 40, corporate: 10, colleagues: 8, news: true }],
    ['without', { trade: 40, corporate: 10, colleagues: 0, news: true }],
  ])('eight of the trade and two of the house in any ten, give or take one: %s', async (_, stock) => {
    const { mix, plays } = await aDay(stock);
    const { played } = mix;
    expect(played.trade + played.corporate).toBeGreaterThan(2_500);
    expect(Math.abs((played.corporateShare ?? 0) - 0.2)).toBeLessThan(0.02);
    expect(played.corporateInTen?.fewest).toBeGreaterThanOrEqual(1);
    expect(played.corporateInTen?.most).toBeLessThanOrEqual(3);
    // What was posted is what was shown, and all of it was counted.
    const shown = plays.flatMap(({ story }) => story ?? []);
    expect(played.trade + played.corporate + played.colleagues).toBe(shown.length);
    expect(played.colleagues > 0).toBe(stock.colleagues > 0);
    // News came 75 times, each with another order: no story came again before twenty others.
    expect(new Set(shown).size).toBeGreaterThan(100);
    expect(apart(shown)).toBeGreaterThanOrEqual(20);
  });

  test('where the trade is short the house keeps to its share, and both are told', async () => {
    const { mix } = await aDay({ trade: 3, corporate: 10, colleagues: 0, news: false });
    expect(mix.played.corporateShare).toBeLessThanOrEqual(0.22);
    expect(mix.played.corporateInTen?.most).toBeLessThanOrEqual(3);
    expect(mix.edition?.short).toEqual(['trade', 'colleagues']);
    expect(mix.wanted).toContainEqual({ voice: 'trade', stories: 16, waiting: 0 });
    // Three places of ten seconds and a notice of eight make a round.
    expect(mix.perHour).toBeCloseTo((3 * 3600) / 38);
  });
});

/** The fewest places between two showings of one story. */
function apart(shown: readonly string[]): number {
  const last = new Map<string, number>();
  let least = Number.POSITIVE_INFINITY;
  for (const [place, id] of shown.entries()) {
    least = Math.min(least, place - (last.get(id) ?? Number.NEGATIVE_INFINITY));
    last.set(id, place);
  }
  return least;
}
