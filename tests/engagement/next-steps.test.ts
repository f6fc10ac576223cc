/** What the comms team is told to do next: who waits comes first, five things at most, nothing when nothing waits. */
import { expect, test } from 'vitest';
import type { EngagementAnswer } from '../../api/src/client.ts';
import { isUntouched, MAX_STEPS, nextSteps } from '../../control-panel/src/lib/engagement/next-steps.ts';

const FINE: EngagementAnswer = {
  from: '2026-10-27',
  to: '2026-11-23',
  beforeFrom: '2026-09-29',
  surveys: { participation: { now: 60 }, answers: { now: 40 }, open: 1, closed: 1, awaiting: 0, overdue: 0 },
  decisions: { taken: { now: 1 }, done: { now: 1 }, promised: 1, late: 0 },
  threads: { inTime: { now: 95 }, promisedHours: 16 },
  proposals: { received: { now: 3 }, hours: { now: 5 }, waiting: 0 },
  reads: { documents: { now: 20 }, stories: { now: 30 } },
  mix: { corporate: { now: 20 }, over: [], short: [], sources: 4 },
  shares: {},
};
const ids = (facts: EngagementAnswer) => nextSteps(facts).map(({ id }) => id);

test('nothing is asked of a house that keeps its promises; shares are never asked for', () => {
  expect(ids(FINE)).toEqual([]);
  expect(isUntouched(FINE)).toBe(false);
});

test('who waits comes first: a proposal of days, then a survey without a decision, then promises', () => {
  const surveys = { ...FINE.surveys, awaiting: 2, open: 0 };
  const decisions = { ...FINE.decisions, late: 1 };
  const waiting = (oldestDays: number) => ({ ...FINE.proposals, waiting: 2, oldestDays });
  expect(ids({ ...FINE, surveys, decisions, proposals: waiting(4) })).toEqual(['answer', 'decide', 'late', 'ask']);
  expect(ids({ ...FINE, surveys, decisions, proposals: waiting(1) })).toEqual(['decide', 'late', 'answer', 'ask']);
});

test('the house that talks too much is told; so is one without sources, and slow answers', () => {
  const over = [
    { audienceId: 'everyone', name: 'Palier', percent: 40, declaredPercent: 20 },
  ] as EngagementAnswer['mix']['over'];
  expect(ids({ ...FINE, mix: { ...FINE.mix, over, short: ['trade'] } })).toEqual(['mix', 'short']);
  expect(ids({ ...FINE, mix: { ...FINE.mix, sources: 0, short: ['trade'] } })).toEqual(['sources']);
  expect(ids({ ...FINE, threads: { ...FINE.threads, inTime: { now: 70 } } })).toEqual(['threads']);
  expect(ids({ ...FINE, threads: { ...FINE.threads, inTime: {} } })).toEqual([]);
});

test('an empty house is told where to begin, in five steps at most', () => {
  const empty: EngagementAnswer = {
    ...FINE,
    surveys: { participation: {}, answers: {}, open: 0, closed: 0, awaiting: 0, overdue: 0 },
    decisions: { taken: { now: 0, before: 0 }, done: { now: 0, before: 0 }, promised: 0, late: 0 },
    threads: { inTime: {}, promisedHours: 16 },
    proposals: { received: { now: 0, before: 0 }, hours: {}, waiting: 0 },
    reads: { documents: {}, stories: {} },
    mix: { corporate: {}, over: [], short: [], sources: 0 },
  };
  expect(isUntouched(empty)).toBe(true);
  expect(ids(empty)).toEqual(['sources', 'ask', 'invite', 'read']);
  const all = {
    ...empty,
    proposals: { ...empty.proposals, waiting: 1, oldestDays: 9 },
    decisions: { ...empty.decisions, late: 2 },
  };
  expect(nextSteps({ ...all, surveys: { ...empty.surveys, awaiting: 1 } })).toHaveLength(MAX_STEPS);
  expect(isUntouched(all)).toBe(false);
});
