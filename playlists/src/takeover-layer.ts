/** The takeovers of one screen as a layer of their own: at most one is on, the one that started last. */
import { paint, type Stretch } from './paint.ts';
import type { Takeover } from './takeover.ts';

/** When a takeover is really on: from its start to its end, or to where it was ended by hand. Empty: never. */
export function takeoverMs(takeover: Takeover): Stretch {
  const endsMs = Date.parse(takeover.endsAt);
  const endedMs = takeover.endedAt === undefined ? endsMs : Date.parse(takeover.endedAt);
  return { startMs: Date.parse(takeover.startsAt), endMs: Math.min(endsMs, endedMs) };
}

/** A stretch in which `takeover` is the one on (absent: none is). The ends of the layer are infinite. */
export type TakeoverStretch = Stretch & { takeover: Takeover | undefined };

/** The takeovers of one screen, ready to be asked. Times are epoch milliseconds. */
export type TakeoverLayer = { stretchAt(atMs: number): TakeoverStretch };

/** Negative when `one` beats `other`: the later start, then the id. */
export function compareTakeovers(one: Takeover, other: Takeover): number {
  const later = Date.parse(other.startsAt) - Date.parse(one.startsAt);
  if (later !== 0) return later;
  if (one.id === other.id) return 0;
  return one.id < other.id ? -1 : 1;
}

/** The layer of `takeovers`, all meant for the screen. */
export function createTakeoverLayer(takeovers: readonly Takeover[]): TakeoverLayer {
  const stretches: TakeoverStretch[] = [];
  const windows = [...takeovers].sort(compareTakeovers).map((takeover) => ({ ...takeoverMs(takeover), takeover }));
  const always = { startMs: Number.NEGATIVE_INFINITY, endMs: Number.POSITIVE_INFINITY };
  const free = paint([always], windows, (piece, { takeover }) => {
    stretches.push({ ...piece, takeover });
  });
  stretches.push(...free.map((gap) => ({ ...gap, takeover: undefined })));
  stretches.sort((one, other) => one.startMs - other.startMs);
  return {
    stretchAt(atMs) {
      let low = 0;
      let high = stretches.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        const stretch = stretches[middle];
        if (stretch !== undefined && stretch.startMs <= atMs) low = middle;
        else high = middle - 1;
      }
      return stretches[low] ?? { ...always, takeover: undefined };
    },
  };
}
