/** What the list of sources says of each: how much of it walls take, and the one thing that is lacking where they take none. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { notice, openHouse, playlistOf, testClock, type House, type TestClock } from '../api/house.ts';

const DAY_MS = 24 * 3_600_000;
const NEWS = { id: 'news', durationMs: 10_000, item: { kind: 'feed', stories: 2 } };

let house: House;
let clock: TestClock;
beforeEach(async () => {
  clock = testClock();
  house = await openHouse({
    clock,
    files: {
      'plain.json': playlistOf('plain', [notice('one', 'x')]),
      'hall.json': playlistOf('hall', [notice('one', 'x'), NEWS]),
    },
  });
  await house.edit('PUT', '/api/topics', {
    topics: ['finance', 'sales'].map((id) => ({ id, name: { fr: id, en: id } })),
  });
});
afterEach(() => house.close());

const schedule = (playlistId: string, target: object = { all: true }) =>
  house.edit('POST', '/api/schedules', { name: { fr: 'Jour' }, target, rules: [{ playlistId }] });
async function audiences(...all: object[]) {
  const { revision } = (await house.edit('GET', '/api/audiences')).body;
  const made = all.map((more) => ({ id: 'everyone', name: 'Palier', target: { all: true }, ...more }));
  await house.edit('PUT', '/api/audiences', { audiences: made, revision });
}
async function source(more: object = {}): Promise<string> {
  return (await house.edit('POST', '/api/sources', { name: 'Le métier', voice: 'trade', ...more })).body.source.id;
}
let written = 0;
async function write(id: string, more: object = {}): Promise<string> {
  const title = `Une nouvelle du quai numéro ${(written += 1)}`;
  return (await house.edit('POST', `/api/sources/${id}/stories`, { title, ...more })).body.id;
}
/** A screen whose loop has a place for the news. */
async function wall() {
  await house.pair('Hall');
  await schedule('hall');
}
async function list() {
  await house.parts.editions.settled();
  return (await house.edit('GET', '/api/sources')).body;
}
async function reach(id: string) {
  const one = (await list()).sources.find((view: { source: { id: string } }) => view.source.id === id);
  // The source by itself says the same.
  expect((await house.edit('GET', `/api/sources/${id}`)).body).toEqual(one);
  return one.reach;
}

test('what is live is on screens once a wall takes it; until then it is said what the house lacks', async () => {
  const id = await source();
  await write(id);
  await write(id);
  expect([await reach(id), (await list()).lack]).toEqual([{ shown: 0, ready: 0, lack: 'screen' }, 'screen']);
  await house.pair('Hall');
  await schedule('plain');
  expect([await reach(id), (await list()).lack]).toEqual([{ shown: 0, ready: 0, lack: 'feed' }, 'feed']);
  await schedule('hall');
  expect([await reach(id), (await list()).lack]).toEqual([{ shown: 2, ready: 0 }, undefined]);
});

test('a source without stories lacks nothing, neither does one of which a wall takes a part', async () => {
  await wall();
  const [empty, both] = [await source({ name: 'Vide' }), await source()];
  await write(both, { language: 'de' });
  await write(both, { language: 'fr' });
  expect([await reach(empty), await reach(both)]).toEqual([
    { shown: 0, ready: 0 },
    { shown: 1, ready: 0 },
  ]);
});

test('what no order had room for so far is ready to follow', async () => {
  await wall();
  const id = await source();
  for (let count = 0; count < 12; count += 1) await write(id);
  expect(await reach(id)).toEqual({ shown: 12, ready: 0 });
  // News waits for the next edition.
  await write(id);
  expect(await reach(id)).toEqual({ shown: 12, ready: 1 });
});

