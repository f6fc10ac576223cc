/**
 * One thread's sealed parts: its keys, its head (topic, name, times, marks), HR's desk, its messages and notes. Each is
 * bound to the thread, its kind and its number, and chained to the one before; head and desk name the end of their
 * chain. So nothing can be moved, swapped, changed or cut off the end without being noticed.
 */
import { z } from 'zod';
import { UserId } from '@palier/playlists/ids';
import { Pseudonym } from '@palier/playlists/pseudonym';
import {
  Day,
  MAX_MESSAGE_CHARS,
  ThreadAttachment,
  ThreadEvent,
  ThreadTopic,
  type ThreadId,
} from '@palier/playlists/thread';
import { ThreadHandling } from '@palier/playlists/thread-views';
import type { Random } from '../secrets.ts';
import type { ThreadRecord } from '../storage/records/threads.ts';
import { openFrom, sealTo, type KeyPair } from './hpke.ts';
import { KEY_BYTES, linkOf, newKey, openBytes, openJson, placeOf, sealBytes, sealJson } from './seal.ts';

const instant = z.iso.datetime();
const MAX_KEYS = 8;
export const EXCERPT_CHARS = 140;

/** What both sides know of the whole thread. */
export const ThreadHead = z.strictObject({
  topic: ThreadTopic,
  name: z.string().optional(),
  pseudonym: Pseudonym,
  retentionDays: z.int(),
  openedAt: instant,
  lastAt: instant,
  excerpt: z.string().max(EXCERPT_CHARS),
  /** Since when HR is waited for; absent while it is not. */
  waitingSince: instant.optional(),
  readByAuthor: z.int().min(0),
  readByHr: z.int().min(0),
  acknowledged: z.boolean(),
  acknowledgeBy: Day,
  attachments: z.int().min(0),
  /** The end of the chain of messages. */
  link: z.string(),
  /** What the latest messages were sent under: a message that arrives twice is stored once. */
  keys: z.array(z.strictObject({ key: z.string(), seq: z.int() })).max(MAX_KEYS),
});
export type ThreadHead = z.infer<typeof ThreadHead>;

/** What HR alone knows. */
export const ThreadDesk = z.strictObject({ handling: ThreadHandling, link: z.string() });
export type ThreadDesk = z.infer<typeof ThreadDesk>;

export const SealedMessage = z.strictObject({
  from: z.enum(['author', 'hr']),
  by: z.strictObject({ id: UserId, name: z.string() }).optional(),
  at: instant,
  text: z.string().max(MAX_MESSAGE_CHARS),
  event: ThreadEvent.optional(),
  attachments: z.array(ThreadAttachment),
  previous: z.string(),
});
export type SealedMessage = z.infer<typeof SealedMessage>;

export const SealedNote = z.strictObject({
  by: z.strictObject({ id: UserId, name: z.string() }),
  at: instant,
  text: z.string().max(MAX_MESSAGE_CHARS),
  did: z.enum(['handled', 'opened', 'closed', 'blocked', 'reopened']).optional(),
  handling: ThreadHandling.optional(),
  previous: z.string(),
});
export type SealedNote = z.infer<typeof SealedNote>;

/** `desk` is only ever known to HR: what it seals does not open with a receipt. */
export type ThreadKeys = { thread: Uint8Array; desk: Uint8Array | undefined };
export type DeskKeys = { thread: Uint8Array; desk: Uint8Array };

export function newThreadKeys(random: Random): DeskKeys {
  return { thread: newKey(random), desk: newKey(random) };
}

export function sealToReceipt(id: ThreadId, keys: DeskKeys, receiptKey: Uint8Array, random: Random): string {
  return sealBytes(receiptKey, keys.thread, placeOf(id, 'receipt'), random);
}

export function openByReceipt(
  record: Pick<ThreadRecord, 'id' | 'toReceipt'>,
  receiptKey: Uint8Array,
): Uint8Array | undefined {
  return openBytes(receiptKey, record.toReceipt, placeOf(record.id, 'receipt'));
}

