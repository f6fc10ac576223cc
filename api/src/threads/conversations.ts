/**
 * What happens to a thread, whoever asks: it begins, somebody writes, reads, handles or deletes it. Each is one
 * transaction over the sealed record. It is given the thread's key and keeps none; it never logs what it seals.
 */
import type { UserId } from '@palier/playlists/ids';
import type { Pseudonym } from '@palier/playlists/pseudonym';
import { PSEUDONYMS, pseudonymAt, pseudonymKey } from '@palier/playlists/pseudonym';
import {
  ACKNOWLEDGE_WITHIN_DAYS,
  dayAfter,
  dayOf,
  MAX_MESSAGES,
  MAX_NOTES,
  MAX_THREADS,
  ThreadId,
  type ThreadAttachment,
  type ThreadEvent,
  type ThreadState,
  type ThreadTopic,
} from '@palier/playlists/thread';
import type { ThreadHandling } from '@palier/playlists/thread-views';
import { isoOf, type Clock } from '../clock.ts';
import { randomText, type Random } from '../secrets.ts';
import type { ThreadRecord } from '../storage/records/threads.ts';
import { isRefused, type Storage, type Transaction } from '../storage/storage.ts';
import type { ThreadFiles } from './files.ts';
import { linkOf } from './seal.ts';
import type { Talk } from './talk.ts';
import * as box from './thread-box.ts';

const ID_ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const PSEUDONYM_TRIES = 24;

export type Person = { id: UserId; name: string };
export type Beginning = { topic: ThreadTopic; name?: string | undefined; text: string; key: string };
export type Written = {
  from: 'author' | 'hr';
  by?: Person;
  text: string;
  event?: ThreadEvent;
  files: readonly string[];
  /** Chosen by the sender: the same message sent twice is stored once. */
  key: string;
  state?: ThreadState;
};
export type WriteOutcome =
  | { record: ThreadRecord; head: box.ThreadHead; seq: number; message: box.SealedMessage; waitedSinceMs?: number }
  | { again: number; record: ThreadRecord; head: box.ThreadHead }
  | { refused: 'gone' | 'blocked' | 'full' | 'damaged' | 'files' };
export type Deskwork = {
  by: Person;
  text: string;
  did?: box.SealedNote['did'];
  handling?: ThreadHandling;
  state?: ThreadState;
};

export type DeskOutcome =
  { record: ThreadRecord; desk: box.ThreadDesk; seq: number; note: box.SealedNote } | { refused: 'gone' | 'full' };

export type ConversationsDeps = {
  storage: Storage;
  clock: Clock;
  random: Random;
  talk: Talk;
  files: ThreadFiles;
};

