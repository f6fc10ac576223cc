/**
 * The one format of everything the engine writes: a magic line, a header frame in JSON, then frames.
 * A frame is CRC-32C (4 bytes), payload length (4), number (8), payload; the CRC covers all that follows it.
 * Little-endian. Reading streams in pieces and never believes a length that the file cannot hold.
 */
import { z } from 'zod';
import { crc32c } from './crc32c.ts';
import type { DiskFile } from './disk.ts';

export const MAGIC = Buffer.from('PALIER1\n');
export const FRAME_HEAD = 16;
/** The largest payload of one frame, hence of one transaction. */
export const MAX_PAYLOAD = 64 * 1024 * 1024;
const PIECE = 1024 * 1024;

export const Header = z.looseObject({
  kind: z.enum(['journal', 'snapshot', 'segment']),
  /** Schema version: 1 + the number of migrations known to the writer. */
  version: z.int().min(1),
  /** Which installation these files belong to; files of two may not be mixed. */
  store: z.string(),
  /** Journals: where the one before ends for good, whatever else may stand in it. */
  previousBytes: z.int().optional(),
  /** Journals: the number of the first transaction. Snapshots: the number of the first one it does not hold. */
  next: z.int().optional(),
});
export type Header = z.infer<typeof Header>;

/** The files contradict what was promised about them. Never repaired by guessing: the message says what to do. */
export class StorageDamaged extends Error {
  readonly file: string;
  readonly offset: number;
  constructor(file: string, offset: number, reason: string, options?: ErrorOptions) {
    super(
      `${file} is damaged at byte ${offset}: ${reason}. Nothing was changed. ` +
        'Run "palier verify" for the whole picture, then restore a backup into an empty folder with "palier restore FILE".',
      options,
    );
    this.name = 'StorageDamaged';
    this.file = file;
    this.offset = offset;
  }
}

export function encodeFrame(number: number, payload: Uint8Array): Buffer {
  if (payload.length > MAX_PAYLOAD)
    throw new RangeError(`a write of ${payload.length} bytes is over the limit of ${MAX_PAYLOAD}`);
  const frame = Buffer.allocUnsafe(FRAME_HEAD + payload.length);
  frame.writeUInt32LE(payload.length, 4);
  frame.writeUInt32LE(number % 2 ** 32, 8);
  frame.writeUInt32LE(Math.floor(number / 2 ** 32), 12);
  frame.set(payload, FRAME_HEAD);
  frame.writeUInt32LE(crc32c(frame, 4), 0);
  return frame;
}

export function encodeHeader(header: Header): Buffer {
  return Buffer.concat([MAGIC, encodeFrame(0, Buffer.from(JSON.stringify(header)))]);
}

/** The frame that starts at `at` in `bytes`, if all of it is there and intact. */
export function frameAt(bytes: Buffer, at: number): { number: number; payload: Buffer; end: number } | undefined {
  if (at + FRAME_HEAD > bytes.length) return undefined;
  const length = bytes.readUInt32LE(at + 4);
  const end = at + FRAME_HEAD + length;
  if (length > MAX_PAYLOAD || end > bytes.length || bytes.readUInt32LE(at) !== crc32c(bytes, at + 4, end))
    return undefined;
  const number = bytes.readUInt32LE(at + 8) + bytes.readUInt32LE(at + 12) * 2 ** 32;
  return { number, payload: bytes.subarray(at + FRAME_HEAD, end), end };
}

export async function readHeader(file: DiskFile, path: string): Promise<{ header: Header; end: number }> {
  const bytes = Buffer.alloc(4096);
  const head = bytes.subarray(0, await file.read(bytes, 0));
  if (!head.subarray(0, MAGIC.length).equals(MAGIC))
    throw new StorageDamaged(path, 0, 'it does not begin like a file of Palier');
  const frame = frameAt(head, MAGIC.length);
  if (frame === undefined) throw new StorageDamaged(path, MAGIC.length, 'its header has a wrong checksum');
  const header = Header.safeParse(JSON.parse(frame.payload.toString('utf8')));
  if (!header.success) throw new StorageDamaged(path, MAGIC.length, 'its header makes no sense');
  return { header: header.data, end: frame.end };
}

/** A frame as it is visited. The payload is only valid during the call. */
export type Visit = (payload: Buffer, number: number, offset: number) => void;

/** Visits the frames from `from` to `to`; answers where the first one that is not whole begins (`to` if all are). */
export async function readFrames(file: DiskFile, from: number, to: number, visit: Visit): Promise<number> {
  let offset = from;
  let piece = PIECE;
  while (offset < to) {
    const bytes = Buffer.allocUnsafe(Math.min(piece, to - offset));
    const whole = bytes.subarray(0, await file.read(bytes, offset));
    let at = 0;
    for (let frame = frameAt(whole, at); frame !== undefined; frame = frameAt(whole, at)) {
      visit(frame.payload, frame.number, offset + at);
      at = frame.end;
    }
    if (at === 0) {
      // Not one frame in this piece: either a frame larger than it, or the end of what is whole.
      const wanted = whole.length >= FRAME_HEAD ? FRAME_HEAD + whole.readUInt32LE(4) : Number.POSITIVE_INFINITY;
      if (wanted <= whole.length || wanted > to - offset || wanted > FRAME_HEAD + MAX_PAYLOAD) return offset;
      if (whole.length < bytes.length) return offset;
      piece = wanted;
      continue;
    }
    offset += at;
    piece = PIECE;
  }
  return offset;
}

/** The one frame at `offset`, if it is whole. */
export async function readFrame(file: DiskFile, offset: number): Promise<{ payload: Buffer; end: number } | undefined> {
  const head = Buffer.alloc(FRAME_HEAD);
  if ((await file.read(head, offset)) < FRAME_HEAD) return undefined;
  const length = head.readUInt32LE(4);
  if (length > MAX_PAYLOAD || offset + FRAME_HEAD + length > (await file.size())) return undefined;
  const bytes = Buffer.alloc(FRAME_HEAD + length);
  const frame = frameAt(bytes.subarray(0, await file.read(bytes, offset)), 0);
  return frame === undefined ? undefined : { payload: frame.payload, end: offset + frame.end };
}
