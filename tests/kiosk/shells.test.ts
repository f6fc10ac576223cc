/** The launcher and the Chromium shell: which shell opens, by which flags, and who gets through the gate. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { findBrowser } from '../../kiosk/chromium/browsers.ts';
import { browserFlags } from '../../kiosk/chromium/flags.ts';
import { createGate } from '../../kiosk/chromium/gate.ts';
import { lockFolder } from '../../kiosk/chromium/lock.ts';
import { supervise } from '../../kiosk/chromium/supervise.ts';
import { findElectron } from '../../kiosk/electron/find-electron.ts';
import { chooseShell, describeMachine, readOptions } from '../../kiosk/launch-options.ts';

describe('the launcher', () => {
  const read = (...args: string[]) => readOptions(args, {});

  test('reads its flags', () => {
    const dir = mkdtempSync(join(tmpdir(), 'palier-token-'));
    writeFileSync(join(dir, 'token'), 'a-token-of-24-characters\n');
    const answer = read(
      '--server',
      'http://10.0.0.5:8080/',
      '--state-dir',
      dir,
      '--token-file',
      join(dir, 'token'),
      '--shell',
      'chromium',
      '--window',
      '1280x720',
      '--port',
      '18140',
      '--headless',
    );
    rmSync(dir, { recursive: true });
    expect(answer).toMatchObject({
      kind: 'options',
      options: {
        serverUrl: 'http://10.0.0.5:8080',
        token: 'a-token-of-24-characters',
        shell: 'chromium',
        window: { widthPx: 1280, heightPx: 720 },
        port: 18140,
        headless: true,
      },
    });
  });

  test('names every fault at once', () => {
    const answer = read('--server', 'ftp://x', '--shell', 'firefox', '--window', 'big', '--port', '70000');
    expect(answer.kind === 'faults' && answer.faults).toHaveLength(4);
    expect(read('--sever', 'http://x').kind).toBe('faults');
  });

  test('pairs when the token file is not there', () => {
    expect(read('--token-file', '/nowhere/token')).toMatchObject({ kind: 'options', options: { token: undefined } });
  });

  test.each([
    ['auto', { electron: '/e', browser: '/c', hasDisplay: true }, false, 'electron'],
    ['auto', { electron: undefined, browser: '/c', hasDisplay: true }, false, 'chromium'],
    ['auto', { electron: undefined, browser: undefined, hasDisplay: true }, false, 'address'],
    ['auto', { electron: '/e', browser: '/c', hasDisplay: false }, false, 'address'],
    ['auto', { electron: '/e', browser: '/c', hasDisplay: false }, true, 'chromium'],
    ['chromium', { electron: '/e', browser: '/c', hasDisplay: true }, false, 'chromium'],
    ['electron', { electron: undefined, browser: '/c', hasDisplay: true }, false, 'address'],
    ['none', { electron: '/e', browser: '/c', hasDisplay: false }, false, 'none'],
  ] as const)('%s on %o (headless %s) opens %s', (shell, here, headless, kind) => {
    expect(chooseShell({ shell, headless }, here).kind).toBe(kind);
  });

  test('tells the server its zone and its language', () => {
    expect(describeMachine({ LANG: 'fr_FR.UTF-8' }).language).toBe('fr');
    expect(describeMachine({ LANG: 'de_DE.UTF-8' }).language).toBe('en');
  });
});

describe('finding a window', () => {
  const only = (...paths: string[]) => ({ exists: (path: string) => paths.includes(path) });

  test.each([
    ['linux', { PATH: '/usr/bin' }, ['/usr/bin/google-chrome', '/usr/bin/microsoft-edge'], '/usr/bin/google-chrome'],
    ['linux', { PATH: '/opt/bin' }, ['/usr/bin/chromium', '/opt/bin/google-chrome'], '/usr/bin/chromium'],
    ['linux', { PATH: '/usr/bin' }, [], undefined],
    ['linux', { PATH: '', CHROMIUM_PATH: '/my/chrome' }, ['/my/chrome', '/usr/bin/chromium'], '/my/chrome'],
    [
      'darwin',
      {},
      ['/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ],
    [
      'win32',
      { PROGRAMFILES: 'C:\\Program Files' },
      ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ],
  ] as const)('on %s with %o', (platform, env, there, found) => {
    expect(findBrowser({ platform, env, ...only(...there) })).toBe(found);
  });

  test('a named browser that is not there is a fault', () => {
    expect(() =>
      findBrowser({ platform: 'linux', env: { CHROMIUM_PATH: '/gone' }, ...only('/usr/bin/chromium') }),
    ).toThrow('/gone');
  });

  test('Electron counts only when its binary is there', () => {
    const look = { packageDir: '/m/electron', env: {}, read: () => 'electron' };
    expect(findElectron({ ...look, ...only('/m/electron/path.txt', '/m/electron/dist/electron') })).toBe(
      '/m/electron/dist/electron',
    );
    expect(findElectron({ ...look, ...only('/m/electron/path.txt') })).toBeUndefined();
    expect(findElectron({ ...look, ...only() })).toBeUndefined();
    expect(findElectron({ ...look, packageDir: undefined, ...only() })).toBeUndefined();
    const override = { ...look, env: { ELECTRON_OVERRIDE_DIST_PATH: '/o' } };
    expect(findElectron({ ...override, ...only('/o/electron') })).toBe('/o/electron');
  });
});

describe('the browser', () => {
  const setup = { profileDir: '/p', url: 'http://127.0.0.1:1/enter/x', isRoot: false };

  test('is a kiosk on its own profile, one pixel larger than the screen', () => {
    const flags = browserFlags({ ...setup, mode: 'kiosk', size: { widthPx: 1920, heightPx: 1080 } });
    expect(flags).toContain('--kiosk');
    expect(flags).toContain('--window-size=1921,1081');
    expect(flags).toContain('--user-data-dir=/p');
    expect(flags).toContain('--app=http://127.0.0.1:1/enter/x');
    expect(flags).not.toContain('--no-sandbox');
  });

  test('leaves its sandbox only as root', () => {
    expect(browserFlags({ ...setup, isRoot: true, mode: 'kiosk' })).toContain('--no-sandbox');
  });

  test('without a window can be driven from outside', () => {
    const flags = browserFlags({ ...setup, mode: 'headless', debugPort: 18142 });
    expect(flags).toContain('--headless=new');
    expect(flags).toContain('--remote-debugging-port=18142');
    expect(flags).not.toContain('--kiosk');
  });
});

describe('the gate', () => {
  const core = new Hono().get('/now', (c) => c.text('now')).post('/alive', (c) => c.text(c.req.path));
  const gate = createGate(core, () => 18_140);
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    gate.app.request(`http://127.0.0.1:18140${path}`, { method, headers: { host: '127.0.0.1:18140', ...headers } });
  const enter = async () => {
    const answer = await ask(gate.ticket({ once: true }));
    return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  };

  test('lets nobody in without a ticket', async () => {
    expect((await ask('/now')).status).toBe(403);
    expect((await ask('/now', { cookie: 'palier_kiosk=guess' })).status).toBe(403);
    expect((await ask('/enter/guess')).status).toBe(403);
  });

  test('lets the holder of a ticket in, once', async () => {
    const ticket = gate.ticket({ once: true });
    const answer = await ask(ticket);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
    expect((await ask(ticket)).status).toBe(403);
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect(await (await ask('/now', { cookie })).text()).toBe('now');
    expect((await ask(ticket, { cookie })).status).toBe(303);
  });

  test('knows its own name only', async () => {
    const cookie = await enter();
    expect((await ask('/now', { cookie, host: 'evil.example' })).status).toBe(421);
    expect((await ask('/now', { cookie, host: '127.0.0.1:9999' })).status).toBe(421);
    expect((await ask('/now', { cookie, host: '127.0.0.1.evil.example:18140' })).status).toBe(421);
  });

  test('takes words from our page alone', async () => {
    const cookie = await enter();
    expect((await ask('/alive', { cookie }, 'POST')).status).toBe(403);
    expect((await ask('/alive', { cookie, origin: 'http://evil.example' }, 'POST')).status).toBe(403);
    expect(
      (await ask('/alive', { cookie, 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1:18140' }, 'POST'))
        .status,
    ).toBe(403);
    expect(await (await ask('/alive', { cookie, origin: 'http://127.0.0.1:18140' }, 'POST')).text()).toBe('/alive');
  });
});

describe('a folder', () => {
  test('has one kiosk at a time', async () => {
    const folder = join(tmpdir(), `palier-lock-${process.pid}`);
    const first = await lockFolder(folder);
    expect(first).toBeDefined();
    expect(await lockFolder(folder)).toBeUndefined();
    await new Promise((resolve) => first?.close(resolve));
    const again = await lockFolder(folder);
    expect(again).toBeDefined();
    await new Promise((resolve) => again?.close(resolve));
  });
});

describe('a program that dies', () => {
  test('is started again, and ended with its children at the end', async () => {
    const starts: number[] = [];
    const script = "setTimeout(() => process.exit(3), 20); require('child_process').spawn('sleep', ['30'])";
    const program = supervise({
      command: () => {
        starts.push(performance.now());
        return { path: process.execPath, args: ['-e', starts.length < 2 ? script : 'setInterval(() => {}, 1000)'] };
      },
      log: () => {},
      random: () => 0,
    });
    await until(() => starts.length === 2);
    await program.stop();
    expect(starts).toHaveLength(2);
  });

  test('in the one way that means "never" is not started again', async () => {
    let finals = 0;
    let starts = 0;
    const program = supervise({
      command: () => ((starts += 1), { path: process.execPath, args: ['-e', 'process.exit(78)'] }),
      log: () => {},
      isFinal: (code) => code === 78,
      onFinal: () => void (finals += 1),
    });
    await until(() => finals === 1);
    await program.stop();
    expect(starts).toBe(1);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not come to that');
}
