/** What PostgreSQL and the network to it may do to us: crash, vanish during a commit, drop the listening connection. */
import { connect as connectSocket, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { openPostgresStorage, type PostgresStorage } from '../../api/src/storage/postgres.ts';
import { isRefused, StorageUnavailable, type Change } from '../../api/src/storage/storage.ts';
import { play, setting, user, uuid } from '../storage/documents.ts';
import { quiet } from '../storage/support.ts';
import { describePostgres, once } from '../support/postgres.ts';

const opened: PostgresStorage[] = [];
const links: Link[] = [];

await describePostgres('PostgreSQL faults', ({ createDatabase, server }) => {
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((storage) => storage.close()));
    for (const link of links.splice(0)) await link.close();
  });
  const open = async (url: string) => {
    const storage = await openPostgresStorage({ url, ...quiet() });
    opened.push(storage);
    return storage;
  };
  const linkTo = async (url: string) => {
    const link = await startLink(url);
    links.push(link);
    return link;
  };

  describe.skipIf(server === undefined)('the server crashes (needs a server that the test started itself)', () => {
    test('under load, again and again: acknowledged writes are there, each once; it recovers by itself', async () => {
      const url = await createDatabase();
      const storage = await open(url);
      const acknowledged: string[] = [];
      const refused: unknown[] = [];
      let stopping = false;
      let next = 0;
      const writer = async (): Promise<void> => {
        while (!stopping) {
          const number = next++;
          try {
            await storage.transact((tx) => step(tx, number));
            acknowledged.push(uuid(number));
          } catch (error) {
            refused.push(error);
            await sleep(20);
          }
        }
      };
      const writers = Array.from({ length: 8 }, writer);
      for (let round = 0; round < 6; round += 1) {
        const before = acknowledged.length;
        await expect.poll(() => acknowledged.length, { timeout: 15_000, interval: 1 }).toBeGreaterThan(before + 50);
        await sleep(round * 3);
        await server?.kill();
        await sleep(200);
        await server?.start();
      }
      stopping = true;
      await Promise.all(writers);
      const stored = await storage.readLog('plays', 'lobby', 0, next + 1);
      const keys = new Set(stored.map(({ key }) => key));
      expect(acknowledged.filter((key) => !keys.has(key))).toEqual([]);
      // Not one write more than was acknowledged either: a lost answer is looked up, not guessed.
      expect(stored).toHaveLength(acknowledged.length);
      expect((await storage.get('settings', 'steps'))?.value).toBe(acknowledged.length);
      expect(await storage.revision('settings')).toBe(acknowledged.length);
      expect(refused.length).toBeGreaterThan(0);
      expect(refused.filter((error) => !(error instanceof StorageUnavailable && error.status === 503))).toEqual([]);
    });

    test('while it is away reads and writes fail cleanly and soon, health says why, and all come back', async () => {
      const storage = await open(await createDatabase());
      await storage.transact((tx) => tx.put('settings', setting('motto', 'hello')));
      await server?.kill();
      const startedAt = performance.now();
      await expect(storage.get('settings', 'motto')).rejects.toThrow(StorageUnavailable);
      await expect(storage.transact((tx) => tx.put('settings', setting('motto', 'bye')))).rejects.toMatchObject({
        status: 503,
      });
      expect(performance.now() - startedAt).toBeLessThan(2_000);
      expect(storage.health()).toMatchObject({ writable: false, reason: expect.stringContaining('PostgreSQL') });
      await server?.start();
      await expect.poll(() => storage.health(), { timeout: 10_000 }).toEqual({ writable: true });
      expect(await storage.get('settings', 'motto')).toEqual(setting('motto', 'hello'));
    });

    test('a server that is not there at the start is a 503, not a hang', async () => {
      const url = await createDatabase();
      await server?.kill();
      await expect(open(url)).rejects.toMatchObject({ status: 503 });
      await server?.start();
      expect((await open(url)).health()).toEqual({ writable: true });
    });
  });

  describe('the network fails during a commit', () => {
    test.each(['before the server gets it', 'before its answer comes back'] as const)(
      '%s: the write is made once and answered as made',
      async (when) => {
        const url = await createDatabase();
        const link = await linkTo(url);
        const storage = await open(link.url);
        for (let number = 0; number < 10; number += 1) {
          link.cutAtCommit(when);
          expect(isRefused(await storage.transact((tx) => step(tx, number)))).toBe(false);
        }
        expect(link.cuts()).toBeGreaterThanOrEqual(10);
        expect((await storage.get('settings', 'steps'))?.value).toBe(10);
        expect(await storage.countLog('plays', 'lobby')).toBe(10);
        expect(await storage.revision('settings')).toBe(10);
      },
    );

    test('and stays away: writes fail, say that their fate is not known, and are not made again', async () => {
      const url = await createDatabase();
      const link = await linkTo(url);
      const storage = await open(link.url);
      link.cutAtCommit('before its answer comes back', { forGood: true });
      const outcomes = [1, 2, 3].map((number) =>
        expect(storage.transact((tx) => step(tx, number))).rejects.toThrow(/not known/),
      );
      await Promise.all(outcomes);
      link.restore();
      await expect.poll(() => storage.health(), { timeout: 10_000 }).toEqual({ writable: true });
      expect((await storage.get('settings', 'steps'))?.value).toBe(3);
      expect(await storage.countLog('plays', 'lobby')).toBe(3);
    });
  });

  describe('the listening connection', () => {
    test('is dropped by the server: what happens meanwhile and afterwards is told', async () => {
      const url = await createDatabase();
      const [here, there] = await Promise.all([open(url), open(url)]);
      const heard: Change[] = [];
      here.watch((changes) => heard.push(...changes));
      for (let round = 1; round <= 5; round += 1) {
        const dropped = await once(
          url,
          `select pg_terminate_backend(pid) as ended from pg_stat_activity
           where application_name = 'palier listen' and datname = current_database()`,
        );
        expect(dropped).toHaveLength(2);
        await there.transact((tx) => tx.put('users', user(`user-${round}`)));
        await expect.poll(() => heard.at(-1), { timeout: 5_000 }).toEqual({ topic: 'users', revision: round });
      }
    });

    test('is cut for a while: each topic that moved is told once, with its revision, and no other', async () => {
      const url = await createDatabase();
      const link = await linkTo(url);
      const [here, there] = await Promise.all([open(link.url), open(url)]);
      await there.transact((tx) => tx.put('users', user('ann')));
      const heard: Change[] = [];
      here.watch((changes) => heard.push(...changes));
      await sleep(200);
      heard.splice(0);
      link.cut();
      for (let number = 1; number <= 7; number += 1)
        await there.transact((tx) => tx.put('settings', setting('motto', number)));
      await there.transact((tx) => tx.put('screens', screen));
      await sleep(300);
      expect(heard).toEqual([]);
      expect(here.health()).toMatchObject({ writable: false });
      link.restore();
      await expect.poll(() => heard.length, { timeout: 4_000 }).toBe(3);
      expect(heard.toSorted((a, b) => a.topic.localeCompare(b.topic))).toEqual([
        { topic: 'content', revision: 1 },
        { topic: 'screens', revision: 1 },
        { topic: 'settings', revision: 7 },
      ]);
      await expect.poll(() => here.health(), { timeout: 5_000 }).toEqual({ writable: true });
    });
  });
});

