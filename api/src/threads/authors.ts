/**
 * The author's side: a receipt is made and confirmed, a thread begun or opened by it, and worked on in a session that
 * lives in memory alone. A receipt comes in, is turned into keys, and is let go; nothing here stores or logs it.
 */
import { daysUntil, MAX_MESSAGES, type ThreadId } from '@palier/playlists/thread';
import type { ReceiptView, ThreadView } from '@palier/playlists/thread-views';
import type { Language } from '@palier/playlists/localized';
import { isoOf, type Clock } from '../clock.ts';
import type { Random } from '../secrets.ts';
import type { ThreadRecord } from '../storage/records/threads.ts';
import type { Storage } from '../storage/storage.ts';
import type { Beginning, Conversations } from './conversations.ts';
import type { Deriver } from './derive.ts';
import type { ThreadFiles } from './files.ts';
import type { InboxKeyring } from './inbox-keys.ts';
import { canonicalReceipt, isWord, newReceipt, readReceipt, type TypedReceipt } from './receipt.ts';
import { createHeld } from './sessions.ts';
import type { Talk } from './talk.ts';
import * as box from './thread-box.ts';
import { messageView } from './thread-views.ts';
import type { Proof } from './proof.ts';
import type { Tolls } from './tolls.ts';

const MINUTE_MS = 60_000;
export const AUTHOR_IDLE_MS = 30 * MINUTE_MS;
const HELD = {
  authors: { idleMs: AUTHOR_IDLE_MS, lifeMs: 12 * 60 * MINUTE_MS, most: 5_000 },
  receipts: { idleMs: 60 * MINUTE_MS, lifeMs: 3 * 60 * MINUTE_MS, most: 2_000 },
};

export type AuthorSession = { threadId: ThreadId; key: Uint8Array };
type NewReceipt = { words: string[]; ask: [number, number]; confirmed: boolean };
export type Waits = { refused: 'wait'; waitMs: number };

export type AuthorsDeps = {
  storage: Storage;
  clock: Clock;
  random: Random;
  talk: Talk;
  deriver: Deriver;
  conversations: Conversations;
  files: ThreadFiles;
  keyring: InboxKeyring;
  tolls: Tolls;
  /** Called with a thread that was begun or changed; its keys, where they are at hand. */
  onchange: (record: ThreadRecord, head: box.ThreadHead, keys?: box.DeskKeys) => void;
  /** A session ended: its stream ends too. */
  onend: (session: string) => void;
};

