/** Moves a password that was typed into an item to a network of its own; the item then refers to it. */
import { Target } from '@palier/playlists/screen';
import type { Schedule } from '@palier/playlists/schedule';
import { api, isRefusal, settle, type Refusal } from '../api.ts';

/** The password goes from the item to the network inside the server. The network is meant for the screens it was on. */
export async function moveTyped(playlistId: string, entryId: string): Promise<{ done: true } | Refusal> {
  const found = await settle(api.playlists.get(playlistId));
  if (isRefusal(found)) return found;
  const listed = await settle(api.schedules.list());
  if (isRefusal(listed)) return listed;
  const { playlist } = found.value;
  const entry = playlist.entries.find(({ id }) => id === entryId);
  if (entry?.item.kind !== 'wifi') return { done: true };
  const { ssid, hidden, note, kind, loop, heading, title } = entry.item;
  const network = await settle(
    api.networks.create({
      ssid,
      hidden,
      typedIn: { playlistId: playlist.id, entryId: entry.id },
      target: targetOf(playlist.id, listed.schedules),
      ...(note === undefined ? {} : { note }),
    }),
  );
  if (isRefusal(network)) return network;
  const item = {
    kind,
    loop,
    network: network.value.network.id,
    ...(heading === undefined ? {} : { heading }),
    ...(title === undefined ? {} : { title }),
  };
  const entries = playlist.entries.map((one) => (one.id === entryId ? { ...one, item } : one));
  const saved = await settle(api.playlists.put({ ...playlist, entries }, found.etag));
  return isRefusal(saved) ? saved : { done: true };
}

/** The screens that the schedules of a playlist name: it showed there until now. All of them while none plays it. */
export function targetOf(playlistId: string, schedules: readonly Pick<Schedule, 'target' | 'rules'>[]): Target {
  const using = schedules.filter(({ rules }) => rules.some((rule) => rule.playlistId === playlistId));
  if (using.length === 0 || using.some(({ target }) => target.all)) return Target.parse({ all: true });
  return Target.parse({
    screens: [...new Set(using.flatMap(({ target }) => target.screens))],
    groups: [...new Set(using.flatMap(({ target }) => target.groups))],
  });
}
