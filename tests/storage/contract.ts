/**
 * What every storage engine must do, in the terms of the interface alone. Each engine's test file calls it with a way
 * to open a store: `open(place)` twice with the same place opens the same store again, once the first is closed.
 */
import { afterEach, describe, expect, test } from 'vitest';
import type { Change, Storage } from '../../api/src/storage/storage.ts';
import { isRefused } from '../../api/src/storage/storage.ts';
import { heartbeat, play, session, setting, user, uuid } from './documents.ts';

export type OpenStore = {
  /** A place nobody used before. */
  newPlace: () => Promise<string>;
  open: (place: string) => Promise<Storage>;
};

export function storageContract(name: string, { newPlace, open }: OpenStore): void {
  describe(`storage contract: ${name}`, () => {
    const opened: Storage[] = [];
    afterEach(async () => {
      for (const storage of opened.splice(0)) await storage.close();
    });
    async function openAt(place: string): Promise<Storage> {
      const storage = await open(place);
      opened.push(storage);
      return storage;
    }
    const openNew = async () => openAt(await newPlace());
    const reopened = async (storage: Storage, place: string) => {
      await storage.close();
      opened.splice(opened.indexOf(storage), 1);
      return openAt(place);
    };

    documents(openNew);
    transactions(openNew);
    revisions(openNew);
    logs(openNew);

    test('everything is there after closing and opening again', async () => {
      const place = await newPlace();
      const first = await openAt(place);
      await first.transact(async (tx) => {
        await tx.put('users', user('ann'));
        await tx.put('users', user('ben'));
        await tx.append('plays', 'lobby', uuid(1), play(1));
        await tx.append('plays', 'lobby', uuid(2), play(2));
      });
      await first.transact((tx) => tx.remove('users', 'ben'));
      const second = await reopened(first, place);
      expect(await second.all('users')).toEqual([user('ann')]);
      expect(await second.find('users', 'email', 'ann@example.com')).toEqual([user('ann')]);
      expect(await second.revision('users')).toBe(2);
      expect((await second.readLog('plays', 'lobby', 0, 10)).map(({ record }) => record)).toEqual([play(1), play(2)]);
      expect(await second.transact((tx) => tx.append('plays', 'lobby', uuid(2), play(2)))).toBe(false);
      expect(await second.transact((tx) => tx.append('plays', 'lobby', uuid(3), play(3)))).toBe(true);
      expect(await second.countLog('plays', 'lobby')).toBe(3);
    });

    test('writes are refused after closing', async () => {
      const storage = await openNew();
      await storage.close();
      await expect(storage.transact((tx) => tx.put('settings', setting('a')))).rejects.toThrow(/clos|end/i);
    });

    test('says that it can write', async () => {
      expect((await openNew()).health()).toEqual({ writable: true });
    });
  });
}

