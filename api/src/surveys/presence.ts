/**
 * Whether somebody stood before a screen: the codes that the screens show now and showed in the two windows before.
 * A screen's secret comes from the installation's own, so nothing is stored for it.
 */
import { createHmac } from 'node:crypto';
import { PRESENCE_GRACE_WINDOWS, presenceMessage, presenceText, presenceWindow } from '@palier/playlists/presence';
import { targets, type Target } from '@palier/playlists/screen';
import type { Clock } from '../clock.ts';
import type { ContentReader } from '../content.ts';
import { newSecret, type Random } from '../secrets.ts';
import type { Storage } from '../storage/storage.ts';

const SETTING = 'presence-secret';

export type Presence = ReturnType<typeof createPresence>;

export function createPresence(deps: { storage: Storage; content: ContentReader; clock: Clock; random: Random }) {
  const { storage, content, clock, random } = deps;
  let secret: string | undefined;
  let made: { window: number; screens: unknown; codes: Map<string, string> } | undefined;

  return {
    /** Reads the installation's secret, or makes it. */
    async load(): Promise<void> {
      await storage.transact(async (tx) => {
        const known = (await tx.get('settings', SETTING))?.value;
        secret = typeof known === 'string' ? known : newSecret(random);
        if (known !== secret) await tx.put('settings', { id: SETTING, value: secret });
      });
    },
    /** What a screen makes its codes from; it stands in its manifest alone. */
    secretOf(screenId: string): string {
      if (secret === undefined) throw new Error('the presence secret has not been read');
      return createHmac('sha256', secret).update(`screen ${screenId}`).digest('base64url');
    },
    /** The screen, among those that are meant, that shows or lately showed this code; undefined when none did. */
    async screenBy(code: string, target: Target): Promise<string | undefined> {
      const { screens } = await content.current();
      const window = presenceWindow(clock.now());
      if (made?.window !== window || made.screens !== screens) {
        const codes = new Map<string, string>();
        for (const { id } of screens) {
          const own = this.secretOf(id);
          for (let back = 0; back <= PRESENCE_GRACE_WINDOWS; back += 1) codes.set(codeOf(own, window - back), id);
        }
        made = { window, screens, codes };
      }
      const found = made.codes.get(code.trim().toLowerCase());
      const screen = screens.find(({ id }) => id === found)?.screen;
      return screen !== undefined && targets(target, screen) ? found : undefined;
    },
  };
}

export function codeOf(secret: string, window: number): string {
  return presenceText(createHmac('sha256', secret).update(presenceMessage(window)).digest());
}
