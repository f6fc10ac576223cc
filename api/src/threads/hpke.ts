/**
 * Sealing to a public key by HPKE (RFC 9180, base mode): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, the
 * suite of the RFC's appendix A.1, with whose vectors it is tested. Used for keys alone; messages are sealed with those.
 */
import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256, HpkeError } from '@hpke/core';
import type { Random } from '../secrets.ts';

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes128Gcm(),
});
const ENCAPSULATED_BYTES = 32;

/** A private key that is ready to open; it lives in memory only. */
export type PrivateKey = { raw: Uint8Array; key: CryptoKey };
export type KeyPair = { publicKey: string; privateKey: PrivateKey };

/** From secret bytes, always the same pair (RFC 9180, DeriveKeyPair). */
export async function keyPairFrom(secret: Uint8Array): Promise<KeyPair> {
  const pair = await suite.kem.deriveKeyPair(buffer(secret));
  const [publicKey, raw] = await Promise.all([
    suite.kem.serializePublicKey(pair.publicKey),
    suite.kem.serializePrivateKey(pair.privateKey),
  ]);
  return {
    publicKey: Buffer.from(publicKey).toString('base64'),
    privateKey: { raw: new Uint8Array(raw), key: pair.privateKey },
  };
}

export function newKeyPair(random: Random): Promise<KeyPair> {
  return keyPairFrom(random(32));
}

/** The private key from its bytes, with the public one that belongs to it. */
export async function keyPairOf(raw: Uint8Array): Promise<KeyPair> {
  const key = await suite.kem.deserializePrivateKey(buffer(raw));
  // The base point times the private key, by a shared secret with the point 9: the platform gives no other way.
  const publicKey = await publicKeyOf(key);
  return { publicKey, privateKey: { raw: new Uint8Array(raw), key } };
}

async function publicKeyOf(key: CryptoKey): Promise<string> {
  const base = new Uint8Array(32);
  base[0] = 9;
  const { subtle } = globalThis.crypto;
  const point = await subtle.importKey('raw', base, { name: 'X25519' }, true, []);
  return Buffer.from(await subtle.deriveBits({ name: 'X25519', public: point }, key, 256)).toString('base64');
}

/** `place` is bound to it both as info and as associated data. Answers `enc || ct` in base64. */
export async function sealTo(publicKey: string, content: Uint8Array, place: Uint8Array): Promise<string> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(buffer(Buffer.from(publicKey, 'base64')));
  const { enc, ct } = await suite.seal({ recipientPublicKey, info: buffer(place) }, buffer(content), buffer(place));
  return Buffer.concat([Buffer.from(enc), Buffer.from(ct)]).toString('base64');
}

/** Absent when it was sealed to another key, belongs elsewhere, or was changed. */
export async function openFrom(
  { key }: PrivateKey,
  sealed: string,
  place: Uint8Array,
): Promise<Uint8Array | undefined> {
  const bytes = Buffer.from(sealed, 'base64');
  const enc = buffer(bytes.subarray(0, ENCAPSULATED_BYTES));
  try {
    const opened = await suite.open(
      { recipientKey: key, enc, info: buffer(place) },
      buffer(bytes.subarray(ENCAPSULATED_BYTES)),
      buffer(place),
    );
    return new Uint8Array(opened);
  } catch (error) {
    if (error instanceof HpkeError) return undefined;
    throw error;
  }
}

function buffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
