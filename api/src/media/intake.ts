/**
 * How a file joins the library, whether uploaded or dropped into the watched folder: received, recognised by its bytes,
 * made safe, kept under its digest, and named. A refusal leaves everything as it was.
 */
import type { FileReason } from '@palier/playlists/file-reason';
import { LibraryFile } from '@palier/playlists/library-file';
import { Media, MediaName, MAX_MEDIA_BYTES } from '@palier/playlists/media';
import { isoOf, type Clock } from '../clock.ts';
import { errorCode } from '../storage/disk.ts';
import type { Storage, Transaction } from '../storage/storage.ts';
import { DecoderDiskFull } from './decoder/pool.ts';
import type { Made, Maker } from './make.ts';
import type { MediaStore, Received, ReceiveRefused } from './media-store.ts';
import { recognise, type Recognised } from './recognise.ts';
import { playlistsUsing, storiesUsing } from './used-in.ts';

export type IntakeOutcome =
  { media: Media } | { file: LibraryFile } | { refused: 'too-large' | 'disk-full' | 'busy' } | FileRefused;
export type FileRefused = { refused: 'file'; reason: FileReason };

export type Intake = {
  name: MediaName;
  origin: Media['origin'];
  /** Where the bytes come from: a stream, or a file of ours that lies on the disk of the media already. */
  from: AsyncIterable<Uint8Array> | { path: string };
  /** The type the sender claims; absent or general when it claims nothing. */
  claimedType?: string | undefined;
  /** Words to find it by, besides those it has. */
  tags?: readonly string[];
  owner?: string | undefined;
  signal?: AbortSignal | undefined;
  onprogress?: ((percent: number) => void) | undefined;
  /** Written in the same transaction, e.g. what the folder's file was. */
  beside?: (transaction: Transaction) => Promise<void>;
};

/** Requests that hold a connection while they are worked on. */
const AT_ONCE = 4;

export function createIntake(deps: {
  store: MediaStore;
  maker: Maker;
  storage: Storage;
  clock: Clock;
  /** A table that is in the library now: figures may be waiting for it. Must not throw. */
  ontable?: (file: LibraryFile, by: string) => void;
}) {
  const { store, maker, storage, clock } = deps;
  let running = 0;

  async function receive({ from }: Intake): Promise<Received | ReceiveRefused> {
    return 'path' in from ? await store.receiveFile(from.path) : await store.receive(from, MAX_MEDIA_BYTES);
  }

  async function take(intake: Intake): Promise<IntakeOutcome> {
    const received = await receive(intake);
    if ('refused' in received) return received;
    const into = store.workplace();
    try {
      const what = recognise(received.head, {
        name: intake.name,
        claimedType: intake.claimedType,
        replaces: await kindOf(storage, intake.name),
      });
      if ('refused' in what) return { refused: 'file', reason: what.refused };
      const { name, signal, onprogress } = intake;
      const made = await maker.make({ name, received, signal, onprogress }, what, into);
      if ('refused' in made) return { refused: 'file', reason: made.refused };
      signal?.throwIfAborted();
      for (const each of made.keep) await store.keep(each);
      const outcome = await enter(intake, made, received);
      if ('file' in outcome && outcome.file.kind === 'table') deps.ontable?.(outcome.file, intake.owner ?? '');
      return outcome;
    } catch (error) {
      if (error instanceof DecoderDiskFull || errorCode(error) === 'ENOSPC') return { refused: 'disk-full' };
      throw error;
    } finally {
      await store.discard(received.path);
      await store.clear(into);
    }
  }

  /** Names it in the library. What people noted about the file it replaces stays. */
  async function enter(intake: Intake, made: Made, received: Received): Promise<IntakeOutcome> {
    const { name, origin, tags = [], owner } = intake;
    const facts = { origin, addedAt: isoOf(clock.now()), received: received.sha256 };
    const outcome = await storage.transact(async (transaction): Promise<IntakeOutcome> => {
      const before =
        'media' in made ? await transaction.get('media', name) : await transaction.get('libraryFiles', name);
      const known = {
        ...labelsOf(before),
        ...(before?.file === undefined ? {} : { file: before.file }),
        ...(before?.owner === undefined && owner !== undefined ? { owner } : {}),
        ...tagsOf([...(before?.tags ?? []), ...tags]),
      };
      let result: IntakeOutcome;
      if ('media' in made) {
        const media = Media.parse({ id: name, ...made.media, ...facts, ...known });
        await transaction.put('media', media);
        result = { media };
      } else {
        const pages = made.pages.map((page, index) =>
          Media.parse({
            id: pageName(name, index + 1),
            ...page,
            ...facts,
            page: { of: name, number: index + 1 },
          }),
        );
        await dropPages(transaction, name, new Set(pages.map((page) => page.id)));
        for (const page of pages) await transaction.put('media', page);
        const { received: _digest, ...rest } = facts;
        const listed = pages.length === 0 ? {} : { pages: pages.map((page) => page.id) };
        const file = LibraryFile.parse({ id: name, ...made.file, ...rest, ...known, ...listed });
        await transaction.put('libraryFiles', file);
        result = { file };
      }
      await intake.beside?.(transaction);
      return result;
    });
    if ('refused' in outcome && outcome.refused === 'unique') throw new Error('a look-up of media was taken');
    return outcome;
  }

  return {
    /** For a request that waits; a few at a time. */
    async take(intake: Intake): Promise<IntakeOutcome> {
      if (running >= AT_ONCE) return { refused: 'busy' };
      running += 1;
      try {
        return await take(intake);
      } finally {
        running -= 1;
      }
    },
    /** For work in the background, whose own queue is bounded. */
    takeLater: take,
  };
}
export type MediaIntake = ReturnType<typeof createIntake>;

