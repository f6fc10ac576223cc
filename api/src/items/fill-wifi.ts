/** A Wi-Fi card shows its network where it is meant to. In a preview the passwords are dots; elsewhere there is nothing. */
import type { ItemOf } from '@palier/playlists/item';
import { DOTS, maskedItem } from '@palier/playlists/network';
import { targets } from '@palier/playlists/screen';
import type { FillContext } from './fill-context.ts';

export function fillWifi(item: ItemOf<'wifi'>, { content, screen, masked }: FillContext): ItemOf<'wifi'> {
  if (item.network === undefined) return masked ? maskedItem(item) : item;
  const open = content.networks.get(item.network);
  if (open === undefined || (screen !== undefined && !targets(open.network.target, screen))) return item;
  const { ssid, security, hidden, audience, note } = open.network;
  const hasPassword = security === 'WPA2' || security === 'WPA3';
  const known = hasPassword ? open.codes : [];
  // A preview of a network that has no password yet shows where it will stand.
  const codes = masked && hasPassword ? (known.length === 0 ? [{ fromMs: 0, password: DOTS }] : known) : known;
  const dotted = codes.map(({ fromMs, password }) => ({ fromMs, password: masked ? DOTS : password }));
  const shown = { ssid, security, hidden, audience, ...(note === undefined ? {} : { note }), codes: dotted };
  return { ...item, shown: { ...shown, ...(masked ? { masked: true } : {}) } };
}

/** The networks that this screen may show, by name: screens with the same ones may share a manifest's part. */
export function networksFor({ content, screen }: FillContext): string {
  if (screen === undefined) return '';
  return [...content.networks].flatMap(([id, { network }]) => (targets(network.target, screen) ? [id] : [])).join(' ');
}
