/** Finds a browser that can show the kiosk: the one that is named, else the first of a list. Starts nothing. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export type Look = {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  exists: (path: string) => boolean;
};

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const MAC = ['Chromium', 'Google Chrome', 'Microsoft Edge'];
const WINDOWS = [
  'Chromium\\Application\\chrome.exe',
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/** Path of the browser, or undefined. A browser named by `CHROMIUM_PATH` that is not there is a fault, not a reason to guess. */
export function findBrowser(
  look: Look = { platform: process.platform, env: process.env, exists: existsSync },
): string | undefined {
  const named = look.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (!look.exists(named)) throw new Error(`CHROMIUM_PATH names ${named}, which does not exist`);
    return named;
  }
  return candidates(look).find((path) => look.exists(path));
}

function candidates({ platform, env }: Look): string[] {
  if (platform === 'darwin') return MAC.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((root) => root !== undefined);
    return WINDOWS.flatMap((path) => roots.map((root) => `${root}\\${path}`));
  }
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'].filter(
    (folder) => folder !== '',
  );
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/**
 * The first mode of the first connected output, as the kernel tells it (Linux). With no window manager a browser
 * does not fill the screen by itself, so the size has to be told.
 */
export function screenSize(folder = '/sys/class/drm'): { widthPx: number; heightPx: number } | undefined {
  if (!existsSync(folder)) return undefined;
  for (const output of readdirSync(folder)) {
    const status = join(folder, output, 'status');
    if (!existsSync(status) || readFileSync(status, 'utf8').trim() !== 'connected') continue;
    const mode = /^(\d+)x(\d+)/.exec(readFileSync(join(folder, output, 'modes'), 'utf8'));
    if (mode !== null) return { widthPx: Number(mode[1]), heightPx: Number(mode[2]) };
  }
  return undefined;
}
