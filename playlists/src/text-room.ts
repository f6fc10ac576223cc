/**
 * Whether the words of an item fit its composition at the smallest size that the player sets, which is 3.5 % of the height of a
 * wide wall: under it the player cuts. An estimate from the widths of letters, so that the server and the form judge without a
 * page; where a page is, the player's own measure is the truth (`data-clamped`). Pure.
 */
import { faceOf } from './document-face.ts';
import { inLanguage, type Localized } from './in-language.ts';
import type { Item } from './item.ts';
import { qrCardUnits, qrModules, qrVersionOf, stageUnits, standsApart, type Wall } from './wall.ts';

/** `k`: the dial of the player's fitting, 1 the size the design wants and 0 the floor. `cut`: not even the floor fits. */
export type Room = { k: number; cut: boolean };

/** A text in a box: its size at the dial `k`, in units, and how its lines stand. */
type Block = {
  text: string;
  size: (k: number) => number;
  lineHeight: number;
  /** Width of an average letter in em. */
  letterEm: number;
  /** Markdown: paragraphs and list items, each on lines of its own. */
  prose?: boolean;
};
type Box = { width: number; height: number; gap: (k: number) => number; blocks: Block[] };

const STEPS = 7;
const STRIP = 12;
const FOOT = 7;
const MARGIN = 6;
const PADDING = 1.6;
const DISPLAY_EM = 0.5;
const TEXT_EM = 0.49;

/** The room that the item's words have; `undefined` for kinds whose words are few or set otherwise. */
export function textRoom(item: Item, language: 'fr' | 'en', wall: Wall): Room | undefined {
  const box = boxOf(item, language, wall);
  if (box === undefined) return undefined;
  const fits = (k: number) => heightOf(box, k) <= box.height;
  if (fits(1)) return { k: 1, cut: false };
  if (!fits(0)) return { k: 0, cut: true };
  let [low, high] = [0, 1];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return { k: low, cut: false };
}

function heightOf({ width, gap, blocks }: Box, k: number): number {
  const written = blocks.filter((block) => block.text !== '');
  const texts = written.reduce((sum, block) => sum + blockHeight(block, width, k), 0);
  return texts + gap(k) * Math.max(0, written.length - 1) + PADDING;
}

function blockHeight({ text, size, lineHeight, letterEm, prose }: Block, width: number, k: number): number {
  const unit = size(k);
  const parts = text.split('\n').filter((part) => part.trim() !== '');
  const inner = (part: string) => (prose === true && /^\s*(?:[-*]|\d+\.)\s/.test(part) ? width - 1.52 * unit : width);
  const lines = parts.reduce((sum, part) => sum + linesOf(part, inner(part) / (letterEm * unit)), 0);
  const between = prose === true ? 0.5 * unit * Math.max(0, parts.length - 1) : 0;
  return lines * unit * lineHeight + between;
}

/** Lines of a text when words are not broken, in a box of so many average letters. */
export function linesOf(text: string, letters: number): number {
  let [lines, used] = [1, 0];
  for (const word of text.split(/[ \n\t]+/).filter((one) => one !== '')) {
    const width = widthOf(word);
    if (used > 0 && used + 0.55 + width > letters) {
      lines += 1;
      used = 0;
    }
    used += (used > 0 ? 0.55 : 0) + width;
    while (used > letters) {
      lines += 1;
      used -= letters;
    }
  }
  return lines;
}

