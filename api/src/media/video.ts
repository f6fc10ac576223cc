/** Videos are taken as they are, once it is sure that a player can show them; otherwise the reason and the way out. */
import type { MediaType } from '@palier/playlists/media';
import { reasonOf } from '../log.ts';

const VIDEO_CODECS = new Set(['avc', 'vp8', 'vp9', 'av1']);
const AUDIO_CODECS = new Set(['aac', 'opus', 'mp3']);
const CODEC_WORDS: Record<string, string> = { hevc: 'H.265 (HEVC)', prores: 'ProRes' };
const MAX_SIDE_PX = 4096;
const MAX_DURATION_S = 4 * 3600;

export type Probed = { type: MediaType; widthPx: number; heightPx: number; durationMs: number };
export type VideoOutcome = Probed | { refused: string };

export async function probeVideo(path: string, type: string, name: string): Promise<VideoOutcome> {
  const base = name.slice(name.lastIndexOf('/') + 1);
  const stem = base.replace(/\.[^.]+$/, '');
  const recode = `Convert it: ffmpeg -i "${base}" -c:v libx264 -pix_fmt yuv420p -c:a aac -movflags +faststart "${stem}-palier.mp4"`;
  if (type !== 'video/mp4' && type !== 'video/webm') {
    return { refused: `screens play MP4 and WebM. ${recode}` };
  }
  // Loaded only when a video comes: the server starts without it.
  const { ALL_FORMATS, FilePathSource, Input } = await import('mediabunny');
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  try {
    const video = await input.getPrimaryVideoTrack();
    if (video === null) return { refused: 'it has no picture track' };
    const codec = await video.getCodec();
    if (codec === null || !VIDEO_CODECS.has(codec)) {
      return { refused: `its picture is ${CODEC_WORDS[codec ?? ''] ?? codec ?? 'of an unknown codec'}. ${recode}` };
    }
    const audio = await input.getPrimaryAudioTrack();
    const sound = audio === null ? undefined : await audio.getCodec();
    if (sound !== undefined && (sound === null || !AUDIO_CODECS.has(sound))) {
      return { refused: `its sound is ${sound ?? 'of an unknown codec'}. ${recode}` };
    }
    const durationS = await input.computeDuration();
    const [widthPx, heightPx] = [await video.getDisplayWidth(), await video.getDisplayHeight()];
    if (!(durationS > 0 && durationS <= MAX_DURATION_S)) return { refused: 'it is empty or longer than 4 hours' };
    if (widthPx < 1 || heightPx < 1 || Math.max(widthPx, heightPx) > MAX_SIDE_PX) {
      return { refused: `it has ${widthPx} x ${heightPx} pixels; at most ${MAX_SIDE_PX} a side are taken. ${recode}` };
    }
    const durationMs = Math.max(1, Math.round(durationS * 1000));
    return { type, widthPx: Math.round(widthPx), heightPx: Math.round(heightPx), durationMs };
  } catch (error) {
    return { refused: `it cannot be read as a video: ${reasonOf(error)}. ${recode}` };
  } finally {
    input.dispose();
  }
}
