/** What a zip archive would become, by inflating each entry and counting: its own directory may lie. Keeps nothing. */
import { constants, inflateRawSync } from 'node:zlib';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const MAX_ENTRIES = 2_000;

/** The number of bytes, or why there is none. Stops as soon as the bound is passed. */
export function inflatedBytes(bytes: Buffer, maxBytes: number): number | 'too-large' | 'damaged' {
  const end = endOf(bytes);
  if (end === undefined) return 'damaged';
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count > MAX_ENTRIES) return 'too-large';
  let total = 0;
  for (let entry = 0; entry < count; entry += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) return 'damaged';
    const size = entrySize(bytes, at, maxBytes - total);
    if (typeof size !== 'number') return size;
    total += size;
    if (total > maxBytes) return 'too-large';
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return total;
}

function entrySize(bytes: Buffer, at: number, leftBytes: number): number | 'too-large' | 'damaged' {
  const method = bytes.readUInt16LE(at + 10);
  const packed = bytes.readUInt32LE(at + 20);
  const local = bytes.readUInt32LE(at + 42);
  if (local + 30 > bytes.length || bytes.readUInt32LE(local) !== LOCAL) return 'damaged';
  const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  if (from + packed > bytes.length) return 'damaged';
  if (method === 0) return packed;
  if (method !== 8) return 'damaged';
  try {
    const options = { maxOutputLength: Math.max(1, leftBytes), finishFlush: constants.Z_SYNC_FLUSH };
    return inflateRawSync(bytes.subarray(from, from + packed), options).length;
  } catch (error) {
    return error instanceof RangeError ? 'too-large' : 'damaged';
  }
}

function endOf(bytes: Buffer): number | undefined {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 65_557); at -= 1) {
    if (bytes.readUInt32LE(at) === END) return at;
  }
  return undefined;
}
