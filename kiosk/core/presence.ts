/**
 * The rotating part of on-site QRs, made on the machine itself from the secret in its manifest, so that a screen without
 * a network goes on proving that somebody stood before it.
 */
import { createHmac } from 'node:crypto';
import { PRESENCE_WINDOW_MS, presenceMessage, presenceText, presenceWindow } from '@palier/playlists/presence';

export type PresenceAnswer = { k: string; untilMs: number } | { k: undefined };

/** `offsetMs`: how far this machine's clock is ahead of the server's, when it is known. */
export function presenceAt(secret: string | undefined, nowMs: number, offsetMs = 0): PresenceAnswer {
  if (secret === undefined) return { k: undefined };
  const window = presenceWindow(nowMs - offsetMs);
  const hash = createHmac('sha256', secret).update(presenceMessage(window)).digest();
  return { k: presenceText(hash), untilMs: (window + 1) * PRESENCE_WINDOW_MS + offsetMs };
}
