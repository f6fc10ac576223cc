/**
 * What the window may do: show our page, and in its frames the web pages that items name. Everything else is refused.
 * Every decision is a pure function on a parsed address; `lockDown` only ties them to Electron's events.
 */

export const SCHEME = 'kiosk';
export const PAGE = `${SCHEME}://palier/`;

/** No preload, no Node, no bridge: the page is a page. */
export const WEB_PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  disableDialogs: true,
  spellcheck: false,
  enableWebSQL: false,
  backgroundThrottling: false,
  devTools: false,
} as const;

export const PRIVILEGES = { standard: true, secure: true, supportFetchAPI: true, stream: true } as const;

/** Ours by its parsed parts; `kiosk://palier.evil.example/` is somebody else's. */
export function isOurPage(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === `${SCHEME}:` && url.host === 'palier' && url.username === '' && url.password === '';
}

/** The main frame stays on our page for ever; a frame in it may go from one web page to another. */
export function mayNavigate(address: string, isMainFrame: boolean): boolean {
  if (isMainFrame) return isOurPage(address);
  const url = URL.parse(address);
  return (
    isOurPage(address) ||
    url?.protocol === 'http:' ||
    url?.protocol === 'https:' ||
    address === 'about:srcdoc' ||
    address === 'about:blank'
  );
}

/** What may be fetched at all, by anything in the window. */
export function mayRequest(address: string, resourceType: string): boolean {
  if (resourceType === 'mainFrame') return isOurPage(address);
  const url = URL.parse(address);
  if (url === null) return false;
  if (url.protocol === `${SCHEME}:`) return isOurPage(address);
  return ['http:', 'https:', 'ws:', 'wss:', 'data:', 'blob:'].includes(url.protocol);
}

type Headers = Record<string, string[]>;

/** What framed pages from outside are told: no device of this machine is theirs. Their own words are kept. */
export function remoteHeaders(headers: Headers): Headers {
  const kept = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'permissions-policy');
  return {
    ...Object.fromEntries(kept),
    'permissions-policy': [
      'camera=(), microphone=(), geolocation=(), usb=(), serial=(), bluetooth=(), hid=(), payment=(), display-capture=()',
    ],
    'x-content-type-options': ['nosniff'],
  };
}

type Stoppable = { preventDefault(): void };
type Listener = (...args: never[]) => void;

/** The parts of Electron's objects that are locked; a test gives an emitter of its own. */
export type ContentsLike = {
  on(event: string, listener: Listener): unknown;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: 'deny' }): void;
};

export type SessionLike = {
  on(event: 'will-download', listener: (event: Stoppable) => void): unknown;
  setPermissionRequestHandler(
    handler: (contents: unknown, permission: string, answer: (granted: boolean) => void) => void,
  ): void;
  setPermissionCheckHandler(handler: () => boolean): void;
  setDevicePermissionHandler(handler: () => boolean): void;
  setDisplayMediaRequestHandler(handler: (request: unknown, answer: (streams: object) => void) => void): void;
  webRequest: {
    onBeforeRequest(
      listener: (
        details: { url: string; resourceType: string },
        answer: (response: { cancel: boolean }) => void,
      ) => void,
    ): void;
    onHeadersReceived(
      listener: (
        details: { url: string; responseHeaders?: Headers },
        answer: (response: { responseHeaders?: Headers }) => void,
      ) => void,
    ): void;
  };
};

export type AppLike = { on(event: string, listener: Listener): unknown };

/** Certificates that do not hold are never accepted, and no dialog of the browser is answered. */
export function lockApp(app: AppLike): void {
  app.on(
    'certificate-error',
    (
      event: Stoppable,
      _contents: unknown,
      _url: string,
      _error: string,
      _certificate: unknown,
      answer: (trust: boolean) => void,
    ) => {
      event.preventDefault();
      answer(false);
    },
  );
  app.on(
    'select-client-certificate',
    (event: Stoppable, _contents: unknown, _url: string, _list: unknown, answer: () => void) => {
      event.preventDefault();
      answer();
    },
  );
  app.on('login', (event: Stoppable, _contents: unknown, _details: unknown, _info: unknown, answer: () => void) => {
    event.preventDefault();
    answer();
  });
  app.on('web-contents-created', (_event: unknown, contents: ContentsLike) => lockContents(contents));
}

export function lockContents(contents: ContentsLike): void {
  const check = (event: Stoppable & { url: string; isMainFrame: boolean }) => {
    if (!mayNavigate(event.url, event.isMainFrame)) event.preventDefault();
  };
  contents.on('will-navigate', check);
  contents.on('will-frame-navigate', check);
  contents.on('will-redirect', check);
  contents.on('will-attach-webview', (event: Stoppable) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

export function lockSession(session: SessionLike): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.on('will-download', (event: Stoppable) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: !mayRequest(details.url, details.resourceType) }),
  );
  session.webRequest.onHeadersReceived((details, answer) => {
    if (isOurPage(details.url)) return answer({});
    answer({ responseHeaders: remoteHeaders(details.responseHeaders ?? {}) });
  });
}
