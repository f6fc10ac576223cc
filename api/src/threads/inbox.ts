/**
 * HR's side: lists, search, reading, answering, notes, handling, themes. Everything here needs an unlocked inbox; who
 * opens a thread is noted before it is shown. Nothing that was opened is written or logged.
 */
import { pseudonymText } from '@palier/playlists/pseudonym';
import { THEME_THRESHOLD, type ThreadMessage } from '@palier/playlists/thread';
import {
  InboxQueue,
  type InboxPage,
  type InboxRow,
  type InboxThreadView,
  type ThemeCount,
  type ThreadHandling,
  type ThreadNote,
} from '@palier/playlists/thread-views';
import type { Clock } from '../clock.ts';
import type { ThreadRecord } from '../storage/records/threads.ts';
import type { Audit } from './audit.ts';
import { expectedOf } from './authors.ts';
import type { Conversations, Person, WriteOutcome } from './conversations.ts';
import type { InboxIndex, OpenThread } from './inbox-index.ts';
import type { Talk } from './talk.ts';
import type { ThreadHead } from './thread-box.ts';
import { handlingOf, messageView, noteView, rowOf } from './thread-views.ts';

/** A look at a thread is noted once within this time for each person. */
const NOTED_MS = 10 * 60_000;
const MAX_NOTED = 2_000;
/** Search opens messages for no longer than this; it says how far it came. */
const SEARCH_MS = 400;
const MAX_FOUND = 100;

export type ListQuery = {
  queue: InboxQueue;
  topic?: string | undefined;
  team?: string | undefined;
  after?: string | undefined;
  limit: number;
};
export type HandlingChange = { handling?: ThreadHandling; state?: 'open' | 'closed' | 'blocked' };

export type InboxDeps = {
  clock: Clock;
  /** Monotonic milliseconds, to bound the time a search takes. */
  elapsed: () => number;
  talk: Talk;
  index: InboxIndex;
  conversations: Conversations;
  audit: Audit;
  onchange: (record: ThreadRecord, head: ThreadHead) => void;
};

