/**
 * What is remembered of each file in the watched folder: its size and time when it was last taken in or refused, and
 * which file of the library it is. Renaming in the folder changes only where a file lies, never what it is called.
 */
import { FileReason } from '@palier/playlists/file-reason';
import type { LibraryFile } from '@palier/playlists/library-file';
import { MAX_TAGS, MediaName, type Media } from '@palier/playlists/media';
import { z } from 'zod';
import type { Storage, Transaction } from '../storage/storage.ts';
import { dropPages } from './intake.ts';
import { playlistsUsing, storiesUsing } from './used-in.ts';

const Known = z.strictObject({
  sizeBytes: z.number(),
  mtimeMs: z.number(),
  refused: FileReason.optional(),
  /** Its name in the library, where it is another than its path. */
  id: MediaName.optional(),
});
export type Known = z.infer<typeof Known>;
/** A file of the library that no longer lies where it did. */
export type Missing = { id: MediaName; file: MediaName; digest: string; collection: 'media' | 'libraryFiles' };

export function createFolderBook({ node, storage }: { node: string; storage: Storage }) {
  const keyOf = (file: string) => `folder:${node}${file}`;
  const read = async (reader: Pick<Storage, 'get'>, file: string): Promise<Known | undefined> =>
    Known.safeParse((await reader.get('settings', keyOf(file)))?.value).data;
  const fileOf = (one: Media | LibraryFile): MediaName => one.file ?? one.id;

  async function idOf(reader: Pick<Storage, 'get'>, file: MediaName): Promise<MediaName> {
    return (await read(reader, file))?.id ?? file;
  }

  return {
    keyOf,
    get: (file: MediaName) => read(storage, file),
    put: (transaction: Transaction, file: MediaName, value: Known): Promise<void> =>
      transaction.put('settings', { id: keyOf(file), value }),

    /** A name in the library for a new file: its path, unless a file that was renamed has it. */
    async freeId(file: MediaName): Promise<MediaName> {
      const dot = file.lastIndexOf('.') > file.lastIndexOf('/') ? file.lastIndexOf('.') : file.length;
      for (let number = 1; ; number += 1) {
        const id = MediaName.parse(number === 1 ? file : `${file.slice(0, dot)}-${number}${file.slice(dot)}`);
        const taken = (await storage.get('media', id)) ?? (await storage.get('libraryFiles', id));
        if (taken === undefined || taken.origin === 'upload' || fileOf(taken) === file) return id;
      }
    },

    /** Files of this folder that `isGone` says are not there; of one size, when it is given. */
    async missing(sizeBytes: number | undefined, isGone: (file: MediaName) => Promise<boolean>): Promise<Missing[]> {
      const all = [
        ...(await storage.all('media')).map((one) => ({ one, digest: one.received, collection: 'media' as const })),
        ...(await storage.all('libraryFiles')).map((one) => ({
          one,
          digest: one.sha256,
          collection: 'libraryFiles' as const,
        })),
      ];
      const missing: Missing[] = [];
      for (const { one, digest, collection } of all) {
        if (one.origin !== 'folder' || ('page' in one && one.page !== undefined)) continue;
        const file = fileOf(one);
        const known = await read(storage, file);
        if (known === undefined || (sizeBytes !== undefined && known.sizeBytes !== sizeBytes)) continue;
        if (await isGone(file)) missing.push({ id: one.id, file, digest: digest ?? '', collection });
      }
      return missing;
    },

    /** It lies elsewhere now; the tags that its folders gave it follow. */
    async rename(
      { id, file: old, collection }: Missing,
      file: MediaName,
      stat: { sizeBytes: number; mtimeMs: number },
    ): Promise<void> {
      await storage.transact(async (transaction) => {
        const one = await transaction.get(collection, id);
        if (one === undefined) return;
        const gone = new Set(folderTags(old));
        const tags = [...(one.tags ?? []).filter((tag) => !gone.has(tag)), ...folderTags(file)];
        const { file: _file, tags: _tags, ...rest } = one;
        const unique = [...new Set(tags)].slice(0, MAX_TAGS);
        const next = { ...rest, ...(file === id ? {} : { file }), ...(unique.length === 0 ? {} : { tags: unique }) };
        if (collection === 'media') await transaction.put('media', next as Media);
        else await transaction.put('libraryFiles', next as LibraryFile);
        await transaction.remove('settings', keyOf(old));
        await transaction.put('settings', { id: keyOf(file), value: { ...stat, ...(file === id ? {} : { id }) } });
      });
    },

    /** Takes it out of the library, if it came from the folder; answers the playlists and stories for whose sake it stays. */
    async forget(file: MediaName): Promise<string[]> {
      const kept = await storage.transact(async (transaction): Promise<string[]> => {
        if ((await read(transaction, file)) === undefined) return [];
        const id = await idOf(transaction, file);
        const media = await transaction.get('media', id);
        const paper = await transaction.get('libraryFiles', id);
        const one = media ?? paper;
        if (one?.origin === 'folder') {
          const users = playlistsUsing(id, await transaction.all('playlists'));
          const stories = storiesUsing(id, await transaction.all('sourceStories'));
          if (users.length + stories.length > 0) return [...users, ...stories].map((one) => one.id);
          if (paper !== undefined) await dropPages(transaction, id, new Set());
          await transaction.remove(media === undefined ? 'libraryFiles' : 'media', id);
        }
        await transaction.remove('settings', keyOf(file));
        return [];
      });
      return Array.isArray(kept) ? kept : [];
    },
  };
}

/** The subfolders of a file, as words to find it by. */
export function folderTags(file: string): string[] {
  return file
    .split('/')
    .slice(0, -1)
    .map((part) => part.slice(0, 40).trim())
    .filter((part) => part !== '');
}
