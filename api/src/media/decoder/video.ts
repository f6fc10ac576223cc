/** Videos are taken as they are, once it is sure that a player can show them; otherwise the reason and the way out. */
import type { FileReasonCode } from '@palier/playlists/file-reason';
import { conversionCommand } from '../conversion.ts';
import type { Failed, Probed, VideoTask } from './tasks.ts';

const VIDEO_CODECS = new Set(['avc', 'vp8', 'vp9', 'av1']);
const AUDIO_CODECS = new Set(['aac', 'opus', 'mp3', 'vorbis', 'flac']);
const CODEC_WORDS: Record<string, string> = { hevc: 'H.265 (HEVC)', prores: 'ProRes' };
const MAX_SIDE_PX = 4096;
const MAX_DURATION_S = 4 * 3600;

export async function probeVideo({ path, type, name }: VideoTask): Promise<Probed | Failed> {
  const command = conversionCommand(name);
  const refused = (code: FileReasonCode, params: Record<string, string | number> = {}): Failed => ({
    refused: { code, params: { ...params, command } },
  });
  if (type !== 'video/mp4' && type !== 'video/webm') return refused('video-container');
  // Loaded only when a video comes: the server starts without it.
  const { ALL_FORMATS, FilePathSource, Input } = await import('mediabunny');
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  try {
    const video = await input.getPrimaryVideoTrack();
    if (video === null) return { refused: { code: 'video-no-picture', params: {} } };
    const codec = await video.getCodec();
    if (codec === null || !VIDEO_CODECS.has(codec)) {
      return refused('video-codec', { codec: CODEC_WORDS[codec ?? ''] ?? codec ?? '?' });
    }
    const audio = await input.getPrimaryAudioTrack();
    const sound = audio === null ? undefined : await audio.getCodec();
    if (sound !== undefined && (sound === null || !AUDIO_CODECS.has(sound))) {
      return refused('sound-codec', { codec: sound ?? '?' });
    }
    const durationS = await input.computeDuration();
    const [widthPx, heightPx] = [await video.getDisplayWidth(), await video.getDisplayHeight()];
    if (!(durationS > 0 && durationS <= MAX_DURATION_S)) return { refused: { code: 'video-length', params: {} } };
    if (widthPx < 1 || heightPx < 1 || Math.max(widthPx, heightPx) > MAX_SIDE_PX) {
      return refused('video-pixels', { widthPx, heightPx, most: MAX_SIDE_PX });
    }
    const durationMs = Math.max(1, Math.round(durationS * 1000));
    return { type, widthPx: Math.round(widthPx), heightPx: Math.round(heightPx), durationMs };
  } catch (error) {
    return refused('video-unreadable', { why: error instanceof Error ? error.message.slice(0, 160) : String(error) });
  } finally {
    input.dispose();
  }
}