export function createInbox(deps: InboxDeps) {
  const { clock, talk, index, conversations, audit } = deps;
  const noted = new Map<string, number>();

  const rowContext = () => {
    const late = new Map<number, boolean>();
    return {
      today: conversations.today(),
      nowMs: clock.now(),
      teams: talk.settings().teams,
      // Many wait since the same hour; working time is counted once for each.
      isLate: (sinceMs: number) => {
        const hour = Math.floor(sinceMs / 3_600_000) * 3_600_000;
        const known = late.get(hour) ?? talk.expected(hour)?.late ?? false;
        late.set(hour, known);
        return known;
      },
    };
  };

  async function noteLook(person: Person, open: OpenThread, did: 'opened' | 'attachment'): Promise<void> {
    const key = `${person.id} ${open.record.id} ${did}`;
    const at = noted.get(key);
    if (at !== undefined && clock.now() - at < NOTED_MS) return;
    await audit.note({ userId: person.id, name: person.name, did, pseudonym: open.record.pseudonym });
    noted.delete(key);
    noted.set(key, clock.now());
    const oldest = noted.size > MAX_NOTED ? noted.keys().next() : undefined;
    if (oldest?.done === false) noted.delete(oldest.value);
  }

  async function viewOf(open: OpenThread): Promise<InboxThreadView> {
    const [messages, notes] = await Promise.all([
      conversations.messages(open.record, open.head, open.keys.thread),
      conversations.notes(open.record, open.desk, open.keys.desk),
    ]);
    const expected = expectedOf(open.head, talk);
    const shown = messages.items.map(({ seq, item }) => messageView(seq, item, true));
    return {
      row: rowOf(open, rowContext()),
      openedAt: open.head.openedAt,
      messages: shown,
      notes: notes.items.map(({ seq, item }) => noteView(seq, item)),
      readByAuthor: open.head.readByAuthor,
      readByHr: open.head.readByHr,
      acknowledged: open.head.acknowledged,
      ...(expected === undefined ? {} : { expected }),
      damaged: messages.damaged || notes.damaged,
      attachments: shown.flatMap(({ attachments }) => attachments),
    };
  }

  async function changed(record: ThreadRecord, head: ThreadHead): Promise<void> {
    index.changed(record, undefined, head);
    deps.onchange(record, head);
  }

  return {
    list(person: Person, query: ListQuery): InboxPage {
      const { teams } = talk.settings();
      const counts = Object.fromEntries(InboxQueue.options.map((queue) => [queue, 0]));
      const chosen: OpenThread[] = [];
      for (const open of index.all()) {
        if (query.topic !== undefined && open.head.topic !== query.topic) continue;
        if (query.team !== undefined && handlingOf(open, teams).team !== query.team) continue;
        for (const queue of queuesOf(open, person, clock.now())) {
          counts[queue] = (counts[queue] ?? 0) + 1;
          if (queue === query.queue) chosen.push(open);
        }
      }
      chosen.sort(orderOf(query.queue));
      const from = query.after === undefined ? 0 : chosen.findIndex(({ record }) => record.id === query.after) + 1;
      const page = chosen.slice(from, from + query.limit);
      const context = rowContext();
      const last = page.at(-1);
      return {
        threads: page.map((open) => rowOf(open, context)),
        ...(last === undefined || from + page.length >= chosen.length ? {} : { next: last.record.id }),
        counts: counts as InboxPage['counts'],
        progress: index.progress(),
      };
    },

    /** In what is open, in memory: names, pseudonyms, themes, then the words of messages as far as time allows. */
    async search(person: Person, text: string): Promise<{ threads: InboxRow[]; searched: number; of: number }> {
      await audit.note({ userId: person.id, name: person.name, did: 'searched' });
      const wanted = folded(text);
      const began = deps.elapsed();
      const threads = [...index.all()].sort((a, b) => b.head.lastAt.localeCompare(a.head.lastAt));
      const found: OpenThread[] = [];
      let searched = 0;
      for (const open of threads) {
        if (found.length >= MAX_FOUND || deps.elapsed() - began > SEARCH_MS) break;
        searched += 1;
        if (headMatches(open, wanted) || (await wordsMatch(open, wanted))) found.push(open);
      }
      const context = rowContext();
      return { threads: found.map((open) => rowOf(open, context)), searched, of: index.progress().of };
    },

    /** The thread; the look is noted first, and counts as read. */
    async read(person: Person, id: string): Promise<InboxThreadView | undefined> {
      const open = await index.one(id);
      if (open === undefined) return undefined;
      await noteLook(person, open, 'opened');
      const marked = await conversations.mark(id, open.keys.thread, 'hr', open.record.messages);
      if (marked !== undefined) await changed(marked.record, marked.head);
      return viewOf(marked === undefined ? open : { ...open, ...marked });
    },
    noteLook,

    async answer(
      person: Person,
      id: string,
      draft: { text: string; key: string; files: readonly string[]; close: boolean },
    ): Promise<ThreadMessage | Extract<WriteOutcome, { refused: string }> | undefined> {
      const open = await index.one(id);
      if (open === undefined) return undefined;
      const { close, ...written } = draft;
      const outcome = await conversations.write(id, open.keys.thread, {
        from: 'hr',
        by: person,
        ...written,
        ...(close ? { state: 'closed' as const } : {}),
      });
      if ('refused' in outcome) return outcome;
      if ('again' in outcome) return repeated(outcome, open);
      if (outcome.waitedSinceMs !== undefined) await talk.learn(outcome.waitedSinceMs);
      await changed(outcome.record, outcome.head);
      if (open.desk.handling.assignee === undefined) {
        await this.handle(person, id, { handling: { ...open.desk.handling, assignee: person.id } });
      }
      return messageView(outcome.seq, outcome.message, true);
    },

    /** "We have read it": stops the clock of seven days without an answer yet. */
    async acknowledge(person: Person, id: string): Promise<boolean> {
      const open = await index.one(id);
      if (open === undefined) return false;
      if (open.head.acknowledged) return true;
      await eventOf(person, open, 'acknowledged');
      return true;
    },

    async note(person: Person, id: string, text: string): Promise<ThreadNote | { refused: 'full' | 'gone' }> {
      const open = await index.one(id);
      if (open === undefined) return { refused: 'gone' };
      const outcome = await conversations.deskwork(id, open.keys, { by: person, text });
      if ('refused' in outcome) return outcome;
      await changed(outcome.record, open.head);
      return noteView(outcome.seq, outcome.note);
    },

    /** Who handles it, how, and whether it is over. Each change stands among the notes; a new hand is told to the author. */
    async handle(
      person: Person,
      id: string,
      change: HandlingChange,
    ): Promise<InboxThreadView | { refused: 'full' | 'gone' }> {
      const open = await index.one(id);
      if (open === undefined) return { refused: 'gone' };
      const before = open.desk.handling;
      const handling = change.handling ?? before;
      const isOther = JSON.stringify(handling) !== JSON.stringify(before);
      const state = change.state === open.record.state ? undefined : change.state;
      if (isOther || state !== undefined) {
        const did = state === undefined ? 'handled' : didOf(state);
        const outcome = await conversations.deskwork(id, open.keys, {
          by: person,
          text: '',
          did,
          ...(isOther ? { handling } : {}),
          ...(state === undefined ? {} : { state }),
        });
        if ('refused' in outcome) return outcome;
        await changed(outcome.record, open.head);
        await noteDeed(person, open, state, isHandover(before, handling));
        if (isHandover(before, handling)) await eventOf(person, open, 'handed-over');
        if (state === 'closed') await eventOf(person, open, 'closed');
        if (state === 'open') await eventOf(person, open, 'reopened');
      }
      const after = await index.one(id);
      if (after === undefined) return { refused: 'gone' };
      // The answer holds every message: it is a look like any other.
      await noteLook(person, after, 'opened');
      return viewOf(after);
    },

    /** Every theme with the number of threads that carry it, among those that are open. */
    themes(): ThemeCount[] {
      const counts = new Map<string, number>();
      for (const { desk } of index.all()) {
        for (const theme of new Set(desk.handling.themes)) counts.set(theme, (counts.get(theme) ?? 0) + 1);
      }
      return [...counts]
        .map(([theme, threads]) => ({ theme, threads, ready: threads >= THEME_THRESHOLD }))
        .sort((a, b) => b.threads - a.threads || a.theme.localeCompare(b.theme));
    },
  };

  async function noteDeed(
    person: Person,
    open: OpenThread,
    state: string | undefined,
    handover: boolean,
  ): Promise<void> {
    const did = handover ? 'handed-over' : state === 'blocked' ? 'blocked' : state === 'closed' ? 'closed' : undefined;
    if (did === undefined) return;
    await audit.note({ userId: person.id, name: person.name, did, pseudonym: open.record.pseudonym });
  }

  async function eventOf(person: Person, open: OpenThread, event: ThreadMessage['event'] & string): Promise<void> {
    const outcome = await conversations.write(open.record.id, open.keys.thread, {
      from: 'hr',
      by: person,
      text: '',
      event,
      files: [],
      key: `${event} ${open.record.messages}`,
    });
    if ('record' in outcome) await changed(outcome.record, outcome.head);
  }

  async function repeated(outcome: { again: number; record: ThreadRecord; head: ThreadHead }, open: OpenThread) {
    const { items } = await conversations.messages(outcome.record, outcome.head, open.keys.thread);
    const first = items.find(({ seq }) => seq === outcome.again);
    return first && messageView(first.seq, first.item, true);
  }

  async function wordsMatch(open: OpenThread, wanted: string): Promise<boolean> {
    const keys = { thread: open.keys.thread.slice() };
    const { items } = await conversations.messages(open.record, open.head, keys.thread);
    return items.some(({ item }) => folded(item.text).includes(wanted));
  }
}
export type Inbox = ReturnType<typeof createInbox>;

