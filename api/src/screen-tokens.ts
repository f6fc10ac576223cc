/**
 * The tokens of screens: found by digest, renewed from time to time. A renewal survives a power cut at any point,
 * because the old token works until the new one was used. They open the player's routes and nothing else.
 */
import { isoOf, type Clock } from './clock.ts';
import { digestOf, newSecret, type Random } from './secrets.ts';
import type { DocumentOf } from './storage/collections.ts';
import type { Storage } from './storage/storage.ts';

type ScreenRecord = DocumentOf<'screens'>;
export const RENEW_TOKEN_AFTER_MS = 30 * 24 * 3600_000;

export function createScreenTokens(deps: { storage: Storage; clock: Clock; random: Random }) {
  const { storage, clock, random } = deps;

  function change(id: string, next: (record: ScreenRecord) => Partial<ScreenRecord> | undefined): Promise<unknown> {
    return storage.transact(async (transaction) => {
      const record = await transaction.get('screens', id);
      const changes = record === undefined ? undefined : next(record);
      if (record !== undefined && changes !== undefined) await transaction.put('screens', { ...record, ...changes });
    });
  }

  return {
    async find(token: string): Promise<{ screen: ScreenRecord; tokenHash: string } | undefined> {
      const tokenHash = digestOf(token);
      const [screen] = await storage.find('screens', 'token', tokenHash);
      return screen === undefined ? undefined : { screen, tokenHash };
    },

    /** The screen has used `tokenHash`: an older token dies, and a first use is dated. */
    async used(screen: ScreenRecord, tokenHash: string): Promise<void> {
      const isRenewed = screen.tokenHashes.length > 1 && screen.tokenHashes.at(-1) === tokenHash;
      if (!isRenewed && screen.tokenSince !== undefined) return;
      if (!storage.health().writable) return;
      await change(screen.id, (record) => {
        const hashes = record.tokenHashes.filter((hash) => !isRenewed || hash === tokenHash);
        return { tokenHashes: hashes, tokenSince: isoOf(clock.now()) };
      });
    },

    /** A new token when the present one is old; given again, and anew, until it is used. */
    async renewal(screen: ScreenRecord): Promise<string | undefined> {
      const since = Date.parse(screen.tokenSince ?? isoOf(clock.now()));
      if (clock.now() - since < RENEW_TOKEN_AFTER_MS || !storage.health().writable) return undefined;
      const token = newSecret(random);
      await change(screen.id, (record) => ({ tokenHashes: [...record.tokenHashes.slice(0, 1), digestOf(token)] }));
      return token;
    },

    /** A token for a machine that nobody has to approve: the one the server itself runs on. */
    async grant(screenId: string): Promise<string> {
      const token = newSecret(random);
      const pairedAt = isoOf(clock.now());
      await change(screenId, () => ({ tokenHashes: [digestOf(token)], tokenSince: undefined, pairedAt }));
      return token;
    },
  };
}
export type ScreenTokens = ReturnType<typeof createScreenTokens>;
