/** Times in the reader's language and zone, by Intl. Instants go in as ISO text or epoch ms; words come out. */
import { getLocale } from './paraglide/runtime.js';

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** A span in its largest whole unit: `8 s`, `12 min`, `2 h`, `3 j`. */
export function spanWords(spanMs: number, locale: string = getLocale()): string {
  const positiveMs = Math.max(0, spanMs);
  const [unit, unitMs] = UNITS.find(([, size]) => positiveMs >= size) ?? ['second', 1_000];
  const count = Math.floor(positiveMs / unitMs);
  const unitDisplay = unit === 'day' ? 'long' : 'short';
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay }).format(count);
}

/** Hours and minutes: `14:05`. */
export function clockWords(at: string | number, zone?: string, locale: string = getLocale()): string {
  return new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(new Date(at));
}

/** Day and time: `jeu. 7 mai, 14:05`. The year only when it is not that of `nowMs`. */
export function momentWords(at: string | number, nowMs: number, zone?: string, locale: string = getLocale()): string {
  const date = new Date(at);
  const otherYear = date.getUTCFullYear() !== new Date(nowMs).getUTCFullYear();
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: otherYear ? 'numeric' : undefined,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(date);
}

/** Time alone for today, day and time otherwise. */
export function soonWords(at: string | number, nowMs: number, zone?: string, locale: string = getLocale()): string {
  const day = (ms: number) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(ms);
  const atMs = new Date(at).getTime();
  return day(atMs) === day(nowMs) ? clockWords(atMs, zone, locale) : momentWords(atMs, nowMs, zone, locale);
}

/** A length of time for playlists: `45 s`, `1 min 20 s`, `1 h 5 min`. */
export function lengthWords(lengthMs: number, locale: string = getLocale()): string {
  const part = (unit: string, count: number) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(count);
  const seconds = Math.round(lengthMs / 1000);
  const parts = [
    ['hour', Math.floor(seconds / 3600)],
    ['minute', Math.floor((seconds % 3600) / 60)],
    ['second', seconds >= 3600 ? 0 : seconds % 60],
  ] as const;
  const shown = parts.filter(([, count]) => count > 0);
  return shown.length === 0 ? part('second', 0) : shown.map(([unit, count]) => part(unit, count)).join(' ');
}

/** A file size: `2,4 Mo`. */
export function sizeWords(sizeBytes: number, locale: string = getLocale()): string {
  const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(steps.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, sizeBytes)) / 3)));
  const value = sizeBytes / 1000 ** step;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: steps[step],
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}
