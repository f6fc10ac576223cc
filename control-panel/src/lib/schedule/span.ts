/** One occurrence's day and hours while it is moved, stretched or drawn anew. Minutes on the wall clock; pure. */
import { addDays } from '@palier/playlists/rule-edit';
import type { Daypart } from '@palier/playlists/daypart';
import { minuteOf, timeOf } from './board.ts';

/** `until` is past 1440 when it runs overnight. `allDay`: it has no hours of its own. */
export type Span = { day: string; from: number; until: number; allDay: boolean };

export const STEP_MIN = 15;
const DAY_MIN = 1440;

export function spanOf(day: string, daypart: Daypart | undefined): Span {
  if (daypart === undefined) return { day, from: 0, until: DAY_MIN, allDay: true };
  const [from, until] = [minuteOf(daypart.from), minuteOf(daypart.until)];
  return { day, from, until: until <= from ? until + DAY_MIN : until, allDay: false };
}

export function daypartOf(span: Span): Daypart | undefined {
  return span.allDay ? undefined : { from: timeOf(span.from), until: timeOf(span.until) };
}

/** Moved by days and minutes, in steps; its start stays within its day, its length stays as it is. */
export function moved(span: Span, byDays: number, byMinutes: number): Span {
  const day = addDays(span.day, byDays);
  if (span.allDay) return { ...span, day };
  const length = span.until - span.from;
  const from = byMinutes === 0 ? span.from : clamp(snapped(span.from + byMinutes), 0, DAY_MIN - STEP_MIN);
  return { ...span, day, from, until: from + length };
}

/** One end dragged: at least one step long, at most a day. */
export function resized(span: Span, end: 'from' | 'until', byMinutes: number): Span {
  if (end === 'from') {
    const from = clamp(
      snapped(span.from + byMinutes),
      Math.max(0, span.until - DAY_MIN),
      Math.min(DAY_MIN, span.until) - STEP_MIN,
    );
    return { ...span, from, allDay: false };
  }
  const until = clamp(snapped(span.until + byMinutes), span.from + STEP_MIN, span.from + DAY_MIN);
  return { ...span, until, allDay: false };
}

/** Drawn over empty time, from one place to another. */
export function drawn(day: string, one: number, other: number): Span {
  const from = clamp(Math.floor(Math.min(one, other) / STEP_MIN) * STEP_MIN, 0, DAY_MIN - STEP_MIN);
  const until = clamp(Math.ceil(Math.max(one, other) / STEP_MIN) * STEP_MIN, from + STEP_MIN, DAY_MIN);
  return { day, from, until, allDay: false };
}

export function sameSpan(one: Span, other: Span): boolean {
  return one.day === other.day && one.from === other.from && one.until === other.until && one.allDay === other.allDay;
}

/** What a key does to a span; absent: it is no key for this. */
export function keyed(span: Span, key: { key: string; shiftKey: boolean }): Span | undefined {
  const step = { ArrowUp: -STEP_MIN, ArrowDown: STEP_MIN }[key.key];
  if (step !== undefined) return key.shiftKey ? resized(span, 'until', step) : moved(span, 0, step);
  const days = { ArrowLeft: -1, ArrowRight: 1 }[key.key];
  if (days === undefined || key.shiftKey) return undefined;
  return moved(span, days, 0);
}

function snapped(minute: number): number {
  return Math.round(minute / STEP_MIN) * STEP_MIN;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
