/**
 * Proof of work in place of foreign captchas: SHA-256 of `<challenge>:<n>` must begin with so many zero bits. The
 * challenge is signed, so none is kept; a used one is remembered until it expires. Nothing foreign is asked, and
 * somebody without JavaScript gets through by a slower bucket (see `tolls.ts`).
 */
import { createHash, createHmac } from 'node:crypto';
import { isoOf, type Clock } from '../clock.ts';
import { sameText, type Random } from '../secrets.ts';

const LIVES_MS = 10 * 60_000;
const MAX_USED = 50_000;

export type Proof = { challenge: string; n: number };

export function createProofs(deps: { clock: Clock; random: Random; key: () => Uint8Array }) {
  const { clock, random } = deps;
  /** Used challenges with their end, oldest first. */
  const used = new Map<string, number>();
  const signed = (body: string) => createHmac('sha256', deps.key()).update(body).digest('base64url').slice(0, 32);

  return {
    /** `purpose` and `bits` are part of it: an easy one does not open what is hard. */
    challenge(purpose: string, bits: number): { challenge: string; bits: number; expiresAt: string } {
      const expiresMs = clock.now() + LIVES_MS;
      const body = `${purpose}.${bits}.${expiresMs}.${Buffer.from(random(12)).toString('base64url')}`;
      return { challenge: `${body}.${signed(body)}`, bits, expiresAt: isoOf(expiresMs) };
    },
    /** Whether this is a fresh solution of at least `bits` for `purpose`. It is used up by that. */
    accept({ challenge, n }: Proof, purpose: string, bits: number): boolean {
      const at = challenge.lastIndexOf('.');
      const body = challenge.slice(0, at);
      const [kind = '', madeBits = '', expiresMs = ''] = body.split('.');
      if (!sameText(signed(body), challenge.slice(at + 1))) return false;
      if (kind !== purpose || Number(madeBits) < bits || Number(expiresMs) <= clock.now()) return false;
      if (used.has(challenge) || zeroBits(`${challenge}:${n}`) < Number(madeBits)) return false;
      used.set(challenge, Number(expiresMs));
      for (const [old, endMs] of used) {
        if (endMs > clock.now() && used.size <= MAX_USED) break;
        used.delete(old);
      }
      return true;
    },
  };
}
export type Proofs = ReturnType<typeof createProofs>;

/** How many zero bits the digest of `text` begins with. */
export function zeroBits(text: string): number {
  let bits = 0;
  for (const byte of createHash('sha256').update(text).digest()) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}
