/** Days in words. An ISO date goes in, without any zone. */
import { getLocale } from '../paraglide/runtime.js';

/** `jeudi 7 mai`. */
export function dayWords(date: string, locale: string = getLocale()): string {
  const long = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locale, long).format(Date.parse(date));
}

/** `23 – 29 novembre`. */
export function rangeWords(first: string, last: string, locale: string = getLocale()): string {
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' });
  return format.formatRange(Date.parse(first), Date.parse(last));
}

/** `novembre 2026`. */
export function monthWords(date: string, locale: string = getLocale()): string {
  return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(date));
}

/** `Montréal` from `America/Montreal`, as far as a name goes. */
export function zoneWords(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** How far the zone of the screen is from that of the reader at an instant, in hours. */
export function hoursApart(zone: string, own: string, atMs: number): number {
  const wall = (timeZone: string) => {
    const parts = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'medium',
      hourCycle: 'h23',
    }).format(atMs);
    return Date.parse(`${parts.replace(', ', 'T')}Z`);
  };
  return (wall(zone) - wall(own)) / 3_600_000;
}

/** `jeudi`. */
export function weekdayOf(date: string, locale: string = getLocale()): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.parse(date));
}
