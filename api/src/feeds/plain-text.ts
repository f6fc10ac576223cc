/**
 * Plain text from whatever a feed says: tags gone, scripts and styles with all that is in them, entities resolved,
 * white space single. The only thing that is kept of the HTML besides its words is the address of its first picture.
 */
import { tidyLine } from '@palier/playlists/plain-text';
import { Parser } from 'htmlparser2';

export type Plain = { text: string; pictures: { url: string; alt: string }[] };

/** What is read of one text: an excerpt is made of it, so the rest does not matter. */
const MAX_CHARS = 4_000;
const MAX_HTML_CHARS = 200_000;
const CHUNK_CHARS = 8 * 1024;
const MAX_PICTURES = 4;

/** Their content is no text of the article. */
const SILENT = new Set(
  'script style template iframe object embed applet noscript svg math head title select button form textarea audio video figcaption'.split(
    ' ',
  ),
);
/** What is in them is no text even where they are not closed. */
const RAW = new Set(['script', 'style', 'template']);
const INLINE = new Set(
  'a abbr b bdi bdo cite code del dfn em font i ins kbd mark q s samp small span strong sub sup tt u var wbr'.split(
    ' ',
  ),
);

export function plainTextOf(html: string): Plain {
  const read = readHtml(html, SILENT);
  // One of them was opened and never closed: what follows it is the article after all.
  return read.isOpen ? readHtml(html, RAW) : read;
}

function readHtml(html: string, silent: ReadonlySet<string>): Plain & { isOpen: boolean } {
  const parts: string[] = [];
  const pictures: Plain['pictures'] = [];
  let silentDepth = 0;
  let size = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'img') keepPicture(pictures, attributes);
        if (silent.has(name)) silentDepth += 1;
        if (!INLINE.has(name)) parts.push(' ');
      },
      onclosetag(name, isImplied) {
        if (silent.has(name) && !isImplied) silentDepth = Math.max(0, silentDepth - 1);
        if (!INLINE.has(name)) parts.push(' ');
      },
      ontext(text) {
        if (silentDepth > 0) return;
        parts.push(text);
        size += text.length;
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  const most = Math.min(html.length, MAX_HTML_CHARS);
  for (let at = 0; at < most && size < MAX_CHARS; at += CHUNK_CHARS) {
    parser.write(html.slice(at, Math.min(most, at + CHUNK_CHARS)));
  }
  parser.end();
  return { text: tidyLine(parts.join('')).slice(0, MAX_CHARS), pictures, isOpen: silentDepth > 0 };
}

/** Pixels that count readers, and pictures that are text or script in disguise, are none. */
function keepPicture(
  pictures: Plain['pictures'],
  { src = '', width = '', height = '', alt = '' }: Record<string, string>,
): void {
  const isTiny = [width, height].some((side) => /^\d+(px)?$/.test(side) && Number.parseInt(side, 10) < 40);
  if (isTiny || src === '' || pictures.length >= MAX_PICTURES || /^(data|javascript|blob|vbscript):/i.test(src.trim()))
    return;
  pictures.push({ url: src.trim(), alt: tidyLine(alt) });
}

/** At most `maxChars`, cut at the end of a sentence where one is near, else of a word. */
export function cutText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const within = text.slice(0, maxChars - 1);
  const sentence = Math.max(
    within.lastIndexOf('. '),
    within.lastIndexOf('! '),
    within.lastIndexOf('? '),
    within.lastIndexOf('。'),
  );
  if (sentence > maxChars * 0.6) return within.slice(0, sentence + 1).trim();
  const word = within.lastIndexOf(' ');
  return `${within.slice(0, word > maxChars * 0.5 ? word : whole(within)).replace(/[\s,;:–—-]+$/, '')}…`;
}

/** Never between the two halves of one sign. */
function whole(text: string): number {
  return /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length;
}
