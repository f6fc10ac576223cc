/** How quickly stories follow one another on a screen: from the loop that it plays. Pure. */
import { MIX_PLACES } from './mix.ts';
import type { Playlist } from './playlist.ts';

const HOUR_MS = 3_600_000;

/** Stories in an hour while this playlist plays with all that it always shows; absent when it has no feed. */
export function storiesPerHour({ entries }: Pick<Playlist, 'entries'>): number | undefined {
  let [stories, roundMs] = [0, 0];
  for (const { enabled, valid, durationMs, item } of entries) {
    if (!enabled) continue;
    if (item.kind === 'feed') {
      stories += item.stories;
      roundMs += item.stories * durationMs;
      // What shows on some days alone makes a round longer then: the pace is that of the others.
    } else if (valid === undefined) roundMs += durationMs;
  }
  return stories === 0 ? undefined : (stories * HOUR_MS) / roundMs;
}

/** Places between two showings of a story, so that both the places and the minutes are kept; never more than an order has. */
export function placesApart(
  { repeatAfter, repeatMinutes }: { repeatAfter: number; repeatMinutes?: number | undefined },
  perHour: number | undefined,
): number {
  if (repeatMinutes === undefined || perHour === undefined) return repeatAfter;
  return Math.min(MIX_PLACES, Math.max(repeatAfter, Math.ceil((repeatMinutes / 60) * perHour)));
}
