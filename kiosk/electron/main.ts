/**
 * The Electron shell: one window on the core, over a scheme of its own. No preload and no IPC: the page speaks to the
 * core as to any server. Everything that is decided here is decided in `lockdown.ts`, `reload.ts`, `window-options.ts`.
 */
import { join } from 'node:path';
import { app, BrowserWindow, Menu, powerSaveBlocker, protocol, session } from 'electron';
import { launchCore, write } from '../launch-core.ts';
import { readOptions, type LaunchOptions } from '../launch-options.ts';
import { NO_TEMPORAL_EXIT } from './exit-codes.ts';
import { lockApp, lockSession, PAGE, PRIVILEGES, SCHEME } from './lockdown.ts';
import { createReloader, isCrash, isFailedLoad } from './reload.ts';
import { windowOptions } from './window-options.ts';

/** `dist/main.js` lies two folders below the kiosk. */
const KIOSK_DIR = join(import.meta.dirname, '..', '..');

/** Wide enough to read a title, small enough to keep. */
const PICTURE_WIDTH_PX = 960;

const SWITCHES: [string, string?][] = [
  ['autoplay-policy', 'no-user-gesture-required'],
  ['disable-pinch'],
  ['overscroll-history-navigation', '0'],
  ['disable-renderer-backgrounding'],
  ['disable-background-timer-throttling'],
];

function main(): void {
  // The launcher's flags stand behind `--`, where Chromium does not read them.
  const read = readOptions(process.argv.slice(process.argv.indexOf('--') + 1), process.env);
  if (read.kind === 'faults') {
    for (const fault of read.faults) console.error(`kiosk: ${fault}`);
    return app.exit(2);
  }
  if (!('Temporal' in globalThis)) return app.exit(NO_TEMPORAL_EXIT);
  app.setPath('userData', join(read.options.stateDir, 'electron-profile'));
  if (!app.requestSingleInstanceLock()) return app.exit(0);
  for (const [name, value] of SWITCHES) app.commandLine.appendSwitch(name, value);
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: PRIVILEGES }]);
  Menu.setApplicationMenu(null);
  lockApp(app);
  // Not awaited at the top level: Electron would wait for this module, and this module for Electron.
  app.whenReady().then(() => open(read.options), fail);
}

async function open(options: LaunchOptions): Promise<void> {
  lockSession(session.defaultSession);
  powerSaveBlocker.start('prevent-display-sleep');
  const window = new BrowserWindow(windowOptions(options.window));
  const load = () =>
    void window
      .loadURL(PAGE)
      .catch((error: unknown) => write('warn', 'the page did not load', { error: String(error) }));
  const reloader = createReloader({
    reload: load,
    after: (ms, run) => void setTimeout(run, ms),
    monotonicMs: () => performance.now(),
    random: Math.random,
    log: (message, fields) => write('warn', message, fields),
  });
  const kiosk = launchCore(options, {
    shell: 'electron',
    reloadPage: (reason) => reloader.fault(reason),
    capture: async () => (await window.webContents.capturePage()).resize({ width: PICTURE_WIDTH_PX }).toJPEG(60),
    kioskDir: KIOSK_DIR,
  });
  protocol.handle(SCHEME, (request) => kiosk.app.fetch(request));
  await kiosk.start();

  const { webContents } = window;
  webContents.on('render-process-gone', (_event, details) => {
    if (isCrash(details.reason)) reloader.fault(`the page has crashed: ${details.reason}`);
  });
  webContents.on('did-fail-load', (_event, errorCode, words, _url, isMainFrame) => {
    if (isFailedLoad(errorCode, isMainFrame)) reloader.fault(`the page did not load: ${words}`);
  });
  window.on('unresponsive', () => {
    webContents.forcefullyCrashRenderer();
    reloader.fault('the page hangs');
  });
  window.once('ready-to-show', () => window.show());
  app.on('window-all-closed', () => {
    void kiosk.stop().finally(() => app.exit(0));
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void kiosk.stop().finally(() => app.exit(0)));
  }
  load();
}

function fail(error: unknown): void {
  console.error(`kiosk: ${error instanceof Error ? error.message : String(error)}`);
  app.exit(1);
}

main();
