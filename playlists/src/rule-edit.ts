/**
 * Changing one occurrence of a repeated rule: only that day, that day and those after it, or all. A rule is divided by
 * its validity and by exceptions, never rewritten day by day; what was on other days stays exactly as it was. An
 * overnight occurrence belongs to the day it starts and is never cut in two.
 */
import { calendarDay, DAY_MS, dayNumberOf } from './calendar-day.ts';
import type { Daypart } from './daypart.ts';
import type { PlaylistId, RuleId } from './ids.ts';
import { namedDays, nthInMonth } from './named-days.ts';
import type { Recurrence } from './recurrence.ts';
import { quickRruleDays } from './rrule-quick.ts';
import type { Rule } from './schedule.ts';

/** Which occurrences a change is for. */
export type Scope = 'day' | 'following' | 'all';

/** What the occurrence becomes. `daypart` absent: the whole day; `playlistId` absent: the one it has. */
export type OccurrenceChange = { day: string; daypart?: Daypart | undefined; playlistId?: PlaylistId };

/**
 * The rules that stand in the place of the one changed (none: it is gone), or why it cannot be. `same-days`: it comes
 * on those days anyway, so only one day can be moved. `written-rule`: the RRULE would have to be rewritten by hand.
 */
export type RuleEdit =
  { kind: 'rules'; rules: Rule[] } | { kind: 'refused'; reason: 'same-days' | 'written-rule' | 'too-many-exceptions' };

const MAX_EXCEPTIONS = 366;
/** Hours that some zone repeats when its clocks go back: at midnight into the evening before, or in the small hours. */
const REPEATED_UNTIL = '04:00';
const REPEATED_FROM = '22:00';

/** Whether the rule comes on more than one day. */
export function repeats(rule: Pick<Rule, 'recurrence'>): boolean {
  return rule.recurrence.kind !== 'dates' || rule.recurrence.dates.length > 1;
}

/**
 * The rules after the occurrence that starts on `day` (ISO date) was changed.
 *
 * @param newId The id of the rule that may have to be added.
 */
export function changeOccurrence(
  rule: Rule,
  day: string,
  { scope, change, newId }: { scope: Scope; change: OccurrenceChange; newId: RuleId },
): RuleEdit {
  if (scope === 'all' || !repeats(rule)) return changeAll(rule, day, change);
  const rest = scope === 'day' ? withoutDay(rule, day) : rulesOf(cutBefore(rule, day));
  if (rest.kind === 'refused') return rest;
  const made = scope === 'day' ? single(rule, day, change) : changeAll(rule, day, change);
  if (made.kind === 'refused') return made;
  const added = scope === 'day' ? made.rules : made.rules.flatMap((each) => startingOn(each, change.day) ?? []);
  // Nothing is left of the old one: the changed rule keeps its id.
  const ids = rest.rules.length === 0 ? rule.id : newId;
  return { kind: 'rules', rules: [...rest.rules, ...added.map((each) => ({ ...each, id: ids }))] };
}

/** The rules after the occurrence that starts on `day` was taken out. */
export function removeOccurrence(rule: Rule, day: string, scope: Scope): RuleEdit {
  if (scope === 'all' || !repeats(rule)) return { kind: 'rules', rules: [] };
  return scope === 'day' ? withoutDay(rule, day) : rulesOf(cutBefore(rule, day));
}

/** The rule with no occurrence that starts on `day` or later; absent when none is left. */
export function cutBefore(rule: Rule, day: string): Rule | undefined {
  const until = earlier(rule.valid?.until, boundaryOn(day, rule.daypart));
  if (rule.valid?.from !== undefined && rule.valid.from >= until) return undefined;
  // Where the clock repeats that hour, the validity ends after the start of that day's own occurrence.
  const guard = mayBeRepeated(rule.daypart) ? [day] : [];
  const except = [...rule.except.filter((each) => each < day), ...guard].slice(0, MAX_EXCEPTIONS);
  return dates({ ...rule, except, valid: { ...rule.valid, until } }, (each) => each < day);
}

