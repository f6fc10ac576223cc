/** Random secrets and their digests. What would open something is stored as a digest only. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@palier/playlists/ids';

/** Bytes that nobody can guess. Tests hand in a seeded source. */
export type Random = (length: number) => Uint8Array;

/** 256 random bits, safe in a URL and a cookie. */
export function newSecret(random: Random): string {
  return Buffer.from(random(32)).toString('base64url');
}

export function digestOf(secret: string | Uint8Array): Sha256 {
  return Sha256.parse(createHash('sha256').update(secret).digest('hex'));
}

export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** `length` characters of `alphabet`, each equally likely. */
export function randomText(random: Random, alphabet: string, length: number): string {
  const limit = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of random(length * 2)) {
      if (byte < limit && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}

/** No look-alikes, and nothing that spells a word by accident often. */
export const ID_ALPHABET = '23456789abcdefghjkmnpqrstvwxyz';

/** A readable id from a name, e.g. `cafeteria-k3f9`: the ending makes it unlike every other. */
export function idFrom(name: string, random: Random): string {
  const word = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  const ending = randomText(random, ID_ALPHABET, 6);
  return word === '' ? ending : `${word}-${ending}`;
}
