/**
 * The command line: `palier backup FILE`, `restore FILE`, `verify`, `move`. Results on standard output, progress on standard
 * error, exit code 0 only when all is well. Places come from the same environment as the server's.
 */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { systemClock, isoOf } from './clock.ts';
import { createLog, reasonOf } from './log.ts';
import { createMeter } from './meter.ts';
import { serviceCommand } from './service.ts';
import { readSettings, type Settings } from './settings.ts';
import { backUp, restore, type Places } from './storage/backup.ts';
import { openJsonStorage } from './storage/json.ts';
import { moveStorage } from './storage/move.ts';
import type { Storage } from './storage/storage.ts';
import { verify } from './storage/verify.ts';
import { checkThreads } from './threads/check.ts';

const USAGE = `Usage: palier COMMAND

  backup FILE                        one consistent point of store, playlists and media, also while the server runs
                                     (FILE.tar, or FILE.tar.gz to squeeze it)
  restore FILE                       into an empty DATA_DIR and PLAYLISTS_DIR
  verify                             checks every file and changes nothing
  move --from lowdb --to postgres    copies the store to DATABASE_URL, checks it; --from postgres --to lowdb goes back
  service [install]                  prints, or installs, what has the system start the server again whenever it ends

Places are those of the server: DATA_DIR, PLAYLISTS_DIR, MEDIA_URL, DATABASE_URL.`;

type Command = (args: readonly string[], settings: Settings) => Promise<number>;
const COMMANDS: Record<string, Command> = {
  backup: backupCommand,
  restore: restoreCommand,
  verify: verifyCommand,
  move: moveCommand,
  service: async (args) => serviceCommand(args),
};

async function main(): Promise<number> {
  const [name = '', ...args] = process.argv.slice(2);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined)
    return usage(name === 'help' || name === '--help' ? undefined : `there is no command "${name}"`);
  const read = readSettings(process.env);
  if ('faults' in read) {
    for (const fault of read.faults) console.error(`${fault.name}: ${fault.reason}`);
    return 2;
  }
  return command(args, read.settings);
}

function usage(reason: string | undefined): number {
  if (reason === undefined) console.log(USAGE);
  else console.error(`palier: ${reason}\n\n${USAGE}`);
  return reason === undefined ? 0 : 2;
}

function placesOf({ dataDir, playlistsDir, mediaUrl }: Settings): Places {
  if (mediaUrl === undefined) return { dataDir, playlistsDir, mediaDir: join(dataDir, 'media') };
  if (mediaUrl.startsWith('file:')) return { dataDir, playlistsDir, mediaDir: join(fileURLToPath(mediaUrl), 'media') };
  console.error(
    'palier: the media lie in the bucket that MEDIA_URL names; they are neither saved, restored nor checked here.',
  );
  return { dataDir, playlistsDir, mediaDir: undefined };
}

async function backupCommand(args: readonly string[], settings: Settings): Promise<number> {
  const [file, ...more] = args;
  if (file === undefined || more.length > 0) return usage('backup takes the name of one file');
  if (settings.databaseUrl !== undefined)
    return onlyEmbedded('save the database with pg_dump, and the folder of the media beside it');
  const meter = createMeter(process.stderr, 'Saving');
  const list = await backUp(resolve(file), placesOf(settings), isoOf(systemClock.now()), meter.tick);
  meter.end();
  const bytes = list.files.reduce((sum, one) => sum + one.bytes, 0);
  console.log(`${file}: ${list.files.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
  return 0;
}

async function restoreCommand(args: readonly string[], settings: Settings): Promise<number> {
  const [file, ...more] = args;
  if (file === undefined || more.length > 0) return usage('restore takes the name of one file');
  if (settings.databaseUrl !== undefined)
    return onlyEmbedded('restore without DATABASE_URL, then "palier move --from lowdb --to postgres"');
  const meter = createMeter(process.stderr, 'Restoring');
  const outcome = await restore(resolve(file), placesOf(settings), createLog('warn').forStorage, meter.tick);
  meter.end();
  if ('refused' in outcome) {
    console.error(`palier: nothing was restored: ${outcome.what}`);
    return 1;
  }
  console.log(`Restored ${outcome.files.length} files, saved at ${outcome.madeAt}, into ${settings.dataDir}`);
  return 0;
}

async function verifyCommand(args: readonly string[], settings: Settings): Promise<number> {
  if (args.length > 0) return usage('verify takes nothing');
  if (settings.databaseUrl !== undefined) return verifyDatabase(settings.databaseUrl);
  const meter = createMeter(process.stderr, 'Checking');
  const { findings, documents, records, media, playlists, threads } = await verify(placesOf(settings), meter.tick);
  meter.end();
  for (const { file, reason } of findings) console.log(`${file}: ${reason}`);
  console.log(
    `${documents} documents, ${records} records, ${playlists} playlist files, ${media} media files; ${findings.length} findings; ${threads} threads, whose days of deletion were checked`,
  );
  return findings.length === 0 ? 0 : 1;
}

/** PostgreSQL looks after its own files (see its amcheck); that threads are deleted on their day is ours to prove. */
async function verifyDatabase(url: string): Promise<number> {
  const { openPostgresStorage } = await import('./storage/postgres.ts');
  const database = await openPostgresStorage({ url, log: createLog('warn').forStorage });
  try {
    const { threads, findings } = await checkThreads(database, systemClock.now());
    for (const { file, reason } of findings) console.log(`${file}: ${reason}`);
    console.log(`${threads} threads; ${findings.length} findings. The database's own files: see its amcheck`);
    return findings.length === 0 ? 0 : 1;
  } finally {
    await database.close();
  }
}

function onlyEmbedded(instead: string): number {
  console.error(`palier: this command is for the embedded store, and DATABASE_URL is set: ${instead}.`);
  return 2;
}

async function moveCommand(args: readonly string[], settings: Settings): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { from: { type: 'string' }, to: { type: 'string' } } });
  const way = `${values.from ?? ''} ${values.to ?? ''}`;
  if (way !== 'lowdb postgres' && way !== 'postgres lowdb')
    return usage('move takes --from lowdb --to postgres, or the reverse');
  if (settings.databaseUrl === undefined) return usage('move needs DATABASE_URL');
  const log = createLog('warn').forStorage;
  const { openPostgresStorage } = await import('./storage/postgres.ts');
  const embedded = await openJsonStorage({ dir: settings.dataDir, log });
  let database: Storage | undefined;
  const meter = createMeter(process.stderr, 'Moving');
  try {
    database = await openPostgresStorage({ url: settings.databaseUrl, log });
    const [from, to] = values.from === 'lowdb' ? [embedded, database] : [database, embedded];
    const outcome = await moveStorage(from, to, ({ part, done, total }) =>
      meter.tick({ part: `${part} ${done} of ${total}`, bytes: 0 }),
    );
    meter.end();
    if ('refused' in outcome) {
      console.error(
        `palier: not moved: ${outcome.refused === 'not-empty' ? `the target holds ${outcome.parts.join(', ')}` : `the source changed (${outcome.topics.join(', ')}): stop all servers and run it again`}`,
      );
      return 1;
    }
    console.log(`Moved ${outcome.documents} documents and ${outcome.records} records; SHA-256 ${outcome.sha256}`);
    return 0;
  } finally {
    await database?.close();
    await embedded.close();
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`palier: ${reasonOf(error)}`);
  return 1;
});
