/** Audiences over the API, and the gauge: what screens proved to have shown, against what was declared. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EVERYONE } from '@palier/playlists/audience';
import { uuid } from '../storage/documents.ts';
import { NOON, notice, openHouse, type House } from '../api/house.ts';
import { storyId } from './stories.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const all = { all: true, screens: [], groups: [] };
const read = async (path: string) => (await house.call('GET', path, { cookie: await house.as('viewer') })).body;
const put = async (body: object) => house.call('PUT', '/api/audiences', { cookie: await house.as('editor'), body });

test('everybody is an audience, and stays the last', async () => {
  const { audiences, revision } = await read('/api/audiences');
  expect([audiences.map(({ id }: { id: string }) => id), revision]).toEqual([[EVERYONE], 0]);
  const hall = { id: 'hall', name: 'Hall', target: { ...all, all: false, groups: ['hall'] } };
  const saved = await put({ audiences: [audiences[0], hall], revision });
  expect(saved.body.audiences.map(({ id }: { id: string }) => id)).toEqual(['hall', EVERYONE]);
  expect((await put({ audiences: [hall], revision })).status).toBe(412);
});

test('more than a fifth of corporate asks for a reason, which stays visible with who gave it', async () => {
  const { audiences, revision } = await read('/api/audiences');
  const greedy = { ...audiences[0], shares: { corporatePercent: 50, colleaguesPercent: 15 } };
  const bare = await put({ audiences: [greedy], revision });
  expect([bare.status, bare.body.fields[0].field]).toEqual([422, 'audiences.0.overrideReason']);
  const unseen = await put({ audiences: [{ ...greedy, overrideReason: '\u200b'.repeat(10) }], revision });
  expect([unseen.status, unseen.body.fields[0].field]).toEqual([422, 'audiences.0.overrideReason']);
  const overrideReason = 'La semaine du lancement, jusqu’au 30';
  expect((await put({ audiences: [{ ...greedy, overrideReason }], revision })).status).toBe(200);
  const { mixes, audit } = await read('/api/mix');
  expect(mixes[0]).toMatchObject({ overrideReason, shares: { corporatePercent: 50 } });
  expect(audit).toEqual([
    expect.objectContaining({ audienceId: EVERYONE, corporatePercent: 50, overrideReason, by: expect.any(String) }),
  ]);
  // Back within the share: the reason goes, and that is written down too.
  const back = { ...greedy, shares: { corporatePercent: 20, colleaguesPercent: 15 }, overrideReason };
  expect((await put({ audiences: [back], revision: 1 })).body.audiences[0].overrideReason).toBeUndefined();
  expect((await read('/api/mix')).audit).toHaveLength(2);
});

test('an audience above the share that goes, or goes to other screens, is written down', async () => {
  const { audiences } = await read('/api/audiences');
  const shares = { corporatePercent: 50, colleaguesPercent: 15 };
  const target = { ...all, all: false, groups: ['hall'] };
  const hall = { id: 'hall', name: 'Hall', target, shares, overrideReason: 'La semaine du lancement' };
  const acts = async () =>
    (await read('/api/mix')).audit.map(({ name, act }: { name: string; act?: string }) => [name, act]);
  await put({ audiences: [hall, audiences[0]], revision: 0 });
  await put({ audiences: [{ ...hall, target: { ...target, groups: ['hall', 'quai'] } }, audiences[0]], revision: 1 });
  await put({ audiences, revision: 2 });
  expect(await acts()).toEqual([
    ['Hall', 'removed'],
    ['Hall', 'moved'],
    ['Hall', undefined],
  ]);
  // Within the share an audience may go where it wants.
  const quiet = { ...hall, shares: { corporatePercent: 20, colleaguesPercent: 15 } };
  await put({ audiences: [quiet, audiences[0]], revision: 3 });
  await put({ audiences: [{ ...quiet, target: { ...target, groups: ['quai'] } }, audiences[0]], revision: 4 });
  expect(await acts()).toHaveLength(3);
});

test('who calls a source of the house the trade’s is written down', async () => {
  const own = (await house.edit('POST', '/api/sources', { name: 'Le site de la maison', voice: 'corporate' })).body;
  await house.edit('PATCH', `/api/sources/${own.source.id}`, { name: 'Le site' });
  expect((await read('/api/mix')).audit).toEqual([]);
  await house.edit('PATCH', `/api/sources/${own.source.id}`, { voice: 'trade' });
  expect((await read('/api/mix')).audit).toEqual([
    { at: new Date(NOON).toISOString(), by: 'editor', sourceId: own.source.id, name: 'Le site', voice: 'trade' },
  ]);
});

test.each([1, 3, 10])('with %i stories of the trade it is said that they are few, and what would help', async (few) => {
  const { id: screen } = await house.pair('Hall');
  const source = async (name: string, voice: string, stories: number) => {
    const own = (await house.edit('POST', '/api/sources', { name, voice })).body.source;
    for (let index = 0; index < stories; index += 1)
      await house.edit('POST', `/api/sources/${own.id}/stories`, { title: `${name} dit ${index}` });
    return own;
  };
  const trade = await source('Le métier', 'trade', few);
  await source('La maison', 'corporate', 6);
  const stories = (await house.storage.get('sourceStories', trade.id))?.stories ?? [];
  await house.storage.transact(async (transaction) => {
    const [first] = stories;
    if (first === undefined) throw new Error('nothing was written');
    // One of them in a language that no audience reads would help nobody.
    const waits = [undefined, undefined, 'de'].map((language, n) => ({
      ...first,
      language,
      id: storyId(901 + n) as never,
      state: 'waiting' as const,
    }));
    await transaction.put('sourceStories', { id: trade.id, stories: [...stories, ...waits] });
  });
  await house.parts.editions.settled();
  const [mix] = (await read('/api/mix')).mixes;
  expect(mix.edition).toMatchObject({ short: expect.arrayContaining(['trade']), stock: { trade: few, colleagues: 0 } });
  // Sixteen of twenty places are the trade's while nobody proposes.
  expect(mix.wanted).toContainEqual({ voice: 'trade', stories: 16, waiting: 2 });
  expect(mix.wanted).toContainEqual({ voice: 'colleagues', stories: 3, waiting: 0 });
  expect(mix.wanted.some(({ voice }: { voice: string }) => voice === 'corporate')).toBe(false);
  expect(screen).not.toBe('');
});

test('the pace of an audience is that of the quickest playlist its screens are due', async () => {
  await house.pair('Hall', { groups: ['hall'] });
  const feed = (stories: number, durationMs: number) => ({ id: 'news', durationMs, item: { kind: 'feed', stories } });
  for (const [id, entries] of Object.entries({
    calme: [notice('a', 'a', 30_000), feed(1, 10_000)],
    vif: [feed(3, 10_000)],
  })) {
    const made = await house.edit('POST', '/api/playlists', { id, name: { fr: id } });
    await house.edit(
      'PUT',
      `/api/playlists/${made.body.playlist?.id ?? id}`,
      { id, name: { fr: id }, entries },
      {
        'if-match': made.headers.get('etag') ?? '',
      },
    );
  }
  const perHour = async () => (await read('/api/mix')).mixes[0].perHour;
  expect(await perHour()).toBeUndefined();
  const due = (playlistId: string) =>
    house.edit('POST', '/api/schedules', { name: { fr: playlistId }, target: { all: true }, rules: [{ playlistId }] });
  await due('calme');
  expect(await perHour()).toBe(90);
  await due('vif');
  expect(await perHour()).toBe(360);
});

test('the gauge tells what was played, not what was planned', async () => {
  const { id, token } = await house.pair('Hall');
  const voices = ['trade', 'trade', 'trade', 'trade', 'corporate'] as const;
  const plays = Array.from({ length: 50 }, (_, index) => ({
    id: uuid(index),
    playlistId: 'hall',
    entryId: 'news',
    story: storyId(index),
    voice: voices[index % 5],
    startedAt: new Date(NOON - 3_600_000 + index * 10_000).toISOString(),
    endedAt: new Date(NOON - 3_600_000 + index * 10_000 + 9_000).toISOString(),
    revision: 1,
  }));
  const old = {
    ...plays[0],
    id: uuid(900),
    startedAt: new Date(NOON - 30 * 3_600_000).toISOString(),
    endedAt: new Date(NOON - 30 * 3_600_000 + 1).toISOString(),
  };
  expect((await house.call('POST', '/api/player/plays', { token, body: { plays: [...plays, old] } })).status).toBe(200);
  const [mix] = (await read('/api/mix')).mixes;
  expect(mix).toMatchObject({
    audienceId: EVERYONE,
    screens: 1,
    played: {
      trade: 40,
      corporate: 10,
      colleagues: 0,
      corporateShare: 0.2,
      corporateInTen: { fewest: 2, most: 2 },
      screens: 1,
    },
  });
  expect(id).not.toBe('');
});