export function createConversations(deps: ConversationsDeps) {
  const { storage, clock, random, talk, files } = deps;
  /** How many threads there are: as of the last hourly round, and those begun here since. */
  let count = 0;
  const today = () => dayOf(clock.now(), talk.settings().working.zone);

  /** A pair that no thread has; with each few tries in vain among more of them, at last with a number. */
  async function freePseudonym(): Promise<Pseudonym> {
    const draw = (of: number) => Number(BigInt(`0x${Buffer.from(random(6)).toString('hex')}`) % BigInt(of));
    for (let tries = 0; ; tries += 1) {
      const found = pseudonymAt(draw(PSEUDONYMS * Math.ceil((tries + 1) / 6)));
      const taken = await storage.find('threads', 'pseudonym', pseudonymKey(found));
      if (taken.length === 0 || tries >= PSEUDONYM_TRIES) return found;
    }
  }

  async function begin(
    { lookup, key: receiptKey }: { lookup: string; key: Uint8Array },
    beginning: Beginning,
    inbox: { generation: number; publicKey: string },
  ): Promise<{ record: ThreadRecord; keys: box.DeskKeys; head: box.ThreadHead } | { refused: 'full' | 'taken' }> {
    const id = ThreadId.parse(`t${randomText(random, ID_ALPHABET, 20)}`);
    const keys = box.newThreadKeys(random);
    const toInbox = await box.sealToInbox(id, keys, inbox.generation, inbox.publicKey);
    if (count >= MAX_THREADS) return { refused: 'full' };
    const pseudonym = await freePseudonym();
    const at = isoOf(clock.now());
    const retentionDays = talk.settings().retentionDays[beginning.topic];
    const message: box.SealedMessage = { from: 'author', at, text: beginning.text, attachments: [], previous: '' };
    const sealed = box.sealMessage(id, 1, message, keys.thread, random);
    const head: box.ThreadHead = {
      topic: beginning.topic,
      ...(beginning.name === undefined ? {} : { name: beginning.name }),
      pseudonym,
      retentionDays,
      openedAt: at,
      lastAt: at,
      excerpt: excerptOf(beginning.text),
      waitingSince: at,
      readByAuthor: 1,
      readByHr: 0,
      acknowledged: false,
      acknowledgeBy: dayAfter(today(), ACKNOWLEDGE_WITHIN_DAYS),
      attachments: 0,
      link: linkOf(sealed),
      keys: [{ key: beginning.key, seq: 1 }],
    };
    const desk: box.ThreadDesk = { handling: { priority: 'normal', themes: [] }, link: '' };
    const record: ThreadRecord = {
      id,
      lookup,
      pseudonym,
      state: 'open',
      waitsFor: 'hr',
      answerUnread: false,
      deleteOn: dayAfter(today(), retentionDays),
      messages: 1,
      notes: 0,
      generation: inbox.generation,
      toReceipt: box.sealToReceipt(id, keys, receiptKey, random),
      toInbox,
      head: box.sealHead(id, 1, head, keys.thread, random),
      desk: box.sealDesk(id, 0, desk, keys.desk, random),
    };
    const outcome = await storage.transact(async (transaction) => {
      await transaction.put('threads', record);
      await transaction.append('threadMessages', id, keyOf(1), { sealed });
    });
    if (isRefused(outcome)) return { refused: 'taken' };
    count += 1;
    return { record, keys, head };
  }

  /** Appends one message or event. */
  async function write(id: string, key: Uint8Array, written: Written): Promise<WriteOutcome> {
    const outcome = await storage.transact(async (transaction): Promise<WriteOutcome> => {
      const record = await transaction.get('threads', id);
      if (record === undefined) return { refused: 'gone' };
      if (written.from === 'author' && record.state === 'blocked') return { refused: 'blocked' };
      const head = box.openHead(record, key);
      if (head === undefined) return { refused: 'damaged' };
      const again = head.keys.find((one) => one.key === written.key);
      if (again !== undefined) return { again: again.seq, record, head };
      if (record.messages >= MAX_MESSAGES) return { refused: 'full' };
      const attachments = await claimFiles(transaction, record.id, key, written.files);
      if (attachments === undefined) return { refused: 'files' };
      const seq = record.messages + 1;
      const message: box.SealedMessage = {
        from: written.from,
        ...(written.by === undefined ? {} : { by: written.by }),
        at: isoOf(clock.now()),
        text: written.text,
        ...(written.event === undefined ? {} : { event: written.event }),
        attachments,
        previous: head.link,
      };
      const sealed = box.sealMessage(record.id, seq, message, key, random);
      const added = await transaction.append('threadMessages', record.id, keyOf(seq), { sealed });
      if (!added) return { refused: 'damaged' };
      const nextHead = afterMessage(head, message, { seq, link: linkOf(sealed), key: written.key });
      const next: ThreadRecord = {
        ...record,
        ...turnAfter(record, written),
        deleteOn: dayAfter(today(), nextHead.retentionDays),
        messages: seq,
        head: box.sealHead(record.id, seq, nextHead, key, random),
      };
      await transaction.put('threads', next);
      const isFirstAnswer = isAnswer(written) && head.waitingSince !== undefined;
      const waited = isFirstAnswer ? { waitedSinceMs: Date.parse(head.waitingSince ?? '') } : {};
      return { record: next, head: nextHead, seq, message, ...waited };
    });
    return isRefused(outcome) ? { refused: 'gone' } : outcome;
  }

  /** The files a message names: of this thread, and of no other message. */
  async function claimFiles(
    transaction: Transaction,
    id: ThreadId,
    key: Uint8Array,
    names: readonly string[],
  ): Promise<ThreadAttachment[] | undefined> {
    const attachments: ThreadAttachment[] = [];
    for (const name of new Set(names)) {
      const file = await transaction.get('threadFiles', name);
      const attachment = file === undefined ? undefined : files.describe(file, key);
      if (file === undefined || attachment === undefined || file.threadId !== id || !file.loose) return undefined;
      await transaction.put('threadFiles', { ...file, loose: false });
      attachments.push(attachment);
    }
    return attachments;
  }

  /** Notes who has seen how far. Answers the record as it is then; absent when nothing changed or it is gone. */
  async function mark(id: string, key: Uint8Array, side: 'author' | 'hr', seq: number) {
    const outcome = await storage.transact(async (transaction) => {
      const record = await transaction.get('threads', id);
      const head = record && box.openHead(record, key);
      if (record === undefined || head === undefined) return undefined;
      const field = side === 'author' ? 'readByAuthor' : 'readByHr';
      const seen = Math.min(seq, record.messages);
      const clears = side === 'author' && seen === record.messages && record.answerUnread;
      if (head[field] >= seen && !clears) return undefined;
      const nextHead = { ...head, [field]: Math.max(head[field], seen) };
      const next = {
        ...record,
        answerUnread: record.answerUnread && !clears,
        head: box.sealHead(record.id, record.messages, nextHead, key, random),
      };
      await transaction.put('threads', next);
      return { record: next, head: nextHead };
    });
    return isRefused(outcome) ? undefined : outcome;
  }

  /** A note, or a change of handling, on HR's side of the thread. */
  async function deskwork(id: string, keys: box.DeskKeys, work: Deskwork): Promise<DeskOutcome> {
    const outcome = await storage.transact(async (transaction): Promise<DeskOutcome> => {
      const record = await transaction.get('threads', id);
      const desk = record && box.openDesk(record, keys.desk);
      if (record === undefined || desk === undefined) return { refused: 'gone' };
      if (record.notes >= MAX_NOTES) return { refused: 'full' };
      const seq = record.notes + 1;
      const note: box.SealedNote = {
        by: work.by,
        at: isoOf(clock.now()),
        text: work.text,
        ...(work.did === undefined ? {} : { did: work.did }),
        ...(work.handling === undefined ? {} : { handling: work.handling }),
        previous: desk.link,
      };
      const sealed = box.sealNote(record.id, seq, note, keys.desk, random);
      if (!(await transaction.append('threadNotes', record.id, keyOf(seq), { sealed }))) {
        return { refused: 'gone' };
      }
      const nextDesk = { handling: work.handling ?? desk.handling, link: linkOf(sealed) };
      const next: ThreadRecord = {
        ...record,
        ...(work.state === undefined ? {} : { state: work.state }),
        ...(work.state === 'closed' || work.state === 'blocked' ? { waitsFor: 'nobody' as const } : {}),
        notes: seq,
        desk: box.sealDesk(record.id, seq, nextDesk, keys.desk, random),
      };
      await transaction.put('threads', next);
      return { record: next, desk: nextDesk, seq, note };
    });
    return isRefused(outcome) ? { refused: 'gone' } : outcome;
  }

  return {
    today,
    counted: (threads: number) => void (count = threads),
    begin,
    write,
    mark,
    deskwork,
    async messages(record: ThreadRecord, head: box.ThreadHead, key: Uint8Array) {
      const pieces = await storage.readLog('threadMessages', record.id, 0, MAX_MESSAGES + 1);
      return box.openMessages(record.id, pieces.slice(0, record.messages), head, record.messages, key);
    },
    async notes(record: ThreadRecord, desk: box.ThreadDesk, key: Uint8Array) {
      const pieces = await storage.readLog('threadNotes', record.id, 0, MAX_NOTES + 1);
      return box.openNotes(record.id, pieces.slice(0, record.notes), desk, record.notes, key);
    },
    /**
     * For good: first the record with the sealed keys, then what they opened. What a crash in between leaves behind
     * opens with nothing, and the hourly round removes it.
     */
    async remove(id: string): Promise<boolean> {
      const gone = await storage.transact(async (transaction) => {
        const own = await transaction.find('threadFiles', 'thread', id);
        for (const file of own) await transaction.remove('threadFiles', file.id);
        return (await transaction.remove('threads', id)) ? own.map((file) => file.id) : undefined;
      });
      if (gone === undefined || isRefused(gone)) return false;
      await storage.dropLog('threadMessages', id);
      await storage.dropLog('threadNotes', id);
      for (const file of gone) await storage.dropLog('threadPieces', file);
      return true;
    },
  };
}
export type Conversations = ReturnType<typeof createConversations>;

