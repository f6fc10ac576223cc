/**
 * Finds a Chromium for the tests: a variable of our own, Playwright's, the system's. Otherwise installs one
 * (Playwright's download; on Debian as root the `chromium` package), or says exactly what to do.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SYSTEM_PATHS = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/microsoft-edge',
  ],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    join(process.env.PROGRAMFILES ?? 'C:\\Program Files', 'Google\\Chrome\\Application\\chrome.exe'),
    join(process.env['PROGRAMFILES(X86)'] ?? 'C:\\Program Files (x86)', 'Microsoft\\Edge\\Application\\msedge.exe'),
  ],
};
/** Debian's build that never has a window: the same pages for about two thirds of the time. */
const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';
const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;

/** Path of a Chromium that is here already, or undefined. */
export async function findChromium() {
  const named = process.env.PALIER_CHROMIUM;
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`PALIER_CHROMIUM names ${named}, which does not exist.`);
  }
  const { chromium } = await import('@playwright/test');
  const own = chromium.executablePath();
  if (own !== '' && existsSync(own)) return own;
  return (SYSTEM_PATHS[process.platform] ?? []).find((path) => existsSync(path));
}

/** Path of a Chromium, installed if need be. Throws with what to do where that is impossible. */
export async function ensureChromium() {
  const found = await findChromium();
  if (found !== undefined) return found;
  console.log('No Chromium here: installing one for the tests.');
  spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit', timeout: DOWNLOAD_TIMEOUT_MS });
  const downloaded = await findChromium();
  if (downloaded !== undefined) return downloaded;
  if (mayInstallPackages()) {
    installPackages('chromium', 'fonts-dejavu-core');
    const packaged = await findChromium();
    if (packaged !== undefined) return packaged;
  }
  throw new Error(
    'The tests need a Chromium and none could be installed. Do one of: `npx playwright install chromium`; on Debian or Ubuntu ' +
      '`sudo apt-get install chromium`; or set PALIER_CHROMIUM to the path of a Chromium, Chrome or Edge.',
  );
}

/** What tests drive: where it is here the build without windows, else `findChromium`. */
export async function findHeadless() {
  const isNamed = (process.env.PALIER_CHROMIUM ?? '') !== '';
  return !isNamed && existsSync(HEADLESS_SHELL) ? HEADLESS_SHELL : findChromium();
}

/** The same, installed if need be: the build without windows where Debian has one, else a whole Chromium. */
export async function ensureHeadless() {
  const whole = await ensureChromium();
  if ((process.env.PALIER_CHROMIUM ?? '') !== '') return whole;
  if (whole.startsWith('/usr/bin/') && !existsSync(HEADLESS_SHELL) && mayInstallPackages())
    installPackages('chromium-headless-shell');
  return (await findHeadless()) ?? whole;
}

function mayInstallPackages() {
  return (
    process.getuid?.() === 0 &&
    existsSync('/etc/os-release') &&
    /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'))
  );
}

function installPackages(...names) {
  const apt = (args) =>
    spawnSync('apt-get', args, {
      stdio: 'inherit',
      timeout: DOWNLOAD_TIMEOUT_MS,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt(['update', '-qq']);
  apt(['install', '-y', '-qq', '--no-install-recommends', ...names]);
}
