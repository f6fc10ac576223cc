/** The Chromium shell: the kiosk's page in a browser of its own, opened again whenever it is not there. */
import { mkdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { screenSize } from './browsers.ts';
import type { Pipes } from './devtools.ts';
import { browserFlags } from './flags.ts';
import { supervise, type Supervised } from './supervise.ts';

export function openWindow(options: {
  browser: string;
  stateDir: string;
  /** An address that is good for one opening. */
  address: () => string;
  mode: 'kiosk' | 'window' | 'headless';
  size?: { widthPx: number; heightPx: number } | undefined;
  debugPort?: number | undefined;
  log: (message: string, fields?: Record<string, unknown>) => void;
  /** Told at each start: how to speak to the browser. */
  onPipes?: (pipes: Pipes) => void;
  /** A window to try the kiosk out was closed by its user. */
  onClosed?: () => void;
}): Supervised {
  const profileDir = join(options.stateDir, 'chromium-profile');
  mkdirSync(profileDir, { recursive: true });
  endForgotten(profileDir);
  return supervise({
    log: options.log,
    ...(options.onPipes === undefined ? {} : { onPipes: options.onPipes }),
    isFinal: (code) => options.mode === 'window' && code === 0,
    onFinal: () => options.onClosed?.(),
    command: () => {
      settlePreferences(profileDir);
      return {
        path: options.browser,
        args: browserFlags({
          profileDir,
          url: options.address(),
          mode: options.mode,
          size: options.size ?? screenSize(),
          isRoot: process.getuid?.() === 0,
          debugPort: options.debugPort,
          debugPipe: options.onPipes !== undefined && process.platform !== 'win32',
        }),
        // Missing keys make Chromium show a bar at the top.
        env: { GOOGLE_API_KEY: 'no', GOOGLE_DEFAULT_CLIENT_ID: 'no', GOOGLE_DEFAULT_CLIENT_SECRET: 'no' },
      };
    },
  });
}

/** What no flag turns off: offers to translate or to keep passwords, and the bubble after a power cut. */
const PREFERENCES = {
  translate: { enabled: false },
  credentials_enable_service: false,
  profile: { exit_type: 'Normal', exited_cleanly: true },
};

/** Ours are set, the browser's own are kept; what cannot be read is begun anew, as the browser itself would. */
function settlePreferences(profileDir: string): void {
  const file = join(profileDir, 'Default', 'Preferences');
  mkdirSync(join(profileDir, 'Default'), { recursive: true });
  const own = parseObject(orUndefined(() => readFileSync(file, 'utf8')) ?? '{}');
  const profile = { ...parseObject(JSON.stringify(own['profile'] ?? {})), ...PREFERENCES.profile };
  writeFileSync(file, JSON.stringify({ ...own, ...PREFERENCES, profile }));
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/**
 * A browser that outlived a kiosk killed without notice still holds the profile: every new one would only open a
 * second window in it and end. The folder's lock is ours, so nobody else can mean to use the profile.
 */
function endForgotten(profileDir: string): void {
  if (process.platform === 'win32') return;
  const pid = holderOf(profileDir);
  if (pid !== undefined && commandLineOf(pid).includes(profileDir)) process.kill(pid, 'SIGKILL');
  for (const name of ['SingletonLock', 'SingletonCookie', 'SingletonSocket'])
    rmSync(join(profileDir, name), { force: true });
}

/** `SingletonLock` is a link to `<host>-<pid>`. */
function holderOf(profileDir: string): number | undefined {
  const target = orUndefined(() => readlinkSync(join(profileDir, 'SingletonLock')));
  const pid = Number(/-(\d+)$/.exec(target ?? '')?.[1]);
  return Number.isNaN(pid) ? undefined : pid;
}

/** Empty where it cannot be told (another user's, gone, or not Linux): then nothing is ended. */
function commandLineOf(pid: number): string {
  return orUndefined(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '';
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
