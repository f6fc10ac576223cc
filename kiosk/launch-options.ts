/** The launcher's flags and its choice of a shell. Pure but for the token file, so that each case is a test. */
import { readFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export type LaunchOptions = {
  serverUrl: string;
  stateDir: string;
  token: string | undefined;
  shell: 'auto' | 'electron' | 'chromium' | 'none';
  /** A window of this size instead of the whole screen. */
  window: { widthPx: number; heightPx: number } | undefined;
  /** 0: a free one. */
  port: number;
  headless: boolean;
  debugPort: number | undefined;
  /** Commands that wake the display and send it to sleep; absent: what the machine has. */
  display: { onCommand: string | undefined; offCommand: string | undefined };
};

export type Read = { kind: 'options'; options: LaunchOptions } | { kind: 'faults'; faults: string[] };

type Env = Record<string, string | undefined>;

/** All faults at once, never the first alone. */
export function readOptions(args: string[], env: Env): Read {
  const faults: string[] = [];
  const flags = parse(args, faults);
  const serverUrl = originOf(flags.server ?? 'http://localhost:8080', faults);
  const shell = flags.shell ?? 'auto';
  if (!isShell(shell)) faults.push(`--shell is electron, chromium or none, not "${shell}"`);
  const size = /^(\d{2,5})x(\d{2,5})$/.exec(flags.window ?? '');
  if (flags.window !== undefined && size === null) faults.push(`--window is written 1280x720, not "${flags.window}"`);
  if ((flags['display-on'] === undefined) !== (flags['display-off'] === undefined)) {
    faults.push('--display-on and --display-off belong together: give both commands or none');
  }
  const token = tokenOf(flags['token-file'], faults);
  const options: LaunchOptions = {
    serverUrl,
    stateDir: resolve(flags['state-dir'] ?? join(homedir(), '.local', 'share', 'palier-kiosk')),
    token,
    shell: isShell(shell) ? shell : 'auto',
    window: size === null ? undefined : { widthPx: Number(size[1]), heightPx: Number(size[2]) },
    port: portOf('--port', flags.port, faults) ?? 0,
    headless: flags.headless === true || env.PALIER_KIOSK_HEADLESS === '1',
    debugPort: portOf('--debug-port', flags['debug-port'], faults),
    display: { onCommand: flags['display-on'], offCommand: flags['display-off'] },
  };
  return faults.length === 0 ? { kind: 'options', options } : { kind: 'faults', faults };
}

function parse(args: string[], faults: string[]) {
  const string = { type: 'string' } as const;
  try {
    return parseArgs({
      args,
      options: {
        server: string,
        'state-dir': string,
        'token-file': string,
        shell: string,
        window: string,
        port: string,
        'debug-port': string,
        'display-on': string,
        'display-off': string,
        headless: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
    return {};
  }
}

function originOf(text: string, faults: string[]): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url.origin;
  faults.push(`--server is the address of the server, such as http://192.168.1.20:8080, not "${text}"`);
  return '';
}

function portOf(name: string, text: string | undefined, faults: string[]): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  faults.push(`${name} is a number up to 65535, not "${text}"`);
  return undefined;
}

/** An empty or missing file means that the screen is to be paired. */
function tokenOf(path: string | undefined, faults: string[]): string | undefined {
  if (path === undefined) return undefined;
  try {
    const token = readFileSync(path, 'utf8').trim();
    return token === '' ? undefined : token;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    faults.push(`--token-file cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

const isShell = (text: string): text is LaunchOptions['shell'] =>
  ['auto', 'electron', 'chromium', 'none'].includes(text);

export type Choice =
  | { kind: 'electron'; path: string }
  | { kind: 'chromium'; path: string }
  | { kind: 'none' }
  | { kind: 'address'; reason: string };

/** Which shell opens, by what was asked and what is here. */
export function chooseShell(
  options: Pick<LaunchOptions, 'shell' | 'headless'>,
  here: { electron: string | undefined; browser: string | undefined; hasDisplay: boolean },
): Choice {
  const { shell, headless } = options;
  if (shell === 'none') return { kind: 'none' };
  if (!here.hasDisplay && !headless) return { kind: 'address', reason: 'there is no display here' };
  // Electron has no headless mode of its own.
  const mayElectron = shell !== 'chromium' && !headless;
  if (mayElectron && here.electron !== undefined) return { kind: 'electron', path: here.electron };
  if (shell === 'electron') return { kind: 'address', reason: 'Electron is not installed here' };
  if (here.browser !== undefined) return { kind: 'chromium', path: here.browser };
  return { kind: 'address', reason: 'no Electron, Chromium, Chrome or Edge was found' };
}

/** What the machine says of itself when it asks to be paired. */
export function describeMachine(env: Env): { zone: string; language: 'fr' | 'en'; host: string } {
  const words = env.LC_ALL || env.LC_MESSAGES || env.LANG || Intl.DateTimeFormat().resolvedOptions().locale;
  return {
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    language: /^fr/i.test(words) ? 'fr' : 'en',
    host: hostname().slice(0, 80),
  };
}
