/**
 * How a file becomes media, whether uploaded or dropped into the watched folder: received, recognised by its bytes,
 * made safe, kept under its digest, and named in the library. A refusal leaves everything as it was.
 */
import { mediaOf, type Item } from '@palier/playlists/item';
import { Media, type MediaName, MAX_MEDIA_BYTES } from '@palier/playlists/media';
import { isoOf, type Clock } from '../clock.ts';
import type { DocumentOf } from '../storage/collections.ts';
import type { Storage, Transaction } from '../storage/storage.ts';
import type { MediaStore, Received } from './media-store.ts';
import { encodePicture } from './picture.ts';
import { sniff, typeOfName } from './sniff.ts';
import { probeVideo } from './video.ts';

/** Pictures are read into memory to be made anew. */
const MAX_PICTURE_BYTES = 100 * 1024 ** 2;

export type IntakeOutcome =
  { media: Media } | { refused: 'too-large' | 'disk-full' | 'busy' } | { refused: 'file'; reason: string };

type Made = Omit<Media, 'id' | 'addedAt' | 'origin'> & { path: string };

export type Intake = {
  name: MediaName;
  origin: Media['origin'];
  chunks: AsyncIterable<Uint8Array>;
  /** The type the sender claims; absent or general when it claims nothing. */
  claimedType?: string | undefined;
  /** Written in the same transaction, e.g. what the folder's file was. */
  beside?: (transaction: Transaction) => Promise<void>;
};

const AT_ONCE = 4;

export function createIntake(deps: { store: MediaStore; storage: Storage; clock: Clock }) {
  const { store, storage, clock } = deps;
  let running = 0;
  let converting: Promise<unknown> = Promise.resolve();

  /** One conversion at a time: each may take all of a core and a hundred megabytes. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = converting.then(work, work);
    converting = result.catch(() => undefined);
    return result;
  }

  async function take(intake: Intake): Promise<IntakeOutcome> {
    const received = await store.receive(intake.chunks, MAX_MEDIA_BYTES);
    if ('refused' in received) return received;
    try {
      const made = await inTurn(() => makeMedia(intake, received));
      if ('refused' in made) return made;
      const { path, ...shape } = made;
      await store.keep({ path, sha256: shape.sha256 });
      const media = Media.parse({ id: intake.name, ...shape, addedAt: isoOf(clock.now()), origin: intake.origin });
      await storage.transact(async (transaction) => {
        await transaction.put('media', media);
        await intake.beside?.(transaction);
      });
      return { media };
    } finally {
      await store.discard(received.path);
    }
  }

  async function makeMedia(
    intake: Intake,
    received: Received,
  ): Promise<Made | Extract<IntakeOutcome, { refused: string }>> {
    const lie = liesAbout(intake, received.head);
    if (lie !== undefined) return { refused: 'file', reason: lie };
    const sniffed = sniff(received.head);
    if (sniffed.kind === 'video') {
      const probed = await probeVideo(received.path, sniffed.type, intake.name);
      if ('refused' in probed) return { refused: 'file', reason: probed.refused };
      return { path: received.path, sha256: received.sha256, sizeBytes: received.sizeBytes, ...probed };
    }
    if (received.sizeBytes > MAX_PICTURE_BYTES) {
      return { refused: 'file', reason: 'a picture may have at most 100 MB' };
    }
    const picture = await encodePicture(received.path);
    if ('refused' in picture) return { refused: 'file', reason: picture.refused };
    const { bytes, ...shape } = picture;
    const encoded = await store.receive(onlyChunk(bytes), MAX_MEDIA_BYTES);
    if ('refused' in encoded) return encoded;
    return { path: encoded.path, sha256: encoded.sha256, sizeBytes: encoded.sizeBytes, ...shape };
  }

  return {
    async take(intake: Intake): Promise<IntakeOutcome> {
      if (running >= AT_ONCE) return { refused: 'busy' };
      running += 1;
      try {
        return await take(intake);
      } finally {
        running -= 1;
      }
    },
  };
}
export type MediaIntake = ReturnType<typeof createIntake>;

/** Why the name or the claimed type does not fit the bytes; absent when all agree and the kind is taken. */
function liesAbout(intake: Intake, head: Uint8Array): string | undefined {
  const sniffed = sniff(head);
  if (head.length === 0) return 'it is empty';
  const promised = typeOfName(intake.name);
  if (sniffed.kind === 'other') {
    if (sniffed.word === 'an SVG drawing') {
      return 'it is an SVG drawing, which may carry scripts: export it as PNG and add that';
    }
    const claim = promised === undefined ? '' : ` although its name says ${promised}`;
    return `it is ${sniffed.word}${claim}; pictures (JPEG, PNG, WebP, AVIF, GIF) and videos (MP4, WebM) are taken`;
  }
  if (promised !== undefined && promised !== sniffed.type) {
    return `its name says ${promised} but its content is ${sniffed.word}: give it the right ending`;
  }
  if (promised === undefined) return `its name must end as its content is (${sniffed.word}), e.g. .jpg, .png or .mp4`;
  const claimed = intake.claimedType?.split(';')[0]?.trim().toLowerCase();
  const isGeneral = claimed === undefined || claimed === '' || claimed === 'application/octet-stream';
  if (!isGeneral && claimed !== sniffed.type) {
    return `it was sent as ${claimed} but its content is ${sniffed.word}`;
  }
  return undefined;
}

async function* onlyChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The takeovers, not yet ended, whose one item shows a file. */
export function takeoversUsing(name: string, takeovers: Iterable<DocumentOf<'takeovers'>>, atMs: number): string[] {
  return [...takeovers].flatMap(({ id, takeover: { content, endsAt, endedAt } }) => {
    const isOver = endedAt !== undefined || Date.parse(endsAt) <= atMs;
    const shows = content.kind === 'item' && mediaOf(content.item).some((media) => media === name);
    return shows && !isOver ? [id] : [];
  });
}

/** The playlists that show a file. */
export function playlistsUsing(name: string, playlists: Iterable<DocumentOf<'playlists'>>): DocumentOf<'playlists'>[] {
  const shows = (item: Item) => mediaOf(item).some((media) => media === name);
  return [...playlists].filter(({ playlist }) => playlist.entries.some((entry) => shows(entry.item)));
}
