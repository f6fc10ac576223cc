/**
 * Seals secrets that must be readable again (Wi-Fi passwords, credentials of addresses): AES-256-GCM with a key in a
 * file of its own, 0600, beside the store and never in a backup. A store or backup without the key discloses nothing.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Random } from './secrets.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = '1.';

export type Sealer = ReturnType<typeof createSealer>;

/** The key is read, or made, when it is first needed. */
export function createSealer({ keyFile, random }: { keyFile: string; random: Random }) {
  let held: Buffer | undefined;
  const key = () => (held ??= readKey(keyFile, random));
  return {
    /** `about` says what it belongs to: a sealed text moved to another place does not open. */
    seal(text: string, about: string): string {
      const nonce = random(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key(), nonce).setAAD(Buffer.from(about));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return FORMAT + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    /** Absent when this key does not open it: another key sealed it, or it was changed. */
    open(sealed: string, about: string): string | undefined {
      const bytes = Buffer.from(sealed.slice(FORMAT.length), 'base64url');
      if (!sealed.startsWith(FORMAT) || bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', key(), bytes.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(about))
        .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch (error) {
        // Node says "unable to authenticate" for a wrong key and for a changed text alike.
        if (error instanceof Error && /authenticate|OPENSSL/i.test(error.message)) return undefined;
        throw error;
      }
    },
  };
}

function readKey(file: string, random: Random): Buffer {
  mkdirSync(dirname(file), { recursive: true });
  try {
    // Exclusive: two processes that start together agree on one key.
    writeFileSync(file, Buffer.from(random(KEY_BYTES)).toString('hex'), { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const text = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new Error(
      `${file} does not hold a key (64 hexadecimal digits). Put the right file back; it is in no backup.`,
    );
  }
  return Buffer.from(text, 'hex');
}
