/** The stage: what is on the wall, and when it gives way. */
import { describe, expect, it } from 'vitest';
import { LATE_MS, PREPARE_MS } from '../../kiosk/player/src/stage/stage.ts';
import { RETRY_MS } from '../../kiosk/player/src/stage/exclusions.ts';
import { createHarness, nowOf, START } from './stage-harness.ts';

const abc = [{ key: 'a' }, { key: 'b' }, { key: 'c' }];

describe('a loop', () => {
  it('shows each entry in its turn, the next one ready beneath', () => {
    const wall = createHarness();
    expect(wall.shown()).toBe('loading');
    wall.receive(nowOf(1, { entries: abc }));
    expect(wall.shown()).toBe('a@1');
    expect(wall.hidden()).toBe('b@1');
    wall.pass(9_999);
    expect(wall.shown()).toBe('a@1');
    wall.pass(1);
    expect(wall.shown()).toBe('b@1');
    wall.pass(25_000);
    expect(wall.seen).toEqual(['a@1', 'b@1', 'c@1', 'a@1']);
    expect(wall.stage.view()).toMatchObject({ state: 'playing', itemKey: 'a', revision: 1 });
  });

  it('follows the core’s clock, not the machine’s', () => {
    const wall = createHarness({ skewMs: 3_600_000 });
    wall.receive(nowOf(1, { entries: abc, anchorMs: START - 15_000 }));
    expect(wall.shown()).toBe('b@1');
  });

  it('that begins now begins with its first entry, although earlier answers were slow on the wire', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: abc, anchorMs: START - 100 }), 40);
    wall.pass(5_000);
    wall.receive(nowOf(2, { entries: abc, playlist: 'night', anchorMs: wall.at() }));
    expect(wall.seen).toEqual(['a@1']);
    expect(wall.stage.view().itemKey).toBe('a');
  });

  it('goes on for hours without a word from the core', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: abc }));
    wall.pass(3 * 3600_000);
    expect(wall.seen.length).toBe((3 * 3600) / 10 + 1);
    expect(wall.plays.length).toBe((3 * 3600) / 10);
  });

  it('after a sleep of hours is where it should be', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: abc }));
    const later = createHarness();
    later.receive(nowOf(1, { entries: abc, anchorMs: START - 7 * 3600_000 - 10_000 }));
    expect(later.shown()).toBe('b@1');
    expect(wall.shown()).toBe('a@1');
  });

  it('of one entry stays still and records a play each turn', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: [{ key: 'a' }] }));
    wall.pass(35_000);
    expect(wall.seen).toEqual(['a@1']);
    expect(wall.hidden()).toBeUndefined();
    expect(wall.plays.map((play) => [play.startedAtMs - START, play.endedAtMs - START])).toEqual([
      [0, 10_000],
      [10_000, 20_000],
      [20_000, 30_000],
    ]);
  });

  it('records what was shown and for how long', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: abc }));
    wall.pass(20_000);
    expect(wall.plays).toEqual([
      {
        key: 'a',
        playlistId: 'day',
        takeoverId: undefined,
        startedAtMs: START,
        endedAtMs: START + 10_000,
        revision: 1,
      },
      {
        key: 'b',
        playlistId: 'day',
        takeoverId: undefined,
        startedAtMs: START + 10_000,
        endedAtMs: START + 20_000,
        revision: 1,
      },
    ]);
  });
});