function documents(openNew: () => Promise<Storage>): void {
  test('a document is absent, then there, then replaced, then absent again', async () => {
    const storage = await openNew();
    expect(await storage.get('settings', 'motto')).toBeUndefined();
    await storage.transact((tx) => tx.put('settings', setting('motto', 'hello')));
    expect(await storage.get('settings', 'motto')).toEqual(setting('motto', 'hello'));
    await storage.transact((tx) => tx.put('settings', setting('motto', 'bye')));
    expect(await storage.get('settings', 'motto')).toEqual(setting('motto', 'bye'));
    expect(await storage.transact((tx) => tx.remove('settings', 'motto'))).toBe(true);
    expect(await storage.get('settings', 'motto')).toBeUndefined();
    expect(await storage.transact((tx) => tx.remove('settings', 'motto'))).toBe(false);
  });

  test('all come by ascending id, whatever order they were written in', async () => {
    const storage = await openNew();
    await storage.transact(async (tx) => {
      for (const id of ['m', 'b', 'z', 'a-1', 'a']) await tx.put('settings', setting(id));
    });
    expect((await storage.all('settings')).map(({ id }) => id)).toEqual(['a', 'a-1', 'b', 'm', 'z']);
    await storage.transact(async (tx) => {
      await tx.put('settings', setting('c'));
      await tx.put('settings', setting('b', 2));
      await tx.remove('settings', 'm');
    });
    expect((await storage.all('settings')).map(({ id }) => id)).toEqual(['a', 'a-1', 'b', 'c', 'z']);
    expect((await storage.all('settings'))[2]).toEqual(setting('b', 2));
  });

  test('a look-up finds all documents with the value, by ascending id, and forgets old values', async () => {
    const storage = await openNew();
    await storage.transact(async (tx) => {
      await tx.put('sessions', session(2, 'ann'));
      await tx.put('sessions', session(1, 'ann'));
      await tx.put('sessions', session(3, 'ben'));
    });
    expect((await storage.find('sessions', 'user', 'ann')).map(({ id }) => id)).toEqual([
      session(1, 'ann').id,
      session(2, 'ann').id,
    ]);
    await storage.transact(async (tx) => {
      await tx.put('sessions', session(1, 'ben'));
      await tx.remove('sessions', session(3, 'ben').id);
    });
    expect((await storage.find('sessions', 'user', 'ann')).length).toBe(1);
    expect((await storage.find('sessions', 'user', 'ben')).map(({ id }) => id)).toEqual([session(1, 'ben').id]);
    expect(await storage.find('sessions', 'user', 'nobody')).toEqual([]);
  });

  test('what a reader does to a document does not change the store', async () => {
    const storage = await openNew();
    await storage.transact((tx) => tx.put('settings', setting('limits', { most: 5 })));
    const read = await storage.get('settings', 'limits');
    // An engine may hand out frozen documents (the attempt throws) or copies (it changes nothing).
    const attempt = () => Object.assign(read ?? {}, { value: 'changed' });
    expect([attempt].map((act) => outcomeOf(act)).length).toBe(1);
    expect(await storage.get('settings', 'limits')).toEqual(setting('limits', { most: 5 }));
  });

  test('what a writer does to a document after putting it does not change the store', async () => {
    const storage = await openNew();
    const mine = user('ann');
    await storage.transact((tx) => tx.put('users', mine));
    mine.name = 'changed';
    expect(await storage.get('users', 'ann')).toEqual(user('ann'));
  });

  test('a document that its schema refuses is a fault, and nothing is written', async () => {
    const storage = await openNew();
    const work = storage.transact(async (tx) => {
      await tx.put('settings', setting('before'));
      await tx.put('users', { ...user('ann'), email: 'not an address' });
    });
    await expect(work).rejects.toThrow(/email/);
    expect(await storage.all('settings')).toEqual([]);
  });
}

function outcomeOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

