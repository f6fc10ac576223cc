/**
 * Keys for limits on routes where nobody is known: an address goes in, and out comes a hash under a secret that lives in
 * memory for an hour and then is another. No address stays anywhere, and old keys cannot be compared with new ones.
 */
import { createHmac } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Random } from '../secrets.ts';

const EVERY_MS = 3600_000;

export function createBlindKeys(clock: Clock, random: Random) {
  let secret = Buffer.alloc(0);
  let madeMs = -Infinity;
  return (what: string, address: string): string => {
    const now = clock.now();
    if (now - madeMs >= EVERY_MS || now < madeMs) {
      secret = Buffer.from(random(32));
      madeMs = now;
    }
    return createHmac('sha256', secret).update(`${what} ${address}`).digest('base64url').slice(0, 22);
  };
}
