/** Opens the storage the settings ask for: PostgreSQL when there is a `DATABASE_URL`, otherwise the embedded engine. */
import type { JobTable } from '../jobs.ts';
import { openJsonStorage, type StorageLog } from './json.ts';
import type { Storage } from './storage.ts';

export type StorageSettings = {
  /** The embedded engine's folder. */
  dataDir: string;
  /** `postgres://...` */
  databaseUrl?: string | undefined;
  clock: { now(): number };
  log: StorageLog;
};

/** `jobs` where the engine keeps the table of jobs for all processes that share it. */
export async function openStorage({
  dataDir,
  databaseUrl,
  clock,
  log,
}: StorageSettings): Promise<Storage & { jobs?: JobTable }> {
  if (databaseUrl === undefined || databaseUrl === '') return openJsonStorage({ dir: dataDir, clock, log });
  if (!/^postgres(ql)?:\/\//.test(databaseUrl)) throw new Error('DATABASE_URL must begin with postgres://');
  // Loaded only when asked for: the embedded engine needs no database client.
  const { openPostgresStorage } = await import('./postgres.ts');
  return openPostgresStorage({ url: databaseUrl, log });
}
