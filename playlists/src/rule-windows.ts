/**
 * Rules made ready for one zone: on which days each starts, and its window there. The order between rules that
 * are on at once is decided here and nowhere else.
 */
import { DAY_MS, dayNumberOf, type CalendarDay } from './calendar-day.ts';
import { daypartMs, occurrenceMs, type DaypartMs } from './daypart.ts';
import { windowMs, type WindowMs, type ZoneClock } from './local-time.ts';
import type { Stretch } from './paint.ts';
import { recurrenceDays } from './recurrence-days.ts';
import { specificity } from './recurrence.ts';
import type { Rule, Schedule } from './schedule.ts';

/** A rule with its schedule, ready to be asked about days. */
export type ReadyRule = {
  schedule: Schedule;
  rule: Rule;
  daypart: DaypartMs;
  valid: WindowMs;
  specificity: number;
  /** Whether the recurrence names the day; exceptions are not looked at. */
  recursOn: (day: CalendarDay) => boolean;
  exceptedOn: (day: CalendarDay) => boolean;
};

/**
 * One occurrence of a rule, cut to the rule's validity. `dueMs` is the daypart's own start: what "later start"
 * compares.
 */
export type RuleWindow = Stretch & { ready: ReadyRule; dueMs: number };

/** Rules of equal priority and specificity; only the start and the id decide among them. */
export type RuleRank = { rules: ReadyRule[] };

/** Every rule of `schedules` made ready for the zone of `clock`. */
export function readyRules(schedules: readonly Schedule[], clock: ZoneClock): ReadyRule[] {
  return schedules.flatMap((schedule) =>
    schedule.rules.map((rule) => {
      const excepted = new Set(rule.except.map(dayNumberOf));
      return {
        schedule,
        rule,
        daypart: daypartMs(rule.daypart),
        valid: windowMs(rule.valid, clock),
        specificity: specificity(rule.recurrence),
        recursOn: recurrenceDays(rule.recurrence),
        exceptedOn: (day: CalendarDay) => excepted.has(day.number),
      };
    }),
  );
}

/** The rules in ranks, the strongest first. */
export function ranksOf(rules: readonly ReadyRule[]): RuleRank[] {
  const ranks: RuleRank[] = [];
  let strongest: ReadyRule | undefined;
  for (const ready of [...rules].sort(compareRank)) {
    const rank = ranks.at(-1);
    if (rank !== undefined && strongest !== undefined && compareRank(strongest, ready) === 0) rank.rules.push(ready);
    else ranks.push({ rules: [ready] });
    strongest = ready;
  }
  return ranks;
}

/** The window of the rule that starts on `day`; absent when it does not start there, or is never valid in it. */
export function windowOn(ready: ReadyRule, day: CalendarDay, clock: ZoneClock): RuleWindow | undefined {
  if (!ready.recursOn(day) || ready.exceptedOn(day)) return undefined;
  const occurrence = occurrenceMs(ready.daypart, day.number, clock);
  const startMs = Math.max(occurrence.startMs, ready.valid.fromMs);
  const endMs = Math.min(occurrence.endMs, ready.valid.untilMs);
  return startMs < endMs ? { ready, dueMs: occurrence.startMs, startMs, endMs } : undefined;
}

/** Whether its windows reach past midnight in every zone. */
export function runsOvernight(ready: ReadyRule): boolean {
  return ready.daypart.untilMs > DAY_MS;
}

/** Negative when `one` beats `other`: by priority, then by how specific the recurrence is. */
export function compareRank(one: ReadyRule, other: ReadyRule): number {
  return other.rule.priority - one.rule.priority || other.specificity - one.specificity;
}

/** Negative when `one` beats `other` within a rank: the later start, then the schedule's id, then the rule's. */
export function compareWithinRank(one: RuleWindow, other: RuleWindow): number {
  return other.dueMs - one.dueMs || compareIds(one.ready, other.ready);
}

function compareIds(one: ReadyRule, other: ReadyRule): number {
  return compareText(one.schedule.id, other.schedule.id) || compareText(one.rule.id, other.rule.id);
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
