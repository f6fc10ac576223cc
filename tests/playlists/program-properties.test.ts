/** Invariants of the engine on random schedules: it agrees with a plain second implementation, at every edge too. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { programAt, sameProgram, type ProgramInput } from '@palier/playlists/program';
import { timeline, type Block } from '@palier/playlists/timeline';
import { nameOf, schedule, screen, takeover, type RuleDraft } from './build.ts';
import { expectedAt, ZONES } from './oracle.ts';

const RUNS = { numRuns: 100 };
/** Instants and dates are drawn around the days on which the clocks change in one zone or another. */
const CENTRES = [
  '2026-03-29',
  '2026-10-25',
  '2026-03-08',
  '2026-11-01',
  '2026-04-05',
  '2026-10-04',
  '2011-12-30',
  '2017-02-18',
  '2006-10-29',
  '2028-02-29',
];
const SPAN_DAYS = 5;

const time = fc
  .tuple(fc.constantFrom(0, 0, 1, 2, 2, 3, 12, 22, 23), fc.constantFrom(0, 0, 15, 30, 45))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const weekday = fc.integer({ min: 1, max: 7 });

function dateNear(centre: string) {
  return fc
    .integer({ min: -SPAN_DAYS, max: SPAN_DAYS })
    .map((days) => Temporal.PlainDate.from(centre).add({ days }).toString());
}

function recurrenceNear(centre: string) {
  const date = dateNear(centre);
  return fc.oneof(
    fc.constant({ kind: 'daily' }),
    fc.record({ kind: fc.constant('weekly'), weekdays: fc.uniqueArray(weekday, { minLength: 1, maxLength: 4 }) }),
    date.map((text) => ({ kind: 'monthly-date', days: [Number(text.slice(8))] })),
    fc.record({ kind: fc.constant('monthly-weekday'), weekday, nth: fc.constantFrom(1, 2, 4, 5, -1, -2, -5) }),
    date.map((text) => ({ kind: 'yearly', month: Number(text.slice(5, 7)), day: Number(text.slice(8)) })),
    fc.record({ kind: fc.constant('dates'), dates: fc.array(date, { minLength: 1, maxLength: 3 }) }),
  );
}

function ruleNear(centre: string) {
  return fc.record(
    {
      daypart: fc.record({ from: time, until: time }),
      recurrence: recurrenceNear(centre),
      except: fc.array(dateNear(centre), { maxLength: 2 }),
      valid: fc.record({ from: fc.tuple(dateNear(centre), time).map((parts) => parts.join('T')) }),
      priority: fc.constantFrom(0, 0, 0, 1, 2),
    },
    { requiredKeys: ['recurrence'] },
  );
}

/** A screen in some zone with a few schedules and takeovers near a day on which the clocks change somewhere. */
const inputs = fc.constantFrom(...CENTRES).chain((centre) =>
  fc.record({
    zone: fc.constantFrom(...ZONES),
    centreMs: fc.constant(Date.parse(centre)),
    rules: fc.array(ruleNear(centre), { maxLength: 8 }),
    takeovers: fc.array(
      fc.tuple(
        fc.integer({ min: -3000, max: 3000 }),
        fc.integer({ min: 1, max: 2000 }),
        fc.option(fc.integer({ min: -50, max: 2500 })),
      ),
      { maxLength: 3 },
    ),
    minutes: fc.array(fc.integer({ min: -SPAN_DAYS * 1440, max: SPAN_DAYS * 1440 }), { minLength: 20, maxLength: 20 }),
  }),
);
type Drawn = typeof inputs extends fc.Arbitrary<infer T> ? T : never;

function build(drawn: Drawn, order: (rules: RuleDraft[]) => RuleDraft[] = (rules) => rules): ProgramInput {
  const instant = (minutes: number) => new Date(drawn.centreMs + minutes * 60_000).toISOString();
  const rules = order(drawn.rules.map((rule, index) => ({ id: `r${index}`, ...rule })));
  const half = Math.ceil(rules.length / 2);
  return {
    screen: screen(drawn.zone),
    schedules: [schedule({ id: 's', rules: rules.slice(0, half) }), schedule({ id: 's', rules: rules.slice(half) })],
    takeovers: drawn.takeovers.map(([from, minutes, ended], index) =>
      takeover({
        id: `t${index}`,
        startsAt: instant(from),
        endsAt: instant(from + minutes),
        ...(ended === null ? {} : { endedAt: instant(from + ended) }),
      }),
    ),
  };
}

const present = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);
const ms = (epochMs: number) => Temporal.Instant.fromEpochMilliseconds(epochMs);

