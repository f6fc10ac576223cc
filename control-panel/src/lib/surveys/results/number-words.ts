/** Numbers of results as they are said: with a sign, in points, in the reader's language. */
import type { ResultFigure } from '@palier/api/client';
import { m } from '../../paraglide/messages.js';
import { getLocale } from '../../paraglide/runtime.js';

const MINUS = '\u2212';

export function numberWords(value: number): string {
  return new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 1 }).format(value).replace(/^-/, MINUS);
}

/** A mean, always with its decimal. */
export function meanWords(value: number): string {
  return new Intl.NumberFormat(getLocale(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
}

/** `+4`, `−1,5`, `0`. */
export function signedWords(value: number): string {
  return value > 0 ? `+${numberWords(value)}` : numberWords(value);
}

/** A change in points of percent, or that there is none. */
export function pointsWords(value: number): string {
  if (value === 0) return m.answers_same();
  const words = { value: signedWords(value) };
  return Math.abs(value) === 1 ? m.answers_point(words) : m.answers_points(words);
}

/** The one number of a figure that has one, with its end of the scale, and how it moved. */
export type Headline = { value: string; unit: string; change: string | undefined };
export function headlineOf({ enps, mean, most, change }: ResultFigure): Headline | undefined {
  if (enps !== undefined) {
    const moved = change?.enps;
    return {
      value: signedWords(enps),
      unit: m.answers_enps(),
      change: moved === undefined ? undefined : moved === 0 ? m.answers_same() : signedWords(moved),
    };
  }
  if (mean === undefined) return undefined;
  const moved = change?.mean;
  return {
    value: meanWords(mean),
    unit: most === undefined ? '' : `/ ${most}`,
    change: moved === undefined ? undefined : moved === 0 ? m.answers_same() : signedWords(moved),
  };
}

/** A step, an option or a month (`2026-05`) as it is read on an axis. */
export function cellWords(kind: string, label: string): string {
  if (kind !== 'date' || !/^\d{4}-\d{2}$/.test(label)) return label;
  return new Intl.DateTimeFormat(getLocale(), { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(`${label}-01T00:00:00Z`),
  );
}
