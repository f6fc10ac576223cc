/**
 * Symmetric sealing: XChaCha20-Poly1305 with a random nonce. What is sealed is padded to a bucket of length first, and
 * bound to its place by associated data, so that a piece moved elsewhere does not open. Never says why it did not.
 */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Random } from '../secrets.ts';

export const KEY_BYTES = 32;
const NONCE_BYTES = 24;
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
  const sealed = xchacha20poly1305(key, nonce, place).encrypt(padded(content));
  return Buffer.concat([nonce, sealed]).toString('base64');
}

/** Absent when the key, the place or a single bit is another. */
export function openBytes(key: Uint8Array, sealed: string, place: Uint8Array): Uint8Array | undefined {
  const bytes = new Uint8Array(Buffer.from(sealed, 'base64'));
  if (bytes.length < NONCE_BYTES + 16) return undefined;
  try {
    const plain = xchacha20poly1305(key, bytes.subarray(0, NONCE_BYTES), place).decrypt(bytes.subarray(NONCE_BYTES));
    return unpadded(plain);
  } catch (error) {
    // The library's only way to say "not this key, or not this text"; anything else is a fault of ours.
    if (error instanceof Error && /invalid tag/i.test(error.message)) return undefined;
    throw error;
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
  return Buffer.from(sha256(utf8.encode(sealed))).toString('base64url');
}
