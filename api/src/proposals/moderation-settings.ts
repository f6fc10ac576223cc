/** The house's words and reasons, and who wants the daily letter. */
import type { ModerationSettings } from '@palier/playlists/moderation';
import type { Role } from '@palier/playlists/views';
import { isoOf, type Clock } from '../clock.ts';
import type { Storage } from '../storage/storage.ts';
import { DEFAULT_SETTINGS } from './reasons.ts';

export function createModerationSettings({ storage, clock }: { storage: Storage; clock: Clock }) {
  return {
    async get(): Promise<ModerationSettings> {
      return (await storage.get('moderation', 'moderation'))?.settings ?? DEFAULT_SETTINGS;
    },
    /** `check` sees the present ones and may refuse; what it answers is passed on. */
    async put<R>(
      settings: ModerationSettings,
      updatedBy: string,
      check: (present: ModerationSettings) => R | undefined,
    ): Promise<R | undefined> {
      const updatedAt = isoOf(clock.now());
      const outcome = await storage.transact(async (transaction) => {
        const present = (await transaction.get('moderation', 'moderation'))?.settings ?? DEFAULT_SETTINGS;
        const refused = check(present);
        if (refused === undefined)
          await transaction.put('moderation', { id: 'moderation', settings, updatedAt, updatedBy });
        return { refused };
      });
      if ('collection' in outcome) throw new Error('the settings of moderation have no unique look-ups');
      return outcome.refused;
    },
    /** Moderators have it until they say no; others do not until they say yes. */
    async wantsDigest(user: { id: string; role: Role }): Promise<boolean> {
      return (await storage.get('moderationDigests', user.id))?.wanted ?? user.role === 'moderator';
    },
    async switchDigest(id: string, wanted: boolean): Promise<void> {
      await storage.transact((transaction) => transaction.put('moderationDigests', { id, wanted }));
    },
  };
}
export type ModerationSettingsStore = ReturnType<typeof createModerationSettings>;