function didOf(state: 'open' | 'closed' | 'blocked') {
  return state === 'open' ? ('reopened' as const) : state;
}

function isHandover(before: ThreadHandling, after: ThreadHandling): boolean {
  return before.assignee !== undefined && after.assignee !== undefined && before.assignee !== after.assignee;
}

/** Every queue a thread stands in. What its author wrote ends a snooze. */
export function queuesOf({ record, head, desk }: OpenThread, person: Pick<Person, 'id'>, nowMs: number): InboxQueue[] {
  if (record.state !== 'open') return ['closed', 'all'];
  const { snoozedUntil, assignee } = desk.handling;
  const isRead = head.readByHr >= record.messages;
  const isSnoozed = snoozedUntil !== undefined && Date.parse(snoozedUntil) > nowMs && isRead;
  if (isSnoozed) return ['snoozed', 'all'];
  return [
    'all',
    ...(record.waitsFor === 'hr' ? (['waiting'] as const) : (['answered'] as const)),
    ...(assignee === person.id ? (['mine'] as const) : []),
    ...(assignee === undefined && record.waitsFor === 'hr' ? (['unassigned'] as const) : []),
  ];
}

const RANK = { high: 0, normal: 1, low: 2 };

/** Those who wait: by priority, then the longest wait first. Others: the latest first. */
function orderOf(queue: InboxQueue): (a: OpenThread, b: OpenThread) => number {
  const waits = (open: OpenThread) => open.head.waitingSince ?? '9';
  const byLast = (a: OpenThread, b: OpenThread) =>
    a.head.lastAt < b.head.lastAt ? 1 : a.head.lastAt > b.head.lastAt ? -1 : 0;
  if (queue !== 'waiting' && queue !== 'unassigned' && queue !== 'mine') return byLast;
  return (a, b) => {
    const rank = RANK[a.desk.handling.priority] - RANK[b.desk.handling.priority];
    if (rank !== 0) return rank;
    const [left, right] = [waits(a), waits(b)];
    return left < right ? -1 : left > right ? 1 : byLast(a, b);
  };
}

function headMatches({ record, head, desk }: OpenThread, wanted: string): boolean {
  const words = [
    head.name ?? '',
    head.excerpt,
    pseudonymText(record.pseudonym, 'fr'),
    pseudonymText(record.pseudonym, 'en'),
    ...desk.handling.themes,
  ];
  return words.some((word) => folded(word).includes(wanted));
}

function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