function transactions(openNew: () => Promise<Storage>): void {
  test('reads its own writes; nobody outside does before it ends', async () => {
    const storage = await openNew();
    const seen = await storage.transact(async (tx) => {
      await tx.put('users', user('ann'));
      const own = [
        await tx.get('users', 'ann'),
        await tx.find('users', 'email', 'ann@example.com'),
        await tx.all('users'),
      ];
      const outside = [await storage.get('users', 'ann'), await storage.all('users')];
      await tx.remove('users', 'ann');
      return {
        own,
        outside,
        after: await tx.get('users', 'ann'),
        found: await tx.find('users', 'email', 'ann@example.com'),
      };
    });
    expect(seen).toEqual({
      own: [user('ann'), [user('ann')], [user('ann')]],
      outside: [undefined, []],
      after: undefined,
      found: [],
    });
  });

  test('writes all or nothing when the work throws, and passes the error on', async () => {
    const storage = await openNew();
    const work = storage.transact(async (tx) => {
      await tx.put('settings', setting('a'));
      await tx.append('plays', 'lobby', uuid(1), play(1));
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await storage.all('settings')).toEqual([]);
    expect(await storage.countLog('plays', 'lobby')).toBe(0);
    expect(await storage.revision('settings')).toBe(0);
  });

  test('a unique look-up that is taken is refused, and nothing is written', async () => {
    const storage = await openNew();
    await storage.transact((tx) => tx.put('users', user('ann')));
    const outcome = await storage.transact(async (tx) => {
      await tx.put('settings', setting('before'));
      await tx.put('users', user('ben', 'Ann@Example.com'));
      return 'written';
    });
    expect(isRefused(outcome)).toBe(true);
    expect(outcome).toEqual({ refused: 'unique', collection: 'users', lookup: 'email', value: 'ann@example.com' });
    expect(await storage.all('settings')).toEqual([]);
    expect(await storage.get('users', 'ben')).toBeUndefined();
  });

  test('a refusal cannot be swallowed by the work', async () => {
    const storage = await openNew();
    await storage.transact((tx) => tx.put('users', user('ann')));
    const outcome = await storage.transact(async (tx) => {
      await tx.put('settings', setting('before'));
      await tx.put('users', user('ben', 'ann@example.com')).catch(String);
      return 'written';
    });
    expect(outcome).toMatchObject({ refused: 'unique', lookup: 'email' });
    expect(await storage.all('settings')).toEqual([]);
  });

  test('a unique value is free again once its holder changed or is gone, also within one transaction', async () => {
    const storage = await openNew();
    await storage.transact((tx) => tx.put('users', user('ann', 'one@example.com')));
    await storage.transact((tx) => tx.put('users', user('ann', 'two@example.com')));
    expect(isRefused(await storage.transact((tx) => tx.put('users', user('ben', 'one@example.com'))))).toBe(false);
    const outcome = await storage.transact(async (tx) => {
      await tx.remove('users', 'ann');
      await tx.put('users', user('cem', 'two@example.com'));
    });
    expect(isRefused(outcome)).toBe(false);
    expect((await storage.all('users')).map(({ id }) => id)).toEqual(['ben', 'cem']);
  });

  test('of many writers of one unique value exactly one wins', async () => {
    const storage = await openNew();
    const tries = Array.from({ length: 20 }, (_, index) =>
      storage.transact((tx) => tx.put('users', user(`user-${index}`, 'same@example.com'))),
    );
    const outcomes = await Promise.all(tries);
    expect(outcomes.filter((outcome) => !isRefused(outcome)).length).toBe(1);
    expect((await storage.find('users', 'email', 'same@example.com')).length).toBe(1);
  });

  test('read-modify-write loses no step, however many run at once', async () => {
    const storage = await openNew();
    const step = () =>
      storage.transact(async (tx) => {
        const before = Number((await tx.get('settings', 'count'))?.value ?? 0);
        await tx.put('settings', setting('count', before + 1));
      });
    await Promise.all(Array.from({ length: 50 }, step));
    expect((await storage.get('settings', 'count'))?.value).toBe(50);
  });

  test('a transaction that fails does not hold up the next', async () => {
    const storage = await openNew();
    const failing = storage.transact(() => Promise.reject(new Error('no')));
    const next = storage.transact((tx) => tx.put('settings', setting('a')));
    await expect(failing).rejects.toThrow('no');
    await next;
    expect(await storage.get('settings', 'a')).toEqual(setting('a'));
  });

  test('what a transaction answers is passed on', async () => {
    const storage = await openNew();
    expect(await storage.transact(async () => 42)).toBe(42);
    expect(await storage.transact(async () => undefined)).toBeUndefined();
  });
}

function revisions(openNew: () => Promise<Storage>): void {
  test('a topic grows by one with each transaction that touches it, however often', async () => {
    const storage = await openNew();
    expect(await storage.revision('users')).toBe(0);
    await storage.transact(async (tx) => {
      await tx.put('users', user('ann'));
      await tx.put('users', user('ben'));
      expect(await tx.revision('users')).toBe(1);
    });
    expect(await storage.revision('users')).toBe(1);
    await storage.transact((tx) => tx.remove('users', 'ann'));
    expect(await storage.revision('users')).toBe(2);
    expect(await storage.revision('heartbeats')).toBe(0);
    await storage.transact((tx) => tx.remove('users', 'ann'));
    expect(await storage.revision('users')).toBe(2);
  });

  test('watchers hear of each topic, and its revision is there when they look', async () => {
    const storage = await openNew();
    const heard: Change[] = [];
    const looked: Promise<boolean>[] = [];
    const stop = storage.watch((changes) => {
      heard.push(...changes);
      for (const { topic, revision } of changes)
        looked.push(storage.revision(topic).then((reached) => reached >= revision));
    });
    await storage.transact((tx) => tx.put('heartbeats', heartbeat('lobby')));
    await storage.transact((tx) => tx.put('users', user('ann')));
    await expect.poll(() => heard.map(({ topic }) => topic).sort()).toEqual(['heartbeats', 'users']);
    expect(await Promise.all(looked)).toEqual([true, true]);
    stop();
    await storage.transact((tx) => tx.put('users', user('ben')));
    expect(heard.length).toBe(2);
  });

  test('a watcher that throws harms neither the writer nor the other watchers', async () => {
    const storage = await openNew();
    let heard = 0;
    storage.watch(() => {
      throw new Error('a broken watcher');
    });
    storage.watch(() => heard++);
    await storage.transact((tx) => tx.put('users', user('ann')));
    await expect.poll(() => heard).toBe(1);
  });

  test('a refused or failed transaction moves no revision and tells nobody', async () => {
    const storage = await openNew();
    await storage.transact((tx) => tx.put('users', user('ann')));
    let heard = 0;
    storage.watch(() => heard++);
    await storage.transact((tx) => tx.put('users', user('ben', 'ann@example.com')));
    await storage
      .transact((tx) => tx.put('settings', setting('a')).then(() => Promise.reject(new Error('no'))))
      .catch(String);
    await storage.transact((tx) => tx.put('settings', setting('b')));
    await expect.poll(() => heard).toBe(1);
    expect(await storage.revision('users')).toBe(1);
    expect(await storage.revision('settings')).toBe(1);
  });
}

function logs(openNew: () => Promise<Storage>): void {
  test('a stream keeps order, gives pages, and knows its length', async () => {
    const storage = await openNew();
    for (let number = 1; number <= 7; number++) {
      await storage.transact((tx) => tx.append('plays', number % 2 === 0 ? 'even' : 'odd', uuid(number), play(number)));
    }
    const first = await storage.readLog('plays', 'odd', 0, 3);
    expect(first.map(({ key }) => key)).toEqual([uuid(1), uuid(3), uuid(5)]);
    expect(first.map(({ record }) => record)).toEqual([play(1), play(3), play(5)]);
    const rest = await storage.readLog('plays', 'odd', first.at(-1)?.position ?? 0, 3);
    expect(rest.map(({ key }) => key)).toEqual([uuid(7)]);
    expect(await storage.countLog('plays', 'odd')).toBe(4);
    expect(await storage.countLog('plays', 'nobody')).toBe(0);
    expect(await storage.readLog('plays', 'nobody', 0, 3)).toEqual([]);
  });

  test('a key is added once to a stream, also when it comes twice at the same time', async () => {
    const storage = await openNew();
    const add = () => storage.transact((tx) => tx.append('plays', 'lobby', uuid(1), play(1)));
    expect((await Promise.all([add(), add(), add()])).filter((added) => added === true).length).toBe(1);
    const twice = await storage.transact(async (tx) => [
      await tx.append('plays', 'lobby', uuid(2), play(2)),
      await tx.append('plays', 'lobby', uuid(2), play(2)),
      await tx.append('plays', 'hall', uuid(2), play(2)),
    ]);
    expect(twice).toEqual([true, false, true]);
    expect(await storage.countLog('plays', 'lobby')).toBe(2);
  });

  test('a dropped stream is gone, the others stay, and it can begin anew', async () => {
    const storage = await openNew();
    await storage.transact(async (tx) => {
      for (let number = 1; number <= 3; number++) {
        await tx.append('plays', 'lobby', uuid(number), play(number));
        await tx.append('plays', 'hall', uuid(number), play(number));
      }
    });
    await storage.dropLog('plays', 'lobby');
    expect(await storage.countLog('plays', 'lobby')).toBe(0);
    expect(await storage.readLog('plays', 'lobby', 0, 10)).toEqual([]);
    expect(await storage.countLog('plays', 'hall')).toBe(3);
    expect(await storage.transact((tx) => tx.append('plays', 'lobby', uuid(2), play(2)))).toBe(true);
    expect((await storage.readLog('plays', 'lobby', 0, 10)).map(({ key }) => key)).toEqual([uuid(2)]);
  });
}
