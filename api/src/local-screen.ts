/**
 * The screen of the machine that the server runs on. Nobody has to approve it: its token is handed to the kiosk through
 * a file that this user alone can read. A screen that was removed in the panel is not made again.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ScreenId } from '@palier/playlists/ids';
import type { Language } from '@palier/playlists/localized';
import { Screen } from '@palier/playlists/screen';
import type { ScreenTokens } from './screen-tokens.ts';
import { digestOf } from './secrets.ts';
import { errorCode } from './storage/disk.ts';
import { writeFileDurably } from './storage/durable-file.ts';
import type { Storage } from './storage/storage.ts';

const KEY = 'local-screen';
const NAME = { fr: 'Cet écran', en: 'This screen' };

/** Answers the file with the token; absent when this machine's screen was removed. */
export async function prepareLocalScreen(deps: {
  storage: Storage;
  screenTokens: ScreenTokens;
  dataDir: string;
  zone: string;
  language: Language;
}): Promise<string | undefined> {
  const { storage, screenTokens } = deps;
  const id = ScreenId.parse('this-machine');
  await storage.transact(async (transaction) => {
    if ((await transaction.get('settings', KEY)) !== undefined) return;
    await transaction.put('settings', { id: KEY, value: id });
    const { zone, language } = deps;
    const screen = Screen.parse({ id, name: NAME[language], zone, language });
    await transaction.put('screens', { id, screen, tokenHashes: [] });
  });
  const record = await storage.get('screens', id);
  if (record === undefined) return undefined;
  const path = join(deps.dataDir, 'this-machine.token');
  const token = await readToken(path);
  if (token !== undefined && record.tokenHashes.includes(digestOf(token))) return path;
  // The kiosk has renewed its token since, and keeps it itself: a file that is there says it once had one.
  if (token !== undefined && record.tokenHashes.length > 0) return path;
  await mkdir(deps.dataDir, { recursive: true, mode: 0o700 });
  await writeFileDurably(path, `${await screenTokens.grant(id)}\n`);
  return path;
}

async function readToken(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
