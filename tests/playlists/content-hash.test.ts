/** The fingerprint: FNV-1a with 64 bits, the same for the same content. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentHash, hashText } from '@palier/playlists/content-hash';

/** The definition, with big integers. */
function reference(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const unit of Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))) {
    for (const byte of [unit & 0xff, unit >> 8]) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

test('is FNV-1a 64', () => {
  expect(hashText('')).toBe('cbf29ce484222325');
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => hashText(text) === reference(text)));
});

test('knows content, not the order of keys or what is left out', () => {
  expect(contentHash({ a: 1, b: { c: [1, 2], d: 'é' } })).toBe(
    contentHash({ b: { d: 'é', c: [1, 2], e: undefined }, a: 1 }),
  );
  expect(contentHash({ a: [1, 2] })).not.toBe(contentHash({ a: [2, 1] }));
  expect(contentHash({ a: '1' })).not.toBe(contentHash({ a: 1 }));
});

test('stays what it was: a change here makes every screen prepare every item anew', () => {
  expect(contentHash({ kind: 'notice', title: { fr: 'Bonjour' } })).toMatchInlineSnapshot(`"4a9037aac9866b4c"`);
});
