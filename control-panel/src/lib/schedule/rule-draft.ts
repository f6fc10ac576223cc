/** A rule as its form holds it, and the rule it makes. The form keeps every kind of recurrence, so that changing one's mind loses nothing. */
import { Rule } from '@palier/playlists/schedule';
import type { Recurrence } from '@palier/playlists/recurrence';
import { faultWords, type Issue } from '../item-form/fault-words.ts';

export type RuleDraft = {
  playlistId: string;
  kind: Recurrence['kind'];
  weekdays: number[];
  monthDays: string;
  nth: number;
  weekday: number;
  yearDate: string;
  dates: string;
  rruleStart: string;
  rrule: string;
  allDay: boolean;
  from: string;
  until: string;
  validFrom: string;
  validUntil: string;
  /** The times of day of the validity, which the form does not show: a night that was divided keeps its hour. */
  validTimes: { from: string; until: string };
  except: string;
  priority: number;
};

const WORKDAYS = [1, 2, 3, 4, 5];

/** What was drawn on the calendar: one day, and its hours. */
export type DrawnHours = { day: string; from: string; until: string };

/** A draft of a new rule for what was drawn: once, on that day. */
export function drawnDraft(playlistId: string, { day, from, until }: DrawnHours): RuleDraft {
  const weekday = ((new Date(Date.parse(day)).getUTCDay() + 6) % 7) + 1;
  return {
    ...draftOf(undefined, playlistId, day),
    kind: 'dates',
    dates: day,
    weekdays: [weekday],
    weekday,
    from,
    until,
  };
}

/** A draft of `rule`, or of a new one for `playlistId`. `today` is an ISO date. */
export function draftOf(rule: Rule | undefined, playlistId: string, today: string): RuleDraft {
  const recurrence = rule?.recurrence;
  const at = <K extends Recurrence['kind']>(kind: K) =>
    recurrence?.kind === kind ? (recurrence as Extract<Recurrence, { kind: K }>) : undefined;
  const yearly = at('yearly');
  return {
    playlistId: rule?.playlistId ?? playlistId,
    kind: recurrence?.kind ?? 'weekly',
    weekdays: at('weekly')?.weekdays ?? WORKDAYS,
    monthDays: at('monthly-date')?.days.join(', ') ?? '1',
    nth: at('monthly-weekday')?.nth ?? 1,
    weekday: at('monthly-weekday')?.weekday ?? 1,
    yearDate: yearly === undefined ? today : `${today.slice(0, 4)}-${two(yearly.month)}-${two(yearly.day)}`,
    dates: at('dates')?.dates.join(', ') ?? today,
    rruleStart: at('rrule')?.start ?? today,
    rrule: at('rrule')?.rrule ?? 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO',
    allDay: rule !== undefined && rule.daypart === undefined,
    from: rule?.daypart?.from ?? '08:00',
    until: rule?.daypart?.until ?? '18:00',
    validFrom: rule?.valid?.from?.slice(0, 10) ?? '',
    validUntil: rule?.valid?.until?.slice(0, 10) ?? '',
    validTimes: { from: rule?.valid?.from?.slice(11) ?? '00:00', until: rule?.valid?.until?.slice(11) ?? '00:00' },
    except: rule?.except.join(', ') ?? '',
    priority: rule?.priority ?? 0,
  };
}

export type CheckedRule = { ok: true; rule: Rule } | { ok: false; faults: ReadonlyMap<string, string> };

/** The rule that the draft makes under `id`, or what is wrong at which field. */
export function ruleOf(draft: RuleDraft, id: string): CheckedRule {
  const valid = {
    ...(draft.validFrom === '' ? {} : { from: `${draft.validFrom}T${draft.validTimes.from}` }),
    ...(draft.validUntil === '' ? {} : { until: `${draft.validUntil}T${draft.validTimes.until}` }),
  };
  const parsed = Rule.safeParse({
    id,
    playlistId: draft.playlistId,
    ...(draft.allDay ? {} : { daypart: { from: draft.from, until: draft.until } }),
    recurrence: recurrenceOf(draft),
    except: listed(draft.except),
    ...(Object.keys(valid).length === 0 ? {} : { valid }),
    priority: draft.priority,
  });
  if (parsed.success) return { ok: true, rule: parsed.data };
  const faults = new Map<string, string>();
  for (const issue of parsed.error.issues as readonly Issue[]) {
    const field = String(issue.path[0] ?? '');
    if (!faults.has(field)) faults.set(field, faultWords(issue));
  }
  return { ok: false, faults };
}

function recurrenceOf(draft: RuleDraft): unknown {
  switch (draft.kind) {
    case 'daily':
      return { kind: 'daily' };
    case 'weekly':
      return { kind: 'weekly', weekdays: draft.weekdays.toSorted((a, b) => a - b) };
    case 'monthly-date':
      return { kind: 'monthly-date', days: listed(draft.monthDays).map(Number) };
    case 'monthly-weekday':
      return { kind: 'monthly-weekday', weekday: draft.weekday, nth: draft.nth };
    case 'yearly':
      return { kind: 'yearly', month: Number(draft.yearDate.slice(5, 7)), day: Number(draft.yearDate.slice(8, 10)) };
    case 'dates':
      return { kind: 'dates', dates: listed(draft.dates) };
    case 'rrule':
      return { kind: 'rrule', start: draft.rruleStart, rrule: draft.rrule.trim() };
  }
}

/** `a, b; c` as its parts. */
function listed(text: string): string[] {
  return text.split(/[,;\s]+/).filter((part) => part !== '');
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** The first free `rule-1`, `rule-2`. */
export function freeRuleId(rules: readonly { id: string }[]): string {
  const taken = new Set(rules.map((rule) => rule.id));
  let number = 1;
  while (taken.has(`rule-${number}`)) number += 1;
  return `rule-${number}`;
}
