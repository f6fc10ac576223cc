/** Times, dates and figures in the reader's language and the screen's zone. The instant is always passed in. */
import type { Language } from '@palier/playlists/localized';

const LOCALES = { fr: 'fr-FR', en: 'en-GB' } as const;
const MAX_FORMATS = 64;

export type Dates = ReturnType<typeof createDates>;

/** Formatters are dear to make and are kept, at most 64 of them. An unknown zone falls back to the runtime's own. */
export function createDates(language: Language) {
  const kept = new Map<string, Intl.DateTimeFormat>();
  const format = (zone: string, options: Intl.DateTimeFormatOptions) => {
    const key = `${zone} ${JSON.stringify(options)}`;
    let made = kept.get(key);
    if (made === undefined) {
      if (kept.size >= MAX_FORMATS) kept.clear();
      made = inZone(LOCALES[language], zone, options);
      kept.set(key, made);
    }
    return made;
  };
  return {
    /** `12:42`. */
    time: (atMs: number, zone: string) =>
      format(zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(atMs),
    /** `lundi 23 novembre`. */
    day: (atMs: number, zone: string) =>
      format(zone, { weekday: 'long', day: 'numeric', month: 'long' })
        .format(atMs)
        .replace(/,/g, '')
        .replace(/ 1(?= )/, language === 'fr' ? ' 1er' : ' 1'),
    /** `2026-11-23` in the zone: it sorts and compares. */
    iso: (atMs: number, zone: string) =>
      isoDay(format(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }), atMs),
    /** A calendar date such as `2026-09-30` in words: `30 septembre 2026`. */
    date: (isoDate: string) =>
      format('UTC', { day: 'numeric', month: 'long', year: 'numeric' })
        .format(Date.parse(`${isoDate}T00:00:00Z`))
        .replace(/^1(?= )/, language === 'fr' ? '1er' : '1')
        .replace(/ /g, '\u00a0'),
  };
}

function inZone(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  } catch (error) {
    if (error instanceof RangeError) return new Intl.DateTimeFormat(locale, options);
    throw error;
  }
}

function isoDay(format: Intl.DateTimeFormat, atMs: number): string {
  const parts = new Map(format.formatToParts(atMs).map((part) => [part.type, part.value]));
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
}

/**
 * A figure as the language writes it, with a real minus sign: `12 500`, `−3,5`. From ten million on the large unit is
 * named, which is also how it is said: `12,5 M`, `1 200 Md`.
 */
export function figure(value: number, language: Language): string {
  const size = Math.abs(value);
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : 2;
  const options: Intl.NumberFormatOptions =
    size >= 1e7 ? { notation: 'compact', maximumSignificantDigits: 4 } : { maximumFractionDigits: digits };
  return new Intl.NumberFormat(LOCALES[language], options)
    .format(value)
    .replace(/^-0$/, '0')
    .replace('-', '−')
    .replace(/\u202f/g, '\u00a0');
}

/** The label of a period: `2026-11-23`, `2026-11` and `2026` are written as the language does, others stay. */
export function periodLabel(label: string, language: Language, isLong = false): string {
  const parts = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(label);
  if (parts === null) return label;
  const [, year = '', month = '', day] = parts;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1));
  if (Number.isNaN(at)) return label;
  const options: Intl.DateTimeFormatOptions = isLong
    ? { month: 'long', year: 'numeric', ...(day === undefined ? {} : { day: 'numeric' }) }
    : { month: 'short', ...(day === undefined ? { year: '2-digit' } : { day: 'numeric' }) };
  return new Intl.DateTimeFormat(LOCALES[language], { ...options, timeZone: 'UTC' })
    .format(at)
    .replace(/^1(?= )/, language === 'fr' ? '1er' : '1')
    .replace(/ /g, '\u00a0');
}

/** A figure and its unit with the no-break space that French asks for: `65 %`, `65%`, `12 k€`, `£5`. */
export function withUnit(value: number, unit: string, language: Language): string {
  const gap = unit === '' ? '' : unit === '%' && language === 'en' ? '' : '\u00a0';
  return `${figure(value, language)}${gap}${unit}`;
}
