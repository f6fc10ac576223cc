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
    async put(settings: ModerationSettings, updatedBy: string): Promise<void> {
      const updatedAt = isoOf(clock.now());
      await storage.transact((transaction) =>
        transaction.put('moderation', { id: 'moderation', settings, updatedAt, updatedBy }),
      );
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