describe('a change', () => {
  it('of the entry that is on is swapped in place, without the gesture and within its play', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: abc }));
    wall.pass(3_000);
    wall.held = true;
    wall.receive(nowOf(2, { entries: [{ key: 'a', version: '2' }, { key: 'b' }, { key: 'c' }] }));
    expect(wall.shown()).toBe('a@1');
    expect(wall.coming()).toMatchObject({ move: 'cut' });
    wall.held = false;
    wall.run();
    expect(wall.shown()).toBe('a@2');
    expect(wall.stage.view().revision).toBe(2);
    wall.pass(7_000);
    expect(wall.plays).toHaveLength(1);
  });

  it('waits until its new version is ready', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: abc }));
    wall.slow.add('a');
    wall.receive(nowOf(2, { entries: [{ key: 'a', version: '2' }, { key: 'b' }, { key: 'c' }] }));
    expect(wall.shown()).toBe('a@1');
    expect(wall.stage.view().revision).toBe(1);
    wall.slow.clear();
    wall.run();
    expect(wall.shown()).toBe('a@2');
  });

  it('elsewhere leaves the wall alone and is prepared', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: abc }));
    wall.receive(nowOf(2, { entries: [{ key: 'a' }, { key: 'b', version: '2' }, { key: 'c' }] }));
    expect(wall.seen).toEqual(['a@1']);
    expect(wall.hidden()).toBe('b@2');
    expect(wall.stage.view().revision).toBe(2);
  });

  it('that takes away what is on gives way to what is due', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: abc }));
    wall.pass(2_000);
    wall.receive(nowOf(2, { entries: [{ key: 'b' }, { key: 'c' }], anchorMs: START + 2_000 }));
    expect(wall.shown()).toBe('b@1');
  });

  it('in the middle of a gesture does not wait for its end', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: abc }));
    wall.held = true;
    wall.pass(10_000);
    expect(wall.coming()).toMatchObject({ move: 'slide' });
    wall.receive(nowOf(2, { entries: [{ key: 'a' }, { key: 'b', version: '2' }, { key: 'c' }] }));
    expect(wall.shown()).toBe('b@1');
    expect(wall.coming()).toMatchObject({ move: 'cut' });
    wall.held = false;
    wall.run();
    expect(wall.shown()).toBe('b@2');
  });

  it('of the same key in another playlist is another item', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: abc }));
    wall.held = true;
    wall.receive(nowOf(2, { entries: abc, playlist: 'night' }));
    expect(wall.coming()).toMatchObject({ move: 'slide' });
  });
});

describe('a takeover', () => {
  const alarm = { entries: [{ key: 'item', seconds: 10 }], takeover: 'fire', untilMs: START + 60_000 };

  it('is on at once, and afterwards what is due', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: abc }));
    wall.held = true;
    wall.receive(nowOf(2, alarm));
    expect(wall.coming()).toMatchObject({ move: 'cut' });
    wall.held = false;
    wall.run();
    expect(wall.shown()).toBe('item@1');
    wall.receive(nowOf(3, { entries: abc }));
    expect(wall.shown()).toBe('a@1');
    expect(wall.plays.map((play) => play.takeoverId)).toEqual([undefined, 'fire']);
  });

  it('ends although the core is silent', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: abc }));
    wall.receive(nowOf(2, alarm));
    wall.pass(60_000);
    expect(wall.stage.overdue()).toBe(false);
    wall.pass(4_000);
    expect(wall.stage.overdue()).toBe(true);
    expect(wall.shown()).toBe('a@1');
  });
});

