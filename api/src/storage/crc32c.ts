/** CRC-32C (Castagnoli, RFC 3720 appendix B.4), eight bytes a step. `zlib.crc32` is the other polynomial. */

const POLYNOMIAL = 0x82f63b78;
const TABLE = new Uint32Array(8 * 256);
for (let byte = 0; byte < 256; byte++) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  TABLE[byte] = crc;
}
for (let index = 256; index < TABLE.length; index++) {
  const before = TABLE[index - 256] ?? 0;
  TABLE[index] = (before >>> 8) ^ (TABLE[before & 255] ?? 0);
}

/** Of `bytes` from `start` to `end`; `seed` is the CRC of what came before. */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length, seed = 0): number {
  const at = (index: number): number => TABLE[index] ?? 0;
  const of = (index: number): number => bytes[index] ?? 0;
  let crc = ~seed;
  let index = start;
  for (const last = end - 8; index <= last; index += 8) {
    const low = crc ^ (of(index) | (of(index + 1) << 8) | (of(index + 2) << 16) | (of(index + 3) << 24));
    crc =
      at(1792 + (low & 255)) ^
      at(1536 + ((low >>> 8) & 255)) ^
      at(1280 + ((low >>> 16) & 255)) ^
      at(1024 + (low >>> 24)) ^
      at(768 + of(index + 4)) ^
      at(512 + of(index + 5)) ^
      at(256 + of(index + 6)) ^
      at(of(index + 7));
  }
  for (; index < end; index++) crc = (crc >>> 8) ^ at((crc ^ of(index)) & 255);
  return ~crc >>> 0;
}
