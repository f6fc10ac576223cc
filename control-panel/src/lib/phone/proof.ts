/**
 * Solves the server's riddle (`TalkChallenge`) on the phone: a whole number `n` so that SHA-256 of `<challenge>:<n>`
 * begins with so many zero bits. In slices, so that the page stays alive; on plain http too, where the browser's own
 * hashing is absent. Without it one waits a little longer: never make a form depend on it.
 */
import { sha256 } from '@noble/hashes/sha2.js';

export type Riddle = { challenge: string; bits: number };
export type Solution = { challenge: string; n: number };

/** Hashes in one go: a few milliseconds on an old phone. */
const SLICE = 1_000;

/** Absent when `signal` ended it first. */
export async function solve({ challenge, bits }: Riddle, signal?: AbortSignal): Promise<Solution | undefined> {
  const utf8 = new TextEncoder();
  for (let n = 0; signal?.aborted !== true; n += 1) {
    if (zeroBits(sha256(utf8.encode(`${challenge}:${n}`))) >= bits) return { challenge, n };
    if (n % SLICE === SLICE - 1) await new Promise((resolve) => setTimeout(resolve));
  }
  return undefined;
}

function zeroBits(digest: Uint8Array): number {
  let bits = 0;
  for (const byte of digest) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}
