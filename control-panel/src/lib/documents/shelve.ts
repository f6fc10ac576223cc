/** Puts a document at the end of a playlist, in the newest version of it: somebody may be editing it meanwhile. */
import { Entry } from '@palier/playlists/playlist';
import { api, isRefusal, settle, type Problem } from '../api.ts';
import { freeEntryId } from '../playlists/entries.ts';

/** Long enough to read six points, and to scan. */
const SHOWN_MS = 20_000;
const TRIES = 3;

export async function shelve(playlistId: string, document: string): Promise<Problem | undefined> {
  let refused: Problem | undefined;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const present = await settle(api.playlists.get(playlistId));
    if (isRefusal(present)) return present.problem;
    const { playlist } = present.value;
    const entry = Entry.parse({
      id: freeEntryId(playlist.entries, 'document'),
      durationMs: SHOWN_MS,
      item: { kind: 'document', document },
    });
    const put = await settle(api.playlists.put({ ...playlist, entries: [...playlist.entries, entry] }, present.etag));
    if (!isRefusal(put)) return undefined;
    refused = put.problem;
    if (refused.status !== 412) return refused;
  }
  return refused;
}