const screen = {
  id: 'lobby',
  screen: { id: 'lobby', name: 'Lobby', groups: [], zone: 'Europe/Zurich', language: 'en' },
  tokenHashes: [],
} as never;

async function step(tx: Parameters<Parameters<PostgresStorage['transact']>[0]>[0], number: number): Promise<void> {
  const before = Number((await tx.get('settings', 'steps'))?.value ?? 0);
  await tx.put('settings', setting('steps', before + 1));
  await tx.append('plays', 'lobby', uuid(number), play(number));
}

type When = 'before the server gets it' | 'before its answer comes back';
type Link = Awaited<ReturnType<typeof startLink>>;

/** The network between a node and the server, which can be cut at will or exactly at the next commit. */
async function startLink(url: string) {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let up = true;
  let armed: { when: When; forGood: boolean } | undefined;
  let cuts = 0;
  const proxy = createServer((near) => {
    if (!up) return void near.destroy();
    const far = connectSocket(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => (sockets.delete(socket), near.destroy(), far.destroy()));
    }
    near.on('data', (chunk: Buffer) => {
      // A simple query: `Q`, its length, the text.
      if (armed === undefined || !chunk.includes('commit\0')) return void far.write(chunk);
      const { when, forGood } = armed;
      armed = undefined;
      cuts += 1;
      up = !forGood;
      if (when === 'before the server gets it') return void near.destroy();
      far.removeAllListeners('data');
      far.write(chunk, () => near.destroy());
    });
    far.on('data', (chunk: Buffer) => near.write(chunk));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  const here = new URL(url);
  here.port = String(typeof address === 'object' ? address?.port : '');
  const cut = (): void => {
    up = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: here.href,
    cut,
    cutAtCommit: (when: When, { forGood = false } = {}): void => void (armed = { when, forGood }),
    cuts: () => cuts,
    restore: (): void => void (up = true),
    close: (): Promise<void> => {
      cut();
      return new Promise((resolve) => proxy.close(() => resolve()));
    },
  };
}
