/** The geometry of charts: inside their box, on their zero, with labels that do not touch. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { layoutChart, type ChartInput } from '../../kiosk/player/src/text/chart.ts';

const input = (values: number[], more: Partial<ChartInput> = {}): ChartInput => ({
  kind: 'bar',
  series: values.map((value, index) => ({ label: `T${index + 1}`, value })),
  target: undefined,
  width: 96,
  height: 78,
  textSize: 3.8,
  ...more,
});

describe('bars', () => {
  it('stand on zero and grow with their value', () => {
    const { marks, zeroY } = layoutChart(input([10, 20, 40]));
    for (const mark of marks) expect(mark.y + mark.height).toBeCloseTo(zeroY ?? Number.NaN);
    expect(marks[2]?.height).toBeCloseTo((marks[0]?.height ?? 0) * 4);
  });

  it('hang below zero when negative', () => {
    const { marks, zeroY } = layoutChart(input([3, -3]));
    expect(marks[0]?.height).toBeCloseTo(marks[1]?.height ?? 0);
    expect(marks[1]?.y).toBeCloseTo(zeroY ?? Number.NaN);
  });

  it('of all zeros are still there', () => {
    const { marks } = layoutChart(input([0, 0]));
    expect(marks.every((mark) => mark.height > 0 && Number.isFinite(mark.y))).toBe(true);
  });
});

it('makes room for the target', () => {
  const { targetY, marks } = layoutChart(input([10, 20], { target: 50 }));
  expect(targetY).toBeLessThan(Math.min(...marks.map((mark) => mark.y)));
  expect(targetY).toBeGreaterThan(3);
});

it('lets a line float when its values are far from zero, and a bar never', () => {
  const far = [1000, 1010, 1005];
  const line = layoutChart(input(far, { kind: 'line' }));
  expect(Math.abs((line.marks[0]?.end ?? 0) - (line.marks[1]?.end ?? 0))).toBeGreaterThan(20);
  const bars = layoutChart(input(far));
  expect(Math.abs((bars.marks[0]?.end ?? 0) - (bars.marks[1]?.end ?? 0))).toBeLessThan(2);
});

it('holds 1 to 24 points of any size in its box, the last one labelled, no two labels touching', () => {
  const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  const series = fc.array(fc.record({ label: fc.string({ minLength: 1, maxLength: 24 }), value }), {
    minLength: 1,
    maxLength: 24,
  });
  fc.assert(
    fc.property(
      series,
      fc.constantFrom('bar', 'line'),
      fc.option(value, { nil: undefined }),
      (points, kind, target) => {
        const chart = layoutChart(input([], { series: points, kind, target }));
        const labelled = chart.marks.filter((mark) => mark.labelled);
        expect(labelled[labelled.length - 1]?.last).toBe(true);
        const widest = Math.max(...points.map((point) => point.label.length)) * 3.8 * 0.56;
        const step = (labelled[1]?.centre ?? Number.POSITIVE_INFINITY) - (labelled[0]?.centre ?? 0);
        expect(step).toBeGreaterThanOrEqual(widest);
        for (const mark of chart.marks) {
          expect(mark.x).toBeGreaterThanOrEqual(0);
          expect(mark.x + mark.width).toBeLessThanOrEqual(96.001);
          expect(mark.y).toBeGreaterThanOrEqual(0);
          expect(mark.y + mark.height).toBeLessThanOrEqual(78);
        }
      },
    ),
  );
});
