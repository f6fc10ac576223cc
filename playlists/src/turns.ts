/**
 * Turns: what a place of the loop shows when it comes round again. A place without turns shows the same each time; a
 * place of a feed shows the next stories. Closed form from the count of rounds, like the loop itself. No schemas: the
 * page on the wall carries none.
 */

/** What is shown in one round. */
type Turn = { version: string; item: unknown };
/** A place of the loop; `turns`, when there are any, follow one another round by round. */
type Place = Turn & { turns?: readonly Turn[] | undefined };

/**
 * The place as it shows in this round (any whole number). What is in `passed` (versions that cannot be shown) leaves its
 * turn to another of the same voice half an order away, so that nothing comes twice in a row and the shares hold.
 * The place itself, unchanged, when it has no turns.
 */
export function turnOf<P extends Place>(place: P, cycle: number, passed: ReadonlySet<string> = NONE): P {
  const { turns } = place;
  if (turns === undefined || turns.length === 0) return place;
  const index = ((cycle % turns.length) + turns.length) % turns.length;
  const due = turns[index];
  if (due === undefined) return place;
  return { ...place, ...(passed.has(due.version) ? (insteadOf(turns, index, passed) ?? due) : due) };
}

const NONE: ReadonlySet<string> = new Set();

function insteadOf(turns: readonly Turn[], index: number, passed: ReadonlySet<string>): Turn | undefined {
  const half = index + Math.ceil(turns.length / 2);
  const others = turns.map((_, step) => turns[(half + step) % turns.length]).flatMap((turn) => turn ?? []);
  const able = others.filter((turn) => !passed.has(turn.version));
  const voice = voiceOf(turns[index]?.item);
  return able.find((turn) => voiceOf(turn.item) === voice) ?? able[0];
}

/** Whether the place has nothing left to show: then it takes no time. */
export function isSpent(place: Place, passed: ReadonlySet<string>): boolean {
  const { turns } = place;
  return turns !== undefined && turns.length > 0 && turns.every((turn) => passed.has(turn.version));
}

/** Of a story its voice; `undefined` for everything else. */
function voiceOf(item: unknown): unknown {
  const shown = isRecord(item) && item['kind'] === 'story' ? item['shown'] : undefined;
  return isRecord(shown) ? shown['voice'] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A loop is not stretched beyond this when an order is repeated so that it divides evenly. */
const MOST_REPEATED = 60;

/**
 * Deals an order out over `places` places of the loop: place `i` shows `dealt[i]`, round by round, so that all places
 * together read as the order, which begins anew at its end. Everything in the order comes; where it does not divide
 * evenly it is repeated, or a stretch from further back fills the last round. Fewer than `places` make fewer places.
 */
export function dealt<T>(order: readonly T[], places: number): T[][] {
  const wide = Math.min(places, order.length);
  if (wide === 0) return [];
  const whole = dividing(order, wide);
  return Array.from({ length: wide }, (_, place) => whole.filter((_, index) => index % wide === place));
}

function dividing<T>(order: readonly T[], wide: number): T[] {
  for (let times = 1; times * order.length <= Math.max(MOST_REPEATED, order.length); times += 1) {
    if ((times * order.length) % wide === 0) return Array.from({ length: times }, () => order).flat();
  }
  // A mix has the same voices every 20 places, so this stretch goes on as the order would.
  const from = order.length > 40 ? 20 : Math.floor(order.length / 2);
  const missing = wide - (order.length % wide);
  return [...order, ...[...order.slice(from), ...order].slice(0, missing)];
}