describe('where no wall takes any, the one thing that is lacking is', () => {
  beforeEach(wall);

  test('its language', async () => {
    const [german, english] = [await source({ name: 'Nachrichten' }), await source({ name: 'News' })];
    await write(german, { language: 'de' });
    await write(german, { language: 'ur' });
    await write(english, { language: 'en' });
    expect(await reach(german)).toEqual({ shown: 0, ready: 0, lack: 'language', languages: ['ur', 'de'] });
    expect(await reach(english)).toEqual({ shown: 1, ready: 0 });
    await audiences({ languages: ['fr'] });
    expect(await reach(english)).toEqual({ shown: 0, ready: 0, lack: 'language', languages: ['en'] });
  });

  test('an audience with a screen for its topics', async () => {
    const id = await source({ topics: ['finance'] });
    await write(id, { topics: ['finance'] });
    await audiences({ topics: ['sales'] });
    expect(await reach(id)).toEqual({ shown: 0, ready: 0, lack: 'topics' });
    // One that has no screen takes nothing.
    const finance = { id: 'finance', target: { all: false, screens: [], groups: ['bourse'] }, topics: ['finance'] };
    await audiences(finance, { topics: ['sales'] });
    expect(await reach(id)).toEqual({ shown: 0, ready: 0, lack: 'topics' });
    await house.pair('Bourse', { groups: ['bourse'] });
    expect(await reach(id)).toEqual({ shown: 1, ready: 0 });
  });

  test('a weight in any audience', async () => {
    const id = await source();
    await write(id);
    await audiences({ weights: [{ sourceId: id, weight: 0 }] });
    expect(await reach(id)).toEqual({ shown: 0, ready: 0, lack: 'weight' });
  });

  test('a share for the house', async () => {
    const [trade, id] = [await source(), await source({ name: 'La maison', voice: 'corporate' })];
    await write(trade);
    await write(id);
    expect(await reach(id)).toEqual({ shown: 1, ready: 0 });
    await audiences({ shares: { corporatePercent: 0, colleaguesPercent: 15 } });
    expect(await reach(id)).toEqual({ shown: 0, ready: 0, lack: 'share' });
  });

  test('news of the trade beside the house', async () => {
    const id = await source({ name: 'La maison', voice: 'corporate' });
    await write(id);
    expect(await reach(id)).toEqual({ shown: 0, ready: 0, lack: 'alone' });
    await write(await source());
    expect(await reach(id)).toEqual({ shown: 1, ready: 0 });
  });

  test('something recent', async () => {
    const [id, pinned] = [await source(), await source({ name: 'Épinglée' })];
    await write(id);
    await house.edit('POST', `/api/stories/${await write(pinned)}`, {
      act: 'pin',
      until: new Date(clock.now() + 30 * DAY_MS).toISOString(),
    });
    clock.advance(8 * DAY_MS);
    expect(await reach(id)).toEqual({ shown: 0, ready: 0, lack: 'age' });
    expect(await reach(pinned)).toEqual({ shown: 1, ready: 0 });
    await write(id);
    expect((await reach(id)).shown).toBe(1);
  });

  test('something that is not over', async () => {
    const id = await source();
    await write(id, { expiresAt: new Date(clock.now() + DAY_MS).toISOString() });
    expect(await reach(id)).toEqual({ shown: 1, ready: 0 });
    clock.advance(2 * DAY_MS);
    expect(await reach(id)).toEqual({ shown: 0, ready: 0, lack: 'age' });
  });

  test('words that audiences do not keep away', async () => {
    const id = await source();
    await write(id);
    await audiences({ without: ['quai'] });
    expect(await reach(id)).toEqual({ shown: 0, ready: 0, lack: 'words' });
  });

  test('the source itself, switched off', async () => {
    const id = await source();
    await write(id);
    await house.edit('PATCH', `/api/sources/${id}`, { enabled: false });
    expect(await reach(id)).toEqual({ shown: 0, ready: 0, lack: 'off' });
  });
});

test('where the screens of the audience that takes it have no place for the news, while others have, that is lacking', async () => {
  await house.pair('Hall', { groups: ['hall'] });
  await house.pair('Bourse', { groups: ['bourse'] });
  await schedule('hall', { all: false, screens: [], groups: ['hall'] });
  await schedule('plain', { all: false, screens: [], groups: ['bourse'] });
  const finance = { id: 'finance', target: { all: false, screens: [], groups: ['bourse'] }, topics: ['finance'] };
  await audiences(finance, { topics: ['sales'] });
  const id = await source({ topics: ['finance'] });
  const story = await write(id, { topics: ['finance'] });
  expect([await reach(id), (await list()).lack]).toEqual([{ shown: 0, ready: 0, lack: 'feed' }, undefined]);
  // What is pinned is not old news, and what is old news lacks that first.
  const until = new Date(clock.now() + 30 * DAY_MS).toISOString();
  await house.edit('POST', `/api/stories/${story}`, { act: 'pin', until });
  clock.advance(8 * DAY_MS);
  expect((await reach(id)).lack).toBe('feed');
  await house.edit('POST', `/api/stories/${story}`, { act: 'unpin' });
  expect((await reach(id)).lack).toBe('age');
});

test('many sources are worked out once for each state of stories and walls', async () => {
  await wall();
  await write(await source());
  await list();
  const first = house.parts.sourceReach.now();
  expect(await house.parts.sourceReach.now()).toBe(await first);
  await write(await source());
  expect(await house.parts.sourceReach.now()).not.toBe(await first);
});
