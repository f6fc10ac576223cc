/**
 * What was dropped, as files: folders are opened, with those inside them. A browser hands a folder over as one file that
 * cannot be read. Hidden files stay where they are; never more than the library takes at once.
 */

const AT_MOST = 200;
const DEEPEST = 6;

type Drop = { files: Iterable<File>; items: Iterable<Pick<DataTransferItem, 'kind' | 'webkitGetAsEntry'>> };

/** Must be called while the drop is being handled: the browser forgets what was dropped right after. */
export async function droppedFiles({ files, items }: Drop): Promise<File[]> {
  const plain = [...files];
  const entries = [...items].flatMap((item) => (item.kind === 'file' ? (item.webkitGetAsEntry() ?? []) : []));
  if (!entries.some(isFolder)) return plain;
  const found: File[] = [];
  for (const entry of entries) await gather(entry, found, 0);
  return found;
}

async function gather(entry: FileSystemEntry, found: File[], depth: number): Promise<void> {
  if (found.length >= AT_MOST || depth > DEEPEST || entry.name.startsWith('.')) return;
  if (isFile(entry)) {
    const file = await new Promise<File | undefined>((resolve) => entry.file(resolve, () => resolve(undefined)));
    if (file !== undefined) found.push(file);
  } else if (isFolder(entry)) {
    for (const one of await listed(entry)) await gather(one, found, depth + 1);
  }
}

/** A folder is read in portions, until an empty one. */
async function listed(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  while (all.length < AT_MOST) {
    const some = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (some.length === 0) break;
    all.push(...some);
  }
  return all.toSorted((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}
