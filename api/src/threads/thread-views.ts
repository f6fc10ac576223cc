/** From what was sealed to what is shown. The author never sees who read, what was noted or how a thread is handled. */
import type { TalkTeam } from '@palier/playlists/talk-settings';
import type { ThreadMessage } from '@palier/playlists/thread';
import type { InboxRow, ThreadHandling, ThreadNote } from '@palier/playlists/thread-views';
import type { OpenThread } from './inbox-index.ts';
import type { SealedMessage, SealedNote } from './thread-box.ts';

/** `signed`: with the name of the person of HR. */
export function messageView(seq: number, message: SealedMessage, signed: boolean): ThreadMessage {
  return {
    seq,
    from: message.from,
    ...(message.by === undefined || !signed ? {} : { by: message.by.name }),
    at: message.at,
    text: message.text,
    ...(message.event === undefined ? {} : { event: message.event }),
    attachments: message.attachments,
  };
}

export function noteView(seq: number, note: SealedNote): ThreadNote {
  const { previous: _, by, ...rest } = note;
  return { seq, by: by.name, ...rest };
}

/** Its team: the one it was given to, or the one that takes its topic. */
export function handlingOf({ head, desk }: OpenThread, teams: readonly TalkTeam[]): ThreadHandling {
  const team = desk.handling.team ?? teams.find(({ topics }) => topics.includes(head.topic))?.id;
  return { ...desk.handling, ...(team === undefined ? {} : { team }) };
}

export type RowContext = {
  today: string;
  nowMs: number;
  teams: readonly TalkTeam[];
  isLate: (sinceMs: number) => boolean;
};

export function rowOf(open: OpenThread, context: RowContext): InboxRow {
  const { record, head } = open;
  const waits = record.waitsFor === 'hr' && head.waitingSince !== undefined;
  const unacknowledged = !head.acknowledged && record.state === 'open';
  return {
    id: record.id,
    pseudonym: record.pseudonym,
    ...(head.name === undefined ? {} : { name: head.name }),
    topic: head.topic,
    excerpt: head.excerpt,
    state: record.state,
    messages: record.messages,
    waitsFor: record.waitsFor,
    ...(waits ? { waitingSince: head.waitingSince } : {}),
    lastAt: head.lastAt,
    unread: head.readByHr < record.messages,
    answerUnread: record.answerUnread,
    handling: handlingOf(open, context.teams),
    ...(unacknowledged ? { acknowledgeBy: head.acknowledgeBy } : {}),
    overdue:
      (unacknowledged && head.acknowledgeBy < context.today) ||
      (waits && context.isLate(Date.parse(head.waitingSince ?? ''))),
    deleteOn: record.deleteOn,
  };
}
