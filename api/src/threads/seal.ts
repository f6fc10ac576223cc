/**
 * Symmetric sealing: XChaCha20-Poly1305 with a random nonce (draft-irtf-cfrg-xchacha: HChaCha20 makes a key of the first
 * 16 bytes of it, and OpenSSL's ChaCha20-Poly1305 does the rest, in less than half the time of doing it all here). What is sealed is padded to a bucket of length first, and
 * bound to its place by associated data, so that a piece moved elsewhere does not open. Never says why it did not.
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { hchacha } from '@noble/ciphers/chacha.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Random } from '../secrets.ts';

export const KEY_BYTES = 32;
const NONCE_BYTES = 24;
const TAG_BYTES = 16;
const CIPHER = 'chacha20-poly1305';
/** "expand 32-byte k", as every ChaCha20 begins. */
const SIGMA = wordsOf(Buffer.from('expand 32-byte k'));
const LENGTH_BYTES = 4;
/** Lengths that the outside can tell apart: this, and each time twice as much. */
const LEAST_BUCKET = 256;
const MAX_SEALED_BYTES = 1024 * 1024;

const utf8 = new TextEncoder();

/** Where a piece belongs. Parts may not contain the separator. */
export function placeOf(...parts: readonly (string | number)[]): Uint8Array {
  return utf8.encode(['palier-thread-1', ...parts].join('|'));
}

/** A key for one purpose out of another. */
export function subkey(key: Uint8Array, label: string): Uint8Array {
  return hkdf(sha256, key, undefined, utf8.encode(`palier ${label} v1`), KEY_BYTES);
}

export function newKey(random: Random): Uint8Array {
  return new Uint8Array(random(KEY_BYTES));
}

/** Length, content, zeros up to the bucket. */
export function padded(content: Uint8Array): Uint8Array {
  let size = LEAST_BUCKET;
  while (size < content.length + LENGTH_BYTES) size *= 2;
  if (size > MAX_SEALED_BYTES) throw new RangeError(`${content.length} bytes are too many for one piece`);
  const padding = new Uint8Array(size);
  new DataView(padding.buffer).setUint32(0, content.length);
  padding.set(content, LENGTH_BYTES);
  return padding;
}

function unpadded(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length < LENGTH_BYTES) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  return length + LENGTH_BYTES > bytes.length ? undefined : bytes.slice(LENGTH_BYTES, LENGTH_BYTES + length);
}

export function sealBytes(key: Uint8Array, content: Uint8Array, place: Uint8Array, random: Random): string {
  const nonce = new Uint8Array(random(NONCE_BYTES));
  const plain = padded(content);
  const own = derived(key, nonce);
  const cipher = createCipheriv(CIPHER, own.key, own.nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(place, { plaintextLength: plain.length });
  const sealed = [cipher.update(plain), cipher.final()];
  own.key.fill(0);
  return Buffer.concat([nonce, ...sealed, cipher.getAuthTag()]).toString('base64');
}

/** Absent when the key, the place or a single bit is another. */
export function openBytes(key: Uint8Array, sealed: string, place: Uint8Array): Uint8Array | undefined {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const tagAt = bytes.length - TAG_BYTES;
  const own = derived(key, bytes.subarray(0, NONCE_BYTES));
  const cipher = createDecipheriv(CIPHER, own.key, own.nonce, { authTagLength: TAG_BYTES });
  cipher.setAuthTag(bytes.subarray(tagAt));
  cipher.setAAD(place, { plaintextLength: tagAt - NONCE_BYTES });
  try {
    const plain = Buffer.concat([cipher.update(bytes.subarray(NONCE_BYTES, tagAt)), cipher.final()]);
    return unpadded(new Uint8Array(plain));
  } catch (error) {
    // The library's only way to say "not this key, or not this text"; anything else is a fault of ours.
    if (error instanceof Error && /unable to authenticate/i.test(error.message)) return undefined;
    throw error;
  } finally {
    own.key.fill(0);
  }
}

export function sealJson(key: Uint8Array, value: unknown, place: Uint8Array, random: Random): string {
  return sealBytes(key, utf8.encode(JSON.stringify(value)), place, random);
}

/** What was sealed, for a schema to parse; absent when it does not open. */
export function openJson(key: Uint8Array, sealed: string, place: Uint8Array): unknown {
  const bytes = openBytes(key, sealed, place);
  return bytes === undefined ? undefined : JSON.parse(new TextDecoder().decode(bytes));
}

/** A link of the chain: what was sealed before this one. */
export function linkOf(sealed: string): string {
  return createHash('sha256').update(sealed).digest('base64url');
}

/** The key and the short nonce that the long one stands for. */
function derived(key: Uint8Array, nonce: Uint8Array): { key: Uint8Array; nonce: Uint8Array } {
  const words = new Uint32Array(KEY_BYTES / 4);
  hchacha(SIGMA, wordsOf(key), wordsOf(nonce.subarray(0, 16)), words);
  const short = new Uint8Array(12);
  short.set(nonce.subarray(16), 4);
  return { key: new Uint8Array(words.buffer), nonce: short };
}

/** A copy as 32-bit words, lowest byte first: the order of every machine this runs on. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}
