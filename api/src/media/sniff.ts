/** What a file is by its first bytes, whatever its name says. Knows more kinds than are taken, to refuse them by name. */

export type Sniffed =
  | { kind: 'picture' | 'video'; type: string; word: string }
  | { kind: 'pdf' | 'zip' | 'ole' | 'rtf' | 'text' | 'svg' | 'other'; word: string };

/** How many first bytes are looked at. */
export const SNIFF_BYTES = 512;

export function sniff(head: Uint8Array): Sniffed {
  const latin = Buffer.from(head).toString('latin1');
  const starts = (text: string, at = 0) => latin.startsWith(text, at);
  if (starts('\xff\xd8\xff')) return picture('image/jpeg', 'JPEG');
  if (starts('\x89PNG\r\n\x1a\n')) return picture('image/png', 'PNG');
  if (starts('GIF87a') || starts('GIF89a')) return picture('image/gif', 'GIF');
  if (starts('RIFF') && starts('WEBP', 8)) return picture('image/webp', 'WebP');
  if (starts('ftyp', 4)) return isoMedia(latin);
  if (starts('\x1a\x45\xdf\xa3')) return matroska(latin);
  if (starts('%PDF-')) return { kind: 'pdf', word: 'PDF' };
  if (starts('PK\x03\x04')) return { kind: 'zip', word: 'ZIP' };
  if (starts('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return { kind: 'ole', word: 'Microsoft Office 97-2003' };
  if (starts('{\\rtf')) return { kind: 'rtf', word: 'RTF' };
  if (starts('MZ') || starts('\x7fELF')) return { kind: 'other', word: 'EXE' };
  if (starts('II*\0') || starts('MM\0*')) return { kind: 'other', word: 'TIFF' };
  if (starts('BM')) return { kind: 'other', word: 'BMP' };
  if (starts('OggS')) return { kind: 'other', word: 'Ogg' };
  if (starts('RIFF') && starts('AVI ', 8)) return { kind: 'other', word: 'AVI' };
  if (starts('ID3') || /^\xff[\xe2-\xff]/.test(latin)) return { kind: 'other', word: 'MP3' };
  if (/^\xef\xbb\xbf?\s*<|^\s*</.test(latin)) {
    return /<svg\b/i.test(latin) ? { kind: 'svg', word: 'SVG' } : { kind: 'other', word: 'HTML/XML' };
  }
  return isText(head) ? { kind: 'text', word: 'text' } : { kind: 'other', word: '?' };
}

/** ISO base media: the brand tells a film from a still picture. */
function isoMedia(latin: string): Sniffed {
  const size = Math.min(latin.length, latin.charCodeAt(2) * 256 + latin.charCodeAt(3));
  const brands = [latin.slice(8, 12), ...(latin.slice(16, Math.max(16, size)).match(/.{4}/gs) ?? [])];
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return picture('image/avif', 'AVIF');
  if (brands.some((brand) => /^(hei[cxms]|hev[cx]|mif1|msf1)$/.test(brand))) return { kind: 'other', word: 'HEIC' };
  if (brands[0] === 'qt  ') return { kind: 'video', type: 'video/quicktime', word: 'QuickTime' };
  return { kind: 'video', type: 'video/mp4', word: 'MP4' };
}

function matroska(latin: string): Sniffed {
  if (latin.includes('webm')) return { kind: 'video', type: 'video/webm', word: 'WebM' };
  return { kind: 'video', type: 'video/x-matroska', word: 'Matroska' };
}

function picture(type: string, word: string): Sniffed {
  return { kind: 'picture', type, word };
}

function isText(head: Uint8Array): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  return head.length > 0 && head.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
}

const TYPE_OF_ENDING: Record<string, string> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
};

/** The type that a name promises; absent for endings that promise nothing here. */
export function typeOfName(name: string): string | undefined {
  return TYPE_OF_ENDING[name.slice(name.lastIndexOf('.') + 1).toLowerCase()];
}
