/**
 * Draws assets/demo/day.mp4 frame by frame: `node tests/support/demo/render-film.ts`. Run by hand when the film changes;
 * nothing else calls it. Needs a Chromium (CHROMIUM, default /usr/bin/chromium) and ffmpeg with libx264.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { frameAt } from './film/day.ts';
import { LOOP_S } from './film/walkers.ts';

const FRAMES_PER_SECOND = 25;
const frames = LOOP_S * FRAMES_PER_SECOND;
const file = process.env['OUT'] ?? fileURLToPath(new URL('../../../assets/demo/day.mp4', import.meta.url));
const input = ['-f', 'image2pipe', '-framerate', String(FRAMES_PER_SECOND), '-c:v', 'mjpeg', '-i', '-'];
const colour = [
  '-vf',
  'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p',
  '-colorspace',
  'bt709',
  '-color_primaries',
  'bt709',
  '-color_trc',
  'bt709',
  '-color_range',
  'tv',
];
const codec = [
  '-c:v',
  'libx264',
  '-profile:v',
  'high',
  '-level',
  '4.1',
  '-preset',
  'slow',
  '-tune',
  'animation',
  '-crf',
  '23',
  '-g',
  '50',
  '-an',
];

const encoder = spawn('ffmpeg', ['-v', 'error', '-y', ...input, ...colour, ...codec, '-movflags', '+faststart', file], {
  stdio: ['pipe', 'inherit', 'inherit'],
});
const ended = once(encoder, 'close');
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
await page.setContent('<style>body{margin:0}svg{display:block}</style><main></main>');
for (let frame = 0; frame < frames; frame += 1) {
  await page.evaluate(
    (drawing) => {
      const main = document.querySelector('main');
      if (main !== null) main.innerHTML = drawing;
    },
    frameAt(frame / frames),
  );
  const jpeg = await page.screenshot({ type: 'jpeg', quality: 96 });
  if (!encoder.stdin.write(jpeg)) await once(encoder.stdin, 'drain');
}
encoder.stdin.end();
await browser.close();
const [code] = await ended;
if (code !== 0) throw new Error(`ffmpeg ended with ${String(code)}`);
