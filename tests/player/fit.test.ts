/** Fitting: the largest size that fits, in a bounded number of measures. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { fitFor } from '../../kiosk/player/src/media-fit.ts';
import { columnsFor } from '../../kiosk/player/src/text/columns.ts';
import { FIT_STEPS, linesLeft, searchFit } from '../../kiosk/player/src/text/fit.ts';
import { stageUnit } from '../../kiosk/player/src/stage-unit.ts';
import { driftAt, DRIFT_EVERY_MS } from '../../kiosk/player/src/drift.ts';

it('finds the edge to within a step and never overflows', () => {
  fc.assert(
    fc.property(fc.double({ min: -0.5, max: 1.5, noNaN: true }), (edge) => {
      let asked = 0;
      const { k, overflows } = searchFit((dial) => {
        asked += 1;
        return dial <= edge;
      });
      expect(asked).toBeLessThanOrEqual(FIT_STEPS + 2);
      expect(overflows).toBe(edge < 0);
      expect(k).toBeLessThanOrEqual(Math.max(edge, 0));
      expect(Math.max(0, Math.min(edge, 1)) - k).toBeLessThanOrEqual(1 / 2 ** FIT_STEPS);
    }),
  );
});

it.each([
  [100, 0, 20, 5],
  [100, 1, 20, 4],
  [100, 45, 20, 2],
  [100, 500, 20, 1],
])('%i px less %i px in lines of %i px leaves %i', (height, excess, line, left) =>
  expect(linesLeft(height, excess, line)).toBe(left),
);

describe('a picture', () => {
  it.each([
    ['cover', 16 / 9, 16 / 9, 'cover'],
    ['cover', 16 / 9, 3 / 2, 'cover'],
    ['cover', 16 / 9, 9 / 16, 'contain'],
    ['contain', 1, 1, 'contain'],
    ['cover', 0, 1, 'cover'],
  ] as const)('asked to %s a box of %f with %f will %s', (asked, box, media, expected) =>
    expect(fitFor(asked, box, media)).toBe(expected),
  );
});

it.each([
  [2, false, false, 2],
  [4, false, false, 4],
  [5, false, false, 3],
  [4, false, true, 2],
  [6, false, true, 3],
  [6, true, false, 1],
])('%i steps (portrait %s, narrow %s) take %i columns', (count, portrait, narrow, columns) =>
  expect(columnsFor(count, { portrait, narrow })).toBe(columns),
);

it.each([
  [1920, 1080, 10.8],
  [3840, 2160, 21.6],
  [1080, 1920, 8.856],
  [1024, 768, 6.5536],
])('on %i x %i the unit is %f px', (width, height, unit) => expect(stageUnit(width, height)).toBeCloseTo(unit));

it('walks the brand card around its place and comes back', () => {
  const places = Array.from({ length: 9 }, (_, step) => driftAt(step * DRIFT_EVERY_MS));
  expect(new Set(places.map((place) => `${place.x} ${place.y}`)).size).toBe(9);
  expect(driftAt(9 * DRIFT_EVERY_MS)).toEqual(places[0]);
});
