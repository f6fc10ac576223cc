/** The real Electron window, where its binary is here; elsewhere the test says why it is skipped. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { findElectron } from '../../kiosk/electron/find-electron.ts';

const MAIN = new URL('../../kiosk/electron/dist/main.js', import.meta.url).pathname;
const binary = findElectron();
const why =
  binary === undefined
    ? "Electron's binary is not here: it is fetched by `npx install-electron`, from outside the npm registry"
    : existsSync(MAIN)
      ? process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
        ? 'there is no display for the Electron window'
        : undefined
      : 'the Electron main process is not built: npm run build';
if (why !== undefined) console.log(`skipped: the Electron window (${why})`);

test('the window shows the pairing page, locked down', async () => {
  test.skip(why !== undefined, why);
  const dir = await mkdtemp(join(tmpdir(), 'palier-electron-'));
  const app = await _electron.launch({
    executablePath: binary ?? '',
    args: [
      MAIN,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--',
      '--server',
      'http://127.0.0.1:9',
      '--state-dir',
      dir,
      '--window',
      '1280x720',
    ],
  });
  try {
    const page = await app.firstWindow();
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset['state'])).toBe('pairing');
    expect(page.url()).toBe('kiosk://palier/');
    expect(await page.evaluate(() => 'require' in globalThis || 'process' in globalThis)).toBe(false);
    expect(await page.evaluate(() => open('https://example.com/'))).toBeNull();
    await page.evaluate(() => void (location.href = 'https://example.com/'));
    await page.waitForTimeout(300);
    expect(page.url()).toBe('kiosk://palier/');
    expect(await page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state)).toBe(
      'denied',
    );
  } finally {
    await app.close();
    await rm(dir, { recursive: true, force: true });
  }
});
