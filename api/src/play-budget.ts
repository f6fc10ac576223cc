/**
 * How many plays a screen may bring in a day: one a second for a whole day, and a week that it was away at the usual pace.
 * It keeps a broken or stolen kiosk from filling the disk; an honest one never meets it. Bounded by the screens there are.
 */
import type { Clock } from './clock.ts';

const MAX_PER_DAY = 150_000;
const DAY_MS = 24 * 3_600_000;

export function createPlayBudget(clock: Pick<Clock, 'now'>, maxPerDay = MAX_PER_DAY) {
  let day = 0;
  let used = new Map<string, number>();
  return {
    /** Whether these are still within the day's budget; then they are taken from it. */
    take(screenId: string, plays: number): boolean {
      const today = Math.floor(clock.now() / DAY_MS);
      if (today !== day) used = new Map();
      day = today;
      const sum = (used.get(screenId) ?? 0) + plays;
      if (sum > maxPerDay) return false;
      used.set(screenId, sum);
      return true;
    },
  };
}
