/**
 * Days as they are drawn: every occurrence as a slab in its columns, with the parts that play and those that are hidden,
 * on an axis of wall-clock time. Where an hour comes twice in a week, the axis has it twice; where one is missing, its
 * row is marked. It draws what the engine says and decides nothing itself.
 */
import type { DayView, HiderView, OccurrencesAnswer, OccurrenceView } from '@palier/api/client';

/** A part of a slab in axis minutes. `hiddenBy` absent: it plays. */
export type Part = { start: number; end: number; from: string; to: string; hiddenBy?: HiderView | undefined };

/** One occurrence, or a takeover, in one day's column. Axis minutes. */
export type Slab = {
  key: string;
  day: number;
  start: number;
  end: number;
  /** The instants of the whole of it, in other columns too. */
  from: string;
  to: string;
  /** It goes on from the day before, or into the day after. */
  fromBefore: boolean;
  intoNext: boolean;
  /** How many slabs lie under it: the one on top has the highest. */
  depth: number;
  parts: Part[];
  /** Absent: it is a takeover. */
  occurrence: OccurrenceView | undefined;
  takeoverId: string | undefined;
};

/** A time that comes twice somewhere in the week: all columns make room for it. */
export type Extra = { at: number; length: number };
export type Axis = { from: number; to: number; extra: Extra | undefined };
export type AxisLine = { at: number; hour: number; again: boolean };

const DAY_MIN = 24 * 60;
const MINUTE = 60_000;

