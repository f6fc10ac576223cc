/** How long an item takes to read: three words a second. Pure, and the same in the form, in the checks and in the tests. */
import { faceOf } from './document-face.ts';
import type { Item } from './item.ts';
import type { StoryShown } from './story.ts';

/** How fast people read in passing. */
export const WORDS_PER_SECOND = 3;

/** Keys whose text is not read in passing: names of files, addresses, codes, choices, what only the server fills in. */
const NOT_READ = new Set([
  'media',
  'url',
  'alt',
  'kind',
  'loop',
  'fit',
  'side',
  'tone',
  'zone',
  'chart',
  'security',
  'goodWhen',
  'focus',
  'asOf',
  'staleAfter',
]);

/** Words to read in one language; where a text is missing there, the other language's stands in. */
export function wordsOf(item: Item, language: 'fr' | 'en'): number {
  // What an item shows of a noun counts, never the name it is kept under.
  if (item.kind === 'document') return count(faceOf(item) ?? {}, language);
  if (item.kind === 'results' && item.figures !== undefined) {
    return count(item.shown?.figures.map(({ title, source }) => ({ title, source })) ?? [], language);
  }
  if (item.kind === 'story') return item.shown === undefined ? 0 : storyWords(item.shown);
  // Each story of a feed has the whole time to itself.
  if (item.kind === 'feed') return Math.max(0, ...(item.shown?.stories.map(storyWords) ?? []));
  return count(item, language);
}

/** Its headline and who says so; an excerpt is cut to what there is room and time for. */
function storyWords({ title, credit }: StoryShown): number {
  return count([title, credit], 'fr');
}

/** Milliseconds for the longer of the two languages; 0 when there is nothing to read. */
export function readingMs(item: Item): number {
  const words = Math.max(wordsOf(item, 'fr'), wordsOf(item, 'en'));
  return Math.ceil(words / WORDS_PER_SECOND) * 1000;
}

function count(value: unknown, language: 'fr' | 'en'): number {
  if (typeof value === 'string') {
    const plain = value.replace(/^\d+\. /gm, '');
    return plain.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  }
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + count(one, language), 0);
  if (typeof value !== 'object' || value === null) return 0;
  const other = language === 'fr' ? 'en' : 'fr';
  return Object.entries(value)
    .filter(([key]) => !NOT_READ.has(key) && !(key === other && language in value))
    .reduce((sum, [, one]) => sum + count(one, language), 0);
}
