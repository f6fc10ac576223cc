/**
 * A film somebody took with a phone, packed anew: the pictures and the sound as they are, and nothing else. Where and
 * with what it was taken (atoms of the container, tracks of data) stays behind. It is never longer than was allowed.
 */
import { readFile } from 'node:fs/promises';
import type { Failed, FilmTask, MadeFilm } from './tasks.ts';
import { probeVideo } from './video.ts';
import { writeMade } from './write.ts';

export async function makeFilm({ path, type, name, into, maxMs }: FilmTask): Promise<MadeFilm | Failed> {
  // A QuickTime film becomes an MP4: only what is in it counts.
  const target = type === 'video/webm' ? 'video/webm' : 'video/mp4';
  const probed = await probeVideo({ kind: 'video', path, type: target, name });
  if ('refused' in probed) return probed;
  if (probed.durationMs > maxMs) return { refused: { code: 'video-length', params: { maxS: maxMs / 1000 } } };
  const bytes = await packed(path, target);
  if (bytes === undefined) return { refused: { code: 'video-unreadable', params: { why: 'not packed anew' } } };
  const made = await writeMade(into, 'film', bytes, {
    type: probed.type,
    widthPx: probed.widthPx,
    heightPx: probed.heightPx,
  });
  return { ...made, durationMs: probed.durationMs };
}

/** Packets are copied, nothing is decoded; absent when a track could not be taken over. */
async function packed(path: string, type: 'video/mp4' | 'video/webm'): Promise<Buffer | undefined> {
  const { ALL_FORMATS, BufferSource, BufferTarget, Conversion, Input, Mp4OutputFormat, Output, WebMOutputFormat } =
    await import('mediabunny');
  const input = new Input({ source: new BufferSource(await readFile(path)), formats: ALL_FORMATS });
  const target = new BufferTarget();
  const format = type === 'video/webm' ? new WebMOutputFormat() : new Mp4OutputFormat({ fastStart: 'in-memory' });
  try {
    const conversion = await Conversion.init({
      input,
      output: new Output({ format, target }),
      tracks: 'primary',
      tags: {},
      showWarnings: false,
    });
    if (!conversion.isValid || conversion.discardedTracks.some(({ track }) => track.type !== 'subtitle'))
      return undefined;
    await conversion.execute();
    return target.buffer === null ? undefined : Buffer.from(target.buffer);
  } finally {
    input.dispose();
  }
}
