/**
 * Which addresses the server may fetch from: the public internet alone. Strict by design: what is not known to be
 * public is refused, so that a range somebody sets aside tomorrow is refused as well.
 */
import ipaddr from 'ipaddr.js';

/** The only part of IPv6 from which public addresses are given out today. Source: IANA IPv6 address space. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether an address in its usual spelling (as `dns.lookup` answers it) is public. Anything else is not. */
export function isPublicAddress(address: string): boolean {
  // A zone (`fe80::1%eth0`) belongs to addresses of this link.
  if (address.includes('%')) return false;
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address).range() === 'unicast';
  if (!ipaddr.IPv6.isValid(address)) return false;
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.match(GLOBAL_UNICAST) && parsed.range() === 'unicast';
}
