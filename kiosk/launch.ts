/**
 * Starts the kiosk of one machine: the core, and a window on it. Electron where its binary is, else Chromium, Chrome or
 * Edge; where none can open, it prints the address for any other browser and ends well.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './chromium/browsers.ts';
import { capturePage, createDevtools } from './chromium/devtools.ts';
import { lockFolder } from './chromium/lock.ts';
import { serveLoopback } from './chromium/loopback.ts';
import { supervise, type Supervised } from './chromium/supervise.ts';
import { openWindow } from './chromium/window.ts';
import { findElectron } from './electron/find-electron.ts';
import { NO_TEMPORAL_EXIT } from './electron/exit-codes.ts';
import { launchCore, write } from './launch-core.ts';
import { chooseShell, readOptions, type LaunchOptions } from './launch-options.ts';

const HERE = import.meta.dirname;
const ELECTRON_MAIN = join(HERE, 'electron', 'dist', 'main.js');

type Stop = () => Promise<void>;

async function launch(): Promise<void> {
  const read = readOptions(process.argv.slice(2), process.env);
  if (read.kind === 'faults') {
    for (const fault of read.faults) console.error(`kiosk: ${fault}`);
    process.exitCode = 2;
    return;
  }
  const { options } = read;
  const electron = existsSync(ELECTRON_MAIN) ? findElectron() : undefined;
  const choice = chooseShell(options, {
    electron,
    browser: findBrowser(),
    hasDisplay: process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY),
  });
  if (choice.kind === 'address') {
    console.log(`kiosk: ${choice.reason}. Open ${options.serverUrl}/play on the screen instead.`);
    return;
  }
  const lock = await lockFolder(options.stateDir);
  if (lock === undefined) {
    console.log(`kiosk: another kiosk runs on ${options.stateDir} already.`);
    return;
  }
  const running =
    choice.kind === 'electron' ? Promise.resolve(runElectron(choice.path, options)) : runHere(options, choice);
  // Heard from the first moment on: a signal during the start ends what has started, in order.
  untilSignal(async () => (await running)());
  await running;
}

/** The core in this process, with a browser on it or none. */
async function runHere(
  options: LaunchOptions,
  choice: { kind: 'chromium'; path: string } | { kind: 'none' },
): Promise<Stop> {
  let window: Supervised | undefined;
  const reloadPage = choice.kind === 'chromium' ? (reason: string) => window?.restart(reason) : undefined;
  let devtools: ReturnType<typeof createDevtools> | undefined;
  const capture = async () => {
    if (devtools === undefined) throw new Error('the browser does not run');
    return capturePage(devtools, loopback.origin);
  };
  const shell = { shell: 'chromium', reloadPage, kioskDir: HERE } as const;
  // Windows hands no such descriptors on.
  const canCapture = choice.kind === 'chromium' && process.platform !== 'win32';
  const kiosk = launchCore(options, canCapture ? { ...shell, capture } : shell);
  const loopback = await serveLoopback({ app: kiosk.app, port: options.port });
  await kiosk.start();
  if (choice.kind === 'none') console.log(`kiosk: open ${loopback.address({ once: false })}`);
  else {
    console.log(`kiosk: http://127.0.0.1:${loopback.port}/ in ${choice.path}`);
    window = openWindow({
      browser: choice.path,
      stateDir: options.stateDir,
      address: () => loopback.address({ once: true }),
      mode: options.headless ? 'headless' : options.window === undefined ? 'kiosk' : 'window',
      size: options.window,
      debugPort: options.debugPort,
      ...(canCapture ? { onPipes: (pipes) => (devtools = createDevtools(pipes)) } : {}),
      log: (message, fields) => write('warn', message, fields),
      onClosed: () => process.kill(process.pid, 'SIGTERM'),
    });
  }
  return async () => {
    await window?.stop();
    await loopback.close();
    await kiosk.stop();
  };
}

/** Electron runs the core itself; this process only keeps it running. */
function runElectron(path: string, options: LaunchOptions): Stop {
  let fallback: Stop | undefined;
  const isRoot = process.getuid?.() === 0;
  const window = supervise({
    log: (message, fields) => write('warn', message, fields),
    command: () => ({
      path,
      args: [ELECTRON_MAIN, ...(isRoot ? ['--no-sandbox'] : []), '--', ...process.argv.slice(2)],
      // What the fuses of a packaged Electron would forbid is not handed on to this one.
      env: { ELECTRON_RUN_AS_NODE: undefined, NODE_OPTIONS: undefined, NODE_EXTRA_CA_CERTS: undefined },
    }),
    isFinal: (code) => code === NO_TEMPORAL_EXIT,
    onFinal: () => {
      const browser = findBrowser();
      write('warn', 'this Electron cannot run the kiosk; a browser takes its place', { browser });
      if (browser === undefined) return;
      void runHere(options, { kind: 'chromium', path: browser }).then((stop) => (fallback = stop), fail);
    },
  });
  return async () => {
    await window.stop();
    await fallback?.();
  };
}

function untilSignal(stop: Stop): void {
  let isStopping = false;
  const end = () => {
    if (isStopping) return;
    isStopping = true;
    stop().then(() => process.exit(0), fail);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}

function fail(error: unknown): void {
  console.error(`kiosk: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

launch().catch(fail);
