/** P4 on a real file system: a small tmpfs in its own mount namespace is filled, with bytes and with inodes, and emptied. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const CHILD = new URL('./support/fill-disk.ts', import.meta.url).pathname;

function inSmallDisk(options: string, command: string) {
  const dir = mkdtempSync(join(tmpdir(), 'palier-full-'));
  const script = `mount -t tmpfs -o ${options} none "$0" && ${command}`;
  try {
    return spawnSync('unshare', ['-m', 'sh', '-c', script, dir, process.execPath, CHILD], { encoding: 'utf8' });
  } finally {
    rmdirSync(dir);
  }
}

const tried = inSmallDisk('size=64k', 'true');
const hindered = tried.status === 0 ? undefined : (tried.error?.message ?? tried.stderr.trim());
const why = hindered === undefined ? '' : ` (skipped: no mount namespace here: ${hindered})`;

test.skipIf(hindered !== undefined).for([
  ['bytes', 'size=1500k'],
  ['inodes', 'size=20m,nr_inodes=24'],
])(
  `a disk without %s left: reads go on, writes are refused or pass, and it recovers by itself${why}`,
  ([what, options]) => {
    const run = inSmallDisk(options ?? '', `exec "$1" "$2" "$0" ${what}`);
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toEqual({
      faults: [],
      refused: what === 'bytes',
      readsWentOn: true,
      recovered: true,
      afterRestart: [],
    });
  },
);