/** Takes the pages of a document out of the library, but for those that stay or that a playlist or a story shows. */
export async function dropPages(transaction: Transaction, of: string, stay: ReadonlySet<string>): Promise<void> {
  const file = await transaction.get('libraryFiles', of);
  const gone = (file?.pages ?? []).filter((id) => !stay.has(id));
  if (gone.length === 0) return;
  const playlists = await transaction.all('playlists');
  const stories = await transaction.all('sourceStories');
  const isUsed = (id: string) => playlistsUsing(id, playlists).length + storiesUsing(id, stories).length > 0;
  for (const id of gone) if (!isUsed(id)) await transaction.remove('media', id);
}

/** `guides/booklet.pdf/booklet-page-3.jpg`; a long name is cut, its document's name is not. */
function pageName(of: string, number: number): MediaName {
  const base = of.split('/').at(-1) ?? of;
  const stem = base.replace(/\.[^.]+$/, '');
  const tail = `-page-${number}.jpg`;
  return MediaName.parse(`${of}/${stem.slice(0, Math.max(1, 199 - of.length - tail.length))}${tail}`);
}

async function kindOf(storage: Storage, name: string): Promise<Recognised['kind'] | undefined> {
  const media = await storage.get('media', name);
  if (media !== undefined) return media.type.startsWith('video/') ? 'video' : 'picture';
  return (await storage.get('libraryFiles', name))?.kind;
}

function labelsOf(before: Media | LibraryFile | undefined): Partial<Pick<Media, 'owner' | 'expiresOn' | 'reviewOn'>> {
  if (before === undefined) return {};
  const { owner, expiresOn, reviewOn } = before;
  return {
    ...(owner === undefined ? {} : { owner }),
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...(reviewOn === undefined ? {} : { reviewOn }),
  };
}

function tagsOf(tags: readonly string[]): { tags?: string[] } {
  const unique = [...new Set(tags)].slice(0, 20);
  return unique.length === 0 ? {} : { tags: unique };
}
