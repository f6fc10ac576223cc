/** Puts a document at the end of a playlist. */
import { api, type Problem } from '../api.ts';
import { appendItem } from '../playlists/append-item.ts';

/** Long enough to read six points, and to scan. */
export const SHOWN_MS = 20_000;

export async function shelve(playlistId: string, document: string): Promise<Problem | undefined> {
  const outcome = await appendItem(api, playlistId, { kind: 'document', document }, SHOWN_MS);
  return 'problem' in outcome ? outcome.problem : undefined;
}
