/** The address check against an oracle of its own: numbers and prefixes, no library. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPublicAddress } from '../../../api/src/egress/addresses.ts';
import { placeOf } from '../../../api/src/egress/places.ts';

/** Prefixes that must never be dialled, as [first 32 bits, length]. Source: IANA special-purpose registry, IPv4. */
const PRIVATE_V4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
const numberOf = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const dotted = (value: number) => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
const within = (value: number, [base, length]: [string, number]) =>
  Math.floor(value / 2 ** (32 - length)) === Math.floor(numberOf(base) / 2 ** (32 - length));
const isPrivateV4 = (value: number) => PRIVATE_V4.some((prefix) => within(value, prefix));

const v4 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
/** Random ones hit small prefixes too rarely. */
const inPrefix = fc
  .tuple(fc.constantFrom(...PRIVATE_V4), v4)
  .map(([[base, length], any]) => numberOf(base) + (any % 2 ** (32 - length)));
const hex = (value: number) => `${Math.floor(value / 65536).toString(16)}:${(value % 65536).toString(16)}`;

describe('IPv4', () => {
  test('no address of a set-aside prefix is public', () => {
    fc.assert(
      fc.property(inPrefix, (value) => {
        expect(isPublicAddress(dotted(value))).toBe(false);
      }),
    );
  });

  test('what is public is in none of them', () => {
    fc.assert(
      fc.property(v4, (value) => {
        expect(isPublicAddress(dotted(value)) && isPrivateV4(value)).toBe(false);
      }),
    );
  });

  test('ordinary addresses are public', () => {
    expect(
      ['1.1.1.1', '93.184.216.34', '172.15.255.255', '172.32.0.1', '100.63.0.1', '100.128.0.1'].filter(
        (address) => !isPublicAddress(address),
      ),
    ).toEqual([]);
  });
});

describe('IPv6', () => {
  test('whatever carries an IPv4 address within is refused, public or not', () => {
    const carriers = [
      (value: number) => `::ffff:${dotted(value)}`,
      (value: number) => `::${dotted(value)}`,
      (value: number) => `64:ff9b::${hex(value)}`,
      (value: number) => `64:ff9b:1::${hex(value)}`,
      (value: number) => `2002:${hex(value)}::1`,
      (value: number) => `2001:0:${hex(value)}::1`,
      (value: number) => `::ffff:0:${dotted(value)}`,
    ];
    fc.assert(
      fc.property(v4, fc.constantFrom(...carriers), (value, carry) => {
        expect(isPublicAddress(carry(value))).toBe(false);
      }),
    );
  });

  test.each([
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd12:3456::1',
    'fec0::1',
    'ff02::1',
    '100::1',
    '2001:db8::1',
    '2001::1',
    '2001:2::1',
    '2001:20::1',
    '3fff::1',
    '5f00::1',
    '4000::1',
    'abcd::1',
    '',
    'localhost',
    '1.2.3',
    '0x7f.0.0.1',
    '2130706433',
    '127.1',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test('ordinary addresses are public', () => {
    expect(isPublicAddress('2606:4700::6810:84e5')).toBe(true);
    expect(isPublicAddress('2a01:e0a:1::1')).toBe(true);
  });
});

describe('URLs before any look-up', () => {
  test('no spelling of a private IPv4 address passes', () => {
    const spellings = [
      (value: number) => dotted(value),
      (value: number) => String(value),
      (value: number) => `0x${value.toString(16)}`,
      (value: number) => `0${value.toString(8)}`,
      (value: number) =>
        dotted(value)
          .split('.')
          .map((part) => `0x${Number(part).toString(16)}`)
          .join('.'),
      (value: number) =>
        dotted(value)
          .split('.')
          .map((part) => `0${Number(part).toString(8)}`)
          .join('.'),
      (value: number) => `[::ffff:${dotted(value)}]`,
      (value: number) => `[::${dotted(value)}]`,
    ];
    fc.assert(
      fc.property(inPrefix, fc.constantFrom(...spellings), (value, spell) => {
        expect(placeOf(`http://${spell(value)}/`, new Set())).toHaveProperty('refused');
      }),
    );
  });

  test.each([
    ['ftp://example.org/', 'scheme'],
    ['file:///etc/passwd', 'url'],
    ['gopher://example.org/', 'scheme'],
    ['http://example.org:8080/', 'port'],
    ['https://example.org:80/', 'port'],
    ['http://user:pass@example.org/', 'credentials'],
    ['http://localhost/', 'private'],
    ['http://printer.local/', 'private'],
    ['http://metadata.google.internal/', 'private'],
    ['not a url', 'url'],
    [`http://example.org/${'a'.repeat(3000)}`, 'url'],
  ])('%s is refused: %s', (url, refused) => {
    expect(placeOf(url, new Set())).toEqual({ refused });
  });

  test('the setting opens a host and port, and no other port of it', () => {
    const allow = new Set(['erp.acme.lan:8080']);
    expect(placeOf('http://erp.acme.lan:8080/kpi.json', allow)).toMatchObject({ allowed: true });
    expect(placeOf('http://erp.acme.lan:22/', allow)).toEqual({ refused: 'port' });
  });
});
