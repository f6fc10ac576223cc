/**
 * What strangers may ask of proposals, and how fast. By a proof of work a whole office gets through at once; without
 * JavaScript the bucket is narrower. What one proposal may write is counted by its own words, not by the address.
 */
import type { Clock } from '../clock.ts';
import type { Random } from '../secrets.ts';
import { createBuckets } from '../threads/buckets.ts';
import { createTolls } from '../threads/tolls.ts';

/** One address begins so many at once, and then one a second; without a proof 40, and then one in ten seconds. */
const WIDE = { new: { burst: 300, perSecond: 1 }, open: { burst: 300, perSecond: 5 } };
const NARROW = { burst: 40, perSecond: 1 / 10 };

export function createProposalDoors(deps: { clock: Clock; random: Random; riddleKey: () => Uint8Array }) {
  const { clock, random } = deps;
  return {
    tolls: createTolls({ clock, random, key: deps.riddleKey, wide: WIDE, narrow: NARROW }),
    /** By the digest of the words. */
    sending: createBuckets(clock, { burst: 8, perSecond: 1 / 15 }),
    writing: createBuckets(clock, { burst: 10, perSecond: 1 / 15 }),
    /** By address: files of a whole office. */
    arriving: createBuckets(clock, { burst: 200, perSecond: 4 }),
    /** By address: words that open nothing. */
    wrong: createBuckets(clock, { burst: 60, perSecond: 1 / 5 }),
  };
}
export type ProposalDoors = ReturnType<typeof createProposalDoors>;