/** In average letters: thin ones count half, capitals and wide ones more. */
function widthOf(word: string): number {
  let width = 0;
  for (const letter of word)
    width += /[iljtfrI.,;:’'!|()]/.test(letter) ? 0.6 : /[A-ZmwMWÀ-Þ@]/.test(letter) ? 1.35 : 1.06;
  return width;
}

const title = (text: Localized | undefined, language: 'fr' | 'en', least = 5.6, more = 5.9): Block => ({
  text: inLanguage(text, language),
  size: (k) => least + more * k,
  lineHeight: 1.03,
  letterEm: DISPLAY_EM,
});
const words = (text: Localized | undefined, language: 'fr' | 'en', more: number, prose = false): Block => ({
  text: inLanguage(text, language),
  size: (k) => 3.6 + more * k,
  lineHeight: 1.32,
  letterEm: TEXT_EM,
  prose,
});

function boxOf(item: Item, language: 'fr' | 'en', wall: Wall): Box | undefined {
  const tall = wall.orientation === 'portrait';
  const stage = stageUnits(wall.orientation);
  const body = stage.height - STRIP - FOOT;
  const full = stage.width - 2 * MARGIN;
  const more = tall ? 2.2 : 1.4;
  switch (item.kind) {
    case 'document': {
      const face = faceOf(item);
      return face === undefined ? undefined : boxOf(face, language, wall);
    }
    case 'rules':
    case 'notice': {
      const link = item.link === undefined ? undefined : linkRoom(item.link.url, wall);
      const isNotice = item.kind === 'notice';
      const blocks = [
        title(item.title, language),
        words(item.body, language, isNotice && !tall ? 1.8 : more, !isNotice),
      ];
      const aside =
        link ?? (lettersIn(blocks) <= (isNotice ? 220 : 300) ? { across: 42, down: 66 } : { across: 0, down: 0 });
      return {
        width: full - (tall ? 0 : aside.across),
        height: body - (tall ? aside.down : 0),
        gap: (k) => 2.5 + 2.7 * k,
        blocks,
      };
    }
    case 'qr': {
      const card = qrCardUnits(wall, 'qr', qrModules(qrVersionOf(item.link.url)));
      const facts = item.facts.map((fact) => inLanguage(fact, language)).join(' ');
      const blocks = [title(item.title, language), words(item.body, language, more), words({ fr: facts }, 'fr', 0)];
      return {
        width: tall ? full : full - card - 8,
        height: tall ? body - card - 24 : body,
        gap: (k) => 2.4 + 1.6 * k,
        blocks,
      };
    }
    case 'picture':
      if (item.title === undefined) return undefined;
      return {
        width: tall ? full : stage.width * 0.53 - 2 * MARGIN,
        height: tall ? body * 0.45 : body,
        gap: (k) => 2.4 + 1.8 * k,
        blocks: [title(item.title, language, 5.2, 4.8), words(item.caption, language, more)],
      };
    case 'split':
      return {
        width: tall ? full : stage.width * 0.53 - 2 * MARGIN,
        height: tall ? body * 0.5 : body,
        gap: (k) => 2.4 + 1.8 * k,
        blocks: [title(item.title, language, 5.2, 4.4), words(item.body, language, more, true)],
      };
    case 'cover':
      return {
        width: tall
          ? full
          : item.media === undefined
            ? stage.width * 0.68 - 2 * MARGIN
            : stage.width * 0.52 - 2 * MARGIN,
        height: tall ? body * (item.media === undefined ? 0.6 : 0.45) : body,
        gap: (k) => 2.4 + 2.4 * k,
        blocks: [title(item.title, language, 6.4, 11.6), words(item.subtitle, language, 2.6)],
      };
    case 'quote':
      return {
        width: tall ? full : item.media === undefined ? full - 24 : stage.width * 0.66 - 2 * MARGIN,
        height: (tall ? body * (item.media === undefined ? 0.9 : 0.52) : body) - 20,
        gap: () => 3,
        blocks: [{ ...title(item.text, language, 4.4, 5.2), lineHeight: 1.16 }],
      };
    default:
      return undefined;
  }
}

/** What a link takes from the words: across on a wide wall, down on a tall one. */
function linkRoom(url: string, wall: Wall): { across: number; down: number } {
  const card = qrCardUnits(wall, 'link', qrModules(qrVersionOf(url)));
  if (!standsApart(wall, card)) return { across: Math.max(60, card + 12), down: card + 10 };
  // Its caption and address stand with the words.
  return { across: card + 12, down: card + 22 };
}

function lettersIn(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + block.text.length, 0);
}
