/** Ciphers and receipts: the RFC's own vectors, what must not open, and how words are read. */
import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { wordlist as french } from '@scure/bip39/wordlists/french.js';
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { solve } from '../../control-panel/src/lib/phone/proof.ts';
import { createDeriver } from '../../api/src/threads/derive.ts';
import { keyPairOf, newKeyPair, openFrom, sealTo } from '../../api/src/threads/hpke.ts';
import { createProofs, zeroBits } from '../../api/src/threads/proof.ts';
import { createTolls } from '../../api/src/threads/tolls.ts';
import { canonicalReceipt, foldWord, neighbours, newReceipt, readReceipt } from '../../api/src/threads/receipt.ts';
import { newKey, openBytes, padded, placeOf, sealBytes } from '../../api/src/threads/seal.ts';
import { seededRandom, testClock } from '../api/house.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const random = seededRandom('sealing');

/** RFC 9180, appendix A.1.1: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. */
const A1 = {
  info: hex('4f6465206f6e2061204772656369616e2055726e'),
  skRm: hex('4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8'),
  pkRm: hex('3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d'),
  enc: hex('37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431'),
  pt: hex('4265617574792069732074727574682c20747275746820626561757479'),
  messages: [
    ['436f756e742d30', 'f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a'],
    ['436f756e742d31', 'af2d7e9ac9ae7e270f46ba1f975be53c09f8d875bdc8535458c2494e8a6eab251c03d0c22a56b8ca42c2063b84'],
    ['436f756e742d32', '498dfcabd92e8acedc281e85af1cb4e3e31c7dc394a1ca20e173cb72516491588d96a19ad4a683518973dcc180'],
  ],
} as const;
/** The same appendix: ikmR gives skRm. */
const IKM_R = hex('6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037');
const IKM_E = hex('7268600d403fce431561aef583ee1613527cff655c1343f29812e66706df3234');

describe('HPKE', () => {
  const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });

  test('opens and seals the vectors of RFC 9180, A.1.1', async () => {
    const { publicKey, privateKey } = await keyPairOf(A1.skRm);
    expect(Buffer.from(publicKey, 'base64')).toEqual(Buffer.from(A1.pkRm));
    const derived = await suite.kem.deriveKeyPair(IKM_R.buffer);
    expect(new Uint8Array(await suite.kem.serializePrivateKey(derived.privateKey))).toEqual(A1.skRm);
    const recipient = await suite.createRecipientContext({
      recipientKey: privateKey.key,
      enc: A1.enc.buffer,
      info: A1.info.buffer,
    });
    const sender = await suite.createSenderContext({
      recipientPublicKey: derived.publicKey,
      info: A1.info.buffer,
      ekm: IKM_E.buffer,
    });
    expect(new Uint8Array(sender.enc)).toEqual(A1.enc);
    for (const [aad, ct] of A1.messages) {
      expect(new Uint8Array(await recipient.open(hex(ct).buffer, hex(aad).buffer))).toEqual(A1.pt);
      expect(new Uint8Array(await sender.seal(A1.pt.buffer, hex(aad).buffer))).toEqual(hex(ct));
    }
  });

  test('what is sealed to one key, for one place, opens with no other and nowhere else', async () => {
    const [own, other] = [await newKeyPair(random), await newKeyPair(random)];
    const sealed = await sealTo(own.publicKey, A1.pt, placeOf('t1', 'inbox', 1));
    expect(await openFrom(own.privateKey, sealed, placeOf('t1', 'inbox', 1))).toEqual(A1.pt);
    expect(await openFrom(other.privateKey, sealed, placeOf('t1', 'inbox', 1))).toBeUndefined();
    expect(await openFrom(own.privateKey, sealed, placeOf('t2', 'inbox', 1))).toBeUndefined();
    const bent = Buffer.from(sealed, 'base64');
    bent[40] = (bent[40] ?? 0) ^ 1;
    expect(await openFrom(own.privateKey, bent.toString('base64'), placeOf('t1', 'inbox', 1))).toBeUndefined();
  });
});

