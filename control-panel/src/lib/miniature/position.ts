/** Which item a screen shows at an instant, from what the server last said: the same closed form as on the wall. */
import { loopAt } from '@palier/playlists/loop';
import type { Now, NowEntry } from '@palier/playlists/now';
import { turnOf } from '@palier/playlists/turns';

export type Shown = {
  entry: NowEntry;
  startedAtMs: number;
  progress: { index: number; count: number; fraction: number };
};

export function shownAt(now: Now, atMs: number): Shown | undefined {
  const { program } = now;
  if (program === undefined) return undefined;
  const position = loopAt(program.entries, program.anchorMs, atMs, new Set(program.excluded));
  if (position === undefined) return undefined;
  return {
    entry: turnOf(position.entry, position.cycle, new Set(program.passed)),
    startedAtMs: Math.max(position.startsAtMs, program.entries.length === 1 ? program.sinceMs : position.startsAtMs),
    progress: {
      index: position.index,
      count: program.entries.length,
      fraction: (atMs - position.startsAtMs) / position.entry.durationMs,
    },
  };
}

/** Where the panel gets the media that `now` names. */
export function mediaUrls(media: readonly { id: string; sha256: string }[]): (name: string) => string | undefined {
  const urls = new Map(media.map((one) => [one.id, `/media/${one.sha256}`]));
  return (name) => urls.get(name);
}
