/** Numbers, days and hours of engagement as the reader writes them. */
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';

/** In the reader's language, e.g. "1 250" or "1,250". */
export function numberWords(value: number): string {
  return new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 1 }).format(value);
}

/** Hours, or days from two on. */
export function waitWords(hours: number): string {
  if (hours < 1) return m.engagement_under_hour();
  if (hours < 48) return m.engagement_hours({ count: Math.round(hours) });
  return m.engagement_days({ count: Math.round(hours / 24) });
}

/** A day without its year, e.g. "27 octobre". */
export function dayWords(day: string): string {
  const words = new Intl.DateTimeFormat(getLocale() === 'en' ? 'en-GB' : 'fr', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  return words.format(new Date(`${day}T00:00:00Z`));
}
