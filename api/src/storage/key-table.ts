/**
 * Which keys a stream may hold, in 8 bytes a slot: a 32-bit hash and the entry's index. A hit is only "perhaps":
 * the asker compares the key itself. So a collision costs one read and never a record.
 */

const EMPTY = 0;

export type KeyTable = {
  add: (hash: number, index: number) => void;
  /** Indices of entries whose key may be the one with this hash, newest last not guaranteed. */
  candidates: (hash: number) => number[];
};

/** Murmur3's finaliser over FNV-1a of the UTF-8 bytes. Even, not secret: a hit is always compared. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export function createKeyTable(): KeyTable {
  // Pairs: hash, index + 1; a pair whose second number is 0 is free. Never more than 3/4 full.
  let slots = new Uint32Array(2 * 8);
  let used = 0;
  const place = (into: Uint32Array, hash: number, indexPlusOne: number) => {
    const mask = into.length / 2 - 1;
    let slot = hash & mask;
    while (into[2 * slot + 1] !== EMPTY) slot = (slot + 1) & mask;
    into[2 * slot] = hash;
    into[2 * slot + 1] = indexPlusOne;
  };
  return {
    add(hash, index) {
      if (4 * (used + 1) > 3 * (slots.length / 2)) {
        const larger = new Uint32Array(slots.length * 2);
        for (let slot = 0; slot < slots.length; slot += 2) {
          const held = slots[slot + 1] ?? EMPTY;
          if (held !== EMPTY) place(larger, slots[slot] ?? 0, held);
        }
        slots = larger;
      }
      place(slots, hash, index + 1);
      used++;
    },
    candidates(hash) {
      const found: number[] = [];
      const mask = slots.length / 2 - 1;
      for (let slot = hash & mask; slots[2 * slot + 1] !== EMPTY; slot = (slot + 1) & mask) {
        if (slots[2 * slot] === hash) found.push((slots[2 * slot + 1] ?? 0) - 1);
      }
      return found;
    },
  };
}
