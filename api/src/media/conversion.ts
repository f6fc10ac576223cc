/** How a film that no screen plays becomes one that every screen plays: the command people can run themselves. */

/** H.264 and AAC in MP4, its head first, no larger than 4K; what `ffmpeg` is given between source and target. */
export const CONVERSION = [
  '-map', '0:v:0', '-map', '0:a:0?', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '21', '-pix_fmt', 'yuv420p',
  '-c:a', 'aac', '-b:a', '160k', '-movflags', '+faststart', '-map_metadata', '-1',
]; // prettier-ignore

/** The command for a file of this name, short enough to read out. */
export function conversionCommand(name: string): string {
  const base = (name.split('/').at(-1) ?? name).replace(/["\\$`]/g, '_');
  const stem = base.replace(/\.[^.]+$/, '');
  return `ffmpeg -i "${base}" -c:v libx264 -pix_fmt yuv420p -c:a aac -movflags +faststart "${stem}-palier.mp4"`;
}
