/** Proof of play: one record for each turn whose pixels were shown. A new version in place goes on with the same record. */
import type { PagePlay } from '@palier/playlists/now';
import { isSameTurn, storyOf, type Content, type ItemContent } from './content.ts';
import type { Position } from './playbill.ts';

type Open = { content: ItemContent; startedAtMs: number; turnEndsAtMs: number };

export function createPlayLog(onplay: (play: Omit<PagePlay, 'revision'>) => void) {
  let open: Open | undefined;

  function close(endedAtMs: number): void {
    if (open === undefined) return;
    const { content, startedAtMs } = open;
    const { playlistId, takeoverId, entry } = content;
    const { key, entryId } = entry;
    const of = { key, ...(entryId === undefined ? {} : { entryId }), playlistId, takeoverId, ...storyOf(content) };
    onplay({ ...of, startedAtMs, endedAtMs: Math.max(startedAtMs, endedAtMs) });
    open = undefined;
  }

  return {
    /** Other pixels are shown from `atMs` on. */
    change(content: Content, atMs: number): void {
      if (open !== undefined && content.kind === 'item' && isSameTurn(open.content, content)) {
        open.content = content;
        return;
      }
      close(atMs);
      if (content.kind === 'item') open = { content, startedAtMs: atMs, turnEndsAtMs: Number.POSITIVE_INFINITY };
    },
    /** The same pixels stay: when a turn ends and the next is again theirs, each turn is a play of its own. */
    turn(content: ItemContent, position: Position, atMs: number): void {
      if (open === undefined) return;
      if (atMs >= open.turnEndsAtMs && position.startsAtMs >= open.turnEndsAtMs) {
        const startedAtMs = open.turnEndsAtMs;
        close(startedAtMs);
        open = { content, startedAtMs, turnEndsAtMs: position.endsAtMs };
      } else open.turnEndsAtMs = position.endsAtMs;
    },
  };
}
