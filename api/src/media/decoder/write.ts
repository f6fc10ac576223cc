/** Writes what was made to a file of its own, synced, and says what it is. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaType } from '@palier/playlists/media';
import type { MadeFile } from './tasks.ts';

export async function writeMade(
  into: { dir: string; prefix: string },
  name: string,
  bytes: Buffer,
  shape: { type: MediaType; widthPx: number; heightPx: number },
): Promise<MadeFile> {
  const path = join(into.dir, `${into.prefix}-${name}`);
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { path, sha256, sizeBytes: bytes.length, ...shape };
}
