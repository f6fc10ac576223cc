/** Health over time as the panel draws it: days in the screen's zone, cut into parts, and outages in words. */
import type { HealthAnswer } from '@palier/api/client';
import { m } from '#lib/paraglide/messages.js';
import { clockWords, lengthWords } from '#lib/time.ts';

type Span = HealthAnswer['spans'][number];
export type Part = {
  tone: 'up' | 'down' | 'rest' | 'unknown';
  leftPercent: number;
  widthPercent: number;
  title: string;
};
export type Day = { label: string; words: string; parts: Part[] };
export type Outage = { health: Span['health']; sinceMs: number; untilMs?: number; cause?: NonNullable<Span['cause']> };

const DAY_MS = 86_400_000;
const DAYS = 7;
/** A flicker shorter than this is not an outage worth a line. */
const WORTH_MS = 30_000;

export const HEALTH_WORDS: Record<Span['health'], () => string> = {
  unpaired: m.screens_is_unpaired,
  unknown: m.screens_is_unknown,
  silent: m.screens_is_silent,
  'page-dead': m.screens_health_page_dead,
  'display-off': m.screens_health_display_off,
  resting: m.screens_health_resting,
  loading: m.screens_is_loading,
  playing: m.screens_is_playing,
  idle: m.screens_is_idle,
  fault: m.screens_is_fault,
};

export const CAUSE_WORDS: Record<NonNullable<Span['cause']>, () => string> = {
  network: m.screens_cause_network,
  name: m.screens_cause_name,
  server: m.screens_cause_server,
  program: m.screens_cause_program,
  unknown: m.screens_cause_unknown,
};

const DOWN = ['silent', 'page-dead', 'display-off', 'fault'];
const REST = ['resting', 'unpaired'];

export function toneOf(health: Span['health']): Part['tone'] {
  if (DOWN.includes(health)) return 'down';
  if (REST.includes(health)) return 'rest';
  return health === 'unknown' ? 'unknown' : 'up';
}

/** The last seven days, newest last; what was not watched stays unknown. */
export function daysOf(spans: readonly Span[], zone: string, nowMs: number, locale: string): Day[] {
  const today = startOfDayMs(nowMs, zone);
  return Array.from({ length: DAYS }, (_, index) => {
    const fromMs = startOfDayMs(today - (DAYS - 1 - index) * DAY_MS + DAY_MS / 2, zone);
    const toMs = startOfDayMs(fromMs + 1.5 * DAY_MS, zone);
    const label = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', timeZone: zone }).format(fromMs);
    const parts: Part[] = [];
    let knownMs = fromMs;
    const add = (tone: Part['tone'], words: string, startMs: number, endMs: number) => {
      if (endMs <= startMs) return;
      const left = ((startMs - fromMs) / (toMs - fromMs)) * 100;
      const width = ((endMs - startMs) / (toMs - fromMs)) * 100;
      const title = `${words}, ${clockWords(startMs, zone, locale)} – ${clockWords(endMs, zone, locale)}`;
      parts.push({ tone, leftPercent: left, widthPercent: width, title });
    };
    for (const span of spans) {
      const startMs = Math.max(fromMs, Date.parse(span.since));
      const endMs = Math.min(toMs, nowMs, span.until === undefined ? nowMs : Date.parse(span.until));
      if (endMs <= startMs) continue;
      add('unknown', m.screens_is_unknown(), knownMs, startMs);
      add(toneOf(span.health), HEALTH_WORDS[span.health](), startMs, endMs);
      knownMs = endMs;
    }
    add('unknown', m.screens_is_unknown(), knownMs, Math.min(toMs, nowMs));
    const words = parts.length > 20 ? label : `${label}: ${parts.map(({ title }) => title).join('; ')}`;
    return { label, words, parts };
  });
}

/** Newest first. */
export function outagesOf(spans: readonly Span[], nowMs: number): Outage[] {
  return spans
    .filter(({ health }) => toneOf(health) === 'down')
    .map(({ health, since, until, cause }) => ({
      health,
      sinceMs: Date.parse(since),
      ...(until === undefined ? {} : { untilMs: Date.parse(until) }),
      ...(cause === undefined ? {} : { cause }),
    }))
    .filter(({ sinceMs, untilMs }) => (untilMs ?? nowMs) - sinceMs >= WORTH_MS)
    .toReversed();
}

/** `98 % of the watched time; 3 h not watched`. */
export function shareWords(week: HealthAnswer['weeks'][number]): string {
  const watchedMs = week.upMs + week.downMs;
  const unknown = week.unknownMs > 60_000 ? ` · ${m.screens_week_unknown({ time: lengthWords(week.unknownMs) })}` : '';
  if (watchedMs === 0) return m.screens_week_none();
  const percent = Math.floor((week.upMs / watchedMs) * 1000) / 10;
  return m.screens_week_up({ percent: new Intl.NumberFormat(undefined).format(percent) }) + unknown;
}

function startOfDayMs(atMs: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).formatToParts(atMs);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const sinceMidnightMs = ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000;
  return Math.floor(atMs / 1000) * 1000 - sinceMidnightMs;
}
