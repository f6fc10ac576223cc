/**
 * The keys of the inbox. Each generation is a key pair; its private half is sealed to every member of HR and to a
 * printed recovery key, each member's own private half to that member's passphrase. So one member can admit another,
 * remove one and change the key, without anybody else's passphrase. Private halves are never written in clear.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { UserId } from '@palier/playlists/ids';
import { randomText, type Random } from '../secrets.ts';
import type { InboxKeyRecord, InboxMemberRecord } from '../storage/records/threads.ts';
import { isRefused, type Storage, type Transaction } from '../storage/storage.ts';
import type { Busy, Deriver } from './derive.ts';
import { keyPairFrom, keyPairOf, newKeyPair, openFrom, sealTo, type KeyPair, type PrivateKey } from './hpke.ts';
import { openBytes, placeOf, sealBytes, subkey } from './seal.ts';

/** The private halves by generation, as they are held in memory while somebody has unlocked the inbox. */
export type InboxKeys = ReadonlyMap<number, KeyPair>;
export type Unlocked = { keys: InboxKeys };
export type UnlockRefusal =
  Busy | { refused: 'outside' } | { refused: 'asked' } | { refused: 'wrong' } | { refused: 'tampered'; what: string };

const RECOVERY = 'recovery';
const RECOVERY_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const RECOVERY_CHARS = 32;
const MAX_MEMBERS = 100;

type Recipient = { member: string; publicKey: string };

