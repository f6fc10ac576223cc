/** A calendar day in words, e.g. `24 déc. 2026`; the day itself has no zone. */
import { getLocale } from '../paraglide/runtime.js';

export function dayWords(day: string, locale: string = getLocale()): string {
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(day),
  );
}

/** The day at an instant where the reader is. */
export function dayOf(ms: number): string {
  return new Intl.DateTimeFormat('en-CA').format(ms);
}
