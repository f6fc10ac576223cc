/** Bodies and answers about items that are in no playlist yet. Must not import anything of the server. */
import { z } from 'zod';
import { Item } from '@palier/playlists/item';
import { ScreenId } from '@palier/playlists/ids';
import { MAX_ENTRIES } from '@palier/playlists/playlist';

/** Items to fill; `screenId`: as that screen would show them. */
export const ItemsToFill = z.strictObject({ items: z.array(Item).max(MAX_ENTRIES), screenId: ScreenId.optional() });
export type ItemsToFill = z.input<typeof ItemsToFill>;
/** The same items in the same order, filled. */
export const FilledItems = z.strictObject({ items: z.array(Item) });
export type FilledItems = z.infer<typeof FilledItems>;
