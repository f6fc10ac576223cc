/**
 * Tells both sides of a thread that something moved: the author's streams by the session they opened it with, HR's by
 * their panel session. A wake-up without content; what moved together within a moment goes to HR as one event.
 */
import type { InboxNews, ThreadNews } from '@palier/playlists/thread-views';
import type { ThreadId } from '@palier/playlists/thread';
import type { Clock } from '../clock.ts';
import { eventBytes, type EventsHub } from '../events-hub.ts';
import type { ThreadRecord } from '../storage/records/threads.ts';

/** HR's events are gathered for this long: 500 authors at once are not 500 events for each of 50 readers. */
const GATHER_MS = 40;
/** About 27 kB for one event: well below what may wait unsent for a reader. */
const MAX_NAMED = 600;

export function createThreadNews(deps: {
  clock: Clock;
  authorsHub: EventsHub;
  inboxHub: EventsHub;
  /** The sessions in which this thread is open. */
  sessionsOf: (id: string) => string[];
  /** The panel sessions that have unlocked the inbox. */
  unlocked: () => string[];
}) {
  const { clock, authorsHub, inboxHub } = deps;
  const moved = new Map<ThreadId, number>();
  let count = 0;
  let cancel: (() => void) | undefined;

  function tellInbox(news: Partial<InboxNews>, to: Iterable<string> = deps.unlocked()): void {
    const event: InboxNews = { threads: [], many: false, locked: false, ...news };
    inboxHub.broadcast(eventBytes('inbox', (count += 1), event), to);
  }

  function flush(): void {
    cancel = undefined;
    const threads = [...moved].map(([id, seq]) => ({ id, seq }));
    moved.clear();
    tellInbox(threads.length > MAX_NAMED ? { many: true } : { threads });
  }

  function tellAuthors(id: string, news: ThreadNews): void {
    const sessions = deps.sessionsOf(id);
    if (sessions.length > 0) authorsHub.broadcast(eventBytes('thread', (count += 1), news), sessions);
  }

  return {
    /** Another process may have written to it; how far HR has read is known once it is fetched. */
    stored(record: ThreadRecord): void {
      tellAuthors(record.id, { seq: record.messages, readByHr: 0, state: record.state, gone: false });
    },
    /** A thread was written to, read or handled; `readByHr` as its author may know it. */
    moved(record: ThreadRecord, readByHr: number): void {
      tellAuthors(record.id, { seq: record.messages, readByHr, state: record.state, gone: false });
      moved.set(record.id, record.messages);
      cancel ??= clock.after(GATHER_MS, flush);
    },
    gone(id: ThreadId): void {
      tellAuthors(id, { seq: 0, readByHr: 0, state: 'closed', gone: true });
      moved.set(id, 0);
      cancel ??= clock.after(GATHER_MS, flush);
    },
    tellInbox,
    stop: () => cancel?.(),
  };
}
export type ThreadNewsDesk = ReturnType<typeof createThreadNews>;
