/** Health told apart, why a screen was silent, when people are told, and what a week counts as. */
import { describe, expect, test } from 'vitest';
import { causeOf, healthOf, uptimeOf, type HealthFacts } from '../../playlists/src/health.ts';
import { afterTelling, lookAtOutage, type OutageState } from '../../playlists/src/outage.ts';

const AT = Date.parse('2026-11-24T10:00:00Z');
const iso = (ms: number) => new Date(ms).toISOString();
const S = 1_000;
const MIN = 60 * S;
const heard = { paired: true, listeningSinceMs: AT - 60 * MIN, lastHeardAtMs: AT - 5 * S, heartbeatAtMs: AT - 5 * S };
const page = { startedAt: iso(AT - 60 * MIN), pageSeenAt: iso(AT - 10 * S) };

describe('health', () => {
  test.each<[string, HealthFacts, string]>([
    ['never paired', { paired: false, listeningSinceMs: AT }, 'unpaired'],
    ['paired, never heard', { paired: true, listeningSinceMs: AT - 60 * MIN }, 'unknown'],
    [
      'the server has just started',
      { paired: true, listeningSinceMs: AT - 30 * S, lastHeardAtMs: AT - 60 * MIN },
      'unknown',
    ],
    [
      'the server has listened in vain',
      { paired: true, listeningSinceMs: AT - 91 * S, lastHeardAtMs: AT - 60 * MIN },
      'silent',
    ],
    ['plays', { ...heard, heartbeat: { state: 'playing', ...page } }, 'playing'],
    [
      'plays, display state unknown',
      { ...heard, heartbeat: { state: 'playing', ...page, display: undefined } },
      'playing',
    ],
    [
      'plays to a display that is off',
      { ...heard, heartbeat: { state: 'playing', ...page, display: 'off' } },
      'display-off',
    ],
    ['rests with its display off', { ...heard, heartbeat: { state: 'resting', ...page, display: 'off' } }, 'resting'],
    [
      'core speaks, page died',
      { ...heard, heartbeat: { state: 'playing', ...page, pageSeenAt: iso(AT - 70 * S) } },
      'page-dead',
    ],
    [
      'core speaks, no page ever came',
      { ...heard, heartbeat: { state: 'playing', startedAt: iso(AT - 5 * MIN) } },
      'page-dead',
    ],
    ['core has just begun', { ...heard, heartbeat: { state: 'playing', startedAt: iso(AT - 20 * S) } }, 'playing'],
    ['an old kiosk that tells of neither', { ...heard, heartbeat: { state: 'playing' } }, 'playing'],
    [
      'a kiosk whose clock is ten minutes fast',
      { ...heard, heartbeat: { state: 'playing', pageSeenAt: iso(AT + 10 * MIN - 8 * S), clockOffsetMs: 10 * MIN } },
      'playing',
    ],
    [
      'gone silent, whatever it said last',
      { ...heard, lastHeardAtMs: AT - 91 * S, heartbeatAtMs: AT - 91 * S, heartbeat: { state: 'playing', ...page } },
      'silent',
    ],
    ['nothing can be shown', { ...heard, heartbeat: { state: 'fault', ...page } }, 'fault'],
    ['shows a pairing code', { ...heard, heartbeat: { state: 'pairing', ...page } }, 'loading'],
  ])('%s', (_name, facts, expected) => expect(healthOf(facts, AT)).toBe(expected));
});

describe('why it was silent', () => {
  const gap = { fromMs: AT - 60 * MIN, toMs: AT };
  test.each([
    ['it says nothing', {}, 'unknown'],
    [
      'no network',
      { troubles: [{ kind: 'network' as const, from: iso(AT - 59 * MIN), to: iso(AT - MIN) }] },
      'network',
    ],
    ['the server alone', { troubles: [{ kind: 'server' as const, from: iso(AT - 50 * MIN) }] }, 'server'],
    ['it did not run', { startedAt: iso(AT - MIN) }, 'program'],
    ['it ran all along', { startedAt: iso(AT - 90 * MIN) }, 'unknown'],
    [
      'a trouble too short to explain it',
      { troubles: [{ kind: 'name' as const, from: iso(AT - 60 * MIN), to: iso(AT - 55 * MIN) }] },
      'unknown',
    ],
    [
      'network, then a restart',
      {
        troubles: [{ kind: 'network' as const, from: iso(AT - 60 * MIN), to: iso(AT - 2 * MIN) }],
        startedAt: iso(AT - MIN),
      },
      'network',
    ],
    ['its clock is an hour fast', { startedAt: iso(AT + 59 * MIN), clockOffsetMs: 60 * MIN }, 'program'],
  ])('%s', (_name, told, expected) => expect(causeOf(gap, told)).toBe(expected));
});

