/**
 * Fitting text to its box. Each box has one dial, `--k`: 1 is the size the design wants, 0 the floor that can
 * still be read. The largest `k` that fits is searched in a bounded number of measures; under the floor the text is cut.
 */

export const FIT_STEPS = 7;

/**
 * The largest `k` in [0, 1] for which `fits(k)` holds, to within 1/2^steps, when `fits` is true up to some
 * point and false after it. 0 when nothing fits: the caller must cut. Asks at most `steps + 2` times.
 */
export function searchFit(fits: (k: number) => boolean, steps: number = FIT_STEPS): { k: number; overflows: boolean } {
  if (fits(1)) return { k: 1, overflows: false };
  if (!fits(0)) return { k: 0, overflows: true };
  let low = 0;
  let high = 1;
  for (let step = 0; step < steps; step += 1) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return { k: low, overflows: false };
}

/** How many whole lines of `lineHeightPx` stay when a text of `heightPx` must lose `excessPx`; at least one. */
export function linesLeft(heightPx: number, excessPx: number, lineHeightPx: number): number {
  return Math.max(1, Math.floor((heightPx - excessPx + 0.5) / lineHeightPx));
}
