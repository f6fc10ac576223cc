/** Reads the settings, opens the store, starts everything in order, and ends it in the opposite order. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { createApi } from './app.ts';
import { seedDocuments } from './demo/documents.ts';
import { systemClock } from './clock.ts';
import { greetingLines, refusalLines } from './greeting.ts';
import { createHostedPlayers, type HostedPlayers } from './hosted-player.ts';
import { openKioskWindow } from './kiosk-window.ts';
import { listen } from './listen.ts';
import { prepareLocalScreen } from './local-screen.ts';
import { createLog, reasonOf } from './log.ts';
import { createPanel, type Panel } from './panel.ts';
import { createParts } from './parts.ts';
import { digestOf } from './secrets.ts';
import { seedDemo } from './seed.ts';
import { languageOf, readSettings, type Settings } from './settings.ts';
import { openStorage } from './storage/open.ts';

const PLAYER_DIR = resolve(import.meta.dirname, '../../kiosk/player/dist');
const clock = systemClock;

async function start(settings: Settings): Promise<() => Promise<void>> {
  const log = createLog(settings.logLevel);
  const version = versionOf();
  let publicUrl = settings.publicUrl;
  const storage = await openStorage({
    dataDir: settings.dataDir,
    databaseUrl: settings.databaseUrl,
    clock,
    log: log.forStorage,
  });
  const parts = createParts({
    storage,
    jobTable: storage.jobs,
    clock,
    log,
    random: randomBytes,
    settings,
    publicUrl: () => publicUrl,
    version,
    fetch: globalThis.fetch,
    node: `${hostname()}-${digestOf(settings.dataDir).slice(0, 8)}`,
  });
  await parts.start();
  await seedDocuments(parts);
  await seedDemo(storage);
  if (settings.admin !== undefined) await parts.setup.ensureAdmin(settings.admin, settings.language);
  const setupToken = await parts.setup.newToken();

  let players: HostedPlayers | undefined;
  const api = createApi(parts, (app) => {
    players = createHostedPlayers({ clock, log, version, playerDir: PLAYER_DIR, fetch: app.fetch });
    return players;
  });
  let panel: Panel | undefined;
  const server = await listen({
    settings,
    api,
    log,
    panel: (...asked) => (panel ??= createPanel((error) => log.error('the panel does not load', error)))(...asked),
  });
  // With PORT=0 the address is known only now.
  if (settings.port === 0) publicUrl = publicUrl.replace(/:0$/, `:${server.port}`);
  for (const line of greetingLines(
    { url: publicUrl, setupToken, faults: parts.library.faults().length },
    settings.language,
  )) {
    console.log(line);
  }
  const kiosk = settings.kiosk === 'auto' ? await startKiosk(settings, server.port) : undefined;

  async function startKiosk({ dataDir, zone, language, tls }: Settings, port: number) {
    const tokenFile = await prepareLocalScreen({ storage, screenTokens: parts.screenTokens, dataDir, zone, language });
    // The certificate names the public address, so over TLS that is the one to use.
    const serverUrl = tls === undefined ? `http://${loopbackOr(settings.host)}:${port}` : publicUrl;
    return openKioskWindow({ serverUrl, dataDir, tokenFile, clock, log });
  }

  return async () => {
    await kiosk?.stop();
    const closed = server.close();
    await players?.stop();
    await parts.stop();
    await closed;
    await storage.close();
  };
}

/** Ends on the first signal in good order; a second one, or ten seconds, ends it at once. */
function endOnSignal(stop: () => Promise<void>): void {
  let ending = false;
  const end = () => {
    if (ending) process.exit(1);
    ending = true;
    setTimeout(() => process.exit(1), 10_000).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(reasonOf(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

/** Where the kiosk of this machine reaches the server: never by way of the network if it can be helped. */
function loopbackOr(host: string | undefined): string {
  if (host === undefined || host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function versionOf(): string {
  const text = readFileSync(resolve(import.meta.dirname, '../package.json'), 'utf8');
  const { version }: { version: string } = JSON.parse(text);
  return version;
}

const read = readSettings(process.env);
if ('faults' in read) {
  for (const line of refusalLines(read.faults, languageOf(process.env))) console.error(line);
  process.exit(1);
}
try {
  endOnSignal(await start(read.settings));
} catch (error) {
  console.error(reasonOf(error));
  process.exit(1);
}
