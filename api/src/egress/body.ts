/** Reads an answer's body, unpacked, up to a bound that counts what it becomes and not what was sent: a bomb stops there. */
import { PassThrough, pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

export class BodyTooLarge extends Error {}
export class EncodingUnknown extends Error {}

/** Never more than one layer: nested packing serves bombs alone. */
function unpackerFor(encoding: string): Transform {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return new PassThrough();
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new EncodingUnknown(encoding.slice(0, 40));
  }
}

/** Destroys `body` on every way out. */
export async function readBody(body: Readable, encoding: string, maxBytes: number): Promise<Buffer> {
  const unpacked = unpackerOr(body, encoding);
  pipeline(body, unpacked, () => {
    // The reader below meets the same error.
  });
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of unpacked) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > maxBytes) throw new BodyTooLarge(`over ${maxBytes} bytes`);
      chunks.push(bytes);
    }
  } finally {
    body.destroy();
    unpacked.destroy();
  }
  return Buffer.concat(chunks);
}

/** Ends an answer that nobody reads: it is not waited for. */
export function discard(body: Readable): void {
  // Ending it early is no fault of anyone.
  body.on('error', () => undefined).destroy();
}

function unpackerOr(body: Readable, encoding: string): Transform {
  try {
    return unpackerFor(encoding);
  } catch (error) {
    discard(body);
    throw error;
  }
}
