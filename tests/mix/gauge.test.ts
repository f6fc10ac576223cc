/** Audiences over the API, and the gauge: what screens proved to have shown, against what was declared. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EVERYONE } from '@palier/playlists/audience';
import { uuid } from '../storage/documents.ts';
import { NOON, openHouse, type House } from '../api/house.ts';
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
