/**
 * Typography of what people write in plain text: curly apostrophes and quotes, and in French the no-break
 * spaces that keep signs with their words. Never applied to passwords, network names or addresses.
 */
import type { Language } from '@palier/playlists/localized';

/** No-break space. Before `; ! ?` as well, where print would take the narrow one: from across a room it closes up. */
export const NBSP = '\u00a0';
/** The narrow one, between thousands. */
export const NNBSP = '\u202f';

const ADDRESS = /(?:https?:\/\/|www\.)\S+|\S+@\S+\.\S+/g;
const SPACE = '[ \\t\\u00a0\\u202f\\u2009]';
const UNIT =
  '(?:%|‰|€|k€|M€|Md€|kWh|kg|km|cm|mm|min|ms|h|s|°C|m²|Go|Mo|To|GB|MB|heures?|minutes?|secondes?|jours?|mois|ans?|euros?|personnes?|points?|pages?|étages?)';

/** `text` set as a printer of `language` would. Applying it twice changes nothing more. */
export function typeset(text: string, language: Language): string {
  let out = '';
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    out += typesetPlain(text.slice(from, match.index), language) + match[0];
    from = match.index + match[0].length;
  }
  return out + typesetPlain(text.slice(from), language);
}

function typesetPlain(text: string, language: Language): string {
  const shared = text
    .replace(/\.{3,}/g, '…')
    .replace(/(\p{L})'(?=\p{L})/gu, '$1’')
    .replace(/(\p{L}s)'(?=\s)/gu, '$1’');
  return language === 'fr' ? french(shared) : english(shared);
}

function english(text: string): string {
  return text.replace(/(^|[\s([{—–])"([^"\n]+)"/gu, '$1“$2”');
}

function french(text: string): string {
  return (
    text
      .replace(/(^|[\s([{—–«])"([^"\n]+)"/gu, '$1«$2»')
      .replace(new RegExp(`«${SPACE}*`, 'g'), `«${NBSP}`)
      .replace(new RegExp(`${SPACE}*»`, 'g'), `${NBSP}»`)
      // Signs that already have a space keep it, unbreakable; a missing one is put in after a word.
      .replace(new RegExp(`${SPACE}+([;!?]+)`, 'g'), `${NBSP}$1`)
      .replace(/([\p{L}\p{N}»)’])([;!?]+)(?=$|[\s»)\u00a0])/gu, `$1${NBSP}$2`)
      .replace(new RegExp(`${SPACE}+:(?!\\S)`, 'g'), `${NBSP}:`)
      .replace(/([\p{L}»)]):(?=$|\s)/gu, `$1${NBSP}:`)
      .replace(new RegExp(`(\\d)${SPACE}*%`, 'g'), `$1${NBSP}%`)
      // Thousands, then a number and its unit: 12 500, 16 h 30, 3 minutes.
      .replace(/(\d)[ \u00a0](?=\d{3}(?!\d))/g, `$1${NNBSP}`)
      .replace(new RegExp(`(\\d)[ ](?=${UNIT}(?![\\p{L}\\p{N}]))`, 'gu'), `$1${NBSP}`)
      .replace(/(\d\u00a0h)[ ](?=\d{2}(?!\d))/g, `$1${NBSP}`)
      .replace(/ ([–—]) /g, `${NBSP}$1 `)
  );
}