/** The rule with no occurrence that starts before `day`; absent when none is left. */
export function startingOn(rule: Rule, day: string): Rule | undefined {
  const from = later(rule.valid?.from, boundaryOn(day, rule.daypart));
  if (rule.valid?.until !== undefined && rule.valid.until <= from) return undefined;
  const guard = mayRunLate(rule.daypart) ? [addDays(day, -1)] : [];
  const except = [...guard, ...rule.except.filter((each) => each >= day)].slice(0, MAX_EXCEPTIONS);
  return dates({ ...rule, except, valid: { ...rule.valid, from } }, (each) => each >= day);
}

/** Whether the clock may come back to its start once the day before is over; late hours reach there with a night alone. */
function mayBeRepeated(daypart: Daypart | undefined): boolean {
  const start = startOf(daypart);
  return start < REPEATED_UNTIL || (isOvernight(daypart) && start >= REPEATED_FROM);
}

/** Whether an occurrence may still be on when the next one begins: the clock goes back to before its end. */
function mayRunLate(daypart: Daypart | undefined): boolean {
  if (daypart === undefined) return false;
  return isOvernight(daypart) ? mayBeRepeated(daypart) : daypart.until > REPEATED_FROM;
}

/** Between the occurrence of the day before and that of `day`: midnight, unless the night runs on. */
function boundaryOn(day: string, daypart: Daypart | undefined): string {
  return `${day}T${isOvernight(daypart) ? startOf(daypart) : '00:00'}`;
}

function changeAll(rule: Rule, day: string, change: OccurrenceChange): RuleEdit {
  const recurrence = change.day === day ? rule.recurrence : movedRecurrence(rule.recurrence, day, change.day);
  if (recurrence === undefined) {
    const isWritten = rule.recurrence.kind === 'rrule';
    if (isWritten) return { kind: 'refused', reason: 'written-rule' };
  }
  const unmoved = recurrence === undefined;
  const sameHours = startOf(rule.daypart) === startOf(change.daypart) && endOf(rule.daypart) === endOf(change.daypart);
  if (unmoved && sameHours && (change.playlistId ?? rule.playlistId) === rule.playlistId)
    return { kind: 'refused', reason: 'same-days' };
  const days = recurrence ?? rule.recurrence;
  return {
    kind: 'rules',
    rules: [{ ...withDaypart(rule, change), recurrence: days, except: moved(rule, days, day, change) }],
  };
}

/** One day, by its date, free of what bounds the rule. */
function single(rule: Rule, day: string, change: OccurrenceChange): { kind: 'rules'; rules: Rule[] } {
  const { valid: _, ...unbounded } = withDaypart(rule, change);
  const sameTime = change.day === day && startOf(rule.daypart) === startOf(change.daypart);
  const kept = sameTime && rule.valid !== undefined ? { valid: rule.valid } : {};
  return {
    kind: 'rules',
    rules: [{ ...unbounded, ...kept, recurrence: { kind: 'dates', dates: [change.day] }, except: [] }],
  };
}

function withoutDay(rule: Rule, day: string): RuleEdit {
  if (rule.recurrence.kind === 'dates') {
    const left = dates(rule, (each) => each !== day);
    return { kind: 'rules', rules: left === undefined ? [] : [left] };
  }
  const except = [...new Set([...rule.except, day])].toSorted();
  if (except.length > MAX_EXCEPTIONS) return { kind: 'refused', reason: 'too-many-exceptions' };
  return { kind: 'rules', rules: [{ ...rule, except }] };
}

/** Of named dates only those that `keep` takes; absent when none is left. Other recurrences are left alone. */
function dates(rule: Rule, keep: (date: string) => boolean): Rule | undefined {
  if (rule.recurrence.kind !== 'dates') return rule;
  const left = rule.recurrence.dates.filter(keep);
  return left.length === 0 ? undefined : { ...rule, recurrence: { kind: 'dates', dates: left } };
}

