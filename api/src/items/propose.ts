/** What a screen shows of proposing: the address of the form. */
import type { ItemOf } from '@palier/playlists/item';

export function fillPropose(item: ItemOf<'propose'>, context: { publicUrl: string }): ItemOf<'propose'> {
  return { ...item, shown: { url: `${context.publicUrl}/p` } };
}
