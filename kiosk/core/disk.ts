/**
 * The disk as the core needs it: a flat set of files named by relative paths. `replace` and `append` are durable when
 * they resolve; whoever reads a name sees the old file or the new one, never a half.
 */
export type DiskFile = { name: string; sizeBytes: number; modifiedMs: number };

/** A file that grows; nothing is durable before `sync` resolves. */
export type DiskWriter = {
  write(bytes: Uint8Array): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
};

export type Disk = {
  /** Files directly in `folder`, by full relative name; none when it does not exist. */
  list(folder: string): Promise<DiskFile[]>;
  read(name: string): Promise<Uint8Array | undefined>;
  /** Half-open byte range `[start, end)`. */
  stream(name: string, start: number, end: number): ReadableStream<Uint8Array>;
  size(name: string): Promise<number | undefined>;
  /** `secret`: readable by this user alone. */
  replace(name: string, bytes: Uint8Array, options?: { secret?: boolean }): Promise<void>;
  append(name: string, bytes: Uint8Array): Promise<void>;
  openAppend(name: string): Promise<DiskWriter>;
  rename(from: string, to: string): Promise<void>;
  /** Gone afterwards, whether or not it was there. */
  remove(name: string): Promise<void>;
  /** Absent: this disk cannot tell. */
  freeBytes(): Promise<number | undefined>;
};

/** Thrown by writes when no room is left. */
export class DiskFullError extends Error {
  override name = 'DiskFullError';
}
