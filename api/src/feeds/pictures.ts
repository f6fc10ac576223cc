/** The one picture of a story: fetched through the one egress, decoded and made anew like any picture of the library. */
import { Media, MediaName } from '@palier/playlists/media';
import type { StoryId } from '@palier/playlists/story';
import { isoOf, type Clock } from '../clock.ts';
import type { Egress } from '../egress/egress.ts';
import { DecoderDiskFull } from '../media/decoder/pool.ts';
import type { Maker } from '../media/make.ts';
import type { MediaStore } from '../media/media-store.ts';
import { sniff } from '../media/sniff.ts';

const MAX_BYTES = 8 * 1024 ** 2;
const TIMEOUT_MS = 15_000;
/** Smaller ones are buttons and counters. */
const LEAST_PX = 200;

export type StoryPictures = ReturnType<typeof createStoryPictures>;

export function createStoryPictures(deps: { egress: Egress; store: MediaStore; maker: Maker; clock: Clock }) {
  const { egress, store, maker, clock } = deps;
  return {
    /** The picture as it is to be stored; absent when there is none that can be shown. */
    async fetch(id: StoryId, url: string, signal: AbortSignal): Promise<Media | undefined> {
      const answer = await egress.get(url, { accept: 'image/*', maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS, signal });
      if (answer.kind !== 'body') return undefined;
      const received = await store.receive(oneChunk(answer.bytes), MAX_BYTES);
      if ('refused' in received) return undefined;
      const into = store.workplace();
      try {
        const found = sniff(received.head);
        if (found.kind !== 'picture') return undefined;
        const made = await maker.make(
          { name: 'picture', received, signal },
          { kind: 'picture', type: found.type },
          into,
        );
        if ('refused' in made || !('media' in made)) return undefined;
        if (Math.min(made.media.widthPx, made.media.heightPx) < LEAST_PX) return undefined;
        for (const each of made.keep) await store.keep(each);
        const name = MediaName.parse(`stories/${id}.${made.media.type === 'image/png' ? 'png' : 'jpg'}`);
        return Media.parse({ id: name, ...made.media, addedAt: isoOf(clock.now()), origin: 'upload' });
      } catch (error) {
        // Without its picture a story is still a story.
        if (error instanceof DecoderDiskFull) return undefined;
        throw error;
      } finally {
        await store.discard(received.path);
        await store.clear(into);
      }
    },
  };
}

async function* oneChunk(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}
