/**
 * Which URLs may be asked at all, before any name is looked up: http and https, ports 80 and 443, no credentials
 * within. Places of the own house (an intranet's JSON address) only when a setting names their host and port.
 */
import { isIP } from 'node:net';
import { isPublicAddress } from './addresses.ts';

/** `host:port` as EGRESS_ALLOW writes it, lower case. */
export type AllowedPlaces = ReadonlySet<string>;

export type Place = {
  url: URL;
  /** Named by the setting: its address may be private, its port any. */
  allowed: boolean;
};
export type PlaceRefused = { refused: 'url' | 'scheme' | 'port' | 'credentials' | 'private' };

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };
const MAX_URL = 2_000;

/** Spellings of an address (`0x7f.1`, `2130706433`, `[::ffff:127.0.0.1]`) are one and the same after parsing. */
export function placeOf(text: string, allow: AllowedPlaces, base?: URL): Place | PlaceRefused {
  const url = text.length > MAX_URL ? null : URL.parse(text, base);
  if (url === null || url.hostname === '') return { refused: 'url' };
  const usual = PORTS[url.protocol];
  if (usual === undefined) return { refused: 'scheme' };
  if (url.username !== '' || url.password !== '') return { refused: 'credentials' };
  const allowed = allow.has(placeKey(url.hostname, portOf(url)));
  if (allowed) return { url, allowed };
  // An http address on 443 or an https one on 80 is nobody's web page.
  if (portOf(url) !== usual) return { refused: 'port' };
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !isPublicAddress(literal)) return { refused: 'private' };
  // Names that by their very rules never leave the machine or the building.
  if (/(^|\.)(localhost|local|internal|home\.arpa)\.?$/i.test(url.hostname)) return { refused: 'private' };
  return { url, allowed };
}

export function portOf(url: URL): number {
  return url.port === '' ? (PORTS[url.protocol] ?? 0) : Number(url.port);
}

export function placeKey(hostname: string, port: number | string): string {
  return `${hostname.toLowerCase().replace(/^\[|\]$/g, '')}:${port}`;
}
