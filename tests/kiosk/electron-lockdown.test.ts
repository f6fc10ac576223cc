/** What the Electron window may do, without Electron: the decisions, and that each is tied to its event. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  isOurPage,
  lockApp,
  lockContents,
  lockSession,
  mayNavigate,
  mayRequest,
  remoteHeaders,
  WEB_PREFERENCES,
} from '../../kiosk/electron/lockdown.ts';
import { createReloader, isCrash, isFailedLoad } from '../../kiosk/electron/reload.ts';
import { windowOptions } from '../../kiosk/electron/window-options.ts';

const stoppable = (more: object = {}) => {
  const event = { ...more, stopped: false, preventDefault: () => void (event.stopped = true) };
  return event;
};

/** As much of Electron's emitters as the lockdown uses. */
function emitter() {
  const listeners: [string, (...args: never[]) => void][] = [];
  return {
    on: (name: string, listener: (...args: never[]) => void) => void listeners.push([name, listener]),
    setWindowOpenHandler: (_handler: (details: { url: string }) => { action: 'deny' }) => {},
    emit: (name: string, ...args: unknown[]) => {
      for (const [own, listener] of listeners) if (own === name) Reflect.apply(listener, undefined, args);
    },
    count: (name: string) => listeners.filter(([own]) => own === name).length,
  };
}

describe('preferences', () => {
  test.each([
    ['sandbox', true],
    ['contextIsolation', true],
    ['nodeIntegration', false],
    ['nodeIntegrationInWorker', false],
    ['nodeIntegrationInSubFrames', false],
    ['webSecurity', true],
    ['allowRunningInsecureContent', false],
    ['webviewTag', false],
    ['devTools', false],
  ] as const)('%s is %s', (name, value) => expect(WEB_PREFERENCES[name]).toBe(value));

  test('there is no preload, and no channel to the main process', () => {
    expect(WEB_PREFERENCES).not.toHaveProperty('preload');
    const main = readFileSync(new URL('../../kiosk/electron/main.ts', import.meta.url), 'utf8');
    expect(main).not.toMatch(/ipcMain|preload:|contextBridge|^await /m);
  });

  test('the window is the whole screen, or a plain one to try it out', () => {
    expect(windowOptions(undefined)).toMatchObject({ kiosk: true, fullscreen: true, frame: false });
    expect(windowOptions({ widthPx: 1280, heightPx: 720 })).toMatchObject({ width: 1280, height: 720 });
    expect(windowOptions({ widthPx: 1280, heightPx: 720 })).not.toHaveProperty('kiosk');
  });
});

describe('addresses', () => {
  test.each([
    ['kiosk://palier/', true],
    ['kiosk://palier/assets/x.js', true],
    ['kiosk://palier.evil.example/', false],
    ['kiosk://palier@evil.example/', false],
    ['kiosk://user@palier/', false],
    ['kiosk://palier:81/', false],
    ['kiosk:palier', false],
    ['https://palier/', false],
    ['not an address', false],
  ])('%s is ours: %s', (address, ours) => expect(isOurPage(address)).toBe(ours));

  test.each([
    ['kiosk://palier/', true, true],
    ['https://example.com/', true, false],
    ['file:///etc/passwd', true, false],
    ['about:blank', true, false],
    ['https://example.com/', false, true],
    ['file:///etc/passwd', false, false],
    ['javascript:alert(1)', false, false],
    ['chrome://settings', false, false],
    ['data:text/html,hi', false, false],
  ])('going to %s in the main frame (%s): %s', (address, isMain, may) =>
    expect(mayNavigate(address, isMain)).toBe(may),
  );

  test.each([
    ['kiosk://palier/now', 'xhr', true],
    ['kiosk://other/now', 'xhr', false],
    ['https://example.com/', 'subFrame', true],
    ['https://example.com/', 'mainFrame', false],
    ['file:///etc/passwd', 'image', false],
    ['devtools://devtools/', 'subFrame', false],
    ['chrome-extension://x/', 'script', false],
  ])('asking for %s as %s: %s', (address, type, may) => expect(mayRequest(address, type)).toBe(may));
});

