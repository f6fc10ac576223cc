/**
 * Files of a thread. Pictures are encoded anew (no place, no camera), a PDF is kept as it is and only ever downloaded.
 * Content is sealed in pieces of one size and lies in the store's log beside the messages: one backup, one deletion.
 * Plain bytes exist in memory alone, never in a temporary file.
 */
import {
  MAX_ATTACHMENT_BYTES,
  MAX_ATTACHMENTS_A_THREAD,
  ThreadAttachment,
  type ThreadId,
} from '@palier/playlists/thread';
import { encodePicture } from '../media/picture.ts';
import { sniff, SNIFF_BYTES } from '../media/sniff.ts';
import { randomText, type Random } from '../secrets.ts';
import { isRefused, type Storage } from '../storage/storage.ts';
import { openBytes, openJson, placeOf, sealBytes, sealJson } from './seal.ts';

const ID_ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** With its length before it, one piece fills a bucket exactly. */
const PIECE_BYTES = 64 * 1024 - 4;
/** A picture in a conversation is read on a phone or a laptop. */
const MAX_SIDE_PX = 2560;
/** More would be decoded by way of a temporary file. */
const MAX_PIXELS = 50_000_000;
const AT_ONCE = 3;

export type FileOutcome =
  { attachment: ThreadAttachment } | { refused: 'file'; reason: string } | { refused: 'full' | 'busy' | 'gone' };

export function createThreadFiles(deps: { storage: Storage; random: Random; today: () => string }) {
  const { storage, random } = deps;
  let running = 0;

  async function take(threadId: ThreadId, key: Uint8Array, name: string, bytes: Uint8Array): Promise<FileOutcome> {
    const made = await madeOf(name, bytes);
    if ('refused' in made) return made;
    const id = `a${randomText(random, ID_ALPHABET, 20)}`;
    const attachment = ThreadAttachment.parse({ id, ...made.shape, sizeBytes: made.bytes.length });
    const pieces: string[] = [];
    for (let from = 0; from < made.bytes.length; from += PIECE_BYTES) {
      const piece = made.bytes.subarray(from, from + PIECE_BYTES);
      pieces.push(sealBytes(key, piece, placeOf(threadId, 'file', id, pieces.length), random));
    }
    const outcome = await storage.transact(async (transaction) => {
      if ((await transaction.get('threads', threadId)) === undefined) return { refused: 'gone' as const };
      const own = await transaction.find('threadFiles', 'thread', threadId);
      if (own.length >= MAX_ATTACHMENTS_A_THREAD) return { refused: 'full' as const };
      for (const [index, sealed] of pieces.entries()) {
        await transaction.append('threadPieces', id, String(index), { sealed });
      }
      await transaction.put('threadFiles', {
        id,
        threadId,
        pieces: pieces.length,
        loose: true,
        addedOn: deps.today(),
        sealed: sealJson(key, attachment, placeOf(threadId, 'attachment', id, pieces.length), random),
      });
      return { attachment };
    });
    return isRefused(outcome) ? { refused: 'busy' } : outcome;
  }

  return {
    async take(threadId: ThreadId, key: Uint8Array, name: string, bytes: Uint8Array): Promise<FileOutcome> {
      if (running >= AT_ONCE) return { refused: 'busy' };
      running += 1;
      try {
        return await take(threadId, key, name, bytes);
      } finally {
        running -= 1;
      }
    },
    /** Name, kind and size; absent when it is no file of this thread, or does not open. */
    describe(
      file: { id: string; threadId: string; pieces: number; sealed: string },
      key: Uint8Array,
    ): ThreadAttachment | undefined {
      const place = placeOf(file.threadId, 'attachment', file.id, file.pieces);
      const opened = openJson(key, file.sealed, place);
      return opened === undefined ? undefined : ThreadAttachment.parse(opened);
    },
    async read(
      threadId: ThreadId,
      key: Uint8Array,
      id: string,
    ): Promise<{ attachment: ThreadAttachment; bytes: Uint8Array } | undefined> {
      const file = await storage.get('threadFiles', id);
      if (file === undefined || file.threadId !== threadId) return undefined;
      const attachment = this.describe(file, key);
      if (attachment === undefined) return undefined;
      const pieces = await storage.readLog('threadPieces', id, 0, file.pieces);
      const plain = pieces.map(({ record }, index) =>
        openBytes(key, record.sealed, placeOf(threadId, 'file', id, index)),
      );
      const whole = plain.filter((piece) => piece !== undefined);
      const bytes = Buffer.concat(whole);
      return whole.length === file.pieces && bytes.length === attachment.sizeBytes ? { attachment, bytes } : undefined;
    },
  };
}
export type ThreadFiles = ReturnType<typeof createThreadFiles>;

type Made = { shape: Omit<ThreadAttachment, 'id' | 'sizeBytes'>; bytes: Uint8Array };

async function madeOf(name: string, bytes: Uint8Array): Promise<Made | { refused: 'file'; reason: string }> {
  if (bytes.length === 0) return { refused: 'file', reason: 'it is empty' };
  if (bytes.length > MAX_ATTACHMENT_BYTES) return { refused: 'file', reason: 'a file may have at most 8 MB' };
  const sniffed = sniff(bytes.subarray(0, SNIFF_BYTES));
  if (sniffed.kind === 'pdf') {
    return { shape: { name: safeName(name, 'pdf'), type: 'application/pdf' }, bytes };
  }
  if (sniffed.kind !== 'picture') {
    return {
      refused: 'file',
      reason: `it is ${sniffed.word}; pictures (JPEG, PNG, WebP, AVIF, GIF) and PDF are taken`,
    };
  }
  const picture = await encodePicture(bytes, { maxSidePx: MAX_SIDE_PX, maxPixels: MAX_PIXELS, still: true });
  if ('refused' in picture) return { refused: 'file', reason: picture.refused };
  const type = picture.type === 'image/jpeg' ? 'image/jpeg' : 'image/webp';
  const { widthPx, heightPx } = picture;
  return {
    shape: { name: safeName(name, type === 'image/jpeg' ? 'jpg' : 'webp'), type, widthPx, heightPx },
    bytes: picture.bytes,
  };
}

/** What is left of a name once paths, controls and its own ending are gone. */
function safeName(name: string, ending: string): string {
  const base = name
    .slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
    .replace(/\.[^.]{0,5}$/, '')
    .replace(/[^\p{L}\p{N} ._-]/gu, '')
    .trim()
    .slice(0, 80);
  return `${base === '' ? 'file' : base}.${ending}`;
}