export function sealToInbox(id: ThreadId, keys: DeskKeys, generation: number, publicKey: string): Promise<string> {
  return sealTo(publicKey, Buffer.concat([keys.thread, keys.desk]), placeOf(id, 'inbox', generation));
}

export async function openByInbox(
  record: Pick<ThreadRecord, 'id' | 'toInbox' | 'generation'>,
  keys: ReadonlyMap<number, KeyPair>,
): Promise<DeskKeys | undefined> {
  const pair = keys.get(record.generation);
  if (pair === undefined) return undefined;
  const both = await openFrom(pair.privateKey, record.toInbox, placeOf(record.id, 'inbox', record.generation));
  if (both?.length !== 2 * KEY_BYTES) return undefined;
  return { thread: both.slice(0, KEY_BYTES), desk: both.slice(KEY_BYTES) };
}

export function sealHead(id: ThreadId, messages: number, head: ThreadHead, key: Uint8Array, random: Random): string {
  return sealJson(key, { ...head, keys: head.keys.slice(-MAX_KEYS) }, placeOf(id, 'head', messages), random);
}

export function openHead(
  record: Pick<ThreadRecord, 'id' | 'messages' | 'head'>,
  key: Uint8Array,
): ThreadHead | undefined {
  const opened = openJson(key, record.head, placeOf(record.id, 'head', record.messages));
  return opened === undefined ? undefined : ThreadHead.parse(opened);
}

export function sealDesk(id: ThreadId, notes: number, desk: ThreadDesk, key: Uint8Array, random: Random): string {
  return sealJson(key, desk, placeOf(id, 'desk', notes), random);
}

export function openDesk(record: Pick<ThreadRecord, 'id' | 'notes' | 'desk'>, key: Uint8Array): ThreadDesk | undefined {
  const opened = openJson(key, record.desk, placeOf(record.id, 'desk', record.notes));
  return opened === undefined ? undefined : ThreadDesk.parse(opened);
}

export function sealMessage(
  id: ThreadId,
  seq: number,
  message: SealedMessage,
  key: Uint8Array,
  random: Random,
): string {
  return sealJson(key, message, placeOf(id, 'message', seq), random);
}

export function sealNote(id: ThreadId, seq: number, note: SealedNote, key: Uint8Array, random: Random): string {
  return sealJson(key, note, placeOf(id, 'note', seq), random);
}

/** What a chain holds, in order. `damaged`: something is missing, moved, changed or cut off. */
export type Chain<T> = { items: { seq: number; item: T }[]; damaged: boolean };

type Piece = { key: string; record: { sealed: string } };

export function openMessages(id: ThreadId, pieces: readonly Piece[], head: ThreadHead, count: number, key: Uint8Array) {
  return openChain(SealedMessage, pieces, { link: head.link, count }, (seq, sealed) =>
    openJson(key, sealed, placeOf(id, 'message', seq)),
  );
}

export function openNotes(id: ThreadId, pieces: readonly Piece[], desk: ThreadDesk, count: number, key: Uint8Array) {
  return openChain(SealedNote, pieces, { link: desk.link, count }, (seq, sealed) =>
    openJson(key, sealed, placeOf(id, 'note', seq)),
  );
}

function openChain<T extends { previous: string }>(
  schema: z.ZodType<T>,
  pieces: readonly Piece[],
  end: { link: string; count: number },
  open: (seq: number, sealed: string) => unknown,
): Chain<T> {
  const items: Chain<T>['items'] = [];
  let link = '';
  let damaged = pieces.length !== end.count;
  for (const [index, { record }] of pieces.entries()) {
    const opened = open(index + 1, record.sealed);
    if (opened === undefined) {
      damaged = true;
      continue;
    }
    const item = schema.parse(opened);
    damaged ||= item.previous !== link;
    link = linkOf(record.sealed);
    items.push({ seq: index + 1, item });
  }
  return { items, damaged: damaged || link !== end.link };
}
