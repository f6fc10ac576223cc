/**
 * Presence: the rotating part of an on-site QR, `?k=` with 6 characters. A screen and the server each make it from the
 * screen's secret and the five minutes it is, so a screen without a network shows codes that the server takes.
 * The hashing itself (HMAC-SHA-256) belongs to the runtimes.
 */
import { CODE_ALPHABET } from './survey.ts';

/** How long a code is shown, in milliseconds. */
export const PRESENCE_WINDOW_MS = 5 * 60_000;
/** Windows before the present one whose codes are taken too. */
export const PRESENCE_GRACE_WINDOWS = 2;
/** Characters of a code: 29^6, near 600 million; wrong tries are slowed down. */
export const PRESENCE_LENGTH = 6;

/** The window that an instant (epoch milliseconds) is in. */
export function presenceWindow(atMs: number): number {
  return Math.floor(atMs / PRESENCE_WINDOW_MS);
}

/** What is hashed under the screen's secret for a window. */
export function presenceMessage(window: number): string {
  return `palier presence ${window}`;
}

/** The characters of a code, from the hash's first bytes. */
export function presenceText(hash: Uint8Array): string {
  let text = '';
  for (let index = 0; index < PRESENCE_LENGTH; index += 1) {
    // Two bytes a character: no character is noticeably likelier than another.
    const value = (hash[2 * index] ?? 0) * 256 + (hash[2 * index + 1] ?? 0);
    text += CODE_ALPHABET[value % CODE_ALPHABET.length] ?? '';
  }
  return text;
}

/** The address that a QR holds, and, `k` apart, that people type. */
export function surveyUrl(publicUrl: string, code: string, k?: string): string {
  return `${publicUrl}/s/${code}${k === undefined ? '' : `?k=${k}`}`;
}
