/** A second, slow and plain way to decide what is on: no caches, no painting, Temporal for every step. The engine must agree with it. */
import type { ProgramInput } from '@palier/playlists/program';
import type { Recurrence } from '@palier/playlists/recurrence';
import type { Rule, Schedule } from '@palier/playlists/schedule';
import { targets } from '@palier/playlists/screen';

/** Zones with every kind of change: an hour, half an hour, two hours, at midnight, at 00:01, a whole day, none. */
export const ZONES = [
  'Europe/Paris',
  'America/New_York',
  'Australia/Lord_Howe',
  'Antarctica/Troll',
  'America/Havana',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Pacific/Apia',
  'Africa/Casablanca',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'UTC',
];

export function startOf(local: Temporal.PlainDateTime, zone: string): number {
  return resolve(local, zone, 'earlier');
}

export function endOf(local: Temporal.PlainDateTime, zone: string): number {
  return resolve(local, zone, 'later');
}

function resolve(local: Temporal.PlainDateTime, zone: string, disambiguation: 'earlier' | 'later'): number {
  const zoned = local.toZonedDateTime(zone, { disambiguation });
  if (zoned.toPlainDateTime().equals(local)) return zoned.epochMilliseconds;
  const beforeGap = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  return beforeGap.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.NaN;
}

const RANKING: Recurrence['kind'][][] = [
  ['dates'],
  ['yearly'],
  ['monthly-date', 'monthly-weekday'],
  ['rrule'],
  ['weekly'],
  ['daily'],
];

type On = { schedule: Schedule; rule: Rule; dueMs: number };

/** The name of what is on, as `nameOf` of the engine's program: takeover id, rule id, or `-`. */
export function expectedAt(input: ProgramInput, atMs: number): string {
  const running = input.takeovers
    .filter((each) => targets(each.target, input.screen))
    .filter((each) => Date.parse(each.startsAt) <= atMs && atMs < Date.parse(each.endsAt))
    .filter((each) => each.endedAt === undefined || atMs < Date.parse(each.endedAt))
    .sort((one, other) => Date.parse(other.startsAt) - Date.parse(one.startsAt) || (one.id < other.id ? -1 : 1));
  if (running[0] !== undefined) return running[0].id;
  const on = input.schedules
    .filter((each) => targets(each.target, input.screen))
    .flatMap((schedule) => schedule.rules.flatMap((rule) => occurrences(schedule, rule, input.screen.zone, atMs)))
    .sort(strongestFirst);
  return on[0]?.rule.id ?? '-';
}

function occurrences(schedule: Schedule, rule: Rule, zone: string, atMs: number): On[] {
  const local = (text: string) => Temporal.PlainDateTime.from(text);
  if (rule.valid?.from !== undefined && atMs < startOf(local(rule.valid.from), zone)) return [];
  if (rule.valid?.until !== undefined && atMs >= endOf(local(rule.valid.until), zone)) return [];
  const today = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDate();
  const on: On[] = [];
  for (const back of [-1, 0, 1, 2, 3]) {
    const date = today.subtract({ days: back });
    if (rule.except.includes(date.toString()) || !recurs(rule.recurrence, date)) continue;
    const { daypart } = rule;
    const from = date.toPlainDateTime(daypart?.from ?? '00:00');
    const overnight = daypart === undefined || daypart.until <= daypart.from;
    const until = date.add({ days: overnight ? 1 : 0 }).toPlainDateTime(daypart?.until ?? '00:00');
    const dueMs = startOf(from, zone);
    const endMs = daypart === undefined ? startOf(until, zone) : endOf(until, zone);
    if (dueMs <= atMs && atMs < endMs) on.push({ schedule, rule, dueMs });
  }
  return on;
}

function strongestFirst(one: On, other: On): number {
  const rank = ({ rule }: On) => RANKING.findIndex((kinds) => kinds.includes(rule.recurrence.kind));
  return (
    other.rule.priority - one.rule.priority ||
    rank(one) - rank(other) ||
    other.dueMs - one.dueMs ||
    order(one.schedule.id, other.schedule.id) ||
    order(one.rule.id, other.rule.id)
  );
}

function order(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Without `rrule`: those are compared with the other kinds in the tests of recurrences. */
export function recurs(recurrence: Recurrence, date: Temporal.PlainDate): boolean {
  switch (recurrence.kind) {
    case 'daily':
      return true;
    case 'weekly':
      return recurrence.weekdays.includes(date.dayOfWeek);
    case 'monthly-date':
      return recurrence.days.includes(date.day);
    case 'monthly-weekday': {
      if (date.dayOfWeek !== recurrence.weekday) return false;
      const step = { days: 7 * (Math.abs(recurrence.nth) - 1) };
      const nth = recurrence.nth > 0 ? date.subtract(step) : date.add(step);
      const beyond =
        recurrence.nth > 0 ? date.subtract({ days: 7 * recurrence.nth }) : date.add({ days: -7 * recurrence.nth });
      return nth.month === date.month && beyond.month !== date.month;
    }
    case 'yearly':
      return date.month === recurrence.month && date.day === recurrence.day;
    case 'dates':
      return recurrence.dates.includes(date.toString());
    case 'rrule':
      throw new Error('not for this oracle');
  }
}
