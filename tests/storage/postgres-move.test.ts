/** A store moves from one engine to the other and back, whole, also when the move was cut off before. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJsonStorage } from '../../api/src/storage/json.ts';
import { MOVE_MARK, MoveMismatch, moveStorage, verifySame, type MoveProgress } from '../../api/src/storage/move.ts';
import { openPostgresStorage } from '../../api/src/storage/postgres.ts';
import type { Storage } from '../../api/src/storage/storage.ts';
import { describePostgres } from '../support/postgres.ts';
import { heartbeat, play, session, setting, user, uuid } from './documents.ts';
import { quiet } from './support.ts';

const USERS = 700;
const PLAYS = 1_200;

await describePostgres('moving a store', ({ createDatabase }) => {
  let lowdb: Storage;
  let postgres: Storage;
  const opened: Storage[] = [];
  const openEmbedded = async () => keep(await openJsonStorage({ dir: await newFolder(), ...quiet() }));
  const openDatabase = async () => keep(await openPostgresStorage({ url: await createDatabase(), ...quiet() }));
  const keep = (storage: Storage): Storage => {
    opened.push(storage);
    return storage;
  };
  beforeEach(async () => {
    lowdb = await openEmbedded();
    postgres = await openDatabase();
    await fill(lowdb);
  });
  afterEach(async () => {
    for (const storage of opened.splice(0)) await storage.close();
  });

  test('to PostgreSQL and back: the same documents, entries and order', async () => {
    const seen: MoveProgress[] = [];
    const there = await moveStorage(lowdb, postgres, (progress) => seen.push(progress));
    expect(there).toMatchObject({ documents: USERS + 3, records: PLAYS + 1 });
    expect(await postgres.get('settings', MOVE_MARK)).toBeUndefined();
    expect(seen.filter(({ part }) => part === 'users').at(-1)).toEqual({ part: 'users', done: USERS, total: USERS });
    expect(seen.at(-1)?.part).toBe('verify');
    const back = await openEmbedded();
    expect(await moveStorage(postgres, back)).toEqual(there);
    expect(await back.find('users', 'email', 'user-7@example.com')).toEqual([user('user-7')]);
    expect(await verifySame(lowdb, back)).toEqual(there);
  });

  test('into a store that holds something is refused, and leaves it alone', async () => {
    await postgres.transact((tx) => tx.put('users', user('ann')));
    expect(await moveStorage(lowdb, postgres)).toEqual({ refused: 'not-empty', parts: ['users'] });
    expect(await postgres.all('users')).toEqual([user('ann')]);
    expect(await postgres.get('settings', MOVE_MARK)).toBeUndefined();
  });

  test.each([1, 2, 3, 4, 6])(
    'cut off after %i writes it can be run again, also when the source changed since',
    async (writes) => {
      await expect(moveStorage(lowdb, failingAfter(postgres, writes))).rejects.toThrow('pulled the plug');
      // What was unique to one is now another's, one is gone, and a stream began anew.
      await lowdb.transact(async (tx) => {
        await tx.remove('users', 'user-1');
        await tx.put('users', user('user-2', 'someone@example.com'));
        await tx.put('users', user('user-3', 'user-1@example.com'));
      });
      await lowdb.dropLog('plays', 'hall');
      await lowdb.transact((tx) => tx.append('plays', 'hall', uuid(9_999), play(9_999)));
      const moved = await moveStorage(lowdb, postgres);
      expect(moved).toMatchObject({ documents: USERS + 2, records: PLAYS + 1 });
      expect(await verifySame(lowdb, postgres)).toEqual(moved);
    },
  );

  test('a source that changes during the move is noticed', async () => {
    let written: Promise<unknown> | undefined;
    // The write is under way from the first comparison on and has ended before the logs are compared.
    const changing: Storage = {
      ...lowdb,
      streams: async (log) => {
        await written;
        return lowdb.streams(log);
      },
    };
    const outcome = await moveStorage(changing, postgres, ({ part }) => {
      if (part === 'verify') written ??= lowdb.transact((tx) => tx.put('users', user('late')));
    }).catch((error: unknown) => error);
    expect(written).toBeDefined();
    // Either the comparison or the revisions tell.
    const noticed = outcome instanceof MoveMismatch || (outcome instanceof Object && 'refused' in outcome);
    expect(noticed).toBe(true);
    expect(await postgres.get('settings', MOVE_MARK)).toBeDefined();
  });

  test('an engine that loses something is noticed', async () => {
    const forgetful: Storage = {
      ...postgres,
      readLog: async (log, stream, after, limit) => (await postgres.readLog(log, stream, after, limit)).slice(1),
    };
    await expect(moveStorage(lowdb, forgetful)).rejects.toThrow(MoveMismatch);
  });
});

async function fill(storage: Storage): Promise<void> {
  await storage.transact(async (tx) => {
    for (let number = 0; number < USERS; number += 1) await tx.put('users', user(`user-${number}`));
    await tx.put('sessions', session(1, 'user-1'));
    await tx.put('settings', setting('motto', { zeta: 1, alpha: 2 }));
    await tx.put('heartbeats', heartbeat('lobby'));
    for (let number = 0; number < PLAYS; number += 1) await tx.append('plays', 'lobby', uuid(number), play(number));
    await tx.append('plays', 'hall', uuid(1), play(1));
  });
}

function failingAfter(storage: Storage, writes: number): Storage {
  let left = writes;
  return {
    ...storage,
    transact: (work) => {
      left -= 1;
      return left < 0 ? Promise.reject(new Error('pulled the plug')) : storage.transact(work);
    },
  };
}

function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'palier-move-'));
}
