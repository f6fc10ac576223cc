/** The geometry of a results chart, in stage units: pure, so the wall, the miniature and the tests draw the same. */
import { scaleBand, scaleLinear } from 'd3-scale';
import { curveMonotoneX, line } from 'd3-shape';

export type ChartInput = {
  kind: 'bar' | 'line';
  series: readonly { label: string; value: number }[];
  target: number | undefined;
  /** Stage units. */
  width: number;
  height: number;
  /** Text size of the labels, stage units. */
  textSize: number;
  /** A value in words; default: as JavaScript writes it. */
  inWords?: (value: number) => string;
};

export type Mark = {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Centre of the mark. */
  centre: number;
  /** Centre of its label: the mark's, but inside the chart. */
  labelX: number;
  /** Where the mark's end is: the top of a bar, the point of a line. */
  end: number;
  /** Its value is written at its end. */
  valued: boolean;
  /** Where the value's words stand on a line: clear of the curve that passes under or over them. */
  valueY: number;
  value: number;
  label: string;
  last: boolean;
  /** Its label is shown: where labels would touch, every n-th is, counted from the last. */
  labelled: boolean;
};

export type Chart = {
  marks: Mark[];
  /** SVG path of the line; empty for bars. */
  path: string;
  zeroY: number | undefined;
  targetY: number | undefined;
  /** Where labels of the axis stand. */
  labelY: number;
};

const GLYPH_WIDTH = 0.56;
/** Up to so many bars each says its value. */
const MAX_VALUED = 6;

/** Lays out 1 to 24 points. Bars stand on zero; a line may float when its values are far from zero. */
export function layoutChart(input: ChartInput): Chart {
  const { kind, series, target, width, height, textSize, inWords = String } = input;
  const widestValue = Math.max(...series.map((point) => inWords(point.value).length), 1);
  const top = textSize * 1.6;
  const bottom = height - textSize * 1.9;
  const values = series.map((point) => point.value);
  const [low, high] = domainOf(kind, target === undefined ? values : [...values, target]);
  const y = scaleLinear().domain([low, high]).range([bottom, top]);
  const band = scaleBand<number>()
    .domain(series.map((_, index) => index))
    .range([0, width])
    .paddingInner(0.3)
    .paddingOuter(series.length < 4 ? 0.5 : 0.16);
  const every = labelStep(
    series.map((point) => point.label),
    band.step(),
    textSize,
  );
  /** Values of many digits do not stand side by side in a narrow chart. */
  const fits = widestValue * textSize * GLYPH_WIDTH <= band.step();
  const base = y(Math.min(high, Math.max(low, 0)));
  const marks = series.map((point, index): Mark => {
    const x = band(index) ?? 0;
    const at = y(point.value);
    const centre = x + band.bandwidth() / 2;
    const half = (point.label.length * textSize * GLYPH_WIDTH) / 2;
    return {
      x,
      y: Math.min(at, base),
      width: band.bandwidth(),
      height: Math.max(Math.abs(base - at), 0.4),
      centre,
      labelX: Math.max(half, Math.min(width - half, centre)),
      end: at,
      valued: kind === 'bar' ? series.length <= MAX_VALUED && fits : index === 0 && series.length > 1,
      valueY: at,
      value: point.value,
      label: point.label,
      last: index === series.length - 1,
      labelled: (series.length - 1 - index) % every === 0,
    };
  });
  if (kind === 'line') {
    for (const mark of marks) {
      const width = inWords(mark.value).length * textSize * GLYPH_WIDTH;
      mark.valueY = clearOf(marks, Math.max(mark.centre, width / 2), width, { top: 0, bottom, textSize });
    }
  }
  const draw = line<Mark>(
    (mark) => mark.centre,
    (mark) => mark.end,
  ).curve(curveMonotoneX);
  return {
    marks,
    path: kind === 'line' && marks.length > 1 ? (draw(marks) ?? '') : '',
    zeroY: low < 0 && high > 0 ? y(0) : kind === 'bar' ? base : undefined,
    targetY: target === undefined ? undefined : y(target),
    labelY: height - textSize * 0.35,
  };
}

/**
 * The base line of words of this width centred at `x`: above everything the curve does there, or below it where above
 * has no room. The curve is monotone between its points, so its height over a span is known from the ends of the span.
 */
function clearOf(
  marks: readonly Mark[],
  x: number,
  width: number,
  { top, bottom, textSize }: { top: number; bottom: number; textSize: number },
): number {
  const [from, to] = [x - width / 2 - 1, x + width / 2 + 1];
  const heights = marks.filter((mark) => mark.centre >= from && mark.centre <= to).map((mark) => mark.end);
  for (const [index, mark] of marks.entries()) {
    const next = marks[index + 1];
    if (next === undefined || next.centre < from || mark.centre > to) continue;
    // Between two points a monotone curve may bulge towards either: both ends count when the span cuts the stretch.
    const share = (at: number) => Math.max(0, Math.min(1, (at - mark.centre) / (next.centre - mark.centre)));
    const easedOut = (part: number) => mark.end + (next.end - mark.end) * Math.min(1, part * 1.6);
    heights.push(easedOut(share(from)), easedOut(share(to)));
  }
  const above = Math.min(...heights) - textSize * 0.62;
  const below = Math.max(...heights) + textSize * 1.36;
  if (above - textSize * 0.8 >= top) return above;
  return below <= bottom + textSize * 0.4 ? below : above;
}

/** Never an empty span, with a little air; zero belongs to it for bars and when the values are near it. */
function domainOf(kind: 'bar' | 'line', values: readonly number[]): [number, number] {
  const low = Math.min(...values, Number.POSITIVE_INFINITY);
  const high = Math.max(...values, Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const span = high - low;
  const floats = kind === 'line' && span > 0 && (low > span * 1.5 || high < -span * 1.5);
  const from = floats ? low - span * 0.25 : Math.min(0, low);
  const to = floats ? high + span * 0.1 : Math.max(0, high);
  return from === to ? [from, from + 1] : [from, to];
}

/** Show every n-th label so that none touches its neighbour. */
function labelStep(labels: readonly string[], step: number, textSize: number): number {
  const widest = Math.max(...labels.map((label) => label.length), 1) * textSize * GLYPH_WIDTH;
  return Math.max(1, Math.ceil((widest + textSize * 0.5) / step));
}