const keyOf = (seq: number) => String(seq).padStart(6, '0');
const isAnswer = (written: Written) => written.from === 'hr' && written.event === undefined;

export function excerptOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= box.EXCERPT_CHARS ? line : `${line.slice(0, box.EXCERPT_CHARS - 1)}…`;
}

function afterMessage(
  head: box.ThreadHead,
  message: box.SealedMessage,
  { seq, link, key }: { seq: number; link: string; key: string },
): box.ThreadHead {
  const isText = message.event === undefined;
  const { waitingSince, ...rest } = head;
  const waits = message.from === 'author' ? (waitingSince ?? message.at) : isText ? undefined : waitingSince;
  return {
    ...rest,
    ...(waits === undefined ? {} : { waitingSince: waits }),
    lastAt: message.at,
    excerpt: isText ? excerptOf(message.text) : head.excerpt,
    ...(message.from === 'author' ? { readByAuthor: seq } : { readByHr: seq }),
    acknowledged: head.acknowledged || (message.from === 'hr' && message.event !== 'handed-over'),
    attachments: head.attachments + message.attachments.length,
    link,
    keys: [...head.keys, { key, seq }],
  };
}

/** Whose turn it is afterwards, in the clear part of the record. */
function turnAfter(record: ThreadRecord, written: Written): Partial<ThreadRecord> {
  if (written.from === 'author') return { waitsFor: 'hr', state: 'open' };
  // An answer that ends the conversation does not let a blocked author write again.
  const state = written.state === undefined || record.state === 'blocked' ? {} : { state: written.state };
  if (!isAnswer(written)) return written.event === 'closed' ? { ...state, waitsFor: 'nobody' } : state;
  const isOver = record.state === 'blocked' || (written.state ?? record.state) !== 'open';
  return { ...state, answerUnread: true, waitsFor: isOver ? 'nobody' : 'author' };
}