export function createInboxKeys(deps: { storage: Storage; random: Random; deriver: Deriver }) {
  const { storage, random, deriver } = deps;

  async function newMember(
    id: InboxMemberRecord['id'],
    state: InboxMemberRecord['state'],
    passphrase: string,
    by: string,
  ): Promise<{ record: InboxMemberRecord; pair: KeyPair } | Busy> {
    const salt = new Uint8Array(random(16));
    const key = await deriver.passphraseKey(passphrase, salt, by);
    if ('refused' in key) return key;
    const pair = await newKeyPair(random);
    const wrapped = sealBytes(key, pair.privateKey.raw, placeOf('member', id), random);
    const record = {
      id,
      state,
      publicKey: pair.publicKey,
      salt: Buffer.from(salt).toString('base64'),
      wrapped,
    } satisfies InboxMemberRecord;
    return { record, pair };
  }

  /** The member's own private half; absent when the passphrase is another. */
  async function ownKey(
    member: InboxMemberRecord,
    passphrase: string,
    by: string,
  ): Promise<Uint8Array | Busy | undefined> {
    const key = await deriver.passphraseKey(passphrase, Buffer.from(member.salt ?? '', 'base64'), by);
    if ('refused' in key) return key;
    return openBytes(key, member.wrapped ?? '', placeOf('member', member.id));
  }

  /** A generation sealed to all of `recipients`. */
  async function sealedGeneration(generation: number, pair: KeyPair, recipients: readonly Recipient[]) {
    const sealedTo = await Promise.all(
      recipients.map(async ({ member, publicKey }) => ({
        member,
        publicKey,
        sealed: await sealTo(publicKey, pair.privateKey.raw, placeOf('inbox', generation, member)),
      })),
    );
    return {
      id: String(generation),
      publicKey: pair.publicKey,
      sealedTo,
      mac: macOf(pair.privateKey, recipients),
    } satisfies InboxKeyRecord;
  }

  /** All generations, opened by one recipient's private half. Notices keys and members that somebody else put there. */
  async function openAll(recipient: string, own: PrivateKey): Promise<Unlocked | UnlockRefusal> {
    const keys = new Map<number, KeyPair>();
    for (const record of await storage.all('inboxKeys')) {
      const sealed = record.sealedTo.find(({ member }) => member === recipient)?.sealed;
      if (sealed === undefined) continue;
      const raw = await openFrom(own, sealed, placeOf('inbox', record.id, recipient));
      if (raw === undefined) return { refused: 'tampered', what: 'a key of the inbox does not open' };
      const pair = await keyPairOf(raw);
      if (pair.publicKey !== record.publicKey) return { refused: 'tampered', what: 'the public key of the inbox' };
      if (!sameMac(macOf(pair.privateKey, record.sealedTo), record.mac)) {
        return { refused: 'tampered', what: 'the list of members of the inbox' };
      }
      keys.set(Number(record.id), pair);
    }
    return keys.size === 0 ? { refused: 'outside' } : { keys };
  }

  /** Writes each generation anew, sealed to `recipients`. */
  async function reseal(
    keys: InboxKeys,
    recipients: readonly Recipient[],
    beside: (transaction: Transaction) => Promise<void>,
  ) {
    const records = await Promise.all([...keys].map(([number, pair]) => sealedGeneration(number, pair, recipients)));
    await storage.transact(async (transaction) => {
      await beside(transaction);
      for (const record of records) await transaction.put('inboxKeys', record);
    });
  }

  /** Whom the newest generation is sealed to, as its own seal vouches for. */
  async function recipientsOf(keys: InboxKeys): Promise<Recipient[]> {
    const record = await storage.get('inboxKeys', String(newestOf(keys)));
    return (record?.sealedTo ?? []).map(({ member, publicKey }) => ({ member, publicKey }));
  }

  async function newRecovery(): Promise<{ code: string; recipient: Recipient; record: InboxMemberRecord }> {
    const code = randomText(random, RECOVERY_ALPHABET, RECOVERY_CHARS);
    const { publicKey } = await recoveryPair(code);
    const record = { id: RECOVERY, state: 'member', publicKey } satisfies InboxMemberRecord;
    return { code: code.replace(/(.{4})(?=.)/g, '$1-'), recipient: { member: RECOVERY, publicKey }, record };
  }

  /** A new generation for `recipients`; the older ones stay for the threads that are still sealed to them. */
  async function rotate(
    keys: InboxKeys,
    recipients: readonly Recipient[],
    beside: (transaction: Transaction) => Promise<void>,
  ): Promise<InboxKeys> {
    const generation = newestOf(keys) + 1;
    const next = new Map([...keys, [generation, await newKeyPair(random)] as const]);
    await reseal(next, recipients, async (transaction) => {
      // Threads may be sealed to that one already: it must never be replaced.
      const taken = await transaction.get('inboxKeys', String(generation));
      if (taken !== undefined) throw new Error('the key of the inbox was changed elsewhere at the same time');
      await beside(transaction);
    });
    return next;
  }

  return {
    /** Six groups of four that stand for a public key. */
    fingerprint: (publicKey: string): string =>
      createHash('sha256')
        .update(publicKey)
        .digest('hex')
        .slice(0, 24)
        .replace(/(.{4})(?=.)/g, '$1 '),

    async state() {
      const [keys, members] = await Promise.all([storage.all('inboxKeys'), storage.all('inboxMembers')]);
      const newest = keys.toSorted((a, b) => Number(b.id) - Number(a.id))[0];
      return { newest, members: members.filter(({ id }) => id !== RECOVERY) };
    },

    /** The first member makes the inbox. Answers the recovery key, which is nowhere but in this answer. */
    async setUp(
      userId: UserId,
      passphrase: string,
      by: string,
    ): Promise<{ recovery: string; keys: InboxKeys } | Busy | { refused: 'exists' }> {
      const made = await newMember(userId, 'member', passphrase, by);
      if ('refused' in made) return made;
      const recovery = await newRecovery();
      const pair = await newKeyPair(random);
      const recipients = [{ member: userId, publicKey: made.record.publicKey }, recovery.recipient];
      const generation = await sealedGeneration(1, pair, recipients);
      const outcome = await storage.transact(async (transaction) => {
        if ((await transaction.all('inboxKeys')).length > 0) return { refused: 'exists' as const };
        for (const old of await transaction.all('inboxMembers')) await transaction.remove('inboxMembers', old.id);
        await transaction.put('inboxMembers', made.record);
        await transaction.put('inboxMembers', recovery.record);
        await transaction.put('inboxKeys', generation);
        return undefined;
      });
      if (outcome !== undefined && !isRefused(outcome)) return outcome;
      return { recovery: recovery.code, keys: new Map([[1, pair]]) };
    },

    /** Takes as long for a stranger as for a member. */
    async unlock(userId: UserId, passphrase: string, by: string): Promise<Unlocked | UnlockRefusal> {
      const member = await storage.get('inboxMembers', userId);
      const raw = await ownKey(member ?? nobody(userId), passphrase, by);
      if (member === undefined) return { refused: 'outside' };
      if (raw === undefined) return { refused: 'wrong' };
      if ('refused' in raw) return raw;
      if (member.state === 'asked') return { refused: 'asked' };
      return openAll(userId, (await keyPairOf(raw)).privateKey);
    },

    /** Leaves a public key for a member to admit. Somebody who is a member already keeps what they have. */
    async ask(userId: UserId, passphrase: string, by: string): Promise<'asked' | 'member' | 'full' | Busy> {
      const made = await newMember(userId, 'asked', passphrase, by);
      if ('refused' in made) return made;
      const outcome = await storage.transact(async (transaction) => {
        if ((await transaction.get('inboxMembers', userId))?.state === 'member') return 'member' as const;
        if ((await transaction.all('inboxMembers')).length > MAX_MEMBERS) return 'full' as const;
        await transaction.put('inboxMembers', made.record);
        return 'asked' as const;
      });
      return isRefused(outcome) ? 'full' : outcome;
    },

    async admit(userId: string, keys: InboxKeys): Promise<boolean> {
      const asked = await storage.get('inboxMembers', userId);
      if (asked?.state !== 'asked') return false;
      const others = (await recipientsOf(keys)).filter(({ member }) => member !== userId);
      await reseal(keys, [...others, { member: userId, publicKey: asked.publicKey }], async (transaction) =>
        transaction.put('inboxMembers', { ...asked, state: 'member' }),
      );
      return true;
    },

    /** Removes members, and makes a new generation that they cannot open. Also when they were gone already. */
    async removeAll(userIds: readonly string[], keys: InboxKeys): Promise<InboxKeys> {
      const left = (await recipientsOf(keys)).filter(({ member }) => !userIds.includes(member));
      return rotate(keys, left, async (transaction) => {
        for (const id of userIds) await transaction.remove('inboxMembers', id);
      });
    },

    /** Drops the wrap of somebody who may no longer look, without any key: the next member who unlocks rotates. */
    async forget(userId: string): Promise<void> {
      await storage.transact((transaction) => transaction.remove('inboxMembers', userId));
    },

    /** The printed key opens the inbox for somebody of HR who has no passphrase any more, and gives them a new one. */
    async recover(code: string, userId: UserId, passphrase: string, by: string): Promise<Unlocked | UnlockRefusal> {
      const { privateKey, publicKey } = await recoveryPair(code);
      const made = await newMember(userId, 'member', passphrase, by);
      if ('refused' in made) return made;
      const known = await storage.get('inboxMembers', RECOVERY);
      if (known?.publicKey !== publicKey) return { refused: 'wrong' };
      const opened = await openAll(RECOVERY, privateKey);
      if ('refused' in opened) return opened;
      const others = (await recipientsOf(opened.keys)).filter(({ member }) => member !== userId);
      const own = { member: userId, publicKey: made.record.publicKey };
      await reseal(opened.keys, [...others, own], async (transaction) => transaction.put('inboxMembers', made.record));
      return opened;
    },

    /** A new printed key in place of the one before, which opens nothing new from then on. */
    async replaceRecovery(keys: InboxKeys): Promise<{ recovery: string; keys: InboxKeys }> {
      const made = await newRecovery();
      const others = (await recipientsOf(keys)).filter(({ member }) => member !== RECOVERY);
      const next = await rotate(keys, [...others, made.recipient], async (transaction) =>
        transaction.put('inboxMembers', made.record),
      );
      return { recovery: made.code, keys: next };
    },

    async changePassphrase(
      userId: UserId,
      current: string,
      next: string,
      by: string,
    ): Promise<'changed' | 'wrong' | Busy> {
      const member = await storage.get('inboxMembers', userId);
      const raw = await ownKey(member ?? nobody(userId), current, by);
      if (member === undefined || raw === undefined) return 'wrong';
      if ('refused' in raw) return raw;
      const salt = new Uint8Array(random(16));
      const key = await deriver.passphraseKey(next, salt, by);
      if ('refused' in key) return key;
      const wrapped = sealBytes(key, raw, placeOf('member', userId), random);
      await storage.transact((transaction) =>
        transaction.put('inboxMembers', { ...member, salt: Buffer.from(salt).toString('base64'), wrapped }),
      );
      return 'changed';
    },

    /** Removes generations that no thread is sealed to any more. */
    async dropGenerations(used: ReadonlySet<number>, keys: InboxKeys): Promise<InboxKeys> {
      const newest = newestOf(keys);
      const over = [...keys.keys()].filter((number) => number !== newest && !used.has(number));
      if (over.length === 0) return keys;
      await storage.transact(async (transaction) => {
        for (const number of over) await transaction.remove('inboxKeys', String(number));
      });
      return new Map([...keys].filter(([number]) => !over.includes(number)));
    },
  };
}
export type InboxKeyring = ReturnType<typeof createInboxKeys>;

export function newestOf(keys: InboxKeys): number {
  return Math.max(...keys.keys());
}

function recoveryPair(code: string): Promise<KeyPair> {
  const plain = code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .slice(0, 64);
  return keyPairFrom(subkey(new TextEncoder().encode(plain), 'inbox recovery'));
}

function nobody(id: InboxMemberRecord['id']): InboxMemberRecord {
  return { id, state: 'asked', publicKey: '', salt: Buffer.alloc(16).toString('base64'), wrapped: 'AAAA' };
}

function macOf(key: PrivateKey, recipients: readonly Recipient[]): string {
  const list = recipients.map(({ member, publicKey }) => `${member} ${publicKey}`).toSorted();
  return createHmac('sha256', subkey(key.raw, 'inbox members')).update(list.join('\n')).digest('base64');
}

function sameMac(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
