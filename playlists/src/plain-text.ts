/**
 * Plain text, for whatever people type and feeds say: signs that nobody sees, that turn the reading direction or that
 * are half of one are gone before anything is measured. Joiners that scripts and emoji are written with stay.
 */
import { z } from 'zod';

/**
 * Controls, soft hyphens, zero widths, marks and turns of direction, fillers that look like nothing, halves of pairs;
 * a joiner unless a letter or an emoji is before it, and tags unless they belong to a flag.
 */
const UNSEEN =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class
  /(?![\t-\r\u0085])\p{Cc}|[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffd]|\p{Cs}|[\u200c\u200d](?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}].)|[\u{e0000}-\u{e007f}](?<!\u{1f3f4}[\u{e0020}-\u{e007f}]*)/gu;
/** Something that can be seen: marks and joiners alone cannot. */
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

function bare(text: string): string {
  // Joined anew first: what a removed sign kept apart may belong together.
  const kept = text.replace(UNSEEN, '').normalize('NFC');
  return SEEN.test(kept) ? kept : '';
}

/** One line: white space is single. */
export function tidyLine(text: string): string {
  return bare(text).replace(/\s+/g, ' ').trim();
}

/** Lines stay lines, with one empty line between two at most. */
export function tidyText(text: string): string {
  return bare(text)
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[\t\v\f]+/g, ' ')
    .replace(/[^\S\n]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** A line of `min` to `max` signs, measured without what nobody sees. */
export function plainLine(min: number, max: number) {
  return z.string().overwrite(tidyLine).min(min).max(max);
}

/** The same for a text of several lines. */
export function plainText(min: number, max: number) {
  return z.string().overwrite(tidyText).min(min).max(max);
}

/** The beginning of a text, never cut between the two halves of one sign. */
export function cutSigns(text: string, most: number): string {
  const cut = text.slice(0, most);
  return text.length > most && /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** A text as an eye reads it, joiners gone as well, and where each unit of it stands in the text; the last place is its end. */
export function seenText(text: string): { seen: string; places: number[] } {
  const places: number[] = [];
  let [seen, at] = ['', 0];
  const keep = (part: string, from: number) => {
    for (let index = 0; index < part.length; index += 1) places.push(from + index);
    seen += part;
  };
  for (const { 0: hidden, index } of text.matchAll(new RegExp(`${UNSEEN.source}|[\\u200c\\u200d]`, 'gu'))) {
    keep(text.slice(at, index), at);
    at = index + hidden.length;
  }
  keep(text.slice(at), at);
  places.push(text.length);
  return { seen, places };
}
