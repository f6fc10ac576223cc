/** How long an item takes to read: three words a second, and a moment to look up. */
import type { Item } from '@palier/playlists/item';

const WORDS_PER_SECOND = 3;
/** Keys whose text is not read aloud in the mind: names of files, addresses, codes. */
const NOT_READ = new Set([
  'media',
  'url',
  'alt',
  'kind',
  'loop',
  'fit',
  'tone',
  'zone',
  'chart',
  'security',
  'goodWhen',
]);

/** Milliseconds for the longer of the two languages; 0 when there is nothing to read. */
export function readingMs(item: Item): number {
  const words = Math.max(count(item, 'fr'), count(item, 'en'));
  return Math.ceil(words / WORDS_PER_SECOND) * 1000;
}

function count(value: unknown, language: 'fr' | 'en'): number {
  if (typeof value === 'string') return value.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + count(one, language), 0);
  if (typeof value !== 'object' || value === null) return 0;
  const other = language === 'fr' ? 'en' : 'fr';
  return Object.entries(value)
    .filter(([key]) => !NOT_READ.has(key) && !(key === other && language in value))
    .reduce((sum, [, one]) => sum + count(one, language), 0);
}
