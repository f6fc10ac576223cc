/**
 * What a moderator's eye is led to in a proposal: another language than it says, capitals, links, personal data, words
 * the house listed. Hints never decide anything. Faces are left to people: a picture is a hint to look.
 */
import { seenText } from '@palier/playlists/plain-text';
import type { ProposalContent } from '@palier/playlists/proposal';
import { detectAll } from 'tinyld';

export type HintKind =
  'language' | 'capitals' | 'link' | 'phone' | 'mail' | 'iban' | 'social-security' | 'card' | 'word' | 'faces';
/** `from` and `to` are places in the field, half-open; absent where the whole of it is meant. */
export type Hint = {
  kind: HintKind;
  field: 'title' | 'text' | 'alt' | 'credit' | 'pictures';
  from?: number;
  to?: number;
  found?: string;
};

/** The most hints of one proposal: more say no more. */
export const MAX_HINTS = 30;
/** Shorter texts are not told a language of. */
const MIN_LANGUAGE_SIGNS = 25;
const SURE = 0.6;
const MIN_CAPITALS = 10;
/** Languages that are told apart; rarer ones are more often a mistake than a language. */
const TOLD = ['fr', 'en', 'de', 'es', 'it', 'pt', 'nl', 'pl', 'ro', 'tr', 'ar', 'ru', 'uk', 'zh', 'ja', 'el'];

const LINK =
  /\b(?:https?:\/\/|www\.)\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|fr|eu|io|be|ch|de|uk|info|biz|ly|me|app|dev)\b(?:\/\S*)?/giu;
const MAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu;
/** French numbers as they are written, and international ones. */
const PHONE =
  /(?<![\p{L}\p{N}+])(?:(?:\+|00)[1-9]\d{0,2}[ .\-\u00a0\u202f]?(?:\(0\)[ .-]?)?(?:\d[ .\-\u00a0\u202f]?){6,12}\d|0[1-9](?:[ .\-\u00a0\u202f]?\d{2}){4})(?!\d)/gu;
const IBAN = /\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}(?:[ \u00a0]?[A-Z0-9]{1,3})?\b/gu;
/** French social security: sex, year, month, department, commune, order, key. */
const SOCIAL =
  /\b[12][ .\u00a0]?\d{2}[ .\u00a0]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .\u00a0]?(?:\d{2}|2[AB])[ .\u00a0]?\d{3}[ .\u00a0]?\d{3}[ .\u00a0]?\d{2}\b/giu;
const CARD = /\b(?:\d[ \-\u00a0]?){12,18}\d\b/gu;

type Find = { kind: HintKind; pattern: RegExp; accepts?: (found: string) => boolean };
/** In this order: what an earlier one found is not found again by a later one. */
const FINDS: readonly Find[] = [
  { kind: 'mail', pattern: MAIL },
  { kind: 'link', pattern: LINK },
  { kind: 'iban', pattern: IBAN, accepts: isIban },
  { kind: 'social-security', pattern: SOCIAL, accepts: isSocialSecurity },
  { kind: 'card', pattern: CARD, accepts: isCard },
  { kind: 'phone', pattern: PHONE },
];

/** The hints of a proposal. `words`: those that the house wants to look at twice. */
export function hintsOf(content: ProposalContent, words: readonly string[]): Hint[] {
  const { title, text: body, alt = '', credit } = content;
  const fields = [
    { field: 'title', text: title },
    { field: 'text', text: body },
    { field: 'alt', text: alt },
    // On the wall like the rest.
    { field: 'credit', text: credit.kind === 'colleague' ? '' : credit.text },
  ] as const;
  const hints = fields.flatMap(({ field, text }): Hint[] => {
    const { seen, places } = seenText(text);
    const placed = <Found extends { from: number; to: number }>(one: Found) => ({
      ...one,
      from: places[one.from] ?? 0,
      to: places[one.to] ?? text.length,
    });
    return [
      ...found(seen).map((one) => ({ field, ...placed(one) })),
      ...listed(seen, words).map((one) => ({ field, kind: 'word' as const, ...placed(one) })),
      // Names are often written in capitals.
      ...(field !== 'credit' && isShouted(seen) ? [{ field, kind: 'capitals' as const }] : []),
    ];
  });
  const other = otherLanguage(seenText(`${content.title}. ${content.text}`).seen, content.language);
  if (other !== undefined) hints.push({ kind: 'language', field: 'text', found: other });
  if (content.pictures.length > 0 || content.video !== undefined) hints.push({ kind: 'faces', field: 'pictures' });
  return hints.slice(0, MAX_HINTS);
}

