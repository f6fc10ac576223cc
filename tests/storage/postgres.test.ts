/** The PostgreSQL engine keeps the storage contract, and what it does beyond: schemas, look-ups, several processes. */
import { expect, test } from 'vitest';
import { COLLECTIONS } from '../../api/src/storage/collections.ts';
import { openPostgresStorage } from '../../api/src/storage/postgres.ts';
import { asKey, fromKey } from '../../api/src/storage/postgres/connection.ts';
import { isRefused, type Change } from '../../api/src/storage/storage.ts';
import { describePostgres, once } from '../support/postgres.ts';
import { storageContract } from './contract.ts';
import { play, setting, user, uuid } from './documents.ts';
import { quiet } from './support.ts';

await describePostgres('PostgreSQL engine', ({ createDatabase }) => {
  const open = (url: string) => openPostgresStorage({ url, ...quiet() });

  storageContract('PostgreSQL', { newPlace: createDatabase, open });

  test('two processes that start at once on an empty database both come up', async () => {
    const url = await createDatabase();
    const both = await Promise.all([open(url), open(url), open(url)]);
    await both[0]?.transact((tx) => tx.put('users', user('ann')));
    expect(await both[1]?.all('users')).toEqual([user('ann')]);
    await Promise.all(both.map((storage) => storage.close()));
  });

  test('a database of a newer version is refused, and says so', async () => {
    const url = await createDatabase();
    await (await open(url)).close();
    await once(url, `insert into palier.migrations (step, name) values (999, 'from the future')`);
    await expect(open(url)).rejects.toThrow(/step 999.*newer Palier/);
  });

  test('documents and records are lifted when their schema grew', async () => {
    const url = await createDatabase();
    const before = await open(url);
    await before.transact(async (tx) => {
      await tx.put('settings', setting('motto', 'hello'));
      await tx.append('plays', 'lobby', uuid(1), play(1));
    });
    await before.close();
    const migrations = [
      {
        why: 'shout',
        collections: { settings: () => setting('motto', 'HELLO') },
        logs: { plays: () => play(7) },
      },
    ];
    const after = await openPostgresStorage({ url, migrations, ...quiet() });
    expect(await after.get('settings', 'motto')).toEqual(setting('motto', 'HELLO'));
    expect((await after.readLog('plays', 'lobby', 0, 10)).map(({ record }) => record)).toEqual([play(7)]);
    await after.close();
    await expect(open(url)).rejects.toThrow(/schema is version 2.*newer/);
  });

  test('a look-up that a new version adds finds documents that are older than it', async () => {
    const url = await createDatabase();
    const before = await open(url);
    await before.transact((tx) => tx.put('users', user('ann')));
    await before.close();
    const name = { unique: true, of: (document: { name: string }) => [document.name] };
    const users = { ...COLLECTIONS.users, lookups: { ...COLLECTIONS.users.lookups, name } };
    const after = await openPostgresStorage({ url, collections: { ...COLLECTIONS, users }, ...quiet() });
    expect(await once(url, `select id from palier.lookups where lookup = 'name' and value = 'ann'`)).toEqual([
      { id: 'ann' },
    ]);
    const outcome = await after.transact((tx) => tx.put('users', { ...user('ben'), name: 'ann' }));
    expect(isRefused(outcome)).toBe(true);
    await after.close();
  });

  test('text comes back as it was written, also what PostgreSQL text cannot hold', async () => {
    const storage = await open(await createDatabase());
    for (const text of ['\0', '\ud800', 'a\\0b', '𝛑 ’ ß', '{"b":1,"a":2}']) {
      await storage.transact(async (tx) => {
        await tx.put('settings', { id: text, value: { zeta: text, alpha: text } });
        await tx.append('plays', text, text, play(1));
      });
      expect(JSON.stringify(await storage.get('settings', text))).toBe(
        JSON.stringify({ id: text, value: { zeta: text, alpha: text } }),
      );
      expect((await storage.readLog('plays', text, 0, 1))[0]?.key).toBe(text);
    }
    expect(await storage.streams('plays')).toHaveLength(5);
    await storage.close();
  });

  test.each(['', 'plain', '\\', '\\0', '\0', '\ud800x', 'x\udfff', '\\ud800', '😀'])('key %j is kept', (key) => {
    expect(fromKey(asKey(key))).toBe(key);
    expect(asKey(key).isWellFormed()).toBe(true);
    expect(asKey(key)).not.toContain('\0');
  });

  test('a transaction inside a transaction is refused instead of waiting for itself', async () => {
    const storage = await open(await createDatabase());
    const nested = storage.transact(() => storage.transact((tx) => tx.put('settings', setting('a'))));
    await expect(nested).rejects.toThrow('wait for itself');
    await storage.close();
  });

  test('a work that dawdles is given up, and those behind it go on', async () => {
    const storage = await open(await createDatabase());
    const slow = storage.transact(async (tx) => {
      await tx.put('settings', setting('slow'));
      await new Promise(() => undefined);
    });
    const next = storage.transact((tx) => tx.put('settings', setting('next')));
    await expect(slow).rejects.toThrow('took longer than');
    await next;
    expect((await storage.all('settings')).map(({ id }) => id)).toEqual(['next']);
    await storage.close();
  });

  test('one batch: those that fail are undone alone', async () => {
    const storage = await open(await createDatabase());
    await storage.transact((tx) => tx.put('users', user('ann')));
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, number) =>
        storage
          .transact(async (tx) => {
            await tx.append('plays', 'lobby', uuid(number), play(number));
            await tx.put('settings', setting(`s${number}`));
            if (number % 3 === 1) throw new Error('no');
            if (number % 3 === 2) await tx.put('users', user('ben', 'ann@example.com'));
            return 'written';
          })
          .catch((error: unknown) => String(error)),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'written')).toHaveLength(10);
    expect(outcomes.filter((outcome) => outcome === 'Error: no')).toHaveLength(10);
    expect(outcomes.filter(isRefused)).toHaveLength(10);
    expect(await storage.all('settings')).toHaveLength(10);
    expect((await storage.readLog('plays', 'lobby', 0, 99)).map(({ position }) => position)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    expect(await storage.revision('settings')).toBe(10);
    await storage.close();
  });

  test('many writers on three nodes: every step counts once, in the documents, the log and the revision', async () => {
    const url = await createDatabase();
    const nodes = await Promise.all([open(url), open(url), open(url)]);
    const heard: Change[] = [];
    nodes[2]?.watch((changes) => heard.push(...changes));
    const steps = nodes.flatMap((node, which) =>
      Array.from({ length: 100 }, (_, number) =>
        node.transact(async (tx) => {
          const before = Number((await tx.get('settings', 'count'))?.value ?? 0);
          await tx.put('settings', setting('count', before + 1));
          await tx.append('plays', 'lobby', uuid(which * 1_000 + number), play(number));
        }),
      ),
    );
    await Promise.all(steps);
    const [first] = nodes;
    expect((await first?.get('settings', 'count'))?.value).toBe(300);
    expect(await first?.revision('settings')).toBe(300);
    expect(await first?.countLog('plays', 'lobby')).toBe(300);
    await expect.poll(() => heard.at(-1)).toEqual({ topic: 'settings', revision: 300 });
    const told = heard.map(({ revision }) => revision);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    await Promise.all(nodes.map((node) => node.close()));
  });
});