describe('pages from outside', () => {
  test('are told that no device is theirs, and keep their own policy', () => {
    const headers = remoteHeaders({
      'Content-Security-Policy': ["default-src 'self'"],
      'Permissions-Policy': ['camera=*'],
    });
    expect(headers['Content-Security-Policy']).toEqual(["default-src 'self'"]);
    expect(headers['Permissions-Policy']).toBeUndefined();
    expect(headers['permissions-policy']?.[0]).toContain('camera=()');
  });
});

describe('events', () => {
  test('of navigation, redirects, windows and webviews are stopped', () => {
    let opened: unknown;
    const contents = {
      ...emitter(),
      setWindowOpenHandler: (handler: (details: { url: string }) => { action: 'deny' }) =>
        void (opened = handler({ url: 'https://x' })),
    };
    lockContents(contents);
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      const away = stoppable({ url: 'https://example.com/', isMainFrame: true });
      contents.emit(name, away);
      expect(away.stopped).toBe(true);
      const home = stoppable({ url: 'kiosk://palier/', isMainFrame: true });
      contents.emit(name, home);
      expect(home.stopped).toBe(false);
    }
    const webview = stoppable();
    contents.emit('will-attach-webview', webview);
    expect(webview.stopped).toBe(true);
    expect(opened).toEqual({ action: 'deny' });
  });

  test('of bad certificates, client certificates and sign-in boxes are answered with no', () => {
    const app = emitter();
    lockApp(app);
    const event = stoppable();
    let trusted: boolean | undefined;
    app.emit('certificate-error', event, {}, 'https://x', 'ERR_CERT', {}, (trust: boolean) => (trusted = trust));
    expect([event.stopped, trusted]).toEqual([true, false]);
    for (const name of ['select-client-certificate', 'login']) {
      const asked = stoppable();
      const given: unknown[] = [];
      app.emit(name, asked, {}, {}, {}, (...words: unknown[]) => given.push(words));
      expect([asked.stopped, given]).toEqual([true, [[]]]);
    }
    const contents = emitter();
    app.emit('web-contents-created', {}, contents);
    expect(contents.count('will-navigate')).toBe(1);
  });

  test('of permissions, devices, screen capture, downloads and foreign requests are refused', () => {
    const events = emitter();
    const answers: Record<string, unknown> = {};
    lockSession({
      on: (name, listener) => events.on(name, listener),
      setPermissionRequestHandler: (handler) => handler({}, 'media', (granted) => (answers['request'] = granted)),
      setPermissionCheckHandler: (handler) => (answers['check'] = handler()),
      setDevicePermissionHandler: (handler) => (answers['device'] = handler()),
      setDisplayMediaRequestHandler: (handler) => handler({}, (streams) => (answers['capture'] = streams)),
      webRequest: {
        onBeforeRequest: (listener) =>
          listener({ url: 'file:///x', resourceType: 'image' }, (answer) => (answers['file'] = answer)),
        onHeadersReceived: (listener) => listener({ url: 'kiosk://palier/' }, (answer) => (answers['own'] = answer)),
      },
    });
    expect(answers).toEqual({
      request: false,
      check: false,
      device: false,
      capture: {},
      file: { cancel: true },
      own: {},
    });
    const download = stoppable();
    events.emit('will-download', download);
    expect(download.stopped).toBe(true);
  });
});

describe('a page that crashes', () => {
  test('is loaded again with back-off, one wait at a time', () => {
    const waits: number[] = [];
    const runs: (() => void)[] = [];
    let loads = 0;
    let atMs = 0;
    const reloader = createReloader({
      reload: () => void (loads += 1),
      after: (ms, run) => (waits.push(ms), void runs.push(run)),
      monotonicMs: () => atMs,
      random: () => 1,
      log: () => {},
    });
    for (let turn = 0; turn < 8; turn += 1) {
      reloader.fault('crashed');
      reloader.fault('and hangs');
      runs.shift()?.();
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect(loads).toBe(8);
    atMs += 6 * 60_000;
    reloader.fault('crashed');
    expect(waits.at(-1)).toBe(1_000);
  });

  test('is told from one that was closed or gave way', () => {
    expect(isCrash('oom')).toBe(true);
    expect(isCrash('clean-exit')).toBe(false);
    expect(isFailedLoad(-3, true)).toBe(false);
    expect(isFailedLoad(-6, true)).toBe(true);
    expect(isFailedLoad(-6, false)).toBe(false);
  });
});