export function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** `HH:MM` of minutes after midnight, also past it. */
export function timeOf(minute: number): string {
  const within = ((Math.round(minute) % DAY_MIN) + DAY_MIN) % DAY_MIN;
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`;
}

export function extraOf(days: readonly DayView[]): Extra | undefined {
  const change = days.find((day) => day.change?.kind === 'doubled')?.change;
  if (change === undefined) return undefined;
  return { at: minuteOf(change.to), length: minuteOf(change.to) - minuteOf(change.from) };
}

/** Where a wall-clock minute lies on the axis: at its first pass. */
export function axisOf(minute: number, extra: Extra | undefined): number {
  return extra !== undefined && minute >= extra.at ? minute + extra.length : minute;
}

/** The wall-clock minute at a place of the axis. */
export function wallOf(place: number, extra: Extra | undefined): number {
  return extra !== undefined && place >= extra.at ? place - extra.length : place;
}

/** Where an instant lies in a day's column. */
export function placeOf(atMs: number, day: DayView, extra: Extra | undefined): number {
  const elapsed = (atMs - Date.parse(day.startsAt)) / MINUTE;
  const { change } = day;
  if (change?.kind === 'doubled') return elapsed;
  const wall = change === undefined || elapsed < minuteOf(change.from) ? elapsed : elapsed + lengthOf(change);
  return axisOf(wall, extra);
}

/** The slabs of some days, the hidden ones under those that hide them. */
export function slabsOf(answer: Pick<OccurrencesAnswer, 'days' | 'occurrences' | 'takeovers'>): Slab[] {
  const extra = extraOf(answer.days);
  const slabs = [
    ...answer.occurrences.flatMap((one) => cut(one, answer.days, extra)),
    ...answer.takeovers.flatMap((one) => cut({ ...one, pieces: [one] }, answer.days, extra)),
  ];
  for (const slab of slabs) slab.depth = depthOf(slab, slabs, 0);
  return slabs;
}

type Cuttable = (OccurrenceView | { takeoverId: string }) & {
  from: string;
  to: string;
  pieces: OccurrenceView['pieces'];
};

function cut(one: Cuttable, days: readonly DayView[], extra: Extra | undefined): Slab[] {
  const [fromMs, toMs] = [Date.parse(one.from), Date.parse(one.to)];
  const isTakeover = 'takeoverId' in one;
  return days.flatMap((day, index) => {
    const startMs = Date.parse(day.startsAt);
    const endMs = startMs + day.hours * 60 * MINUTE;
    if (fromMs >= endMs || toMs <= startMs) return [];
    const place = (ms: number) => placeOf(Math.min(Math.max(ms, startMs), endMs), day, extra);
    const parts = one.pieces
      .filter((piece) => Date.parse(piece.from) < endMs && Date.parse(piece.to) > startMs)
      .map((piece) => ({
        start: place(Date.parse(piece.from)),
        end: place(Date.parse(piece.to)),
        from: piece.from,
        to: piece.to,
        hiddenBy: piece.hiddenBy,
      }));
    return {
      key: isTakeover
        ? `takeover ${one.takeoverId} ${index} ${one.from}`
        : `${one.scheduleId} ${one.ruleId} ${one.day} ${index}`,
      day: index,
      start: place(fromMs),
      end: place(toMs),
      from: one.from,
      to: one.to,
      fromBefore: fromMs < startMs,
      intoNext: toMs > endMs,
      depth: 0,
      parts,
      occurrence: isTakeover ? undefined : one,
      takeoverId: isTakeover ? one.takeoverId : undefined,
    };
  });
}

const MAX_DEPTH = 6;

/** One more than the deepest of those it hides a part of. */
function depthOf(slab: Slab, slabs: readonly Slab[], tried: number): number {
  if (tried >= MAX_DEPTH) return tried;
  const under = slabs.filter(
    (other) => other.day === slab.day && other !== slab && other.parts.some(({ hiddenBy }) => hides(slab, hiddenBy)),
  );
  return under.length === 0 ? 0 : 1 + Math.max(...under.map((other) => depthOf(other, slabs, tried + 1)));
}

function hides({ occurrence, takeoverId }: Slab, by: HiderView | undefined): boolean {
  if (by === undefined) return false;
  if (by.kind === 'takeover') return by.takeoverId === takeoverId;
  return occurrence !== undefined && by.ruleId === occurrence.ruleId && by.scheduleId === occurrence.scheduleId;
}

/**
 * Which slabs move aside, and by how many steps: a slab is never drawn shorter than `least` axis minutes, so two short
 * ones that follow each other would lie on one another, and neither could be hit.
 */
export function lanesOf(slabs: readonly Slab[], least: number): ReadonlyMap<string, number> {
  const lanes = new Map<string, number>();
  const drawnTo = (slab: Slab) => Math.max(slab.end, slab.start + least);
  const inOrder = slabs.toSorted((one, other) => one.day - other.day || one.start - other.start);
  inOrder.forEach((slab, index) => {
    const before = inOrder
      .slice(0, index)
      .filter((other) => other.day === slab.day && other.depth === slab.depth && drawnTo(other) > slab.start);
    lanes.set(slab.key, before.length === 0 ? 0 : 1 + Math.max(...before.map((other) => lanes.get(other.key) ?? 0)));
  });
  return lanes;
}

/** Whole hours that hold every slab, at least 7 to 20. */
export function axisFor(slabs: readonly Slab[], days: readonly DayView[]): Axis {
  const extra = extraOf(days);
  const [earliest, latest] = [
    Math.min(420, ...slabs.map((slab) => slab.start)),
    Math.max(axisOf(1200, extra), ...slabs.map((slab) => slab.end)),
  ];
  return { from: Math.floor(earliest / 60) * 60, to: Math.ceil(latest / 60) * 60, extra };
}

/** A line for each whole hour; `again`: the second pass of one that comes twice. */
export function linesOf({ from, to, extra }: Axis): AxisLine[] {
  const lines: AxisLine[] = [];
  for (let hour = 0; hour < 24; hour += 1) lines.push({ at: axisOf(hour * 60, extra), hour, again: false });
  if (extra !== undefined) lines.push({ at: extra.at, hour: Math.floor((extra.at - extra.length) / 60), again: true });
  return lines.filter((line) => line.at >= from && line.at < to).toSorted((one, other) => one.at - other.at);
}

/** The stretch of a column that the clocks skip, on its axis. */
export function missingIn(day: DayView, extra: Extra | undefined): { start: number; end: number } | undefined {
  const { change } = day;
  if (change?.kind !== 'missing') return undefined;
  return { start: axisOf(minuteOf(change.from), extra), end: axisOf(minuteOf(change.to), extra) };
}

/** The stretches on a column's axis that only another day of the week has. */
export function spareIn(day: DayView, extra: Extra | undefined): { start: number; end: number } | undefined {
  if (extra === undefined || day.change?.kind === 'doubled') return undefined;
  return { start: extra.at, end: extra.at + extra.length };
}

function lengthOf(change: { from: string; to: string }): number {
  return minuteOf(change.to) - minuteOf(change.from);
}
