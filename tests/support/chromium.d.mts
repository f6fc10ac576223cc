/** Types of `chromium.mjs`, which is plain JavaScript so that an older Node can read it. */
export function findChromium(): Promise<string | undefined>;
export function ensureChromium(): Promise<string>;
/** What tests drive: Debian's build without windows where it is here, else `findChromium`. */
export function findHeadless(): Promise<string | undefined>;
/** The same, installed if need be. */
export function ensureHeadless(): Promise<string>;