describe('outages', () => {
  /** Looks every ten seconds; answers what was said and when, in minutes after the start. */
  function run(
    steps: [health: 'playing' | 'silent' | 'unknown' | 'resting' | 'loading', minutes: number, lit?: boolean][],
    start?: OutageState,
  ) {
    let state = start;
    let atMs = AT;
    const said: string[] = [];
    for (const [health, minutes, lit = true] of steps) {
      for (const endMs = atMs + minutes * MIN; atMs < endMs; atMs += 10 * S) {
        const look = lookAtOutage(state, { health, lit, atMs });
        state = look.word === 'due' ? afterTelling(look.state, atMs) : look.state;
        if (look.word !== 'none') said.push(`${look.word} ${Math.floor((atMs - AT) / MIN)}`);
      }
    }
    return { said, state };
  }

  test.each<[string, Parameters<typeof run>[0], string[]]>([
    [
      'told once, and once at the end',
      [
        ['playing', 5],
        ['silent', 60],
        ['playing', 10],
      ],
      ['due 8', 'over 67'],
    ],
    [
      'a short one is not told',
      [
        ['playing', 5],
        ['silent', 2],
        ['playing', 10],
      ],
      [],
    ],
    ['not in the dark', [['silent', 60, false]], []],
    [
      'one that began before the dark waits for its end',
      [
        ['silent', 10],
        ['silent', 60, false],
        ['playing', 5],
      ],
      ['due 3', 'over 72'],
    ],
    [
      'darkness before anybody was told forgets it',
      [
        ['silent', 2],
        ['silent', 60, false],
        ['silent', 2],
        ['playing', 9],
      ],
      [],
    ],
    [
      'unknown neither ends nor begins one',
      [
        ['silent', 5],
        ['unknown', 30],
        ['silent', 5],
        ['playing', 5],
      ],
      ['due 3', 'over 42'],
    ],
    ['unknown alone is none', [['unknown', 120]], []],
    [
      'a brief sign of life is no end',
      [
        ['silent', 5],
        ['playing', 1],
        ['silent', 20],
        ['playing', 5],
      ],
      ['due 3', 'over 28'],
    ],
  ])('%s', (_name, steps, expected) => expect(run(steps).said).toEqual(expected));

  test('a screen that comes and goes is told of three times, then hardly', () => {
    const flapping = Array.from({ length: 12 }, (): [['silent', 5], ['playing', 5]] => [
      ['silent', 5],
      ['playing', 5],
    ]).flat();
    expect(run(flapping).said.filter((word) => word.startsWith('due'))).toHaveLength(3);
  });

  test('a restart in between changes nothing: the state is all there is', () => {
    const first = run([['silent', 5]]);
    const second = run(
      [
        ['unknown', 2],
        ['silent', 5],
      ],
      first.state,
    );
    expect([first.said, second.said]).toEqual([['due 3'], []]);
  });
});

test('a week counts unknown apart', () => {
  const spans = [
    { health: 'playing' as const, sinceMs: AT, untilMs: AT + 40 * MIN },
    { health: 'silent' as const, sinceMs: AT + 40 * MIN, untilMs: AT + 50 * MIN },
    { health: 'resting' as const, sinceMs: AT + 50 * MIN, untilMs: AT + 70 * MIN },
    { health: 'unknown' as const, sinceMs: AT + 70 * MIN },
  ];
  expect(uptimeOf(spans, AT - 30 * MIN, AT + 90 * MIN)).toEqual({
    upMs: 40 * MIN,
    downMs: 10 * MIN,
    restMs: 20 * MIN,
    unknownMs: 50 * MIN,
  });
});
