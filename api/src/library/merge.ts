/** What to do with a playlist that exists as a file and in the store, given what both were when they last agreed. Pure. */

export type Sides = {
  /** Digests of the two sides now; absent: it does not exist there. */
  file: string | undefined;
  stored: string | undefined;
  /** Digests of both when they last agreed; absent: they never did. */
  base: { file: string; stored: string } | undefined;
  /** What the stored side looks like as a file. */
  storedAsFile: string | undefined;
};

/**
 * `read-file`: the file is newer. `write-file`: the store is newer. `both`: each changed on its own. `file-gone`: it was
 * deleted by hand. `stored-gone`: it was deleted in the panel. `agree`: the same, only not yet noted. `nothing`: all is well.
 */
export type Move = 'nothing' | 'agree' | 'read-file' | 'write-file' | 'both' | 'file-gone' | 'stored-gone';

export function moveFor({ file, stored, base, storedAsFile }: Sides): Move {
  if (file === undefined && stored === undefined) return base === undefined ? 'nothing' : 'agree';
  if (file === undefined) return base === undefined || base.stored !== stored ? 'write-file' : 'file-gone';
  if (stored === undefined) return base?.file === file ? 'stored-gone' : 'read-file';
  if (file === storedAsFile) return base?.file === file && base.stored === stored ? 'nothing' : 'agree';
  const isFileNew = base?.file !== file;
  const isStoredNew = base?.stored !== stored;
  if (isFileNew && isStoredNew) return base === undefined ? 'read-file' : 'both';
  if (isFileNew) return 'read-file';
  return isStoredNew ? 'write-file' : 'nothing';
}