describe('sealing', () => {
  test('opens what was sealed; any bit, key or place changed, it does not', () => {
    const key = newKey(random);
    const place = placeOf('t1', 'message', 1);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.nat(), (content, at) => {
        const sealed = sealBytes(key, content, place, random);
        expect(openBytes(key, sealed, place)).toEqual(content);
        expect(openBytes(key, sealed, placeOf('t1', 'message', 2))).toBeUndefined();
        expect(openBytes(newKey(random), sealed, place)).toBeUndefined();
        const bytes = Buffer.from(sealed, 'base64');
        const index = at % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ (1 << (at % 8));
        expect(openBytes(key, bytes.toString('base64'), place)).toBeUndefined();
      }),
      { numRuns: 40 },
    );
  });

  test('what it seals is XChaCha20-Poly1305: another implementation opens it, and is opened', () => {
    const key = new Uint8Array(random(32));
    const place = placeOf('t', 'message', 1);
    const text = new TextEncoder().encode('é'.repeat(300));
    const sealed = new Uint8Array(Buffer.from(sealBytes(key, text, place, random), 'base64'));
    const other = (nonce: Uint8Array) => xchacha20poly1305(key, nonce, place);
    expect(other(sealed.subarray(0, 24)).decrypt(sealed.subarray(24))).toEqual(padded(text));
    const nonce = new Uint8Array(random(24));
    const theirs = Buffer.concat([nonce, other(nonce).encrypt(padded(text))]).toString('base64');
    expect(openBytes(key, theirs, place)).toEqual(text);
  });

  test('lengths fall into buckets', () => {
    const lengths = [0, 1, 200, 252, 253, 508, 509, 4000].map((length) => padded(new Uint8Array(length)).length);
    expect(lengths).toEqual([256, 256, 256, 256, 512, 512, 1024, 4096]);
  });
});

