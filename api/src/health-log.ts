/** Reads a screen's health over time from its log. What lies before the first note is not made up. */
import type { HealthSpan, SilenceCause } from '@palier/playlists/health';
import { isoOf } from './clock.ts';
import { healthStream } from './screen-watch.ts';
import type { Storage } from './storage/storage.ts';

/** A flapping screen makes many notes; more than this of a month are not read. */
const MAX_PER_MONTH = 20_000;
const PAGE = 1_000;
const DAY_MS = 24 * 3_600_000;

export type ToldSpan = HealthSpan & { cause?: SilenceCause };

/** The spans that touch `[fromMs, toMs)`, oldest first. The last one lasts unless something followed it. */
export async function readHealth(
  storage: Storage,
  screenId: string,
  fromMs: number,
  toMs: number,
): Promise<ToldSpan[]> {
  const spans: ToldSpan[] = [];
  const causes = new Map<string, SilenceCause>();
  for (const stream of monthsOf(screenId, fromMs - 31 * DAY_MS, toMs)) {
    for (let after = 0; after < MAX_PER_MONTH;) {
      const entries = await storage.readLog('health', stream, after, PAGE);
      for (const { record } of entries) {
        if (record.cause !== undefined) causes.set(record.at, record.cause);
        if (record.health === undefined) continue;
        const last = spans.at(-1);
        if (last !== undefined) last.untilMs = Date.parse(record.at);
        spans.push({ health: record.health, sinceMs: Date.parse(record.at) });
      }
      after = entries.at(-1)?.position ?? MAX_PER_MONTH;
      if (entries.length < PAGE) break;
    }
  }
  return spans
    .filter(({ sinceMs, untilMs }) => sinceMs < toMs && (untilMs === undefined || untilMs > fromMs))
    .map((span) => {
      const cause = causes.get(isoOf(span.sinceMs));
      return cause === undefined ? span : { ...span, cause };
    });
}

function monthsOf(screenId: string, fromMs: number, toMs: number): string[] {
  const streams = new Set<string>();
  for (let atMs = fromMs; atMs < toMs; atMs += 14 * DAY_MS) streams.add(healthStream(screenId, isoOf(atMs)));
  streams.add(healthStream(screenId, isoOf(toMs)));
  return [...streams].sort();
}
