/** Who opened what, and when: an append-only log that HR and administrators read. It names threads by pseudonym alone. */
import type { ThreadAudit } from '@palier/playlists/thread-views';
import { isoOf, type Clock } from '../clock.ts';
import { newSecret, type Random } from '../secrets.ts';
import type { Storage } from '../storage/storage.ts';

/** Months that are kept, the present one included. */
const MONTHS = 24;
const PAGE = 200;

export function createAudit(deps: { storage: Storage; clock: Clock; random: Random }) {
  const { storage, clock, random } = deps;
  const monthOf = (ms: number) => isoOf(ms).slice(0, 7);

  return {
    /** Answers once it is durable: nothing is shown before it is known who looked. */
    async note(entry: Omit<ThreadAudit, 'at'>): Promise<void> {
      const at = isoOf(clock.now());
      await storage.transact((transaction) =>
        transaction.append('threadAudit', at.slice(0, 7), newSecret(random), { at, ...entry }),
      );
    },
    /** One month's entries after a position, oldest first. */
    async page(month: string, after: number): Promise<{ entries: ThreadAudit[]; next: number | undefined }> {
      const found = await storage.readLog('threadAudit', month, after, PAGE);
      const next = found.length === PAGE ? found.at(-1)?.position : undefined;
      return { entries: found.map(({ record }) => record), next };
    },
    thisMonth: () => monthOf(clock.now()),
    async sweep(): Promise<void> {
      const now = new Date(clock.now());
      const oldest = isoOf(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MONTHS + 1, 1)).slice(0, 7);
      for (const month of await storage.streams('threadAudit')) {
        if (month < oldest) await storage.dropLog('threadAudit', month);
      }
    },
  };
}
export type Audit = ReturnType<typeof createAudit>;
