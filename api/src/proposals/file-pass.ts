/**
 * Addresses of proposals' files, for who has the six words and for a while alone. Whoever knows what a file is, because
 * a screen or a colleague once had it, reads it no more when it is hidden, taken down, withdrawn or was never looked at.
 * The pass is signed, so none is kept, and any process of the house knows those of the others.
 */
import { createHmac } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { sameText } from '../secrets.ts';

/** A page shows the same address for an hour, so that browsers keep the picture; it opens for one to two hours. */
const HOUR_MS = 3600_000;

export function createFilePasses(deps: { clock: Clock; key: () => Uint8Array }) {
  const { clock } = deps;
  const signed = (sha256: string, hour: string) =>
    createHmac('sha256', deps.key()).update(`proposal file ${sha256} ${hour}`).digest('base64url').slice(0, 32);

  return {
    /** The path of a file, with its pass. */
    addressOf(sha256: string): string {
      const lastHour = String(Math.floor(clock.now() / HOUR_MS) + 1);
      return `/api/public/proposals/files/${sha256}?pass=${lastHour}.${signed(sha256, lastHour)}`;
    },
    /** Whether this pass was made for this file, not too long ago. */
    opens(sha256: string, pass: string): boolean {
      const [lastHour = '', signature = ''] = pass.split('.', 2);
      if (!sameText(signed(sha256, lastHour), signature)) return false;
      return Number(lastHour) >= Math.floor(clock.now() / HOUR_MS);
    },
  };
}
export type FilePasses = ReturnType<typeof createFilePasses>;
