/**
 * Seals what waits and hashes what marks. A sealed text opens with its key alone; once the key is destroyed, whatever
 * copies of it remain in a journal, a dead row or a backup say nothing.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { Random } from '../secrets.ts';

const ALGORITHM = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;
/** Sealed texts are filled up to a multiple of this, so that their length tells little. */
const BLOCK = 256;

export function seal(text: string, key: Buffer, random: Random): string {
  const nonce = Buffer.from(random(NONCE));
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  const plain = Buffer.from(text);
  const padded = Buffer.alloc(Math.ceil((plain.length + 1) / BLOCK) * BLOCK, 0x20);
  plain.copy(padded);
  const body = Buffer.concat([cipher.update(padded), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
}

/** JSON with spaces behind it; undefined when there is no key, or another than it was sealed with. */
export function unseal(sealed: string, key: Buffer | undefined): string | undefined {
  if (key === undefined) return undefined;
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE));
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
  } catch {
    // The tag does not fit: the one thing that says so.
    return undefined;
  }
}

/** A digest that nobody can make without the survey's own secret. */
export function markOf(secret: Buffer, kind: 'retry' | 'device', value: string): string {
  return createHmac('sha256', secret).update(`${kind} ${value}`).digest('base64url').slice(0, 32);
}
