/**
 * A week as it is drawn: blocks of the engine's own timeline cut at midnight, in the wall-clock time of the screen.
 * It draws what the engine says and decides nothing itself.
 */
import type { TimelineBlock } from '@palier/playlists/views';

export type Segment = {
  key: string;
  /** 0 is Monday. */
  day: number;
  startMin: number;
  endMin: number;
  block: TimelineBlock;
  /** It goes on from the day before, or into the day after. */
  fromBefore: boolean;
  intoNext: boolean;
};

const DAY_MIN = 24 * 60;

/** `asked` where it is a real ISO date, else `otherwise`. */
export function dayOr(asked: string | null, otherwise: string): string {
  if (asked === null || !/^\d{4}-\d{2}-\d{2}$/.test(asked)) return otherwise;
  try {
    return Temporal.PlainDate.from(asked).toString();
  } catch (error) {
    if (error instanceof RangeError) return otherwise;
    throw error;
  }
}

/** The Monday of the week of `day` (ISO date). */
export function mondayOf(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return date.subtract({ days: date.dayOfWeek - 1 }).toString();
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Today in `zone`. */
export function dayIn(zone: string, nowMs: number): string {
  return zoned(nowMs, zone).toPlainDate().toString();
}

/** The instants at which the week of `monday` begins and ends in `zone`. */
export function weekSpan(monday: string, zone: string): { from: string; to: string } {
  const start = (day: string) => Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant().toString();
  return { from: start(monday), to: start(addDays(monday, 7)) };
}

/** A wall-clock time in `zone` as an instant; absent when it is not one. */
export function instantOf(local: string, zone: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return undefined;
  try {
    return Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant().toString();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Each block as one segment a day; the empty ones are left out. */
export function segmentsOf(blocks: readonly TimelineBlock[], monday: string, zone: string): Segment[] {
  return blocks.filter((block) => block.kind !== 'empty').flatMap((block) => cut(block, monday, zone));
}

function cut(block: TimelineBlock, monday: string, zone: string): Segment[] {
  const from = zoned(Date.parse(block.from), zone);
  const to = zoned(Date.parse(block.to), zone);
  const first = Temporal.PlainDate.from(monday);
  const segments: Segment[] = [];
  for (let day = 0; day < 7; day += 1) {
    const date = first.add({ days: day });
    const before = Temporal.PlainDate.compare(from.toPlainDate(), date);
    const after = Temporal.PlainDate.compare(to.toPlainDate(), date);
    if (before > 0 || after < 0) continue;
    const startMin = before < 0 ? 0 : minuteOf(from);
    const endMin = after > 0 ? DAY_MIN : minuteOf(to);
    if (endMin <= startMin) continue;
    segments.push({
      key: `${block.from} ${day}`,
      day,
      startMin,
      endMin,
      block,
      fromBefore: before < 0,
      intoNext: after > 0,
    });
  }
  return segments;
}

/** Whole hours that hold every segment, at least 7 to 20. */
export function hoursOf(segments: readonly Segment[]): { from: number; to: number } {
  const from = Math.min(7, ...segments.map((segment) => Math.floor(segment.startMin / 60)));
  const to = Math.max(20, ...segments.map((segment) => Math.ceil(segment.endMin / 60)));
  return { from, to };
}

export function nowLine(monday: string, zone: string, nowMs: number): { day: number; minute: number } | undefined {
  const now = zoned(nowMs, zone);
  const day = Temporal.PlainDate.from(monday).until(now.toPlainDate()).days;
  return day < 0 || day > 6 ? undefined : { day, minute: minuteOf(now) };
}

function zoned(ms: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
}

function minuteOf(at: Temporal.ZonedDateTime): number {
  return at.hour * 60 + at.minute;
}
