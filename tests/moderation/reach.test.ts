/** Which screens a post reaches: what its author reads as "on the screens", and what a moderator is told when none does. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openProposeHouse, type ProposeHouse } from '../proposals/propose-house.ts';
import { notice, playlistOf } from '../api/house.ts';

const HOUR_MS = 3_600_000;
const NEWS = { id: 'news', durationMs: 10_000, item: { kind: 'feed', stories: 2 } };

let house: ProposeHouse;
beforeEach(async () => {
  house = await openProposeHouse({
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

const schedule = (playlistId: string, more: Record<string, unknown> = {}) =>
  house.edit('POST', '/api/schedules', {
    name: { fr: 'Jour' },
    target: { all: true },
    rules: [{ playlistId, ...more }],
  });
async function audience(more: Record<string, unknown>) {
  const { revision } = (await house.edit('GET', '/api/audiences')).body;
  const everyone = { id: 'everyone', name: 'Palier', target: { all: true }, ...more };
  await house.edit('PUT', '/api/audiences', { audiences: [everyone], revision });
}
/** As the desk says it. */
async function seen() {
  await house.parts.editions.settled();
  const [record] = await house.storage.all('proposals');
  const { body } = await house.call('GET', `/api/proposals/${record?.id}`, { cookie: await house.as('moderator') });
  return { state: body.entry.state, reach: body.reach };
}

test('approved is not on screens: it is once a screen is hung whose loop has a place for it, and since then', async () => {
  const phone = await house.phone();
  await phone.send();
  await house.decide({ did: 'approved' });
  const state = async () => {
    await house.parts.editions.settled();
    return (await phone.view()).state;
  };
  // The mix has it at once, and there is no wall.
  expect(await state()).toBe('approved');
  expect((await house.storage.get('editions', 'everyone'))?.order).toContain((await phone.view()).storyId);
  await house.pair('Hall');
  await schedule('plain');
  expect(await state()).toBe('approved');
  // What is due next week is not on now.
  await schedule('hall', { valid: { from: '2026-11-30T08:00' } });
  expect(await state()).toBe('approved');
  house.clock.advance(5 * HOUR_MS);
  await schedule('hall', { priority: 10 });
  expect(await state()).toBe('live');
  const job = { commit: house.storage.transact.bind(house.storage), signal: new AbortController().signal };
  await house.parts.proposals.calendar.round(job, 'approved');
  house.clock.advance(HOUR_MS);
  // Not since its approval at noon.
  expect(await phone.view()).toMatchObject({ state: 'live', liveSince: '2026-11-23T17:00:00.000Z' });
  expect(await seen()).toEqual({ state: 'live', reach: { screens: 1 } });
});

test('a moderator is told what is lacking before it is approved, and after', async () => {
  await (await house.phone()).send({ topics: ['finance' as never] });
  expect(await seen()).toEqual({ state: 'waiting', reach: { screens: 0, lack: 'screen' } });
  await house.pair('Hall');
  expect(await seen()).toEqual({ state: 'waiting', reach: { screens: 0, lack: 'feed' } });
  await schedule('hall');
  expect(await seen()).toEqual({ state: 'waiting', reach: { screens: 1 } });
  await audience({ topics: ['sales'] });
  expect(await seen()).toEqual({ state: 'waiting', reach: { screens: 0, lack: 'topics' } });
  await house.decide({ did: 'approved' });
  expect(await seen()).toEqual({ state: 'approved', reach: { screens: 0, lack: 'topics' } });
  await audience({ topics: ['sales', 'finance'], languages: ['en'] });
  expect(await seen()).toEqual({ state: 'approved', reach: { screens: 0, lack: 'language' } });
  await audience({ topics: ['sales', 'finance'] });
  expect(await seen()).toEqual({ state: 'live', reach: { screens: 1 } });
});
