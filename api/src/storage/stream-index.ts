/**
 * Where the entries of one stream are and which keys it holds, in about 24 bytes an entry. A location is the segment's
 * id and the offset in it in one number; an entry that only the journal has so far is a negative one: its place in
 * the list of recent entries.
 */
import { createKeyTable, type KeyTable } from './key-table.ts';

const OFFSETS = 2 ** 32;

export function locationOf(segment: number, offset: number): number {
  return segment * OFFSETS + offset;
}

export function segmentOf(location: number): { segment: number; offset: number } {
  return { segment: Math.floor(location / OFFSETS), offset: location % OFFSETS };
}

export function recentLocation(recent: number): number {
  return -1 - recent;
}

export type StreamIndex = {
  /** Positions up to this one were dropped; the first entry has the next. */
  readonly base: number;
  count: () => number;
  add: (location: number, hash: number) => void;
  location: (position: number) => number | undefined;
  move: (position: number, location: number) => void;
  /** Positions whose key may be the one with this hash. */
  candidates: (hash: number) => number[];
};

export function createStreamIndex(base: number): StreamIndex {
  let locations = new Float64Array(4);
  let count = 0;
  const keys: KeyTable = createKeyTable();
  return {
    base,
    count: () => count,
    add(location, hash) {
      if (count === locations.length) {
        const larger = new Float64Array(Math.ceil(count * 1.5));
        larger.set(locations);
        locations = larger;
      }
      locations[count] = location;
      keys.add(hash, count);
      count++;
    },
    location(position) {
      const index = position - base - 1;
      return index >= 0 && index < count ? locations[index] : undefined;
    },
    move(position, location) {
      const index = position - base - 1;
      if (index >= 0 && index < count) locations[index] = location;
    },
    candidates: (hash) => keys.candidates(hash).map((index) => base + index + 1),
  };
}