describe('receipts', () => {
  test('both lists have 2,048 words that stay apart when accents and case are gone: six make 66 bits', () => {
    for (const list of [french, english]) {
      expect(new Set(list.map(foldWord)).size).toBe(2048);
      expect(6 * Math.log2(new Set(list).size)).toBeGreaterThanOrEqual(60);
    }
  });

  test('words are drawn evenly', () => {
    const counts = new Map<string, number>();
    for (let round = 0; round < 4000; round += 1) {
      for (const word of newReceipt(random, 'en')) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    expect(counts.size).toBeGreaterThan(2040);
    expect(Math.max(...counts.values())).toBeLessThan(40);
  });

  test.each([
    ['as shown', (words: string[]) => words.join(' ')],
    ['in capitals', (words: string[]) => words.join(' ').toUpperCase()],
    ['without accents', (words: string[]) => words.map(foldWord).join('  ')],
    ['decomposed', (words: string[]) => words.join(' ').normalize('NFD')],
    ['with numbers and commas', (words: string[]) => words.map((word, index) => `${index + 1}. ${word}`).join(', ')],
    ['one a line', (words: string[]) => `\n${words.join('\n')}\n`],
    ['joined by hyphens', (words: string[]) => words.join('-')],
  ])('are read %s', (_how, typed) => {
    for (let round = 0; round < 50; round += 1) {
      const words = newReceipt(random, round % 2 === 0 ? 'fr' : 'en');
      expect(readReceipt(typed(words))).toEqual({ receipt: canonicalReceipt(words) });
    }
  });

  test('a slip of the finger is answered with words of the list, whatever receipts there are', () => {
    expect(neighbours('abandonn', 'en')).toContain('abandon');
    expect(neighbours('abadnon', 'en')).toContain('abandon');
    expect(neighbours('écureil', 'fr').length).toBeLessThanOrEqual(3);
    const read = readReceipt('abandon ability able about above absen');
    expect(read).toMatchObject({ refused: 'words', words: [{ known: true }, {}, {}, {}, {}, { known: false }] });
    expect(readReceipt('abandon ability able')).toMatchObject({ refused: 'count' });
    expect(readReceipt('')).toMatchObject({ refused: 'count' });
    expect(readReceipt('x'.repeat(5000))).toMatchObject({ refused: 'words' });
  });

  test('look-up id and key come from one receipt and have nothing in common; the salt counts', async () => {
    const deriver = createDeriver({ receiptCost: { memory: 64, passes: 1 } });
    const salt = random(32);
    const keys = async (receipt: string, saltBytes: Uint8Array) => {
      const made = await deriver.receiptKeys(receipt, saltBytes, 'here');
      return 'refused' in made ? ['', ''] : [made.lookup, Buffer.from(made.key).toString('hex')];
    };
    const [first, same, other, elsewhere] = await Promise.all([
      keys('a b', salt),
      keys('a b', salt),
      keys('a c', salt),
      keys('a b', random(32)),
    ]);
    expect(first).toEqual(same);
    expect(new Set([...(first ?? []), ...(other ?? []), ...(elsewhere ?? [])]).size).toBe(6);
  });

  test('the real cost is paid for each try, and a crowd waits in a bounded queue', async () => {
    const deriver = createDeriver();
    const began = performance.now();
    const salt = random(32);
    await deriver.receiptKeys('once', salt, 'here');
    expect(performance.now() - began).toBeGreaterThan(15);
    const quick = createDeriver({ receiptCost: { memory: 8192, passes: 1 } });
    const crowd = await Promise.all(Array.from({ length: 70 }, () => isSentAway(quick, salt)));
    expect(crowd.filter((busy) => busy).length).toBeGreaterThan(0);
  });
});

/** Of many at once from one address, those beyond its share of the queue are sent away and not kept waiting. */
async function isSentAway(deriver: ReturnType<typeof createDeriver>, salt: Uint8Array): Promise<boolean> {
  const outcome = await Promise.race([
    deriver.receiptKeys('many', salt, 'here'),
    new Promise<'waits'>((resolve) => setTimeout(() => resolve('waits'), 5)),
  ]);
  return outcome !== 'waits' && 'refused' in outcome;
}

describe('proof of work', () => {
  test('one address makes 300 receipts at once, then six a minute; opening goes on', async () => {
    const clock = testClock();
    const tolls = createTolls({ clock, random, key: () => new Uint8Array(32), bits: { new: 1, open: 1 } });
    const pay = async (purpose: 'new' | 'open') => {
      const waited = tolls.pay(purpose, 'office', await solve(tolls.challenge(purpose, 'office')));
      return 'paid' in waited ? 0 : waited.waitMs;
    };
    for (let count = 0; count < 300; count += 1) expect(await pay('new')).toBe(0);
    expect(await pay('new')).toBe(10_000);
    expect(await pay('open')).toBe(0);
    clock.advance(10_000);
    expect([await pay('new'), await pay('new')]).toEqual([0, 10_000]);
  });

  test('the phone finds what the server accepts', async () => {
    const proofs = createProofs({ clock: testClock(), random, key: () => new Uint8Array(32) });
    const solution = await solve(proofs.challenge('new', 11));
    expect(solution !== undefined && proofs.accept(solution, 'new', 11)).toBe(true);
    expect(await solve({ challenge: 'x', bits: 60 }, AbortSignal.abort())).toBeUndefined();
  });

  test('a solution is accepted once, in time, for its purpose and its weight', () => {
    const clock = testClock();
    const proofs = createProofs({ clock, random, key: () => new Uint8Array(32) });
    const solve = ({ challenge, bits }: { challenge: string; bits: number }) => {
      for (let n = 0; ; n += 1) if (zeroBits(`${challenge}:${n}`) >= bits) return { challenge, n };
    };
    const solved = solve(proofs.challenge('open', 8));
    expect(proofs.accept(solved, 'new', 8)).toBe(false);
    expect(proofs.accept(solved, 'open', 9)).toBe(false);
    expect(proofs.accept({ ...solved, n: solved.n + 1 }, 'open', 8)).toBe(false);
    expect(proofs.accept(solved, 'open', 8)).toBe(true);
    expect(proofs.accept(solved, 'open', 8)).toBe(false);
    const late = solve(proofs.challenge('open', 8));
    clock.advance(11 * 60_000);
    expect(proofs.accept(late, 'open', 8)).toBe(false);
    const forged = proofs.challenge('open', 8);
    expect(proofs.accept({ challenge: forged.challenge.replace('open.8', 'open.0'), n: 0 }, 'open', 0)).toBe(false);
  });
});
