/** Working time, the honest expectation, pseudonyms, prepared answers and the call back: the pure rules of talking. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PSEUDONYMS, pseudonymAt, pseudonymKey, pseudonymText } from '@palier/playlists/pseudonym';
import { cannedText, TalkSettings } from '@palier/playlists/talk-settings';
import { releasedAnswers } from '@palier/playlists/thread-call';
import { dayAfter, dayOf, daysUntil } from '@palier/playlists/thread';
import { afterWorkingMs, expectedAnswer, workingMsBetween, WorkingTime } from '@palier/playlists/working-time';
import { latestBefore } from '../../api/src/threads/calls.ts';

const HOUR_MS = 3_600_000;
const at = (text: string) => Temporal.ZonedDateTime.from(`${text}[Europe/Paris]`).epochMilliseconds;
const hours = (zone = 'Europe/Paris', daysOff: string[] = []) =>
  WorkingTime.parse({
    zone,
    daysOff,
    periods: [1, 2, 3, 4, 5].flatMap((day) => [
      { day, from: '09:00', until: '12:30' },
      { day, from: '13:30', until: '17:30' },
    ]),
  });
const local = (ms: number | undefined, zone = 'Europe/Paris') =>
  ms === undefined
    ? 'never'
    : Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDateTime().toString().slice(0, 16);

describe('working time', () => {
  test.each([
    // asked, hours of work, when they have passed
    ['2026-11-23T10:00', 2, '2026-11-23T12:00'],
    ['2026-11-23T10:00', 3, '2026-11-23T14:00'],
    ['2026-11-23T12:45', 1, '2026-11-23T14:30'],
    ['2026-11-23T17:00', 1, '2026-11-24T09:30'],
    ['2026-11-23T03:00', 0, '2026-11-23T09:00'],
    ['2026-11-27T17:30', 1, '2026-11-30T10:00'],
    ['2026-11-28T12:00', 7.5, '2026-11-30T17:30'],
    // a day off in between
    ['2026-12-24T16:30', 2, '2026-12-28T10:00'],
  ])('asked at %s, %d hours of work later it is %s', (asked, work, expected) => {
    const found = afterWorkingMs(hours('Europe/Paris', ['2026-12-25']), at(asked), work * HOUR_MS);
    expect(local(found)).toBe(expected);
  });

  test('a night shift over the change of clocks counts the hours that pass, 23 and 25 a day', () => {
    const night = WorkingTime.parse({ zone: 'Europe/Paris', periods: [{ day: 7, from: '00:00', until: '24:00' }] });
    const worked = (from: string, to: string) => workingMsBetween(night, at(from), at(to)) / HOUR_MS;
    expect(worked('2026-03-28T12:00', '2026-03-30T12:00')).toBe(23);
    expect(worked('2026-10-24T12:00', '2026-10-26T12:00')).toBe(25);
    expect(local(afterWorkingMs(night, at('2026-03-29T00:00'), 3 * HOUR_MS))).toBe('2026-03-29T04:00');
    expect(local(afterWorkingMs(night, at('2026-10-25T00:00'), 3 * HOUR_MS))).toBe('2026-10-25T02:00');
    expect(local(afterWorkingMs(night, at('2026-10-25T00:00'), 4 * HOUR_MS))).toBe('2026-10-25T03:00');
  });

  test('periods that overlap count once; who never works answers at no known time', () => {
    const twice = WorkingTime.parse({
      zone: 'UTC',
      periods: [
        { day: 1, from: '09:00', until: '12:00' },
        { day: 1, from: '11:00', until: '13:00' },
      ],
    });
    const monday = Date.parse('2026-11-23T00:00:00Z');
    expect(workingMsBetween(twice, monday, monday + 24 * HOUR_MS)).toBe(4 * HOUR_MS);
    expect(afterWorkingMs({ ...twice, periods: [] }, monday, 1)).toBeUndefined();
  });

  test('there and back: after so much work, so much work has passed', () => {
    const zones = ['Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'America/St_Johns'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: at('2026-01-01T00:00'), max: at('2027-12-31T00:00') }),
        fc.integer({ min: 1, max: 60 * HOUR_MS }),
        (zone, fromMs, workMs) => {
          const until = afterWorkingMs(hours(zone), fromMs, workMs);
          expect(until).toBeDefined();
          expect(workingMsBetween(hours(zone), fromMs, until ?? 0)).toBe(workMs);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the expectation', () => {
  const asked = at('2026-11-23T09:00');
  const promisedMs = 2 * HOUR_MS;
  test('is the promise while little is measured, then what four of five got, even when that is worse', () => {
    const few = expectedAnswer(hours(), asked, { promisedMs, measuredMs: [HOUR_MS, HOUR_MS] });
    expect([few?.basis, local(few?.byMs)]).toEqual(['promised', '2026-11-23T11:00']);
    const measuredMs = [1, 1, 2, 9, 40].map((one) => one * HOUR_MS);
    const many = expectedAnswer(hours(), asked, { promisedMs, measuredMs });
    expect([many?.basis, local(many?.byMs)]).toEqual(['measured', '2026-11-24T10:30']);
  });
});

describe('the call back', () => {
  test('never under three, and two figures in a row differ by three at least, or not at all', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 30 }), { maxLength: 40 }), (waiting) => {
        const released: (number | undefined)[] = [];
        for (const now of waiting) released.push(releasedAnswers(released.at(-1), now));
        expect(released.filter((one) => one !== undefined && one < 3)).toEqual([]);
        const steps = released.map((one, index) => Math.abs((one ?? NaN) - (released[index - 1] ?? NaN)));
        expect(steps.filter((step) => step > 0 && step < 3)).toEqual([]);
      }),
    );
  });

  test('is released at the fixed times of the week alone', () => {
    const times = [
      { day: 1, at: '09:00' },
      { day: 4, at: '09:00' },
    ];
    const latest = (text: string) => local(latestBefore(times, 'Europe/Paris', at(text)));
    expect(latest('2026-11-23T08:59')).toBe('2026-11-19T09:00');
    expect(latest('2026-11-23T09:00')).toBe('2026-11-23T09:00');
    expect(latest('2026-11-26T08:00')).toBe('2026-11-23T09:00');
    expect(latest('2026-11-29T23:00')).toBe('2026-11-26T09:00');
    expect(latestBefore([], 'Europe/Paris', at('2026-11-23T09:00'))).toBeUndefined();
  });
});

describe('words', () => {
  test('pseudonyms are all different, in both languages, and agree in French', () => {
    const all = Array.from({ length: PSEUDONYMS * 2 }, (_none, index) => pseudonymAt(index));
    for (const language of ['fr', 'en'] as const) {
      expect(new Set(all.map((one) => pseudonymText(one, language))).size).toBe(all.length);
    }
    expect(new Set(all.map(pseudonymKey)).size).toBe(all.length);
    expect(pseudonymText({ animal: 0, colour: 0 }, 'fr')).toBe('Lynx bleu');
    expect(pseudonymText({ animal: 0, colour: 0 }, 'en')).toBe('Blue lynx');
    expect(pseudonymText({ animal: 1, colour: 1, number: 2 }, 'fr')).toBe('Loutre verte 2');
  });

  test('prepared answers fill in what is known and leave out what is not', () => {
    const text = 'Bonjour {name}, réponse avant {expected}. {contact} {other}';
    expect(cannedText(text, { expected: 'jeudi' })).toBe('Bonjour, réponse avant jeudi. {other}');
    expect(cannedText(text, { name: 'Ana', expected: 'jeudi', contact: 'RH' })).toBe(
      'Bonjour Ana, réponse avant jeudi. RH {other}',
    );
  });

  test('days add up over months and years, in the zone that is meant', () => {
    expect(dayAfter('2026-12-30', 3)).toBe('2027-01-02');
    expect(daysUntil('2027-01-02', '2026-12-30')).toBe(3);
    expect(dayOf(Date.parse('2026-11-23T23:30:00Z'), 'Europe/Paris')).toBe('2026-11-24');
  });

  test('settings have a default for everything, and bound what would harm', () => {
    const settings = TalkSettings.parse({});
    expect(settings.retentionDays.safety).toBe(730);
    expect(TalkSettings.safeParse({ retentionDays: { ...settings.retentionDays, pay: 5 } }).success).toBe(false);
  });
});