export function createAuthors(deps: AuthorsDeps) {
  const { storage, clock, random, talk, deriver, conversations, keyring, tolls } = deps;
  const sessionsOf = new Map<string, Set<string>>();
  const sessions = createHeld<AuthorSession>({ clock, random }, HELD.authors, ({ threadId, key }, session) => {
    key.fill(0);
    const own = sessionsOf.get(threadId);
    own?.delete(session);
    if (own?.size === 0) sessionsOf.delete(threadId);
    deps.onend(session);
  });
  const receipts = createHeld<NewReceipt>({ clock, random }, HELD.receipts, (receipt) => receipt.words.fill(''));

  function startSession(threadId: ThreadId, key: Uint8Array): string {
    const secret = sessions.start({ threadId, key });
    const session = sessions.find(secret)?.key;
    if (session !== undefined) sessionsOf.set(threadId, (sessionsOf.get(threadId) ?? new Set()).add(session));
    return secret;
  }

  function viewOfReceipt(receipt: NewReceipt, endsMs: number): ReceiptView {
    return { words: [...receipt.words], ask: [...receipt.ask], confirmed: receipt.confirmed, expiresAt: isoOf(endsMs) };
  }

  return {
    sessionsOf: (threadId: string): string[] => [...(sessionsOf.get(threadId) ?? [])],

    /** Threads that are open in a session here. */
    openThreads: (): ThreadId[] => [...new Set(sessions.entries().map(([, { threadId }]) => threadId))],

    /** Six new words, kept in memory until the first message is sent. */
    newReceipt(
      language: Language,
      address: string,
      proof: Proof | undefined,
    ): { secret: string; view: ReceiptView } | Waits {
      const toll = tolls.pay('new', address, proof);
      if ('waitMs' in toll) return { refused: 'wait', waitMs: toll.waitMs };
      const words = newReceipt(random, language);
      const first = (random(1)[0] ?? 0) % words.length;
      const second = (first + 1 + ((random(1)[0] ?? 0) % (words.length - 1))) % words.length;
      const ask: [number, number] = [Math.min(first, second) + 1, Math.max(first, second) + 1];
      const receipt = { words, ask, confirmed: false };
      const secret = receipts.start(receipt);
      return { secret, view: viewOfReceipt(receipt, clock.now() + HELD.receipts.idleMs) };
    },
    receipt(secret: string): ReceiptView | undefined {
      const found = receipts.find(secret);
      return found && viewOfReceipt(found.value, found.endsMs);
    },
    /** The two asked words, typed back. `wrong` names those that are not right, by their number in the receipt. */
    confirm(
      secret: string,
      typed: readonly string[],
    ): ReceiptView | { refused: 'gone' } | { refused: 'words'; wrong: number[] } {
      const found = receipts.find(secret);
      if (found === undefined) return { refused: 'gone' };
      const { words, ask } = found.value;
      const wrong = ask.filter((number, index) => !isWord(typed[index] ?? '', words[number - 1] ?? ''));
      if (wrong.length > 0) return { refused: 'words', wrong };
      found.value.confirmed = true;
      return viewOfReceipt(found.value, found.endsMs);
    },

    /** Begins a thread with the confirmed receipt, and opens it. */
    async begin(
      secret: string,
      beginning: Beginning,
      address: string,
    ): Promise<{ secret: string } | { refused: 'closed' | 'gone' | 'unconfirmed' | 'full' | 'busy' }> {
      const found = receipts.find(secret);
      if (found === undefined) return { refused: 'gone' };
      if (!found.value.confirmed) return { refused: 'unconfirmed' };
      const { newest } = await keyring.state();
      if (newest === undefined || !talk.settings().open) return { refused: 'closed' };
      const keys = await deriver.receiptKeys(canonicalReceipt(found.value.words), talk.salt(), address);
      if ('refused' in keys) return keys;
      const inbox = { generation: Number(newest.id), publicKey: newest.publicKey };
      const begun = await conversations.begin(keys, beginning, inbox);
      if ('refused' in begun) {
        // Sent twice at once: the first of them made it, and this receipt opens it.
        const made = begun.refused === 'taken' ? await this.openWith(keys) : undefined;
        return made ?? { refused: 'full' };
      }
      receipts.end(found.key);
      const session = startSession(begun.record.id, begun.keys.thread.slice());
      deps.onchange(begun.record, begun.head, begun.keys);
      return { secret: session };
    },

    /** A wrong receipt and an unknown one are the same thing, and take the same time. */
    async open(
      typed: string,
      address: string,
      proof: Proof | undefined,
    ): Promise<
      { secret: string } | Waits | { refused: 'unknown' | 'busy' } | Exclude<TypedReceipt, { receipt: string }>
    > {
      const read = readReceipt(typed);
      if ('refused' in read) return read;
      const toll = tolls.pay('open', address, proof);
      if ('waitMs' in toll) return { refused: 'wait', waitMs: toll.waitMs };
      const keys = await deriver.receiptKeys(read.receipt, talk.salt(), address);
      if ('refused' in keys) return keys;
      const opened = await this.openWith(keys);
      if (opened !== undefined) return opened;
      tolls.countWrong(address);
      return { refused: 'unknown' };
    },

    async openWith({ lookup, key }: { lookup: string; key: Uint8Array }): Promise<{ secret: string } | undefined> {
      const [record] = await storage.find('threads', 'receipt', lookup);
      const thread = record && box.openByReceipt(record, key);
      key.fill(0);
      return record === undefined || thread === undefined ? undefined : { secret: startSession(record.id, thread) };
    },

    find: (secret: string, quiet = false) => {
      const found = sessions.find(secret, quiet);
      return found && { ...found, value: { threadId: found.value.threadId, key: found.value.key.slice() } };
    },
    end: (session: string): void => sessions.end(session),
    /** The thread is gone: every session in which it is open ends. */
    endAll(threadId: string): void {
      for (const session of sessionsOf.get(threadId) ?? []) sessions.end(session);
    },

    /** The thread as it is now. What is answered counts as read. Absent: it is gone. */
    async view({ threadId, key }: AuthorSession, endsMs: number): Promise<ThreadView | undefined> {
      const present = await storage.get('threads', threadId);
      if (present === undefined) return undefined;
      const marked = await conversations.mark(threadId, key, 'author', present.messages);
      const record = marked?.record ?? present;
      const head = marked?.head ?? box.openHead(record, key);
      if (head === undefined) return undefined;
      if (marked !== undefined) deps.onchange(record, head);
      const chain = await conversations.messages(record, head, key);
      const { settings, expected } = { settings: talk.settings(), expected: expectedOf(head, talk) };
      return {
        pseudonym: record.pseudonym,
        ...(head.name === undefined ? {} : { name: head.name }),
        topic: head.topic,
        state: record.state,
        openedAt: head.openedAt,
        messages: chain.items.map(({ seq, item }) => messageView(seq, item, settings.signed)),
        readByAuthor: head.readByAuthor,
        readByHr: head.readByHr,
        acknowledged: head.acknowledged,
        acknowledgeBy: head.acknowledgeBy,
        ...(expected === undefined ? {} : { expected }),
        deleteOn: record.deleteOn,
        deleteInDays: daysUntil(record.deleteOn, conversations.today()),
        damaged: chain.damaged,
        closesAt: isoOf(endsMs),
        canWrite: record.state !== 'blocked' && record.messages < MAX_MESSAGES,
      };
    },

    close(): void {
      sessions.close();
      receipts.close();
    },
  };
}
export type Authors = ReturnType<typeof createAuthors>;

export function expectedOf(head: box.ThreadHead, talk: Talk) {
  return head.waitingSince === undefined ? undefined : talk.expected(Date.parse(head.waitingSince));
}
