/** Types of `chromium.mjs`, which is plain JavaScript so that an older Node can read it. */
export function findChromium(): Promise<string | undefined>;
export function ensureChromium(): Promise<string>;
