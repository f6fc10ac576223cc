/** The launcher as a process: its words without a display, and a real Chromium that comes back and leaves nothing behind. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser } from '../../kiosk/chromium/browsers.ts';
import { freePort, runSource } from '../support/processes.ts';
import { manifest, notice, playlist } from './support/content.ts';
import { TOKEN } from './support/fake-server.ts';
import { serveFake } from './support/served.ts';

const LAUNCH = 'kiosk/launch.ts';
const PAGE = new URL('../../kiosk/player/dist/index.html', import.meta.url).pathname;
let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'palier-launch-'));
  writeFileSync(join(dir, 'token'), TOKEN);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('the launcher', () => {
  test.skipIf(process.platform !== 'linux')('without a display prints the address to open and ends well', async () => {
    const kiosk = runSource(LAUNCH, ['--server', 'http://10.0.0.5:8080', '--state-dir', join(dir, 'none')], {
      DISPLAY: '',
      WAYLAND_DISPLAY: '',
    });
    await kiosk.printed(/there is no display here\. Open http:\/\/10\.0\.0\.5:8080\/play/);
    await until(() => kiosk.child.exitCode !== null);
    expect(kiosk.child.exitCode).toBe(0);
  });

  test('refuses a second kiosk on the same folder, and survives being killed', async () => {
    const args = ['--server', 'http://127.0.0.1:9', '--state-dir', join(dir, 'twice'), '--shell', 'none'];
    const first = runSource(LAUNCH, args, {});
    await first.printed(/open http:\/\/127\.0\.0\.1:\d+\/enter\//);
    const second = runSource(LAUNCH, args, {});
    await second.printed(/another kiosk runs/);
    await first.stop('SIGKILL');
    const third = runSource(LAUNCH, args, {});
    await third.printed(/open http:\/\/127\.0\.0\.1:\d+\/enter\//);
    await third.stop();
    expect(third.child.exitCode).toBe(0);
  });
});

const browser = findBrowser();
const why =
  browser === undefined ? 'no Chromium, Chrome or Edge here' : existsSync(PAGE) ? undefined : 'the player is not built';
if (why !== undefined) console.log(`skipped: the Chromium shell (${why})`);

describe.skipIf(why !== undefined || process.platform === 'win32')('the Chromium shell', () => {
  test('shows the program, comes back when its browser dies, and leaves nothing behind', async () => {
    const { server, url, close } = await serveFake();
    server.state.manifest = manifest(1, { playlists: [playlist('day', [notice('a')])] });
    const stateDir = join(dir, 'shown');
    const debugPort = await freePort();
    const flags = ['--server', url, '--state-dir', stateDir, '--token-file', join(dir, 'token'), '--shell', 'chromium'];
    const kiosk = runSource(LAUNCH, [...flags, '--headless', '--debug-port', String(debugPort)], {});
    const seenPages = () => new Set(server.state.heartbeats.map((beat) => beat['pageSeenAt'])).size;
    try {
      await until(() => server.state.heartbeats.some((beat) => beat['state'] === 'playing' && beat['entryId'] === 'a'));
      const pages = JSON.stringify(await (await fetch(`http://127.0.0.1:${debugPort}/json/list`)).json());
      expect(pages).toMatch(/"url":"http:\/\/k[0-9a-f]+\.localhost:\d+\/"/);
      const before = seenPages();
      const pid = Number(/-(\d+)$/.exec(readlinkSync(join(stateDir, 'chromium-profile', 'SingletonLock')))?.[1]);
      process.kill(pid, 'SIGKILL');
      await kiosk.printed(/the window has gone; it is opened again/);
      server.state.heartbeats.length = 0;
      await until(() => seenPages() > 1 && before > 0);
    } finally {
      await kiosk.stop();
      await close();
    }
    expect(kiosk.child.exitCode).toBe(0);
    expect(processesWith(join(stateDir, 'chromium-profile'))).toEqual([]);
  });
});

/** Linux only; elsewhere none are found. */
function processesWith(text: string): string[] {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc').filter((pid) => {
    const file = `/proc/${pid}/cmdline`;
    return /^\d+$/.test(pid) && existsSync(file) && readFileSync(file, 'utf8').includes(text);
  });
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not come to that');
}
