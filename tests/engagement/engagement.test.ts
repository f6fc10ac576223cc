/** Engagement in aggregate: what is told, beside what, and what is never told of few. Over the API, as the panel asks. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EVERYONE } from '@palier/playlists/audience';
import { ProposalId } from '@palier/playlists/proposal';
import { StoryId } from '@palier/playlists/story';
import { DocumentId } from '@palier/playlists/ids';
import { compared, comparedCounts, median } from '../../api/src/engagement/compared.ts';
import { openHouse, type House } from '../api/house.ts';
import { storyId } from '../mix/stories.ts';
import { uuid } from '../storage/documents.ts';
import { ask, later, mixed } from '../surveys/asking.ts';

const DAY_MS = 24 * 3600_000;
const HOUR_MS = 3600_000;
let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.parts.jobs.close();
});
afterEach(() => house.close());

const told = async () => (await house.call('GET', '/api/engagement', { cookie: await house.as('viewer', true) })).body;
const job = () => ({ commit: house.storage.transact.bind(house.storage), signal: new AbortController().signal });

describe('two numbers', () => {
  test('are a change from a tenth on, and nothing where one is missing', () => {
    expect(compared(12, 10)).toEqual({ now: 12, before: 10, trend: 'up' });
    expect(compared(104, 100)).toEqual({ now: 104, before: 100, trend: 'same' });
    expect(compared(40, 60)).toEqual({ now: 40, before: 60, trend: 'down' });
    expect(compared(3, undefined)).toEqual({ now: 3 });
    expect(compared(0, 0)).toEqual({ now: 0, before: 0 });
    expect([median([]), median([5]), median([1, 9, 3, 5])]).toEqual([undefined, 5, 4]);
  });

  test('of what people did on phones are told in steps, and the trend knows no more than them', () => {
    expect(comparedCounts(5, 30)).toEqual({ before: 30 });
    expect(comparedCounts(14, 10)).toEqual({ now: 10, before: 10, trend: 'same' });
    expect(comparedCounts(15, 14)).toEqual({ now: 15, before: 10, trend: 'up' });
  });
});

test('of an empty house nothing is told, and nothing is invented', async () => {
  expect(await told()).toEqual({
    from: '2026-10-27',
    to: '2026-11-23',
    beforeFrom: '2026-09-29',
    surveys: { participation: {}, answers: {}, open: 0, closed: 0, awaiting: 0, overdue: 0 },
    decisions: { taken: { now: 0, before: 0 }, done: { now: 0, before: 0 }, promised: 0, late: 0 },
    threads: { inTime: {}, promisedHours: 16 },
    proposals: { received: { now: 0, before: 0 }, hours: {}, waiting: 0 },
    reads: { documents: {}, stories: {} },
    mix: { corporate: {}, over: [], short: [], sources: 0 },
    shares: {},
  });
});

test('surveys and decisions: participation beside that of the weeks before, what waits and what is late', async () => {
  const first = await ask(house, { audience: { people: 20 } });
  for (let index = 0; index < 7; index += 1) await first.answer(mixed(index));
  await later(house);
  await first.close();
  await later(house, 30 * DAY_MS);
  await house.as('editor', true); // sessions are over by now
  const second = await ask(house, { audience: { people: 10 } });
  for (let index = 0; index < 8; index += 1) await second.answer(mixed(index));
  await later(house);
  const { surveys } = await told();
  expect(surveys).toMatchObject({ open: 1, closed: 0, awaiting: 1, overdue: 1 });
  expect(surveys.participation).toEqual({ now: 50, before: 25, trend: 'up' });
  expect(surveys.answers).toEqual({ now: 5, before: 5, trend: 'same' });

  const decide = (more: object) =>
    house.edit('POST', '/api/actions', {
      surveyId: first.id,
      verdict: 'we-will',
      what: { fr: 'Deux plats' },
      owner: 'Inès',
      ...more,
    });
  await decide({ state: 'done' });
  await decide({ due: '2026-11-30' });
  await decide({ due: '2027-11-30' });
  const after = await told();
  expect(after.surveys).toMatchObject({ awaiting: 0, overdue: 0 });
  expect(after.decisions).toEqual({
    taken: { now: 3, before: 0, trend: 'up' },
    done: { now: 1, before: 0, trend: 'up' },
    promised: 2,
    late: 1,
  });
});

test('answers of HR in time: whole weeks, more than five, in steps of five percent', async () => {
  const { talk } = house.parts.threads;
  const answer = async (count: number, hoursAgo: number) => {
    for (let index = 0; index < count; index += 1) await talk.learn(house.clock.now() - hoursAgo * HOUR_MS);
  };
  await answer(5, 1);
  expect((await told()).threads.inTime).toEqual({}); // the week is not over
  house.clock.advance(7 * DAY_MS);
  expect((await told()).threads.inTime).toEqual({}); // over, and five are few
  await answer(8, 1);
  await answer(3, 24 * 21);
  house.clock.advance(7 * DAY_MS);
  const { inTime, promisedHours } = (await told()).threads;
  expect([inTime, promisedHours]).toEqual([{ now: 80 }, 16]); // 13 of 16 are 81 %
  house.clock.advance(28 * DAY_MS);
  expect((await told()).threads.inTime).toEqual({ before: 80 });
});

test('proposals: how many came, half were decided within, and how long the oldest has waited', async () => {
  const note = (id: string, did: 'submitted' | 'approved' | 'declined' | 'claimed', atMs: number) =>
    house.storage.transact(async (tx) => {
      const at = new Date(atMs).toISOString();
      const by =
        did === 'submitted' ? ({ kind: 'author' } as const) : { kind: 'user' as const, userId: 'u', name: 'Mona' };
      const entry = { proposalId: ProposalId.parse(id), at, by, did, revision: 1 };
      await tx.append('proposalAudit', at.slice(0, 7), `${id} ${did}`, entry);
    });
  const nowMs = house.clock.now();
  for (const [index, hours] of [2, 6, 40].entries()) {
    await note(`p${index}`, 'submitted', nowMs - 10 * DAY_MS);
    await note(`p${index}`, 'claimed', nowMs - 10 * DAY_MS + HOUR_MS);
    await note(`p${index}`, index === 1 ? 'declined' : 'approved', nowMs - 10 * DAY_MS + hours * HOUR_MS);
  }
  await note('old', 'submitted', nowMs - 40 * DAY_MS);
  await note('old', 'approved', nowMs - 40 * DAY_MS + 20 * HOUR_MS);
  const { proposals } = await told();
  expect(proposals).toEqual({
    received: { now: 3, before: 1, trend: 'up' },
    hours: { now: 6, before: 20, trend: 'down' },
    waiting: 0,
  });
});

test('reads and shares are told above five, in steps', async () => {
  const { tallies } = house.parts.share;
  const story = StoryId.parse(storyId(1));
  const [one, two] = [DocumentId.parse('charte'), DocumentId.parse('livret')];
  for (let index = 0; index < 4; index += 1) house.parts.reads.count(one);
  for (let index = 0; index < 5; index += 1) tallies.count(story, 'open');
  for (let index = 0; index < 12; index += 1) tallies.count(story, index % 2 === 0 ? 'share:copy' : 'share:mail');
  await Promise.all([house.parts.reads.stop(), tallies.write()]);
  const few = await told();
  expect([few.reads, few.shares]).toEqual([{ documents: {}, stories: {} }, { now: 10 }]);
  for (let index = 0; index < 4; index += 1) house.parts.reads.count(two);
  tallies.count(story, 'open');
  await Promise.all([house.parts.reads.stop(), tallies.write()]);
  expect((await told()).reads).toEqual({ documents: { now: 5 }, stories: { now: 5 } });
  house.clock.advance(30 * DAY_MS);
  const later = await told();
  expect([later.reads.stories, later.shares]).toEqual([{ before: 5 }, { before: 10 }]);
  expect(JSON.stringify(later)).not.toContain(story);
});

test('the mix of four weeks is what kiosks proved, plays that come late included', async () => {
  const { token } = await house.pair('Hall');
  const send = (day: number, voices: readonly string[], from = 0) => {
    const startMs = house.clock.now() - day * DAY_MS;
    const plays = voices.map((voice, index) => ({
      id: uuid(day * 1000 + from + index),
      playlistId: 'hall',
      entryId: 'news',
      story: storyId(index),
      voice,
      startedAt: new Date(startMs + index * 10_000).toISOString(),
      endedAt: new Date(startMs + index * 10_000 + 9_000).toISOString(),
      revision: 1,
    }));
    return house.call('POST', '/api/player/plays', { token, body: { plays } });
  };
  const ten = (corporate: number) => Array.from({ length: 10 }, (_, at) => (at < corporate ? 'corporate' : 'trade'));
  await send(1, ten(2));
  await house.parts.mixDays.round(job());
  expect((await told()).mix.corporate).toEqual({ now: 20 });
  // A screen that was without network brings the day's rest within the week.
  house.clock.advance(6 * DAY_MS);
  await send(7, ten(6), 100);
  await house.parts.mixDays.round(job());
  expect((await told()).mix.corporate).toEqual({ now: 20 });
  house.clock.advance(DAY_MS);
  await house.parts.mixDays.round(job());
  expect((await told()).mix.corporate).toEqual({ now: 40 });
  house.clock.advance(26 * DAY_MS);
  await send(0, ten(5), 200);
  house.clock.advance(HOUR_MS);
  const { mix } = await told();
  expect(mix.corporate).toEqual({ now: 50, before: 40, trend: 'up' });
  expect(mix.over).toEqual([]); // ten plays are few
  await send(0, ten(5).concat(ten(5), ten(5), ten(5)), 300);
  house.clock.advance(HOUR_MS);
  expect((await told()).mix.over).toEqual([{ audienceId: EVERYONE, name: 'Palier', percent: 50, declaredPercent: 20 }]);
});