function found(text: string): { kind: HintKind; from: number; to: number; found: string }[] {
  const taken: { kind: HintKind; from: number; to: number; found: string }[] = [];
  for (const { kind, pattern, accepts } of FINDS) {
    for (const match of text.matchAll(pattern)) {
      const [from, to] = [match.index, match.index + match[0].length];
      const isTaken = taken.some((one) => from < one.to && one.from < to);
      if (!isTaken && accepts?.(match[0]) !== false) taken.push({ kind, from, to, found: match[0].trim() });
    }
  }
  return taken.toSorted((a, b) => a.from - b.from);
}

/** Whole words of the list, whatever their case and accents. */
function listed(text: string, words: readonly string[]): { from: number; to: number; found: string }[] {
  const { plain, places } = plainWithPlaces(text);
  return words.flatMap((word) => {
    const wanted = plainWithPlaces(word).plain.trim();
    if (wanted === '') return [];
    const hits: { from: number; to: number; found: string }[] = [];
    for (let at = plain.indexOf(wanted); at >= 0 && hits.length < MAX_HINTS; at = plain.indexOf(wanted, at + 1)) {
      const end = at + wanted.length;
      if (isLetter(plain[at - 1]) || isLetter(plain[end])) continue;
      hits.push({ from: places[at] ?? 0, to: places[end] ?? text.length, found: word });
    }
    return hits;
  });
}

/** Lower case without accents, and where each of its signs stood. */
function plainWithPlaces(text: string): { plain: string; places: number[] } {
  let plain = '';
  const places: number[] = [];
  let at = 0;
  for (const sign of text) {
    const bare = sign
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[\u2019\u02bc]/u, "'")
      .replace(/\s/u, ' ');
    for (let index = 0; index < bare.length; index += 1) places.push(at);
    plain += bare;
    at += sign.length;
  }
  places.push(at);
  return { plain, places };
}

const isLetter = (sign: string | undefined) => sign !== undefined && /[\p{L}\p{N}]/u.test(sign);

/** Most of its letters are capitals, or three words in a row are. Short names of things (RH, QVT) are not meant. */
function isShouted(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const capitals = text.match(/\p{Lu}/gu) ?? [];
  if (letters.length >= MIN_CAPITALS && capitals.length / letters.length > 0.6) return true;
  return /(?:(?<!\p{L})\p{Lu}{3,}(?!\p{L})[\s\p{P}]*){3,}/u.test(text);
}

/** The language it seems to be written in, where that is not the one it says. */
function otherLanguage(text: string, said: string): string | undefined {
  if (text.length < MIN_LANGUAGE_SIGNS) return undefined;
  const [first] = detectAll(text.toLowerCase(), { only: TOLD });
  return first === undefined || first.lang === said || first.accuracy < SURE ? undefined : first.lang;
}

function isIban(text: string): boolean {
  const bare = text.replace(/[^A-Z0-9]/gu, '');
  if (bare.length < 15 || bare.length > 34) return false;
  const digits = `${bare.slice(4)}${bare.slice(0, 4)}`.replace(/[A-Z]/gu, (sign) => String(sign.charCodeAt(0) - 55));
  return BigInt(digits) % 97n === 1n;
}

function isSocialSecurity(text: string): boolean {
  const bare = text.replace(/[ .\u00a0]/gu, '').toUpperCase();
  const number = bare.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return 97n - (BigInt(number) % 97n) === BigInt(bare.slice(13));
}

function isCard(text: string): boolean {
  const digits = text.replace(/\D/gu, '');
  if (digits.length < 13 || digits.length > 19 || /^(\d)\1+$/u.test(digits)) return false;
  const sum = digits
    .split('')
    .toReversed()
    .reduce((total, sign, index) => {
      const digit = Number(sign) * (index % 2 === 1 ? 2 : 1);
      return total + (digit > 9 ? digit - 9 : digit);
    }, 0);
  return sum % 10 === 0;
}
