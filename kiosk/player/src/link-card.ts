/** How wide a link's card is on a wall, and whether its words then stand apart from it. Pure. */
import type { QrLink } from '@palier/playlists/item';
import { qrCardUnits, standsApart, type QrPlace, type Wall } from '@palier/playlists/wall';
import { qrMatrix } from './text/qr-matrix.ts';

/** `mayStandApart`: the item gives the words of the link a place of their own. */
export function cardOf(link: QrLink, wall: Wall, mayStandApart: boolean): { units: number; apart: boolean } {
  const { modules } = qrMatrix(link.url);
  const units = qrCardUnits(wall, mayStandApart ? 'link' : 'beside', modules);
  return { units, apart: mayStandApart && standsApart(wall, units) };
}

/** How wide the card is where its words always stand beside it. */
export function cardUnitsOf(link: QrLink, wall: Wall, place: QrPlace): number {
  return qrCardUnits(wall, place, qrMatrix(link.url).modules);
}
