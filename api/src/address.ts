/** Where a request comes from: behind as many proxies as the settings say, and no further than they can be trusted. */
import { isIPv6 } from 'node:net';

/**
 * The caller's address, for counting tries. A client's own X-Forwarded-For counts only as far as trusted proxies wrote it.
 */
export function addressOf(socketAddress: string | undefined, forwarded: string | undefined, trusted: number): string {
  const hops = (forwarded ?? '').split(',').map((hop) => hop.trim());
  const behind = trusted > 0 ? hops.at(-trusted) : undefined;
  return normalise(behind === undefined || behind === '' ? (socketAddress ?? 'local') : behind);
}

/** One home or office has a whole /64: it counts as one address. */
function normalise(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain.slice(0, 64);
  const [head = '', tail] = plain.toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const middle =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
  return [...front, ...middle, ...back].slice(0, 4).join(':') + '::/64';
}
