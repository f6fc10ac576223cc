/** Puts an item at the end of a playlist, in the newest version of it: somebody may be editing it meanwhile. And back. */
import { Entry, type Playlist } from '@palier/playlists/playlist';
import type { z } from 'zod';
import { isRefusal, settle, type Client, type Problem } from '../api.ts';
import { freeEntryId } from './entries.ts';

type Api = Pick<Client, 'playlists'>;
type ItemInput = z.input<typeof Entry>['item'];

const TRIES = 3;

/** The entry's id, for the way back. */
export async function appendItem(
  api: Api,
  playlistId: string,
  item: ItemInput,
  durationMs: number,
): Promise<{ entryId: string } | { problem: Problem }> {
  let entryId = '';
  const problem = await change(api, playlistId, (entries) => {
    entryId = freeEntryId(entries, item.kind);
    return [...entries, Entry.parse({ id: entryId, durationMs, item })];
  });
  return problem === undefined ? { entryId } : { problem };
}

/** Takes an entry out again; one that is gone already is no fault. */
export function takeOut(api: Api, playlistId: string, entryId: string): Promise<Problem | undefined> {
  return change(api, playlistId, (entries) => entries.filter(({ id }) => id !== entryId));
}

async function change(
  api: Api,
  playlistId: string,
  entriesOf: (present: Entry[]) => Playlist['entries'],
): Promise<Problem | undefined> {
  let refused: Problem | undefined;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const present = await settle(api.playlists.get(playlistId));
    if (isRefusal(present)) return present.problem;
    const { playlist } = present.value;
    const put = await settle(api.playlists.put({ ...playlist, entries: entriesOf(playlist.entries) }, present.etag));
    if (!isRefusal(put)) return undefined;
    refused = put.problem;
    if (refused.status !== 412) return refused;
  }
  return refused;
}
