/** What of an item has to be read, and how long that takes: 3 words per second. */
import type { Item, QrLink } from '@palier/playlists/item';
import type { Localized } from '@palier/playlists/localized';

const WORDS_PER_SECOND = 3;

/** The link an item shows as a QR, if it shows one. */
export function linkOf(item: Item): QrLink | undefined {
  return 'link' in item ? item.link : undefined;
}

/** Every localized text of an item, the text alternative included. */
export function textsOf(item: Item): Localized[] {
  const alternative = item.kind === 'picture' ? [item.alt] : [];
  return present([...shownTexts(item), ...alternative]);
}

/** The longer of the two readings, in milliseconds. */
export function durationNeededMs(item: Item): number {
  const words = (['fr', 'en'] as const).map((language) =>
    shownTexts(item).reduce((sum, text) => sum + wordsIn(text[language] ?? ''), plainWords(item)),
  );
  return (Math.max(...words) / WORDS_PER_SECOND) * 1000;
}

/** Words as a reader counts them: anything between spaces that holds a letter or a digit, list numbers left out. */
export function wordsIn(text: string): number {
  const withoutNumbers = text.replace(/^\d+\. /gm, '');
  return withoutNumbers.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

function shownTexts(item: Item): Localized[] {
  const common = [item.heading, linkOf(item)?.caption];
  switch (item.kind) {
    case 'cover':
      return present([...common, item.title, item.subtitle]);
    case 'quote':
      return present([...common, item.text, item.role]);
    case 'split':
      return present([...common, item.title, item.body]);
    case 'picture':
      return present([...common, item.title, item.caption]);
    case 'video':
      return present([...common, item.caption]);
    case 'rules':
    case 'notice':
      return present([...common, item.title, item.body]);
    case 'steps':
      return present([...common, item.title, ...item.steps.map((step) => step.text)]);
    case 'results':
      return present([...common, item.title, item.trend?.label, item.source]);
    case 'wifi':
      return present([...common, item.title, item.note]);
    case 'clock':
    case 'web':
      return present([...common, item.title]);
    case 'thread-call':
    case 'propose':
      return present([...common, item.title]);
    case 'document':
      return present(common);
    case 'qr':
      return present([...common, item.title, item.body, ...item.facts]);
    case 'survey':
    case 'survey-results':
      return present([...common, item.title]);
    case 'decision':
    case 'feed':
    case 'story':
      return present(common);
  }
}

/** Words that are the same in both languages: figures, names, the address to type. */
function plainWords(item: Item): number {
  const address = linkOf(item) === undefined ? 0 : 1;
  if (item.kind === 'quote') return address + 2;
  if (item.kind === 'results') return address + 3;
  if (item.kind === 'wifi') return address + 2;
  if (item.kind === 'clock') return address + 1 + item.places.length * 2;
  return address;
}

function present(texts: readonly (Localized | undefined)[]): Localized[] {
  return texts.filter((text) => text !== undefined);
}
