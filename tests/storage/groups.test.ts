/** Groups of transactions: nothing is visible before its sync, and a failed group takes along all that was built on it. */
import { expect, test } from 'vitest';
import type { Disk } from '../../api/src/storage/disk.ts';
import { createMemoryDisk } from '../faults/support/memory-disk.ts';
import { openOn } from '../faults/support/stores.ts';
import { setting, user } from './documents.ts';

/** A disk whose syncs wait until they are told how to end. */
function gated() {
  const disk = createMemoryDisk();
  const waiting: { pass: () => void; fail: () => void }[] = [];
  let open = true;
  const fs: Disk = {
    ...disk,
    async open(path, mode) {
      const file = await disk.open(path, mode);
      const datasync = () =>
        open
          ? file.datasync()
          : new Promise<void>((resolve, reject) =>
              waiting.push({
                pass: () => resolve(file.datasync()),
                fail: () => reject(Object.assign(new Error('injected'), { code: 'EIO' })),
              }),
            );
      return { ...file, datasync };
    },
  };
  const next = async () => {
    await expect.poll(() => waiting.length).toBeGreaterThan(0);
    const first = waiting.shift();
    if (first === undefined) throw new Error('no sync waits');
    return first;
  };
  return { fs, next, hold: () => void (open = false), release: () => void (open = true) };
}

test('nothing is visible, told or answered before the sync', async () => {
  const { fs, next, hold, release } = gated();
  const storage = await openOn(fs);
  hold();
  let told = 0;
  let answered = false;
  storage.watch(() => told++);
  const writing = storage.transact((tx) => tx.put('users', user('ann'))).then(() => (answered = true));
  const sync = await next();
  expect([await storage.get('users', 'ann'), await storage.revision('users'), told, answered]).toEqual([
    undefined,
    0,
    0,
    false,
  ]);
  release();
  sync.pass();
  await writing;
  expect([await storage.get('users', 'ann'), await storage.revision('users'), told]).toEqual([user('ann'), 1, 1]);
});

test('what was built on a failed group fails with it, and what only looked looks again', async () => {
  const { fs, next, hold, release } = gated();
  const storage = await openOn(fs);
  await storage.transact((tx) => tx.put('settings', setting('count', 1)));
  hold();
  const first = storage.transact((tx) => tx.put('settings', setting('count', 2)));
  first.catch(String);
  const sync = await next();
  let looks = 0;
  const second = storage.transact((tx) => tx.put('settings', setting('other', 1)));
  second.catch(String);
  const looking = storage.transact(async (tx) => {
    looks++;
    return (await tx.get('settings', 'count'))?.value;
  });
  const throwing = storage.transact(async (tx) => {
    throw new Error(`saw ${JSON.stringify((await tx.get('settings', 'count'))?.value)}`);
  });
  throwing.catch(String);
  await expect.poll(() => looks).toBe(1);
  release();
  sync.fail();
  await expect(first).rejects.toMatchObject({ status: 503 });
  await expect(second).rejects.toMatchObject({ status: 503 });
  expect(await looking).toBe(1);
  await expect(throwing).rejects.toThrow('saw 1');
  expect(looks).toBe(2);
  expect(await storage.all('settings')).toEqual([setting('count', 1)]);
  await storage.transact((tx) => tx.put('settings', setting('count', 3)));
  expect((await storage.get('settings', 'count'))?.value).toBe(3);
});

test('a transaction that runs while the group below it fails runs again', async () => {
  const { fs, next, hold, release } = gated();
  const storage = await openOn(fs);
  await storage.transact((tx) => tx.put('settings', setting('count', 1)));
  hold();
  const first = storage.transact((tx) => tx.put('settings', setting('count', 2)));
  first.catch(String);
  const sync = await next();
  const { promise: paused, resolve: resume } = Promise.withResolvers<void>();
  const seen: unknown[] = [];
  const second = storage.transact(async (tx) => {
    const before = Number((await tx.get('settings', 'count'))?.value);
    seen.push(before);
    await paused;
    await tx.put('settings', setting('count', before + 10));
  });
  await expect.poll(() => seen).toEqual([2]);
  release();
  sync.fail();
  await expect(first).rejects.toMatchObject({ status: 503 });
  resume();
  await second;
  expect(seen).toEqual([2, 1]);
  expect((await storage.get('settings', 'count'))?.value).toBe(11);
});

test('many writers share one sync', async () => {
  const disk = createMemoryDisk();
  let syncs = 0;
  const counting: Disk = {
    ...disk,
    async open(path, mode) {
      const file = await disk.open(path, mode);
      return { ...file, datasync: () => (syncs++, file.datasync()) };
    },
  };
  const storage = await openOn(counting);
  await Promise.all(
    Array.from({ length: 100 }, (_, index) => storage.transact((tx) => tx.put('settings', setting(`s${index}`)))),
  );
  expect(syncs).toBeLessThanOrEqual(3);
});

test('a transaction inside a transaction is refused instead of waiting for itself', async () => {
  const storage = await openOn(createMemoryDisk());
  const nested = storage.transact(() => storage.transact((tx) => tx.put('settings', setting('a'))));
  await expect(nested).rejects.toThrow(/may not start another/);
  await storage.transact((tx) => tx.put('settings', setting('b')));
});

test('a transaction that is over takes nothing more, and what it started later may write', async () => {
  const storage = await openOn(createMemoryDisk());
  let kept: Parameters<Parameters<typeof storage.transact>[0]>[0] | undefined;
  let later: Promise<unknown> | undefined;
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  await storage.transact(async (tx) => {
    kept = tx;
    later = ended.then(() => storage.transact((other) => other.put('settings', setting('later'))));
  });
  end();
  await later;
  await expect(kept?.put('settings', setting('too-late'))).rejects.toThrow(/is over/);
  expect((await storage.all('settings')).map(({ id }) => id)).toEqual(['later']);
});
