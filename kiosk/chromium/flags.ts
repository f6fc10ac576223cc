/** The command line of the browser: a kiosk window on its own profile that asks nobody anything. Pure. */

export type BrowserSetup = {
  profileDir: string;
  url: string;
  /** The whole screen, a window to try it out, or no window at all. */
  mode: 'kiosk' | 'window' | 'headless';
  size?: { widthPx: number; heightPx: number } | undefined;
  /** Chromium refuses to start as root with its sandbox; anybody else keeps it. */
  isRoot: boolean;
  /** For tests: where to drive it from. */
  debugPort?: number | undefined;
  /** The browser takes orders over two inherited descriptors, from this process alone. */
  debugPipe?: boolean;
};

/** Bubbles, offers, updates, throttling and gestures that have no place on a wall. */
const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-session-crashed-bubble',
  '--hide-crash-restore-bubble',
  '--noerrdialogs',
  '--disable-infobars',
  '--disable-breakpad',
  '--disable-features=Translate,TranslateUI,GlobalMediaControls,MediaRouter,AutofillServerCommunication,OptimizationHints',
  '--disable-component-update',
  '--disable-background-networking',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-notifications',
  '--deny-permission-prompts',
  '--disable-pinch',
  '--overscroll-history-navigation=0',
  '--password-store=basic',
  '--use-mock-keychain',
  '--check-for-update-interval=31536000',
  '--simulate-outdated-no-au=Tue, 31 Dec 2099 23:59:59 GMT',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
];

const UNKNOWN_SIZE = { widthPx: 1920, heightPx: 1080 };

export function browserFlags(setup: BrowserSetup): string[] {
  const { widthPx, heightPx } = setup.size ?? UNKNOWN_SIZE;
  // Without a window manager a window comes out a pixel short: one more overflows unseen, one less leaves a line.
  const extra = setup.mode === 'kiosk' ? 1 : 0;
  return [
    `--user-data-dir=${setup.profileDir}`,
    `--window-size=${widthPx + extra},${heightPx + extra}`,
    '--window-position=0,0',
    ...QUIET,
    ...(setup.mode === 'kiosk' ? ['--kiosk', '--start-fullscreen'] : []),
    ...(setup.mode === 'headless' ? ['--headless=new', '--hide-scrollbars', '--mute-audio'] : []),
    ...(setup.isRoot ? ['--no-sandbox', '--test-type'] : []),
    ...(setup.debugPipe === true ? ['--remote-debugging-pipe'] : []),
    ...(setup.debugPort === undefined ? [] : [`--remote-debugging-port=${setup.debugPort}`]),
    setup.mode === 'headless' ? setup.url : `--app=${setup.url}`,
  ];
}