/** The drawn instants, and around each of them the edges of what is on. */
function instantsOf(drawn: Drawn, asked: ProgramInput): number[] {
  return drawn.minutes.flatMap((minutes) => {
    const atMs = drawn.centreMs + minutes * 60_000;
    const { since, until } = programAt(asked, ms(atMs));
    return [since, until].reduce(
      (all, edge) => (edge === undefined ? all : [...all, edge.epochMilliseconds - 1, edge.epochMilliseconds]),
      [atMs],
    );
  });
}

describe('the program of random schedules', () => {
  test('is what the plain implementation says, at random instants and on both sides of every edge', () => {
    let edges = 0;
    fc.assert(
      fc.property(inputs, (drawn) => {
        const asked = build(drawn);
        for (const atMs of instantsOf(drawn, asked)) {
          edges += 1;
          expect(nameOf(programAt(asked, ms(atMs))), `${ms(atMs).toString()} in ${drawn.zone}`).toBe(
            expectedAt(asked, atMs),
          );
        }
      }),
      { numRuns: 120 },
    );
    expect(edges).toBeGreaterThan(4000);
  });

  test('does not depend on the order of rules', () => {
    fc.assert(
      fc.property(inputs, (drawn) => {
        const there = { ...build(drawn), schedules: [schedule({ rules: rulesOf(drawn) })] };
        const back = {
          ...build(drawn),
          schedules: [schedule({ rules: rulesOf(drawn).toReversed() })],
          takeovers: build(drawn).takeovers.toReversed(),
        };
        for (const minutes of drawn.minutes) {
          const at = ms(drawn.centreMs + minutes * 60_000);
          expect(programAt(back, at)).toEqual(programAt(there, at));
        }
      }),
      RUNS,
    );
  });

  test('is the same one from its since until its until, and another one at both edges', () => {
    fc.assert(
      fc.property(inputs, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (drawn, part) => {
        const asked = build(drawn);
        for (const minutes of drawn.minutes.slice(0, 8)) {
          const at = ms(drawn.centreMs + minutes * 60_000);
          const program = programAt(asked, at);
          const { since, until } = program;
          for (const end of present(until)) {
            expect(end.epochMilliseconds).toBeGreaterThan(at.epochMilliseconds);
            expect(sameProgram(programAt(asked, end), program)).toBe(false);
            expect(programAt(asked, end).since).toEqual(end);
          }
          for (const start of present(since)) {
            expect(start.epochMilliseconds).toBeLessThanOrEqual(at.epochMilliseconds);
            expect(programAt(asked, start)).toMatchObject({ kind: program.kind, since: start });
          }
          const fromMs = since?.epochMilliseconds ?? at.epochMilliseconds;
          const within = ms(fromMs + Math.floor(part * ((until?.epochMilliseconds ?? at.epochMilliseconds) - fromMs)));
          expect(sameProgram(programAt(asked, within), program)).toBe(true);
        }
      }),
      RUNS,
    );
  });
});

describe('the timeline of random schedules', () => {
  test('covers the span exactly, its neighbours differ, and it agrees with the program at every instant', () => {
    fc.assert(
      fc.property(inputs, fc.integer({ min: 0, max: 8 * 1440 }), (drawn, span) => {
        const asked = build(drawn);
        const from = ms(drawn.centreMs - SPAN_DAYS * 86_400_000);
        const to = ms(from.epochMilliseconds + span * 60_000);
        const blocks = timeline(asked, from, to);
        expect(blocks.length === 0).toBe(span === 0);
        expect([from, ...blocks.map(({ to: end }) => end)]).toEqual([
          ...blocks.map(({ from: start }) => start),
          span === 0 ? from : to,
        ]);
        for (const [index, block] of blocks.entries()) {
          expect(block.from.epochMilliseconds).toBeLessThan(block.to.epochMilliseconds);
          expect(blocks.slice(index + 1, index + 2).some((next) => sameProgram(next.program, block.program))).toBe(
            false,
          );
          expect(programAt(asked, block.from)).toEqual(block.program);
          expect(sameProgram(programAt(asked, ms(block.to.epochMilliseconds - 1)), block.program)).toBe(true);
        }
        for (const minutes of drawn.minutes) {
          const atMs = drawn.centreMs + minutes * 60_000;
          const holds = (each: Block) => each.from.epochMilliseconds <= atMs && atMs < each.to.epochMilliseconds;
          for (const block of blocks.filter(holds)) expect(nameOf(block.program)).toBe(expectedAt(asked, atMs));
        }
      }),
      RUNS,
    );
  });
});

function rulesOf(drawn: Drawn): RuleDraft[] {
  return drawn.rules.map((rule, index) => ({ id: `r${index}`, ...rule }));
}
