/**
 * When another edition comes, the loop goes on in another order: what was shown a moment ago may be next again. This says
 * how many rounds to step ahead so that every story stays away as long as the new order allows. Closed form from where the
 * loop stood and stands, so a kiosk needs no memory of what it showed. No schemas, no clock.
 */
import type { LoopEntry, LoopPosition } from './loop.ts';
import { turnOf } from './turns.ts';

type Standing = { entries: readonly LoopEntry[]; position: Pick<LoopPosition, 'index' | 'cycle'> };

/** An order has 60 places; what was shown longer ago is forgotten. */
const LOOKS_BACK = 60;

/** Whole rounds, 0 when the order is the same or nothing would be gained. The fewest that keep stories apart the longest. */
export function roundsAhead(before: Standing, after: Standing): number {
  const rounds = Math.max(0, ...after.entries.map(({ turns = [] }) => turns.length));
  if (rounds < 2) return 0;
  const shown = lately(before);
  let best = { ahead: 0, apart: apartAfter(shown, after, 0) };
  for (let ahead = 1; ahead < rounds; ahead += 1) {
    const apart = apartAfter(shown, after, ahead);
    if (apart > best.apart) best = { ahead, apart };
  }
  return best.ahead;
}

/** How many stories ago each was shown, counting the one that is on as 0. */
function lately({ entries, position }: Standing): Map<string, number> {
  const shown = new Map<string, number>();
  let { index, cycle } = position;
  for (let ago = 0, steps = 0; ago < LOOKS_BACK && steps <= LOOKS_BACK * entries.length; steps += 1) {
    const entry = entries[index];
    if (entry?.turns !== undefined && entry.turns.length > 0) {
      const { version } = turnOf({ ...entry, item: undefined }, cycle);
      if (!shown.has(version)) shown.set(version, ago);
      ago += 1;
    }
    index -= 1;
    if (index >= 0) continue;
    index = entries.length - 1;
    cycle -= 1;
  }
  return shown;
}

/** The fewest stories between one of those and its next time, from the place after the one that is on. */
function apartAfter(shown: ReadonlyMap<string, number>, { entries, position }: Standing, ahead: number): number {
  const met = new Set<string>();
  let least = Number.POSITIVE_INFINITY;
  let { index, cycle } = { index: position.index + 1, cycle: position.cycle + ahead };
  for (let next = 1, steps = 0; next <= LOOKS_BACK && steps <= LOOKS_BACK * entries.length; steps += 1) {
    if (index >= entries.length) {
      index = 0;
      cycle += 1;
    }
    const entry = entries[index];
    index += 1;
    if (entry?.turns === undefined || entry.turns.length === 0) continue;
    const { version } = turnOf({ ...entry, item: undefined }, cycle);
    const ago = shown.get(version);
    if (ago !== undefined && !met.has(version)) least = Math.min(least, ago + next);
    met.add(version);
    next += 1;
  }
  return least;
}
