/**
 * What strangers pay before the server works for them. With a proof of work the bucket of an address is as wide as an
 * office; without one (no JavaScript) it is narrow. Wrong receipts make the next riddle of that address harder, for a
 * while; nobody is locked out, and nothing here tells a wrong receipt from an unknown one.
 */
import type { Clock } from '../clock.ts';
import type { Random } from '../secrets.ts';
import { createBuckets, type BucketRule } from './buckets.ts';
import { createProofs, type Proof } from './proof.ts';

/** `new`: a receipt is made. `open`: a receipt is tried. */
export type TollFor = 'new' | 'open';

/** 2^15 hashes: a tenth of a second on a phone. Each further wrong try beyond the free ones adds a bit, up to 2^20. */
const BITS = { new: 15, open: 14 };
const MAX_BITS = 20;
const FREE_WRONG = 8;

export type Toll = { paid: true } | { waitMs: number };

/**
 * By a proof of work: an office that comes back at once. What is begun stays, fills the inbox and nobody can sweep it
 * out, so of new receipts one address gets as many at once, and then six a minute.
 */
const WIDE = { open: { burst: 300, perSecond: 5 }, new: { burst: 300, perSecond: 1 / 10 } };

/** `bits`: easier riddles, for tests. `wide` and `narrow`: other widths than those of threads. */
export function createTolls(deps: {
  clock: Clock;
  random: Random;
  key: () => Uint8Array;
  bits?: typeof BITS;
  wide?: typeof WIDE;
  narrow?: BucketRule;
}) {
  const { clock, bits: easiest = BITS, wide: widths = WIDE } = deps;
  const proofs = createProofs(deps);
  const wide = { open: createBuckets(clock, widths.open), new: createBuckets(clock, widths.new) };
  const narrow = createBuckets(clock, deps.narrow ?? { burst: 20, perSecond: 1 / 15 });
  const wrong = createBuckets(clock, { burst: 64, perSecond: 1 / 30 });

  const bitsFor = (purpose: TollFor, address: string): number => {
    const tries = Math.round(wrong.used(address) * 64);
    return Math.min(MAX_BITS, easiest[purpose] + Math.max(0, tries - FREE_WRONG));
  };

  return {
    challenge: (purpose: TollFor, address: string) => proofs.challenge(purpose, bitsFor(purpose, address)),
    /** A proof that is not accepted counts as none. */
    pay(purpose: TollFor, address: string, proof: Proof | undefined): Toll {
      // Made a moment ago, it may be one try easier than the next one.
      const bits = bitsFor(purpose, address) - 2;
      const isProven = proof !== undefined && proofs.accept(proof, purpose, bits);
      const waitMs = (isProven ? wide[purpose] : narrow).take(address);
      return waitMs === 0 ? { paid: true } : { waitMs };
    },
    /** A receipt that opened nothing. */
    countWrong: (address: string) => void wrong.take(address),
  };
}
export type Tolls = ReturnType<typeof createTolls>;
