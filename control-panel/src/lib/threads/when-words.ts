/**
 * Times of a conversation in words that an onlooker learns little from: the day and its part, never the minute. In the
 * organisation's zone, for the server makes the page and knows no other. By Intl alone.
 */
import { daysUntil, dayOf } from '@palier/playlists/thread';
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';

const JUST_NOW_MS = 2 * 60_000;
const WEEK_DAYS = 6;

type Part = 'night' | 'morning' | 'afternoon' | 'evening';

const TODAY: Record<Part, () => string> = {
  night: m.thread_this_night,
  morning: m.thread_this_morning,
  afternoon: m.thread_this_afternoon,
  evening: m.thread_this_evening,
};
const PARTS: Record<Part, () => string> = {
  night: m.thread_part_night,
  morning: m.thread_part_morning,
  afternoon: m.thread_part_afternoon,
  evening: m.thread_part_evening,
};

/** When something was written: "just now", "this morning", "Monday afternoon", "12 November". */
export function sinceWords(at: string, nowMs: number, zone: string): string {
  const atMs = Date.parse(at);
  if (nowMs - atMs < JUST_NOW_MS) return m.thread_now();
  const daysAgo = daysUntil(dayOf(nowMs, zone), dayOf(atMs, zone));
  const part = partOf(atMs, zone);
  if (daysAgo <= 0) return TODAY[part]();
  if (daysAgo === 1) return m.thread_yesterday_part({ part: PARTS[part]() });
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale(), { ...options, timeZone: zone }).format(atMs);
  if (daysAgo <= WEEK_DAYS) return m.thread_day_part({ day: format({ weekday: 'long' }), part: PARTS[part]() });
  return firstOf(format({ day: 'numeric', month: 'long', ...(daysAgo > 300 ? { year: 'numeric' } : {}) }));
}

/** By when something is due: "by 16:00 today", "by 11:00 on Thursday 26 November". */
export function dueWords(at: string, nowMs: number, zone: string): string {
  const atMs = Date.parse(at);
  const hour = new Intl.DateTimeFormat(locale(), {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(atMs);
  const days = daysUntil(dayOf(atMs, zone), dayOf(nowMs, zone));
  if (days === 0) return m.thread_by_today_hour({ hour });
  if (days === 1) return m.thread_by_tomorrow_hour({ hour });
  const day = new Intl.DateTimeFormat(locale(), { weekday: 'long', day: 'numeric', month: 'long', timeZone: zone });
  return m.thread_by_day_hour({ day: firstOf(day.format(atMs)), hour });
}

/** A calendar day `YYYY-MM-DD`; with its year when that is another than `nowMs`'s. */
export function dayWords(day: string, nowMs: number): string {
  const atMs = Date.parse(`${day}T12:00:00Z`);
  const otherYear = day.slice(0, 4) !== new Date(nowMs).toISOString().slice(0, 4);
  const format = new Intl.DateTimeFormat(locale(), {
    day: 'numeric',
    month: 'long',
    ...(otherYear ? { year: 'numeric' } : {}),
    timeZone: 'UTC',
  });
  return firstOf(format.format(atMs));
}

/** The day before the month, in English too. */
function locale(): string {
  return getLocale() === 'en' ? 'en-GB' : 'fr';
}

/** French says "1er décembre", which Intl does not. */
function firstOf(day: string): string {
  return getLocale() === 'fr' ? day.replace(/(^| )1 (?=\p{L})/u, '$11er ') : day;
}

function partOf(atMs: number, zone: string): Part {
  const hour = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).hour;
  if (hour < 6) return 'night';
  if (hour < 12) return 'morning';
  return hour < 18 ? 'afternoon' : 'evening';
}
