/**
 * A conversation in the order in which it happened: what both sides wrote, and between it what only HR sees. A change
 * of handling is told as what differs from the one before. Pure.
 */
import type { ThreadMessage } from '@palier/playlists/thread';
import type { ThreadHandling, ThreadNote } from '@palier/playlists/thread-views';

export type Change =
  | { what: 'assignee'; to: string | undefined }
  | { what: 'team'; to: string | undefined }
  | { what: 'priority'; to: ThreadHandling['priority'] }
  | { what: 'snooze'; until: string | undefined }
  | { what: 'themes'; themes: string[] };

export type Beat =
  | { kind: 'message'; key: string; at: string; message: ThreadMessage }
  | { kind: 'event'; key: string; at: string; message: ThreadMessage }
  | { kind: 'note'; key: string; at: string; note: ThreadNote }
  | { kind: 'handled'; key: string; at: string; note: ThreadNote; changes: Change[] };

export function changesBetween(before: ThreadHandling, after: ThreadHandling): Change[] {
  const changes: Change[] = [];
  if (before.assignee !== after.assignee) changes.push({ what: 'assignee', to: after.assignee });
  if (before.team !== after.team) changes.push({ what: 'team', to: after.team });
  if (before.priority !== after.priority) changes.push({ what: 'priority', to: after.priority });
  if (before.snoozedUntil !== after.snoozedUntil) changes.push({ what: 'snooze', until: after.snoozedUntil });
  if (before.themes.join('\n') !== after.themes.join('\n')) changes.push({ what: 'themes', themes: after.themes });
  return changes;
}

/** Oldest first. Of what happened at the same time, the author's side comes first. */
export function timelineOf(messages: readonly ThreadMessage[], notes: readonly ThreadNote[]): Beat[] {
  let handling: ThreadHandling = { priority: 'normal', themes: [] };
  const own = notes.map((note): Beat => {
    const base = { key: `n${note.seq}`, at: note.at, note };
    if (note.did === undefined) return { kind: 'note', ...base };
    const changes = note.handling === undefined ? [] : changesBetween(handling, note.handling);
    handling = note.handling ?? handling;
    return { kind: 'handled', ...base, changes };
  });
  const written = messages.map((message): Beat => ({
    kind: message.event === undefined ? 'message' : 'event',
    key: `m${message.seq}`,
    at: message.at,
    message,
  }));
  return [...written, ...own.filter((beat) => !saysNothing(beat))].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Closing and reopening are told by the message that both sides see. */
function saysNothing(beat: Beat): boolean {
  if (beat.kind !== 'handled' || beat.changes.length > 0) return false;
  return beat.note.did !== 'blocked';
}
