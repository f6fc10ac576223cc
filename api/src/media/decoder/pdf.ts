/** The pages of a PDF as pictures, one after the other: what was made of a page leaves before the next one begins. */
import { readFile, stat } from 'node:fs/promises';
import { MAX_PAGES } from '@palier/playlists/library-file';
import { makeOfPixels } from './picture.ts';
import type { Failed, MadePicture, PdfTask } from './tasks.ts';

/** The longer side: sharp on a 4K wall, and a third of the work of its full size. */
const PAGE_SIDE_PX = 2560;
/** It is held in memory as a whole. */
const MAX_PDF_BYTES = 200 * 1024 ** 2;

export type OnPage = (page: MadePicture, number: number, of: number) => void;

export async function makePages({ path, into }: PdfTask, onpage: OnPage): Promise<{ pageCount: number } | Failed> {
  if ((await stat(path)).size > MAX_PDF_BYTES) return { refused: { code: 'too-large', params: { maxMb: 200 } } };
  // Loaded only when a document comes.
  const { PDFiumLibrary } = await import('@hyzyla/pdfium');
  const library = await PDFiumLibrary.init();
  try {
    const document = await library.loadDocument(await readFile(path));
    const pageCount = document.getPageCount();
    if (pageCount > MAX_PAGES) {
      return { refused: { code: 'too-many-pages', params: { pages: pageCount, most: MAX_PAGES } } };
    }
    if (pageCount === 0) return { refused: { code: 'pdf-unreadable', params: {} } };
    for (const page of document.pages()) {
      const { originalWidth, originalHeight } = page.getOriginalSize();
      const scale = PAGE_SIDE_PX / Math.max(1, originalWidth, originalHeight);
      const { data, width, height } = await page.render({ scale, render: 'bitmap' });
      const number = page.number + 1;
      const pixels = { data: opaque(data), info: { width, height, channels: 3 as const } };
      onpage(await makeOfPixels(pixels, { ...into, prefix: `${into.prefix}-${number}` }), number, pageCount);
    }
    document.destroy();
    return { pageCount };
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw error;
    const isLocked = error instanceof Error && /password/i.test(error.message);
    return { refused: { code: isLocked ? 'pdf-password' : 'pdf-unreadable', params: {} } };
  } finally {
    library.destroy();
  }
}

/** Four bytes a pixel become three: a page is drawn on white. */
function opaque(data: Uint8Array): Buffer {
  const pixels = Buffer.allocUnsafe((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    pixels[to] = data[from] ?? 255;
    pixels[to + 1] = data[from + 1] ?? 255;
    pixels[to + 2] = data[from + 2] ?? 255;
  }
  return pixels;
}
