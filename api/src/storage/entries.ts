/** One entry of a log as a segment keeps it: stream and key in front, so that an index is made without parsing JSON. */

/** Streams and keys are names, not content. */
export const MAX_NAME_BYTES = 512;

export type Entry = { stream: string; key: string; position: number; text: string };

export function encodeEntry({ stream, key, text }: Entry): Buffer {
  const [streamBytes, keyBytes] = [Buffer.byteLength(stream), Buffer.byteLength(key)];
  const payload = Buffer.allocUnsafe(4 + streamBytes + keyBytes + Buffer.byteLength(text));
  payload.writeUInt16LE(streamBytes, 0);
  payload.writeUInt16LE(keyBytes, 2);
  payload.write(stream, 4);
  payload.write(key, 4 + streamBytes);
  payload.write(text, 4 + streamBytes + keyBytes);
  return payload;
}

/** Where stream, key and text lie in a payload; all of them end where the next begins. */
export function layoutOf(payload: Buffer): { key: number; text: number } {
  const key = 4 + payload.readUInt16LE(0);
  return { key, text: key + payload.readUInt16LE(2) };
}

export function streamIn(payload: Buffer): string {
  return payload.toString('utf8', 4, 4 + payload.readUInt16LE(0));
}

export function decodeEntry(payload: Buffer, position: number): Entry {
  const { key, text } = layoutOf(payload);
  return {
    stream: payload.toString('utf8', 4, key),
    key: payload.toString('utf8', key, text),
    position,
    text: payload.toString('utf8', text),
  };
}
