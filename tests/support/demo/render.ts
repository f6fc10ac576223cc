/**
 * Draws the demo's pictures into assets/demo: `node tests/support/demo/render.ts [name...]`. Run by hand when a
 * picture changes; nothing else calls it. Needs a Chromium (CHROMIUM, default /usr/bin/chromium).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import sharp from 'sharp';
import { SCENES } from './scenes.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = process.env['OUT'] ?? `${root}assets/demo`;
const font = `${root}node_modules/@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2`;
const face = readFileSync(font).toString('base64');
const wanted = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
mkdirSync(folder, { recursive: true });
for (const scene of SCENES) {
  if (wanted.length > 0 && !wanted.includes(scene.name)) continue;
  const page = await browser.newPage({ viewport: { width: scene.width, height: scene.height } });
  await page.setContent(
    `<style>@font-face{font-family:'Bricolage Grotesque Variable';font-weight:200 800;src:url(data:font/woff2;base64,${face})}body{margin:0}svg{display:block}</style>${scene.draw()}`,
  );
  await page.evaluate(async () => {
    await document.fonts.ready;
  });
  const png = await page.screenshot({ type: 'png' });
  const webp = await sharp(png).webp({ quality: 88, smartSubsample: true, effort: 5 }).toBuffer();
  writeFileSync(`${folder}/${scene.name}.webp`, webp);
  console.log(`${scene.name}.webp ${Math.round(webp.byteLength / 1024)} kB`);
  await page.close();
}
await browser.close();
