/**
 * Who of HR has the inbox open. The keys are in the memory of this process while at least one session is unlocked:
 * idle for a quarter of an hour, ten hours in all, sign-out, the loss of the role or a restart locks it. After the last
 * one every key is overwritten and everything that was opened is forgotten.
 */
import type { Clock } from '../clock.ts';
import { reasonOf, type Log } from '../log.ts';
import type { Random } from '../secrets.ts';
import { isRefused, type Storage } from '../storage/storage.ts';
import type { Audit } from './audit.ts';
import type { Person } from './conversations.ts';
import { newestOf, type InboxKeyring, type InboxKeys } from './inbox-keys.ts';
import type { InboxIndex } from './inbox-index.ts';
import { createHeld } from './sessions.ts';
import { openByInbox, sealToInbox } from './thread-box.ts';

const MINUTE_MS = 60_000;
export const INBOX_IDLE_MS = 15 * MINUTE_MS;
const RULE = { idleMs: INBOX_IDLE_MS, lifeMs: 10 * 60 * MINUTE_MS, most: 200 };

export function createUnlocking(deps: {
  storage: Storage;
  clock: Clock;
  random: Random;
  log: Log;
  keyring: InboxKeyring;
  index: InboxIndex;
  audit: Audit;
  /** A session was locked: its stream is told, and ends. */
  onlock: (sessionId: string) => void;
}) {
  const { storage, log, keyring, index, audit } = deps;
  let resealing: Promise<void> = Promise.resolve();
  const held = createHeld<Person>(deps, RULE, (_person, sessionId) => {
    deps.onlock(sessionId);
    if (held.count() === 0) forget();
  });

  function forget(): void {
    for (const { privateKey } of index.keys()?.values() ?? []) privateKey.raw.fill(0);
    index.end();
  }

  /** Members who may not look any more: no user, or one of another role. */
  async function leavers(): Promise<string[]> {
    const { newest, members } = await keyring.state();
    const sealedTo = (newest?.sealedTo ?? []).map(({ member }) => member).filter((member) => member !== 'recovery');
    const present = new Set(members.filter(({ state }) => state === 'member').map(({ id }) => String(id)));
    const hr = new Set((await storage.all('users')).filter(({ role }) => role === 'hr').map(({ id }) => String(id)));
    return [...new Set([...sealedTo, ...present])].filter((id) => !hr.has(id) || !present.has(id));
  }

  /** Another key for the inbox, without those who left; threads are sealed to it in the background. */
  async function rotateWithout(gone: readonly string[], by: Person): Promise<void> {
    const keys = index.keys();
    if (keys === undefined) return;
    index.rekey(await keyring.removeAll(gone, keys));
    for (const name of gone) await audit.note({ userId: by.id, name: `${by.name}: ${name}`, did: 'removed' });
    await audit.note({ userId: by.id, name: by.name, did: 'rotated' });
    reseal();
  }

  /** One after the other, and only while it is unlocked; what is left is done at the next unlocking. */
  function reseal(): void {
    resealing = resealing
      .then(resealAll)
      .catch((error: unknown) => log.warn('threads could not be sealed anew', { reason: reasonOf(error) }));
  }

  async function resealAll(): Promise<void> {
    const used = new Set<number>();
    for (const { id } of await storage.all('threads')) {
      const keys = index.keys();
      if (keys === undefined) return;
      const generation = newestOf(keys);
      const record = await storage.get('threads', id);
      if (record === undefined || record.generation === generation) continue;
      const publicKey = keys.get(generation)?.publicKey;
      const own = await openByInbox(record, keys);
      if (own === undefined || publicKey === undefined) {
        used.add(record.generation);
        continue;
      }
      const toInbox = await sealToInbox(id, own, generation, publicKey);
      const outcome = await storage.transact(async (transaction) => {
        const present = await transaction.get('threads', id);
        if (present === undefined || present.toInbox !== record.toInbox) return undefined;
        const next = { ...present, generation, toInbox };
        await transaction.put('threads', next);
        return next;
      });
      if (outcome !== undefined && !isRefused(outcome)) index.changed(outcome, own);
    }
    const keys = index.keys();
    if (keys !== undefined) index.rekey(await keyring.dropGenerations(used, keys));
  }

  async function begin(sessionId: string, person: Person, keys: InboxKeys): Promise<void> {
    held.keep(sessionId, person);
    if (index.isOpen()) index.rekey(keys);
    else index.begin(keys);
    const gone = await leavers();
    if (gone.length > 0) await rotateWithout(gone, person);
    else if (keys.size > 1) reseal();
  }

  return {
    begin,
    leavers,
    rotateWithout,
    reseal,
    find: (sessionId: string, quiet = false) => held.at(sessionId, quiet),
    sessions: (): string[] => held.entries().map(([sessionId]) => sessionId),
    lock: (sessionId: string): void => held.end(sessionId),
    lockAll: (): void => held.entries().forEach(([sessionId]) => held.end(sessionId)),
    /** Sessions that ended, and people who lost the role, lock here too, in whichever process that happened. */
    async reconcile(): Promise<void> {
      const sessions = new Map((await storage.all('sessions')).map(({ id, userId }) => [String(id), userId]));
      const users = new Map((await storage.all('users')).map((user) => [String(user.id), user.role]));
      for (const [sessionId, person] of held.entries()) {
        if (!sessions.has(sessionId) || users.get(person.id) !== 'hr') held.end(sessionId);
      }
      for (const { id } of (await keyring.state()).members) {
        if (users.get(String(id)) !== 'hr') await keyring.forget(id);
      }
      const [first] = held.entries();
      const gone = first === undefined ? [] : await leavers();
      if (first !== undefined && gone.length > 0) await rotateWithout(gone, first[1]);
    },
    /** Another process made another key, which this one cannot know: it locks, and the passphrase opens it again. */
    async checkGeneration(): Promise<void> {
      const { newest } = await keyring.state();
      const keys = index.keys();
      if (keys !== undefined && newest !== undefined && !keys.has(Number(newest.id))) this.lockAll();
    },
    settled: () => resealing,
    close(): void {
      held.close();
      forget();
    },
  };
}
export type Unlocking = ReturnType<typeof createUnlocking>;
