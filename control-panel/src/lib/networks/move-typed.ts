/** Moves a password that was typed into an item to a network of its own; the item then refers to it. */
import { api, isRefusal, settle, type Refusal } from '../api.ts';

/** The network is meant for every screen at first: that is where the item showed until now. */
export async function moveTyped(playlistId: string, entryId: string): Promise<{ done: true } | Refusal> {
  const found = await settle(api.playlists.get(playlistId));
  if (isRefusal(found)) return found;
  const { playlist } = found.value;
  const entry = playlist.entries.find(({ id }) => id === entryId);
  if (entry?.item.kind !== 'wifi') return { done: true };
  const { ssid, password, hidden, note, kind, loop, heading, title } = entry.item;
  const network = await settle(
    api.networks.create({
      ssid,
      hidden,
      password,
      target: { all: true },
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
