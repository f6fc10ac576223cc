/** Bodies and answers of the Wi-Fi networks. No answer but that of `reveal` carries a password. */
import { z } from 'zod';
import { CodeId, EntryId, NetworkId, PlaylistId } from '@palier/playlists/ids';
import { Network, NetworkPassword } from '@palier/playlists/network';

/** Without `id` the server makes one. The first password may come along, or lie in an item already. */
export const NetworkDraft = z.strictObject({
  ...Network.shape,
  id: NetworkId.optional(),
  password: NetworkPassword.optional(),
  /** Takes the password that was typed into this item; nobody is shown it on the way. */
  typedIn: z.strictObject({ playlistId: PlaylistId, entryId: EntryId }).optional(),
});
export type NetworkDraft = z.input<typeof NetworkDraft>;
export type NetworkInput = z.input<typeof Network>;

/** Passwords by the instant from which they are valid. */
export const CodesDraft = z.strictObject({
  codes: z
    .array(z.strictObject({ from: z.iso.datetime(), password: NetworkPassword }))
    .min(1)
    .max(400),
});
export type CodesDraft = z.input<typeof CodesDraft>;

export const NetworkView = z.strictObject({
  network: Network,
  codes: z.array(
    z.strictObject({
      id: CodeId,
      from: z.iso.datetime(),
      state: z.enum(['past', 'current', 'next']),
      /** `false`: sealed with another key than this server's. Type it anew. */
      readable: z.boolean(),
    }),
  ),
  usedIn: z.array(z.strictObject({ playlistId: PlaylistId, name: z.string() })),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
});
export type NetworkView = z.infer<typeof NetworkView>;
export const NetworksAnswer = z.strictObject({ networks: z.array(NetworkView) });

export const RevealAnswer = z.strictObject({
  codes: z.array(z.strictObject({ id: CodeId, from: z.iso.datetime(), password: z.string() })),
});
export type RevealAnswer = z.infer<typeof RevealAnswer>;

export const NetworkHistoryAnswer = z.strictObject({
  history: z.array(
    z.strictObject({
      at: z.iso.datetime(),
      userId: z.string(),
      name: z.string(),
      did: z.enum(['revealed', 'added', 'imported', 'removed']),
      count: z.int(),
    }),
  ),
});
