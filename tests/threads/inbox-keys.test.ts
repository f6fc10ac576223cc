/** The inbox's keys: who opens it, how somebody joins and leaves, the printed key, and what a tampered store does. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { INBOX_IDLE_MS } from '../../api/src/threads/unlocking.ts';
import { openTalkHouse, PASSPHRASE, until, type TalkHouse } from './talk-house.ts';

let house: TalkHouse;
beforeEach(async () => {
  house = await openTalkHouse();
});
afterEach(() => house.close());

type Officer = Awaited<ReturnType<TalkHouse['officer']>>;

async function threadsSeenBy(officer: Officer): Promise<number> {
  await house.parts.threads.unlocking.settled();
  await house.parts.threads.index.follow();
  const { status, body } = await officer.ask('GET', '/inbox/threads?queue=all');
  return status === 200 ? body.threads.length : -status;
}

async function admitted(claire: Officer, name: string) {
  const other = await house.officer(name);
  await other.ask('POST', '/inbox/members', { passphrase: `${name} has a phrase` });
  expect((await other.ask('POST', '/inbox/session', { passphrase: `${name} has a phrase` })).status).toBe(403);
  const view = await claire.ask('POST', `/inbox/members/${other.id}/admit`);
  expect(view.body.members).toContainEqual({ userId: other.id, name, state: 'member' });
  expect((await other.ask('POST', '/inbox/session', { passphrase: `${name} has a phrase` })).status).toBe(200);
  return other;
}

test('a member admits another, who reads what came before and after', async () => {
  const { claire } = await house.setUp();
  await house.phone().begin('before');
  const marc = await admitted(claire, 'marc');
  await house.phone().begin('after');
  expect(await threadsSeenBy(marc)).toBe(2);
});

test('a member who leaves is locked out at once; the key changes, threads follow it, old generations go', async () => {
  const { claire } = await house.setUp();
  const marc = await admitted(claire, 'marc');
  await house.phone().begin('before');
  const [before] = await house.storage.all('inboxKeys');
  const user = await house.storage.get('users', marc.id);
  if (user === undefined) throw new Error('no user');
  await house.storage.transact((transaction) => transaction.put('users', { ...user, role: 'viewer' }));
  await until('the key changed', async () => (await house.storage.all('inboxKeys')).every(({ id }) => id === '2'));
  await house.parts.threads.unlocking.settled();
  expect((await marc.ask('GET', '/inbox/threads')).status).toBe(403);
  expect((await house.storage.all('inboxMembers')).map(({ id }) => id)).toEqual([claire.id, 'recovery']);
  const keys = await house.storage.all('inboxKeys');
  expect(keys.map(({ id, publicKey }) => [id, publicKey === before?.publicKey])).toEqual([['2', false]]);
  expect(keys[0]?.sealedTo.map(({ member }) => member).toSorted()).toEqual([claire.id, 'recovery']);
  expect((await house.only()).generation).toBe(2);
  await house.phone().begin('after');
  expect(await threadsSeenBy(claire)).toBe(2);
  await claire.ask('DELETE', '/inbox/session');
  await claire.ask('POST', '/inbox/session', { passphrase: PASSPHRASE });
  expect(await threadsSeenBy(claire)).toBe(2);
});

test('the printed key opens the inbox when all passphrases are lost, until another one is printed', async () => {
  const { claire, recovery } = await house.setUp();
  await house.phone().begin('kept');
  await claire.ask('DELETE', '/inbox/session');
  const typed = recovery.toLowerCase().replaceAll('-', ' ');
  const passphrase = 'a passphrase anew';
  expect((await claire.ask('POST', '/inbox/recovery', { recovery: typed, passphrase })).status).toBe(200);
  expect(await threadsSeenBy(claire)).toBe(1);
  const replaced = await claire.ask('PUT', '/inbox/recovery', { passphrase });
  expect(replaced.status).toBe(200);
  await claire.ask('DELETE', '/inbox/session');
  expect((await claire.ask('POST', '/inbox/session', { passphrase: PASSPHRASE })).status).toBe(403);
  expect((await claire.ask('POST', '/inbox/recovery', { recovery, passphrase })).status).toBe(403);
  expect((await claire.ask('POST', '/inbox/session', { passphrase })).status).toBe(200);
  expect(await threadsSeenBy(claire)).toBe(1);
});

test('it locks when idle, at sign-out and when told to; then no key is in memory', async () => {
  const { claire } = await house.setUp();
  await house.phone().begin('a question');
  await house.settled();
  const { index } = house.parts.threads;
  const keys = [...index.all()].flatMap((open) => [open.keys.thread, open.keys.desk]);
  expect(keys).toHaveLength(2);
  house.clock.advance(INBOX_IDLE_MS - 1000);
  expect((await claire.ask('GET', '/inbox/threads')).status).toBe(200);
  house.clock.advance(INBOX_IDLE_MS + 1000);
  expect(index.isOpen()).toBe(false);
  expect(keys.every((key) => key.every((byte) => byte === 0))).toBe(true);
  expect((await claire.ask('GET', '/inbox/threads')).status).toBe(423);
  await claire.ask('POST', '/inbox/session', { passphrase: PASSPHRASE });
  expect(index.isOpen()).toBe(true);
  await claire.ask('DELETE', '/session');
  await until('locked by signing out', () => !index.isOpen());
});

test('wrong passphrases cost time, and are noted', async () => {
  const { claire } = await house.setUp();
  const tries = [];
  for (let count = 0; count < 7; count += 1) {
    tries.push((await claire.ask('POST', '/inbox/session', { passphrase: 'not this one' })).status);
  }
  expect(tries).toEqual([403, 403, 403, 403, 403, 429, 429]);
  const audit = await claire.ask('GET', '/threads/audit');
  expect(audit.body.entries.filter(({ did }: { did: string }) => did === 'unlock-failed')).toHaveLength(5);
});

test.each([
  ['a swapped public key', { publicKey: Buffer.alloc(32, 9).toString('base64') }],
  ['a changed list of members', { mac: Buffer.alloc(32).toString('base64') }],
])('%s in the store stops the unlocking', async (_what, change) => {
  const { claire } = await house.setUp();
  await claire.ask('DELETE', '/inbox/session');
  const [record] = await house.storage.all('inboxKeys');
  if (record === undefined) throw new Error('no key');
  await house.storage.transact((transaction) => transaction.put('inboxKeys', { ...record, ...change }));
  const refused = await claire.ask('POST', '/inbox/session', { passphrase: PASSPHRASE });
  expect([refused.status, refused.body.type]).toEqual([409, '/api/docs#inbox-tampered']);
  expect(house.parts.threads.index.isOpen()).toBe(false);
});
