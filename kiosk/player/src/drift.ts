/** Against burn-in: where a card that may stay for days stands at an instant. A slow walk around its place. */

export const DRIFT_EVERY_MS = 3 * 60_000;
const REACH = 1.4;
const WALK = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
] as const;

/** Offset in stage units. */
export function driftAt(atMs: number): { x: number; y: number } {
  const [x, y] = WALK[Math.floor(atMs / DRIFT_EVERY_MS) % WALK.length] ?? WALK[0];
  return { x: x * REACH, y: y * REACH };
}
