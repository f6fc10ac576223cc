/** Saving: one request at a time, the newest wins, nothing is lost on a refusal; and changes of a playlist's entries. */
import { Entry } from '@palier/playlists/playlist';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Problem, Refusal } from '../../control-panel/src/lib/api.ts';
import { createWakeUp, retryDelayMs } from '../../control-panel/src/lib/live/wake-up.ts';
import { duplicated, freeEntryId, moved, removed, roundMs } from '../../control-panel/src/lib/playlists/entries.ts';
import { createSaveQueue, type SaveState } from '../../control-panel/src/lib/playlists/save-queue.ts';
import { changeSchedule, withRule } from '../../control-panel/src/lib/schedule/save-schedule.ts';
import { createWorld } from './fake-world.ts';

type Outcome = { value: unknown; etag: string } | Refusal;
const refusal = (status: number): Refusal => ({ problem: { type: 'about:blank', title: 'no', status } });
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function bench() {
  const sent: { value: string; etag: string; answer: (outcome: Outcome) => void }[] = [];
  const states: SaveState[] = [];
  let problem: Problem | undefined;
  const queue = createSaveQueue<string>({
    etag: '1',
    put: (value, etag) => new Promise((resolve) => sent.push({ value, etag, answer: resolve })),
    onstate: (state, why) => {
      states.push(state);
      problem = why;
    },
  });
  return { queue, sent, states, problem: () => problem };
}

describe('the save queue', () => {
  test('changes during a save go up once, as the newest, under the new ETag', async () => {
    const { queue, sent, states } = bench();
    for (const value of ['a', 'b', 'c']) queue.change(value);
    expect(sent.map((one) => one.value)).toEqual(['a']);
    sent[0]?.answer({ value: 'a', etag: '2' });
    await settled();
    expect(sent.map((one) => [one.value, one.etag])).toEqual([
      ['a', '1'],
      ['c', '2'],
    ]);
    sent[1]?.answer({ value: 'c', etag: '3' });
    await settled();
    expect([queue.idle, queue.etag, states.at(-1)]).toEqual([true, '3', 'saved']);
  });

  test('a conflict keeps what is unsaved until one keeps it or takes theirs', async () => {
    const { queue, sent, problem } = bench();
    queue.change('mine');
    sent[0]?.answer(refusal(412));
    await settled();
    queue.change('mine, more');
    expect([sent.length, queue.idle, problem()?.status]).toEqual([1, false, 412]);
    queue.retry('7');
    expect([sent[1]?.value, sent[1]?.etag]).toEqual(['mine, more', '7']);
    sent[1]?.answer(refusal(412));
    await settled();
    queue.adopt('8');
    expect([queue.idle, queue.etag, sent.length]).toEqual([true, '8', 2]);
  });
});

describe('entries', () => {
  const entries = [...createWorld({ now: () => 0 }).playlists.values()].flatMap(({ value }) => value.entries);

  test('moving keeps every entry, and moving back restores the order', () => {
    const list = fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(list, fc.nat(40), fc.nat(40), (numbers, from, to) => {
        const next = moved(numbers, from, to);
        expect(next.toSorted((a, b) => a - b)).toEqual(numbers.toSorted((a, b) => a - b));
        const inside = from < numbers.length && to < numbers.length;
        expect(inside ? moved(next, to, from) : next).toEqual(numbers);
      }),
    );
  });

  test('a duplicate stands after its original under an id of its own', () => {
    const [first] = entries;
    if (first === undefined) throw new Error('no entries');
    const next = duplicated(entries, first.id);
    expect(next[1]?.item).toEqual(first.item);
    expect(new Set(next.map((entry) => entry.id)).size).toBe(next.length);
    expect(removed(next, next[1]?.id ?? '')).toEqual(entries);
  });

  test('ids are the first that are free', () => {
    expect(freeEntryId([{ id: 'qr-1' }, { id: 'qr-3' }], 'qr')).toBe('qr-2');
  });

  test('what is switched off takes no time', () => {
    const entry = (enabled: boolean) => Entry.parse({ id: 'a', durationMs: 5000, enabled, item: { kind: 'clock' } });
    expect(roundMs([entry(true), entry(false)])).toBe(5000);
  });
});

test('a rule is added to the newest version of its schedule, once more after a conflict', async () => {
  const [first] = createWorld({ now: () => 0 }).schedules.values();
  if (first === undefined) throw new Error('no schedule');
  const schedule = first.value;
  const [rule] = schedule.rules;
  if (rule === undefined) throw new Error('no rule');
  let puts = 0;
  const schedules = {
    get: () => Promise.resolve({ value: schedule, etag: String(puts) }),
    put: (value: unknown, etag: string) => {
      puts += 1;
      return Promise.resolve(
        puts === 1 ? refusal(412) : { value: schedule, etag: `${etag} ${JSON.stringify(value).length}` },
      );
    },
  };
  expect(await changeSchedule(schedules, schedule.id, (fresh) => withRule(fresh, rule))).toBeUndefined();
  expect(puts).toBe(2);
});

describe('waking up', () => {
  function clock() {
    let nowMs = 0;
    let pending: { run: () => void; atMs: number } | undefined;
    return {
      timers: {
        now: () => nowMs,
        set: (run: () => void, ms: number) => {
          pending = { run, atMs: nowMs + ms };
          return 1;
        },
        clear: () => (pending = undefined),
      },
      to: (ms: number) => {
        while (pending !== undefined && pending.atMs <= ms) {
          const { run, atMs } = pending;
          pending = undefined;
          nowMs = atMs;
          run();
        }
        nowMs = ms;
      },
    };
  }

  test('a burst is one refresh, and a long burst is not put off for ever', () => {
    const { timers, to } = clock();
    const refreshed: number[] = [];
    const wakeUp = createWakeUp(timers, () => refreshed.push(timers.now()));
    for (let ms = 0; ms <= 2000; ms += 50) {
      to(ms);
      wakeUp.add(['playlists']);
    }
    to(5000);
    expect(refreshed.length).toBeGreaterThanOrEqual(2);
    expect(refreshed.length).toBeLessThanOrEqual(4);
    expect(refreshed[0]).toBeLessThanOrEqual(1000);
  });

  test('heartbeats alone wait longer; a change among them does not', () => {
    const { timers, to } = clock();
    const refreshed: [number, string][] = [];
    const wakeUp = createWakeUp(timers, (topics) => refreshed.push([timers.now(), topics.toSorted().join()]));
    wakeUp.add(['heartbeats']);
    to(2999);
    expect(refreshed).toEqual([]);
    to(3000);
    wakeUp.add(['heartbeats']);
    wakeUp.add(['takeovers']);
    to(3500);
    expect(refreshed).toEqual([
      [3000, 'heartbeats'],
      [3120, 'heartbeats,takeovers'],
    ]);
  });

  test('retries wait a random part of up to half a minute', () => {
    expect([retryDelayMs(0, 1), retryDelayMs(3, 0.5), retryDelayMs(50, 1), retryDelayMs(4, 0)]).toEqual([
      1000, 4000, 30_000, 0,
    ]);
  });
});
