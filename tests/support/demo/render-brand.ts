/** Makes the panel's icons in assets/brand from favicon.svg: `node tests/support/demo/render-brand.ts`. Run by hand. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const folder = fileURLToPath(new URL('../../../assets/brand/', import.meta.url));
const rounded = readFileSync(`${folder}favicon.svg`, 'utf8');
/** Square to the edge, the stairs within the middle 80 %: phones cut their own shape out of it. */
const maskable = rounded
  .replace(' rx="7"', '')
  .replace('M7 25v-6h6v-6h6V7h6v18z', 'M9 23v-4.67h4.67v-4.66h4.66V9H23v14z');

const icons = [
  { name: 'icon-192', size: 192, drawing: rounded },
  { name: 'icon-512', size: 512, drawing: rounded },
  { name: 'icon-maskable-512', size: 512, drawing: maskable },
  { name: 'apple-touch-icon', size: 180, drawing: maskable },
];
for (const { name, size, drawing } of icons) {
  await sharp(Buffer.from(drawing), { density: (72 * size) / 32 })
    .resize(size, size)
    .png({ compressionLevel: 9, palette: true })
    .toFile(`${folder}${name}.png`);
}
