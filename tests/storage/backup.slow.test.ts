/** P8: a backup is one consistent point, taken while another process writes; its restore is a store that works. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { backUp, restore, type Places } from '../../api/src/storage/backup.ts';
import { openJsonStorage } from '../../api/src/storage/json.ts';
import { verify } from '../../api/src/storage/verify.ts';
import { judge, newLedger, work } from '../faults/support/ledger.ts';
import { note, startWriter } from '../faults/support/processes.ts';
import { rounds } from '../faults/support/scale.ts';
import { newFolder } from './folder.ts';
import { quiet } from './support.ts';

const AT = '2026-05-07T10:00:00.000Z';
const run = promisify(execFile);

async function newPlaces(): Promise<Places & { base: string; mediaDir: string }> {
  const base = await newFolder();
  const dataDir = join(base, 'data');
  await mkdir(dataDir);
  return { base, dataDir, playlistsDir: join(base, 'playlists'), mediaDir: join(dataDir, 'media') };
}

async function addFiles({ playlistsDir, mediaDir }: Places & { mediaDir: string }): Promise<string> {
  await mkdir(playlistsDir);
  await writeFile(
    join(playlistsDir, 'lobby.json'),
    JSON.stringify({ id: 'lobby', name: { en: 'Lobby' }, entries: [] }),
  );
  const sha256 = createHash('sha256').update('a picture').digest('hex');
  await mkdir(join(mediaDir, sha256.slice(0, 2)), { recursive: true });
  await writeFile(join(mediaDir, sha256.slice(0, 2), sha256), 'a picture');
  return join(sha256.slice(0, 2), sha256);
}

test.each(['tar', 'tar.gz'])(
  'a backup under load (%s) restores to a store that works',
  { timeout: 120_000 },
  async (ending) => {
    for (let round = 0; round < rounds(2, 20); round++) {
      const from = await newPlaces();
      const media = await addFiles(from);
      const writer = startWriter(from.dataDir, 8);
      await writer.said(300);
      const before = newLedger();
      note(writer.lines, before);
      const file = join(from.base, `saved.${ending}`);
      await backUp(file, from, AT);
      await writer.said(writer.lines.length + 50);
      await writer.kill();
      const to = await newPlaces();
      expect(await restore(file, to, quiet().log)).toMatchObject({ madeAt: AT });
      expect((await verify(to)).findings).toEqual([]);
      const storage = await openJsonStorage({ dir: to.dataDir, ...quiet() });
      expect(await judge(storage, before)).toEqual([]);
      await work(storage, before, 3, 5, 900_000);
      expect(await judge(storage, before)).toEqual([]);
      await storage.close();
      expect(await readFile(join(to.mediaDir, media), 'utf8')).toBe('a picture');
      expect(await readFile(join(to.playlistsDir, 'lobby.json'))).toEqual(
        await readFile(join(from.playlistsDir, 'lobby.json')),
      );
    }
  },
);

async function saved() {
  const from = await newPlaces();
  await addFiles(from);
  const storage = await openJsonStorage({ dir: from.dataDir, ...quiet() });
  const ledger = newLedger();
  await work(storage, ledger, 2, 10);
  await storage.checkpoint();
  await work(storage, ledger, 2, 10, 11);
  const file = join(from.base, 'saved.tar');
  await backUp(file, from, AT);
  await storage.close();
  return { from, file, ledger };
}

test('nothing is restored over anything', async () => {
  const { from, file } = await saved();
  expect(await restore(file, from, quiet().log)).toMatchObject({
    refused: 'not-empty',
    what: expect.stringMatching(/holds a store/),
  });
  const to = await newPlaces();
  await addFiles(to);
  expect(await restore(file, to, quiet().log)).toMatchObject({ refused: 'not-empty' });
  expect(await readdir(to.dataDir)).toEqual(['media']);
});

test('a backup that was cut off or changed is refused, and leaves the place empty', async () => {
  const { file } = await saved();
  const whole = await readFile(file);
  const { size } = await stat(file);
  for (const length of [0, 100, size / 2, size - 4_000, size - 1_100].map(Math.floor)) {
    const to = await newPlaces();
    await writeFile(file, whole);
    await truncate(file, length);
    await expect(restore(file, to, quiet().log), `cut to ${length}`).rejects.toThrow(/cannot be read|cut off|damaged/);
    expect(await readdir(to.dataDir)).toEqual([]);
  }
  for (const at of [600, 3_000, Math.floor(size / 2)]) {
    const to = await newPlaces();
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(file, bytes);
    await expect(restore(file, to, quiet().log), `flip at ${at}`).rejects.toThrow(/cannot be read|damaged|list/);
    expect(await readdir(to.dataDir)).toEqual([]);
  }
});

test('a restore that was cut off keeps the server from starting, and can be run again', async () => {
  const { file, ledger } = await saved();
  const to = await newPlaces();
  await mkdir(join(to.dataDir, '.restoring', 'store'), { recursive: true });
  await writeFile(join(to.dataDir, 'journal-00000001'), 'half');
  await expect(openJsonStorage({ dir: to.dataDir, ...quiet() })).rejects.toThrow(/restore .* was cut off/);
  expect(await restore(file, to, quiet().log)).toMatchObject({ madeAt: AT });
  const storage = await openJsonStorage({ dir: to.dataDir, ...quiet() });
  expect(await judge(storage, ledger)).toEqual([]);
  await storage.close();
});

test('verify names what is wrong and changes nothing', async () => {
  const { from } = await saved();
  expect(await verify(from)).toMatchObject({ findings: [], media: 1, playlists: 1, records: 80 });
  await writeFile(join(from.playlistsDir, 'broken.json'), '{');
  const [folder = ''] = await readdir(from.mediaDir);
  const [name = ''] = await readdir(join(from.mediaDir, folder));
  await writeFile(join(from.mediaDir, folder, name), 'another picture');
  const journal = join(from.dataDir, 'journal-00000002');
  const bytes = await readFile(journal);
  bytes[400] = (bytes[400] ?? 0) ^ 1;
  await writeFile(journal, bytes);
  const { findings } = await verify(from);
  expect(findings.map(({ reason }) => reason).join('\n')).toMatch(
    /damaged at byte[^]*line 1[^]*not what its name promises/,
  );
  expect(await readFile(journal)).toEqual(bytes);
});

test('the command line says what it did, and its exit code whether all is well', { timeout: 60_000 }, async () => {
  const { from, file } = await saved();
  const cli = new URL('../../api/src/cli.ts', import.meta.url).pathname;
  const palier = (places: Places, ...args: string[]) =>
    run(process.execPath, [cli, ...args], { env: { DATA_DIR: places.dataDir, PLAYLISTS_DIR: places.playlistsDir } });
  const to = await newPlaces();
  expect((await palier(to, 'restore', file)).stdout).toMatch(/Restored \d+ files, saved at 2026-05-07/);
  expect((await palier(to, 'verify')).stdout).toMatch(/80 records, 1 playlist files, 1 media files; 0 findings/);
  expect((await palier(to, 'backup', join(to.base, 'again.tar.gz'))).stdout).toMatch(/again.tar.gz: \d+ files/);
  await expect(palier(to, 'restore', file)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/nothing was restored/),
  });
  await expect(palier(from, 'bakup')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/no command "bakup"/),
  });
});
