/**
 * A feed that has moved for good (301, 308) is followed to its new address, but not at a single word: a server that is
 * badly set up for an hour says the same. Pure.
 */

const DAY_MS = 24 * 3_600_000;
/** The same answer on so many visits, over at least so long. */
const VISITS = 3;
const LEAST_MS = DAY_MS;

export type Moving = { to: string; since: string; visits: number };

/** What is known of the move after a good visit; nothing when there is none. */
export function movingAfter(before: Moving | undefined, movedTo: string | undefined, at: string): Moving | undefined {
  if (movedTo === undefined || movedTo.length > 1000) return undefined;
  if (before?.to !== movedTo) return { to: movedTo, since: at, visits: 1 };
  return { ...before, visits: before.visits + 1 };
}

/** Whether the new address is now the source's own. Never from a connection that nobody can read to one that anybody can. */
export function isSettled({ to, since, visits }: Moving, from: string, nowMs: number): boolean {
  const isWeaker = from.startsWith('https:') && !to.startsWith('https:');
  return !isWeaker && visits >= VISITS && nowMs - Date.parse(since) >= LEAST_MS;
}
