/** What is stored of Wi-Fi networks. Passwords are sealed: the store alone does not disclose them. */
import { z } from 'zod';
import { CodeId, NetworkId, UserId } from '@palier/playlists/ids';
import { Network } from '@palier/playlists/network';

const instant = z.iso.datetime();

export const NetworkRecord = z.strictObject({
  id: NetworkId,
  network: Network,
  /** By the instant from which they are valid; the first is the present one, or about to be. */
  codes: z.array(z.strictObject({ id: CodeId, fromMs: z.int(), sealed: z.string() })).max(400),
  updatedAt: instant,
  updatedBy: z.string(),
});

/** Who saw or changed a password, and when. Never what it was. */
export const NetworkAuditRecord = z.strictObject({
  at: instant,
  userId: UserId,
  name: z.string(),
  did: z.enum(['revealed', 'added', 'imported', 'removed']),
  count: z.int().min(0),
});

export const NETWORK_COLLECTIONS = {
  networks: { schema: NetworkRecord, lookups: {}, topics: ['networks', 'content'] },
} as const;