/** The recurrence that names `to` where it named `from`; absent when there is none of its kind. */
function movedRecurrence(recurrence: Recurrence, from: string, to: string): Recurrence | undefined {
  const [old, day] = [calendarDay(dayNumberOf(from)), calendarDay(dayNumberOf(to))];
  const replaced = (values: readonly number[], one: number, other: number) =>
    [...new Set(values.map((value) => (value === one ? other : value)))].toSorted((a, b) => a - b);
  switch (recurrence.kind) {
    case 'daily':
      return undefined;
    case 'weekly':
      return { ...recurrence, weekdays: replaced(recurrence.weekdays, old.weekday, day.weekday) };
    case 'monthly-date':
      return { ...recurrence, days: replaced(recurrence.days, old.day, day.day) };
    case 'monthly-weekday': {
      const nth = nthInMonth(day, recurrence.nth);
      return { ...recurrence, weekday: day.weekday, nth };
    }
    case 'yearly':
      return { ...recurrence, month: day.month, day: day.day };
    case 'dates': {
      const moved = recurrence.dates.map((date) => (date === from ? to : date));
      return { ...recurrence, dates: [...new Set(moved)].toSorted() };
    }
    case 'rrule':
      return movedRrule(recurrence, old.weekday, day.number - old.number, to);
  }
}

const BYDAY = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** A weekly rule with its weekday replaced, or a rule without choices started so many days later. */
function movedRrule(
  recurrence: Extract<Recurrence, { kind: 'rrule' }>,
  oldWeekday: number,
  days: number,
  to: string,
): Recurrence | undefined {
  const { start, rrule } = recurrence;
  const byday = /(?:^|;)BYDAY=([^;]+)/.exec(rrule)?.[1];
  const newName = BYDAY[calendarDay(dayNumberOf(to)).weekday - 1] ?? 'MO';
  const made =
    byday === undefined || !rrule.includes('FREQ=WEEKLY')
      ? { ...recurrence, start: addDays(start, days) }
      : {
          ...recurrence,
          rrule: rrule.replace(
            `BYDAY=${byday}`,
            `BYDAY=${[...new Set(byday.split(',').map((each) => (each === BYDAY[oldWeekday - 1] ? newName : each)))].join(',')}`,
          ),
        };
  return quickRruleDays(made.start, made.rrule)?.(dayNumberOf(to)) === true ? made : undefined;
}

/** Exceptions follow the days they were exceptions of. */
function moved(rule: Rule, recurrence: Recurrence, day: string, change: OccurrenceChange): string[] {
  const by = dayNumberOf(change.day) - dayNumberOf(day);
  if (by === 0 || recurrence.kind === 'rrule') return rule.except;
  const isNamed = namedDays(recurrence);
  const names = (date: string) => isNamed(calendarDay(dayNumberOf(date)));
  return rule.except.flatMap((date) => (names(date) ? date : names(addDays(date, by)) ? addDays(date, by) : []));
}

function withDaypart(rule: Rule, change: OccurrenceChange): Rule {
  const { daypart: _, ...rest } = rule;
  const hours = change.daypart === undefined ? {} : { daypart: change.daypart };
  return { ...rest, ...hours, playlistId: change.playlistId ?? rule.playlistId };
}

function isOvernight(daypart: Daypart | undefined): boolean {
  return daypart !== undefined && daypart.until <= daypart.from;
}

function rulesOf(rule: Rule | undefined): { kind: 'rules'; rules: Rule[] } {
  return { kind: 'rules', rules: rule === undefined ? [] : [rule] };
}

function startOf(daypart: Daypart | undefined): string {
  return daypart?.from ?? '00:00';
}

function endOf(daypart: Daypart | undefined): string {
  return daypart?.until ?? '24:00';
}

/** The ISO date `days` later. */
export function addDays(date: string, days: number): string {
  return new Date((dayNumberOf(date) + days) * DAY_MS).toISOString().slice(0, 10);
}

function earlier(one: string | undefined, other: string): string {
  return one !== undefined && one < other ? one : other;
}

function later(one: string | undefined, other: string): string {
  return one !== undefined && one > other ? one : other;
}
