/**
 * Taking files out of the library, and bringing them back: what is removed keeps its bytes for a day. Nothing that is
 * shown is removed.
 */
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LibraryFile } from '@palier/playlists/library-file';
import type { Media } from '@palier/playlists/media';
import type { Story } from '@palier/playlists/story';
import { isoOf, type Clock } from '../clock.ts';
import { digestOf } from '../secrets.ts';
import { errorCode } from '../storage/disk.ts';
import { isRefused, type Storage, type Transaction } from '../storage/storage.ts';
import type { MediaFolder } from './folder.ts';
import { playlistsUsing, storiesUsing, takeoversUsing } from './used-in.ts';

const KEEP_MS = 24 * 3600_000;

export type Removed =
  | { removed: { media: Media[]; file: LibraryFile | undefined } }
  | { usedIn: string[]; stories: Story[] }
  | { absent: true };

export function createRemoval(deps: { storage: Storage; clock: Clock; folder: MediaFolder; dir: string }) {
  const { storage, clock, folder } = deps;
  const asideOf = (name: string) => join(deps.dir, digestOf(name).slice(0, 32));

  async function take(transaction: Transaction, name: string): Promise<Removed> {
    const media = await transaction.get('media', name);
    const file = media === undefined ? await transaction.get('libraryFiles', name) : undefined;
    const one = media ?? file;
    if (one === undefined) return { absent: true };
    const pages = await Promise.all((file?.pages ?? []).map((page) => transaction.get('media', page)));
    const all = [...(media === undefined ? [] : [media]), ...pages.filter((page) => page !== undefined)];
    const playlists = await transaction.all('playlists');
    const takeovers = await transaction.all('takeovers');
    const users = all.flatMap(({ id }) => [
      ...playlistsUsing(id, playlists).map((record) => record.id),
      ...takeoversUsing(id, takeovers, clock.now()),
    ]);
    const records = await transaction.all('sourceStories');
    const stories = all.flatMap(({ id }) => storiesUsing(id, records, clock.now()));
    if (users.length + stories.length > 0) return { usedIn: [...new Set(users)], stories };
    for (const each of all) await transaction.remove('media', each.id);
    if (file !== undefined) await transaction.remove('libraryFiles', file.id);
    await transaction.remove('settings', folder.keyOf(one.file ?? one.id));
    const removedAt = isoOf(clock.now());
    await transaction.put('removedMedia', {
      id: one.id,
      removedAt,
      media: all,
      ...(file === undefined ? {} : { file }),
    });
    return { removed: { media: all, file } };
  }

  /** A file of the watched folder would come back with the next start: it is put aside. */
  async function putAside({ removed }: Extract<Removed, { removed: unknown }>, name: string): Promise<void> {
    const one = removed.file ?? removed.media[0];
    if (one?.origin !== 'folder') return;
    await mkdir(deps.dir, { recursive: true, mode: 0o700 });
    await move(folder.pathOf(one.file ?? one.id), asideOf(name));
  }

  return {
    async remove(name: string): Promise<Removed> {
      const outcome = await storage.transact((transaction) => take(transaction, name));
      if (isRefused(outcome)) throw new Error('a look-up of media was taken');
      if ('removed' in outcome) await putAside(outcome, name);
      return outcome;
    },

    /** Answers whether it is back; another file of its name in between keeps the name. */
    async restore(name: string): Promise<boolean> {
      const back = await storage.transact(async (transaction) => {
        const record = await transaction.get('removedMedia', name);
        const isTaken =
          (await transaction.get('media', name)) !== undefined ||
          (await transaction.get('libraryFiles', name)) !== undefined;
        if (record === undefined || isTaken) return undefined;
        for (const media of record.media) await transaction.put('media', media);
        if (record.file !== undefined) await transaction.put('libraryFiles', record.file);
        await transaction.remove('removedMedia', name);
        return record;
      });
      if (back === undefined || isRefused(back)) return false;
      const one = back.file ?? back.media[0];
      if (one?.origin === 'folder') await move(asideOf(name), folder.pathOf(one.file ?? one.id));
      return true;
    },

    /** Lets go of what nobody wanted back. */
    async sweep(): Promise<void> {
      for (const record of await storage.all('removedMedia')) {
        if (clock.now() - Date.parse(record.removedAt) < KEEP_MS) continue;
        await storage.transact((transaction) => transaction.remove('removedMedia', record.id));
        await rm(asideOf(record.id), { force: true });
      }
    },
  };
}
export type Removal = ReturnType<typeof createRemoval>;

/** Also from one disk to another; a file that is not there any more is no reason to stop. */
async function move(from: string, to: string): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    if (errorCode(error) !== 'EXDEV') throw error;
    await copyFile(from, to);
    await rm(from, { force: true });
  }
}
