/** Numbers beside those of the four weeks before: how they are compared, and when nothing is said. */
import { toldCount } from '@palier/playlists/reaction';
import type { Compared, Trend } from '../wire/engagement.ts';

/** Days that are told together; as many before them are what they are compared with. */
export const SPAN_DAYS = 28;
/** As much of a change as is called one. */
const NOTABLE = 0.1;

/** Two numbers and where they go; a change of less than a tenth, or of less than `least`, is none. */
export function compared(now: number | undefined, before: number | undefined, least = 1): Compared {
  const trend = trendOf(now, before, least);
  return {
    ...(now === undefined ? {} : { now }),
    ...(before === undefined ? {} : { before }),
    ...(trend === undefined ? {} : { trend }),
  };
}

/** Counts of what people did on phones: only what may be told goes in, so that the trend tells no more. */
export function comparedCounts(now: number, before: number): Compared {
  return compared(toldCount(now), toldCount(before), 5);
}

function trendOf(now: number | undefined, before: number | undefined, least: number): Trend | undefined {
  if (now === undefined || before === undefined || (now === 0 && before === 0)) return undefined;
  const change = now - before;
  if (Math.abs(change) < Math.max(least, before * NOTABLE)) return 'same';
  return change > 0 ? 'up' : 'down';
}

/** Half are below, half above; undefined of nothing. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[Math.ceil(sorted.length / 2) - 1];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