describe('what is late or broken', () => {
  it('is waited for under the old one, then passed over and reported once', () => {
    const wall = createHarness();
    wall.slow.add('b');
    wall.receive(nowOf(1, { entries: abc }));
    wall.pass(10_000 + LATE_MS - 1);
    expect(wall.shown()).toBe('a@1');
    expect(wall.faults).toEqual([]);
    wall.pass(2);
    expect(wall.shown()).toBe('c@1');
    expect(wall.faults).toEqual([{ key: 'b', version: '1', reason: 'was not ready in time' }]);
    wall.pass(60_000);
    expect(wall.faults).toHaveLength(1);
    expect(wall.seen).not.toContain('b@1');
  });

  it('has ten seconds when it could not be prepared before', () => {
    const wall = createHarness();
    wall.slow.add('a');
    wall.receive(nowOf(1, { entries: [{ key: 'a', seconds: 60 }, { key: 'b' }] }));
    wall.pass(PREPARE_MS - 1);
    expect(wall.shown()).toBe('loading');
    wall.pass(2);
    expect(wall.shown()).toBe('b@1');
  });

  it('ahead of its turn is known before it is due', () => {
    const wall = createHarness();
    wall.slow.add('b');
    wall.receive(nowOf(1, { entries: abc }));
    wall.stage.fault(wall.mountOf('hidden'), 'broken');
    wall.run();
    expect(wall.shown()).toBe('a@1');
    expect(wall.hidden()).toBe('c@1');
    wall.pass(10_000);
    expect(wall.seen).toEqual(['a@1', 'c@1']);
  });

  it('while it plays gives way to the next', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: abc }));
    wall.pass(4_000);
    wall.stage.fault(wall.mountOf('shown'), 'video stands still');
    wall.run();
    expect(wall.shown()).toBe('b@1');
    expect(wall.faults).toEqual([{ key: 'a', version: '1', reason: 'video stands still' }]);
  });

  it('is tried again when the core has taken it up and lifts it', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: abc }));
    wall.stage.fault(wall.mountOf('hidden'), 'broken');
    // News that left the core before it heard of the fault lifts nothing.
    wall.receive(nowOf(1, { entries: abc }));
    expect(wall.hidden()).toBe('c@1');
    wall.receive(nowOf(2, { entries: abc, excluded: ['b'] }));
    expect(wall.hidden()).toBe('c@1');
    wall.receive(nowOf(3, { entries: abc }));
    expect(wall.hidden()).toBe('b@1');
  });

  it('is tried again when its content changes', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: abc }));
    wall.stage.fault(wall.mountOf('hidden'), 'broken');
    wall.receive(nowOf(2, { entries: [{ key: 'a' }, { key: 'b', version: '2' }, { key: 'c' }] }));
    expect(wall.hidden()).toBe('b@2');
  });

  it('is tried again after five minutes of silence', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: abc }));
    wall.stage.fault(wall.mountOf('hidden'), 'broken');
    wall.pass(RETRY_MS - 20_000);
    expect(wall.seen).not.toContain('b@1');
    wall.pass(60_000);
    expect(wall.seen).toContain('b@1');
  });

  it('alone leaves the brand card with the reason, never an empty wall', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: [{ key: 'a' }] }));
    wall.stage.fault(wall.mountOf('shown'), 'broken');
    wall.run();
    expect(wall.stage.view().state).toBe('fault');
    expect(wall.stage.view().slots[0]?.content).toMatchObject({ kind: 'brand', detail: 'a: broken' });
  });

  it('of one-second items does not stop the loop', () => {
    const wall = createHarness();
    wall.slow.add('b');
    wall.receive(
      nowOf(1, {
        entries: [
          { key: 'a', seconds: 1 },
          { key: 'b', seconds: 1 },
          { key: 'c', seconds: 1 },
        ],
      }),
    );
    wall.pass(60_000);
    expect(wall.seen.length).toBeGreaterThan(30);
  });
});

describe('the player’s own cards', () => {
  it('stand for pairing, for nothing due, and for a fault', () => {
    const wall = createHarness();
    wall.receive(
      nowOf(0, undefined, { state: 'pairing', pairing: { code: 'KM4P7XWB', url: 'http://x/p', expiresAtMs: 0 } }),
    );
    expect(wall.shown()).toBe('pairing');
    expect(wall.stage.view().state).toBe('pairing');
    wall.receive(nowOf(1));
    expect(wall.stage.view()).toMatchObject({ state: 'idle', itemKey: '' });
    wall.receive(nowOf(1, undefined, { state: 'fault', detail: 'the server cannot be reached' }));
    expect(wall.stage.view().state).toBe('fault');
    wall.receive(nowOf(2, { entries: [] }));
    expect(wall.stage.view().state).toBe('idle');
    wall.receive(nowOf(3, { entries: abc }));
    expect(wall.stage.view().state).toBe('playing');
  });

  it('do not replace a program that is there, whatever the core’s state', () => {
    const wall = createHarness();
    wall.receive(nowOf(1, { entries: abc }, { state: 'fault' }));
    expect(wall.shown()).toBe('a@1');
  });
});

it('never holds more than two layers, and the one on top is always ready', () => {
  const wall = createHarness();
  for (let round = 1; round < 300; round += 1) {
    const entries = Array.from({ length: round % 5 }, (_, index) => ({
      key: `k${index}`,
      version: String(round % (index + 2)),
      seconds: 1 + (round % 3),
    }));
    wall.slow.clear();
    if (round % 4 === 0) wall.slow.add('k1');
    wall.held = round % 7 === 0;
    wall.receive(nowOf(round, { entries, ...(round % 11 === 0 ? { takeover: 't' } : {}) }));
    wall.pass(700 * (round % 6));
    expect(wall.stage.view().slots.length).toBeLessThanOrEqual(2);
  }
});
