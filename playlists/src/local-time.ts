/**
 * Wall-clock time in an IANA zone. The only place that turns wall-clock times into instants.
 * The rule of the house: a repeated hour starts at its first and ends at its second occurrence; a time that
 * is skipped means the first valid instant after it.
 */

/** Whether this runtime knows `zone` as an IANA time zone name. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return /^[A-Za-z]/.test(zone);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * The clock of one zone. A wall-clock time is written as the epoch milliseconds it would have in UTC
 * (`wallMs`), an instant as epoch milliseconds (`atMs`).
 */
export type ZoneClock = {
  /** When something that starts at this wall-clock time starts. */
  startMs(wallMs: number): number;
  /** When something that ends at this wall-clock time ends: after the second occurrence of a repeated one. */
  endMs(wallMs: number): number;
  /** The wall-clock time at an instant. */
  wallMs(atMs: number): number;
  /** Whether the offset from UTC changes within `[fromMs, toMs]`. */
  changesWithin(fromMs: number, toMs: number): boolean;
};

/** A stretch `[fromMs, toMs)` with one offset from UTC. */
type Span = { fromMs: number; toMs: number; offsetMs: number };

/** No zone is further than this from UTC, and no change of offset is larger. */
const REACH_MS = 26 * 3_600_000;
/** Enough for 250 years of changes twice a year; then it starts to learn anew. */
const MAX_SPANS = 512;

/**
 * The clock of `zone`, an IANA name. It learns the zone's changes of offset from Temporal as they are needed.
 *
 * @throws RangeError when the zone is unknown to this runtime, or a time lies outside what Temporal can express.
 */
export function createZoneClock(zone: string): ZoneClock {
  let spans: Span[] = [];
  let last: Span = learn(0);

  function learn(atMs: number): Span {
    const zoned = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
    const next = zoned.getTimeZoneTransition('next');
    const previous = zoned.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
    const span = {
      fromMs: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
      toMs: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
      offsetMs: zoned.offsetNanoseconds / 1e6,
    };
    if (spans.length >= MAX_SPANS) spans = [];
    spans.push(span);
    return span;
  }

  function spanAt(atMs: number): Span {
    if (atMs >= last.fromMs && atMs < last.toMs) return last;
    last = spans.find((span) => atMs >= span.fromMs && atMs < span.toMs) ?? learn(atMs);
    return last;
  }

  /** Every instant at which the clock shows this time, in order; none when it is skipped. */
  function occurrences(wallMs: number): { found: number[]; skippedTo: number } {
    const found: number[] = [];
    let skippedTo = wallMs;
    let span = spanAt(wallMs - REACH_MS);
    for (;;) {
      const atMs = wallMs - span.offsetMs;
      if (atMs >= span.fromMs && atMs < span.toMs) found.push(atMs);
      if (atMs >= span.toMs) skippedTo = span.toMs;
      if (span.toMs > wallMs + REACH_MS) return { found, skippedTo };
      span = spanAt(span.toMs);
    }
  }

  function resolve(wallMs: number, which: 0 | -1): number {
    const plain = wallMs - last.offsetMs;
    if (plain - last.fromMs > 2 * REACH_MS && last.toMs - plain > 2 * REACH_MS) return plain;
    const { found, skippedTo } = occurrences(wallMs);
    return found.at(which) ?? skippedTo;
  }

  return {
    startMs: (wallMs) => resolve(wallMs, 0),
    endMs: (wallMs) => resolve(wallMs, -1),
    wallMs: (atMs) => atMs + spanAt(atMs).offsetMs,
    changesWithin(fromMs, toMs) {
      const span = spanAt(fromMs);
      return span.fromMs === fromMs || span.toMs <= toMs;
    },
  };
}

/**
 * The wall-clock milliseconds of a local date and time written as `2026-12-24T18:00`; absent when there is no
 * such date or time, e.g. on 30 February (which `Date.parse` takes for 2 March).
 */
export function wallMsOf(local: string): number | undefined {
  const wallMs = Date.parse(`${local}:00Z`);
  return !Number.isNaN(wallMs) && new Date(wallMs).toISOString() === `${local}:00.000Z` ? wallMs : undefined;
}

/**
 * The instant at which something that starts at the local time `local` (`2026-03-29T02:30`) starts in `zone`.
 *
 * @throws RangeError when the zone is unknown or the text is no local date and time.
 */
export function startInstant(local: string, zone: string): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(createZoneClock(zone).startMs(parsed(local)));
}

/**
 * The instant at which something that ends at the local time `local` ends in `zone`.
 *
 * @throws RangeError when the zone is unknown or the text is no local date and time.
 */
export function endInstant(local: string, zone: string): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(createZoneClock(zone).endMs(parsed(local)));
}

function parsed(local: string): number {
  const wallMs = wallMsOf(local);
  if (wallMs === undefined) throw new RangeError(`not a local date and time: ${local}`);
  return wallMs;
}

/** A validity window in epoch milliseconds; an open end is infinite. */
export type WindowMs = { fromMs: number; untilMs: number };

/** The half-open wall-clock window `[from, until)` in the zone of `clock`. */
export function windowMs(
  window: { from?: string | undefined; until?: string | undefined } | undefined,
  clock: ZoneClock,
): WindowMs {
  const from = window?.from === undefined ? undefined : wallMsOf(window.from);
  const until = window?.until === undefined ? undefined : wallMsOf(window.until);
  return {
    fromMs: from === undefined ? Number.NEGATIVE_INFINITY : clock.startMs(from),
    untilMs: until === undefined ? Number.POSITIVE_INFINITY : clock.endMs(until),
  };
}
