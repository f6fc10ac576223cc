/**
 * Receipts: six words that open one thread, 66 bits. They are made, shown once, and never stored nor logged. What was
 * typed is read kindly (accents, case, blanks, hyphens), and a word that is not in the list gets neighbours from the
 * list: a function of the public list alone, so it tells nothing about any receipt.
 */
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { wordlist as french } from '@scure/bip39/wordlists/french.js';
import type { Language } from '@palier/playlists/localized';
import { RECEIPT_WORDS } from '@palier/playlists/thread';
import type { Random } from '../secrets.ts';

const LISTS: Readonly<Record<Language, readonly string[]>> = { fr: french, en: english };
const MAX_TYPED_CHARS = 300;
const MAX_SUGGESTIONS = 3;

/** The word as it is compared and hashed: lower-case letters without accents. */
export function foldWord(word: string): string {
  return word
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[^a-z]/g, '');
}

const FOLDED: Readonly<Record<Language, ReadonlyMap<string, string>>> = {
  fr: new Map(french.map((word) => [foldWord(word), word.normalize('NFC')])),
  en: new Map(english.map((word) => [foldWord(word), word])),
};

/** Six words of the list, each equally likely: 2,048 divides 65,536, so two bytes make an unbiased one. */
export function newReceipt(random: Random, language: Language): string[] {
  const bytes = random(RECEIPT_WORDS * 2);
  return Array.from({ length: RECEIPT_WORDS }, (_none, index) => {
    const number = ((bytes[index * 2] ?? 0) * 256 + (bytes[index * 2 + 1] ?? 0)) % 2048;
    return (LISTS[language][number] ?? '').normalize('NFC');
  });
}

/** What opens the thread: the same for all ways of typing the words. */
export function canonicalReceipt(words: readonly string[]): string {
  return words.map(foldWord).join(' ');
}

/** The words as the list spells them, of a canonical receipt. */
export function spelledReceipt(receipt: string): string[] {
  const words = receipt.split(' ');
  const list = FOLDED[likelyLanguage(words)];
  return words.map((word) => list.get(word) ?? word);
}

export type TypedWord = { typed: string; known: boolean; suggestions: string[] };
export type TypedReceipt =
  { receipt: string } | { refused: 'words'; words: TypedWord[] } | { refused: 'count'; words: TypedWord[] };

/** Reads what somebody typed. All words must be of one list; a word of both lists counts for either. */
export function readReceipt(typed: string): TypedReceipt {
  const words = splitWords(typed);
  const language = likelyLanguage(words);
  const list = FOLDED[language];
  const looked = words.map((word) => {
    const known = list.has(foldWord(word));
    return { typed: word, known, suggestions: known ? [] : neighbours(word, language) };
  });
  if (looked.some(({ known }) => !known)) return { refused: 'words', words: looked };
  if (looked.length !== RECEIPT_WORDS) return { refused: 'count', words: looked };
  return { receipt: canonicalReceipt(words) };
}

/** Whether `typed` is this word, read as kindly as a whole receipt. */
export function isWord(typed: string, word: string): boolean {
  return foldWord(typed) === foldWord(word);
}

function splitWords(typed: string): string[] {
  return typed
    .slice(0, MAX_TYPED_CHARS)
    .normalize('NFC')
    .split(/[^\p{L}\p{M}]+/u)
    .filter((word) => foldWord(word) !== '')
    .slice(0, RECEIPT_WORDS * 2);
}

/** The list that knows more of the words; French when neither knows more. */
function likelyLanguage(words: readonly string[]): Language {
  const knownIn = (language: Language) => words.filter((word) => FOLDED[language].has(foldWord(word))).length;
  return knownIn('en') > knownIn('fr') ? 'en' : 'fr';
}

/** Words of the list that begin alike or are at most two keystrokes away, nearest first. */
export function neighbours(typed: string, language: Language): string[] {
  const folded = foldWord(typed).slice(0, 16);
  const near: { word: string; distance: number }[] = [];
  for (const [candidate, word] of FOLDED[language]) {
    if (Math.abs(candidate.length - folded.length) > 2 && !candidate.startsWith(folded)) continue;
    const startsAlike = folded.length >= 3 && candidate.startsWith(folded);
    const distance = startsAlike ? 0.5 : keystrokes(folded, candidate);
    if (distance <= 2) near.push({ word, distance });
  }
  return near
    .toSorted((a, b) => a.distance - b.distance || a.word.localeCompare(b.word))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ word }) => word);
}

/** Optimal string alignment: letters added, dropped, changed or swapped with their neighbour. */
function keystrokes(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_none, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 99) + 1);
      row.push(best);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}
