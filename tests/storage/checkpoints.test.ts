/** The embedded engine's own ways: checkpoints, segments, dropped streams, torn tails, versions, damage. */
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJsonStorage, type JsonStorageDeps } from '../../api/src/storage/json.ts';
import { play, setting, user, uuid } from './documents.ts';
import { newFolder } from './folder.ts';
import { quiet } from './support.ts';

const openAt = (dir: string, more: Partial<JsonStorageDeps> = {}) => openJsonStorage({ dir, ...quiet(), ...more });

test('after a checkpoint everything is there, with one journal and one snapshot', async () => {
  const dir = await newFolder();
  const first = await openAt(dir);
  for (let number = 1; number <= 50; number++) {
    await first.transact(async (tx) => {
      await tx.put('users', user(`user-${number}`));
      await tx.append('plays', number % 3 === 0 ? 'hall' : 'lobby', uuid(number), play(number));
    });
    if (number % 20 === 0) await first.checkpoint();
  }
  const files = (await readdir(dir)).filter((name) => !name.startsWith('lock')).sort();
  expect(files).toEqual(['journal-00000003', 'plays-00000001.segment', 'snapshot-00000003']);
  const read = async (storage: typeof first) => ({
    users: await storage.all('users'),
    lobby: await storage.readLog('plays', 'lobby', 0, 1000),
    hall: await storage.readLog('plays', 'hall', 5, 5),
    revision: await storage.revision('users'),
    streams: await storage.streams('plays'),
  });
  const before = await read(first);
  expect(before.lobby.map(({ position }) => position)).toEqual(Array.from({ length: 34 }, (_, index) => index + 1));
  await first.close();
  const second = await openAt(dir);
  expect(await read(second)).toEqual(before);
  expect(await second.transact((tx) => tx.append('plays', 'lobby', uuid(1), play(1)))).toBe(false);
  await second.close();
});

test('checkpoints happen by themselves while many write, and lose nothing', async () => {
  const dir = await newFolder();
  const first = await openAt(dir, { leastJournalBytes: 20_000 });
  const writers = Array.from({ length: 16 }, async (_, writer) => {
    for (let round = 0; round < 60; round++) {
      const number = writer * 1000 + round;
      await first.transact(async (tx) => {
        await tx.put('settings', setting(`count-${writer}`, round));
        await tx.append('plays', `screen-${writer}`, uuid(number), play(number));
      });
    }
  });
  await Promise.all(writers);
  const snapshots = (await readdir(dir)).filter((name) => /^snapshot-\d+$/.test(name));
  expect(snapshots.every((name) => Number(name.slice(9)) > 1)).toBe(true);
  await first.close();
  const second = await openAt(dir);
  for (let writer = 0; writer < 16; writer++) {
    expect((await second.get('settings', `count-${writer}`))?.value).toBe(59);
    expect((await second.readLog('plays', `screen-${writer}`, 0, 100)).map(({ key }) => key)).toEqual(
      Array.from({ length: 60 }, (_, round) => uuid(writer * 1000 + round)),
    );
  }
  expect(await second.revision('settings')).toBe(16 * 60);
  await second.close();
});

test('a dropped stream leaves the files with the next checkpoints, and never comes back', async () => {
  const dir = await newFolder();
  const storage = await openAt(dir);
  const fill = (from: number, to: number) =>
    storage.transact(async (tx) => {
      for (let number = from; number <= to; number++)
        for (const stream of ['lobby', 'hall']) await tx.append('plays', stream, uuid(number), play(number));
    });
  await fill(1, 20);
  await storage.checkpoint();
  await fill(21, 30);
  await storage.dropLog('plays', 'lobby');
  await storage.transact((tx) => tx.append('plays', 'lobby', uuid(99), play(99)));
  await storage.checkpoint();
  await storage.checkpoint();
  const segments = (await readdir(dir)).filter((name) => name.endsWith('.segment'));
  const text = (await Promise.all(segments.map((name) => readFile(join(dir, name), 'latin1')))).join('');
  expect(text.split('lobby').length - 1).toBe(1);
  await storage.close();
  const second = await openAt(dir);
  expect((await second.readLog('plays', 'lobby', 0, 10)).map(({ key }) => key)).toEqual([uuid(99)]);
  expect(await second.countLog('plays', 'hall')).toBe(30);
  expect((await second.readLog('plays', 'hall', 29, 10)).map(({ key }) => key)).toEqual([uuid(30)]);
  await second.close();
});

test('documents are lifted by the migrations, in journal, snapshot and log, and an older program refuses the result', async () => {
  const dir = await newFolder();
  const first = await openAt(dir);
  await first.transact(async (tx) => {
    await tx.put('settings', setting('in-snapshot', 1));
    await tx.append('plays', 'lobby', uuid(1), play(1));
  });
  await first.checkpoint();
  await first.transact((tx) => tx.put('settings', setting('in-journal', 2)));
  await first.close();
  const doubled = (document: unknown) => {
    const { id, value } = document as { id: string; value: number };
    return { id, value: value * 2 };
  };
  const migrations = [{ why: 'test', collections: { settings: doubled } }];
  const second = await openAt(dir, { migrations });
  expect(await second.all('settings')).toEqual([setting('in-journal', 4), setting('in-snapshot', 2)]);
  await second.transact((tx) => tx.put('settings', setting('new', 5)));
  await second.close();
  const third = await openAt(dir, { migrations });
  expect(await third.all('settings')).toEqual([setting('in-journal', 4), setting('in-snapshot', 2), setting('new', 5)]);
  await third.close();
  await expect(openAt(dir)).rejects.toThrow(/newer Palier \(schema 2, this one knows 1\)/);
});

test('a tail that a crash tore is kept aside and cut off', async () => {
  const dir = await newFolder();
  const first = await openAt(dir);
  await first.transact((tx) => tx.put('settings', setting('a')));
  await first.close();
  const path = join(dir, 'journal-00000001');
  const whole = await readFile(path);
  await writeFile(path, Buffer.concat([whole, Buffer.from('half of a rec')]));
  const second = await openAt(dir);
  expect(await second.get('settings', 'a')).toEqual(setting('a'));
  await second.close();
  const aside = (await readdir(dir)).find((name) => name.endsWith('.torn'));
  expect(await readFile(join(dir, aside ?? ''), 'utf8')).toBe('half of a rec');
});

test.each([
  ['journal-00000002', 100],
  ['snapshot-00000002', 300],
  ['plays-00000001.segment', 200],
])(
  'a byte that changed in %s refuses the start, names file and offset, and leaves the files as they are',
  async (name, at) => {
    const dir = await newFolder();
    const first = await openAt(dir);
    await first.transact(async (tx) => {
      await tx.put('settings', setting('a'));
      await tx.append('plays', 'lobby', uuid(1), play(1));
    });
    await first.checkpoint();
    await first.transact((tx) => tx.put('settings', setting('b')));
    await first.close();
    const path = join(dir, name);
    const bytes = await readFile(path);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(path, bytes);
    const sizes = async () =>
      Promise.all(
        (await readdir(dir))
          .filter((file) => !file.startsWith('lock'))
          .sort()
          .map(async (file) => [file, (await stat(join(dir, file))).size]),
      );
    const before = await sizes();
    await expect(openAt(dir)).rejects.toThrow(new RegExp(`${name}.* is damaged at byte \\d+: .*palier restore`));
    expect(await sizes()).toEqual(before);
  },
);
