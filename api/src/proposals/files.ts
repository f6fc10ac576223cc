/**
 * Pictures and films of proposals. A picture is decoded and encoded anew by the decoding process, a film packed anew:
 * where and with what they were taken stays behind. They lie beside the library, never in it, and no screen knows them
 * before a moderator approved. What one proposal may bring, and how many are worked on at once, is bounded.
 */
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import type { FileReason } from '@palier/playlists/file-reason';
import { Media, MediaName } from '@palier/playlists/media';
import { MAX_FILM_SECONDS } from '@palier/playlists/proposal';
import {
  MAX_PROPOSED_FILM_BYTES,
  MAX_PROPOSED_PICTURE_BYTES,
  type ProposalFile,
} from '@palier/playlists/proposal-views';
import { isoOf, type Clock } from '../clock.ts';
import { DecoderDiskFull, type Decoder } from '../media/decoder/pool.ts';
import type { MakeOutcome, Maker } from '../media/make.ts';
import type { MediaStore, Received } from '../media/media-store.ts';
import { sniff } from '../media/sniff.ts';
import { digestOf, ID_ALPHABET, randomText, type Random } from '../secrets.ts';
import { errorCode } from '../storage/disk.ts';
import type { ProposalFileRecord } from '../storage/records/proposals.ts';
import { isRefused, type Storage } from '../storage/storage.ts';
import type { FilePasses } from './file-pass.ts';

/** Under one key: four pictures, changed twice. */
export const MAX_FILES_A_PROPOSAL = 12;
/** Received, or waiting for a decoder, at once: a gigabyte on the disk at most. The next one is asked to come back. */
const AT_ONCE = 24;

export type ProposalFileOutcome =
  | { file: ProposalFile }
  | { refused: 'file'; reason: FileReason }
  | { refused: 'gone' | 'many' | 'busy' | 'disk-full' | 'too-large' };

export function createProposalFiles(deps: {
  storage: Storage;
  clock: Clock;
  random: Random;
  store: MediaStore;
  maker: Maker;
  decoder: Decoder;
  passes: FilePasses;
}) {
  const { storage, clock, random, store, maker, decoder, passes } = deps;
  let running = 0;

  async function refusalOf(keyHash: string): Promise<'gone' | 'many' | undefined> {
    const begun = (await storage.get('proposalDrafts', digestOf(keyHash))) !== undefined;
    if (!begun && (await storage.find('proposals', 'key', keyHash)).length === 0) return 'gone';
    return (await storage.find('proposalFiles', 'key', keyHash)).length >= MAX_FILES_A_PROPOSAL ? 'many' : undefined;
  }

  async function make(received: Received, into: { dir: string; prefix: string }): Promise<MakeOutcome> {
    const found = sniff(received.head);
    if (received.sizeBytes === 0) return { refused: { code: 'empty', params: {} } };
    if (found.kind === 'picture') {
      if (received.sizeBytes > MAX_PROPOSED_PICTURE_BYTES) {
        return { refused: { code: 'picture-too-large', params: { maxMb: MAX_PROPOSED_PICTURE_BYTES / 1024 ** 2 } } };
      }
      return maker.make({ name: 'picture', received }, { kind: 'picture', type: found.type }, into);
    }
    if (found.kind !== 'video') return { refused: { code: 'unknown-kind', params: { found: found.word } } };
    const { type } = found;
    const film = await decoder.run({
      kind: 'film',
      path: received.path,
      type,
      name: 'film.mp4',
      into,
      maxMs: MAX_FILM_SECONDS * 1000,
    });
    if ('refused' in film) return film;
    const clean: Received = {
      ...received,
      path: film.path,
      sha256: Media.shape.sha256.parse(film.sha256),
      sizeBytes: film.sizeBytes,
    };
    return maker.make({ name: 'film.mp4', received: clean }, { kind: 'video', type: film.type }, into);
  }

  async function take(keyHash: string, body: ReadableStream<Uint8Array>): Promise<ProposalFileOutcome> {
    const refused = await refusalOf(keyHash);
    if (refused !== undefined) return { refused };
    // Node's stream type and the web's are the same thing by two names.
    const received = await store.receive(Readable.fromWeb(body as NodeStream<Uint8Array>), MAX_PROPOSED_FILM_BYTES);
    if ('refused' in received) return { refused: received.refused };
    const into = store.workplace();
    try {
      const made = await make(received, into);
      if ('refused' in made) return { refused: 'file', reason: made.refused };
      if (!('media' in made)) throw new Error('a proposal has pictures and films alone');
      for (const each of made.keep) await store.keep(each);
      const ending = made.media.type.split('/')[1]?.replace('jpeg', 'jpg') ?? 'bin';
      const id = MediaName.parse(`posts/${randomText(random, ID_ALPHABET, 16)}.${ending}`);
      const addedAt = isoOf(clock.now());
      const media = Media.parse({ id, ...made.media, addedAt, origin: 'upload' });
      const record: ProposalFileRecord = { id, media, keyHash, addedAt };
      const outcome = await storage.transact(async (transaction): Promise<ProposalFileOutcome> => {
        const own = await transaction.find('proposalFiles', 'key', keyHash);
        if (own.length >= MAX_FILES_A_PROPOSAL) return { refused: 'many' };
        await transaction.put('proposalFiles', record);
        return { file: fileView(record, passes) };
      });
      if (isRefused(outcome)) throw new Error(`a look-up of ${outcome.collection} was taken`);
      return outcome;
    } catch (error) {
      if (error instanceof DecoderDiskFull || errorCode(error) === 'ENOSPC') return { refused: 'disk-full' };
      throw error;
    } finally {
      await store.discard(received.path);
      await store.clear(into);
    }
  }

  return {
    async take(keyHash: string, body: ReadableStream<Uint8Array>): Promise<ProposalFileOutcome> {
      if (running >= AT_ONCE) return { refused: 'busy' };
      running += 1;
      try {
        return await take(keyHash, body);
      } finally {
        running -= 1;
      }
    },
    async of(keyHash: string): Promise<ProposalFile[]> {
      const files = await storage.find('proposalFiles', 'key', keyHash);
      return files.toSorted((a, b) => a.addedAt.localeCompare(b.addedAt)).map((file) => fileView(file, passes));
    },
    /** Whether these bytes are a proposal's, and who asks was given their address; nothing else is served here. */
    opens: async (sha256: string, pass: string): Promise<boolean> =>
      passes.opens(sha256, pass) && (await storage.find('proposalFiles', 'content', sha256)).length > 0,
  };
}
export type ProposalFiles = ReturnType<typeof createProposalFiles>;

/** What its author sees of a file. */
export function fileView({ id, media }: ProposalFileRecord, passes: FilePasses): ProposalFile {
  const thumbnail = media.variants?.find(({ use }) => use === 'thumbnail')?.sha256;
  return {
    name: id,
    kind: media.type.startsWith('video/') ? 'film' : 'picture',
    sha256: media.sha256,
    path: passes.addressOf(media.sha256),
    ...(thumbnail === undefined ? {} : { thumbnail: passes.addressOf(thumbnail) }),
    widthPx: media.widthPx,
    heightPx: media.heightPx,
    ...(media.durationMs === undefined ? {} : { durationMs: media.durationMs }),
  };
}
