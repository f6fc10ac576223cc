/** A cheap, stable fingerprint of plain data: the same text in every runtime. It tells versions apart; it protects nothing. */

/** A 64-bit FNV-1a state as two unsigned 32-bit halves. */
type Hash64 = { high: number; low: number };

const PRIME_LOW = 0x1b3;

/**
 * The fingerprint of `value`, plain JSON data: 16 hexadecimal digits. The order of an object's keys does not
 * matter, and absent and undefined members are the same.
 *
 * FNV-1a with 64 bits over the UTF-16 code units, low byte first. Source: draft-eastlake-fnv (the prime is 2^40 + 0x1b3).
 */
export function contentHash(value: unknown): string {
  return hashText(canonical(value));
}

/** The FNV-1a 64 fingerprint of a text: 16 hexadecimal digits. */
export function hashText(text: string): string {
  const hash = { high: 0xcbf29ce4, low: 0x84222325 };
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    mix(hash, unit & 0xff);
    mix(hash, unit >>> 8);
  }
  return hex(hash.high) + hex(hash.low);
}

/** One step: xor the byte, multiply by 2^40 + 0x1b3 modulo 2^64, in halves that stay below 2^53. */
function mix(hash: Hash64, byte: number): void {
  const low = (hash.low ^ byte) >>> 0;
  const lowProduct = low * PRIME_LOW;
  const carry = Math.floor(lowProduct / 2 ** 32);
  hash.high = (Math.imul(hash.high, PRIME_LOW) + carry + (low << 8)) >>> 0;
  hash.low = lowProduct >>> 0;
}

function hex(half: number): string {
  return half.toString(16).padStart(8, '0');
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}
