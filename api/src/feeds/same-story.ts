/**
 * Whether two stories are one: the same address, the same headline, or nearly the same words. Looked for in an index,
 * so that each story is compared with a few and not with all. Words alone prove nothing of two stories that lie far
 * apart in time (a weekly column says the same each week): who asks looks at both dates.
 */
import { canonicalAddress } from './canonical.ts';

export type Comparable = { title: string; excerpt?: string | undefined; url?: string | undefined };
export type StoryIndex<T> = ReturnType<typeof createStoryIndex<T>>;
/** What two stories have in common. */
export type Alike<T> = { owner: T; by: 'address' | 'words' };

/** Words in a row that are compared. */
const SHINGLE_WORDS = 2;
const MAX_WORDS = 90;
/** A share of common shingles that only copies reach. */
const SAME = 0.72;
/** Fewer are too few to tell: "Bonne année" is said by everyone. */
const MIN_SHINGLES = 8;
const MIN_TITLE_WORDS = 4;
/** Rows of a band, bands: two texts that share 0.72 meet in a band in 97 cases of 100. */
const BANDS = 8;
const ROWS = 3;

/** `tells`: whom there is always room for where many say the same, at the cost of one that tells nothing. */
export function createStoryIndex<T>(tells: (owner: T) => boolean = () => false) {
  const byAddress = new Map<string, Entry<T>[]>();
  const byTitle = new Map<string, Entry<T>[]>();
  const byBand = new Map<number, Entry<T>[]>();

  function enter(entry: Entry<T>): void {
    const { address, title, bands } = entry.marks;
    if (address !== undefined) put(byAddress, address, entry, tells);
    if (title !== undefined) put(byTitle, title, entry, tells);
    for (const band of bands) put(byBand, band, entry, tells);
  }

  return {
    /** Answers what takes it out again. */
    add(story: Comparable, owner: T): Entry<T> {
      const entry = { owner, marks: marksOf(story) };
      enter(entry);
      return entry;
    },
    /** It tells something now: it is found from now on, should there have been no room for it. */
    promote: enter,
    remove(entry: Entry<T>): void {
      const { address, title, bands } = entry.marks;
      if (address !== undefined) drop(byAddress, address, entry);
      if (title !== undefined) drop(byTitle, title, entry);
      for (const band of bands) drop(byBand, band, entry);
    },
    /** All that tell the same, the surest first, each once. */
    *alike(story: Comparable): Generator<Alike<T>> {
      const { address, title, bands, shingles } = marksOf(story);
      const seen = new Set<T>();
      for (const { owner } of byAddress.get(address ?? '') ?? []) {
        if (!seen.has(owner)) yield { owner, by: 'address' };
        seen.add(owner);
      }
      for (const { owner } of byTitle.get(title ?? '') ?? []) {
        if (!seen.has(owner)) yield { owner, by: 'words' };
        seen.add(owner);
      }
      for (const band of bands) {
        for (const { owner, marks } of byBand.get(band) ?? []) {
          if (seen.has(owner) || overlap(shingles, marks.shingles) < SAME) continue;
          yield { owner, by: 'words' };
          seen.add(owner);
        }
      }
    },
  };
}
/** A headline that everybody repeats must not make all comparisons slow. */
const MAX_ALIKE = 50;

type Marks = {
  address: string | undefined;
  title: string | undefined;
  /** Ascending. */
  shingles: Uint32Array;
  /** None where there are too few words to tell. */
  bands: readonly number[];
};
/** A story in an index. */
export type Entry<T> = { owner: T; marks: Marks };

function put<K, T>(index: Map<K, Entry<T>[]>, key: K, entry: Entry<T>, tells: (owner: T) => boolean): void {
  const others = index.get(key);
  if (others === undefined) index.set(key, [entry]);
  else if (others.includes(entry)) return;
  else if (others.length < MAX_ALIKE) others.push(entry);
  else if (tells(entry.owner)) {
    const silent = others.findIndex(({ owner }) => !tells(owner));
    if (silent >= 0) others[silent] = entry;
  }
}

function drop<K, T>(index: Map<K, Entry<T>[]>, key: K, entry: Entry<T>): void {
  const left = index.get(key)?.filter((one) => one !== entry) ?? [];
  if (left.length === 0) index.delete(key);
  else index.set(key, left);
}

/** Whether two of one address say the same as well: one headline, or nearly the same words. */
export function saySame(one: Comparable, other: Comparable): boolean {
  if (wordsOf(one.title).join(' ') === wordsOf(other.title).join(' ')) return true;
  return overlap(marksOf(one).shingles, marksOf(other).shingles) >= SAME;
}

/** Stories are looked for more often than they are made. */
const known = new WeakMap<Comparable, Marks>();

function marksOf(story: Comparable): Marks {
  const before = known.get(story);
  if (before !== undefined) return before;
  const made = makeMarks(story);
  known.set(story, made);
  return made;
}

/** What was found out of one holds of another that says the same. */
export function sayTheSame(one: Comparable, other: Comparable): void {
  known.set(other, marksOf(one));
}

function makeMarks({ title, excerpt, url }: Comparable): Marks {
  const words = wordsOf(title);
  const all = [...words, ...wordsOf(excerpt ?? '')].slice(0, MAX_WORDS);
  const shingles = shinglesOf(all);
  return {
    address: url === undefined || isFront(url) ? undefined : canonicalAddress(url),
    title: words.length >= MIN_TITLE_WORDS ? words.join(' ') : undefined,
    shingles,
    bands: shingles.length < MIN_SHINGLES ? [] : bandsOf(shingles),
  };
}

/** A site's own front page is no article: feeds of notices link every item there. */
export function isFront(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.search === '' && /^\/?(index\.\w+)?$/.test(url.pathname);
}

/** Lower case, without accents or punctuation. */
export function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

function shinglesOf(words: readonly string[]): Uint32Array {
  const shingles = new Set<number>();
  for (let at = 0; at + SHINGLE_WORDS <= words.length; at += 1) {
    shingles.add(hashOf(words.slice(at, at + SHINGLE_WORDS).join(' ')));
  }
  return Uint32Array.from(shingles).sort();
}

/** Both ascending. */
function overlap(a: Uint32Array, b: Uint32Array): number {
  let common = 0;
  for (let [at, beside] = [0, 0]; at < a.length && beside < b.length;) {
    const [one, other] = [a[at] ?? 0, b[beside] ?? 0];
    if (one === other) common += 1;
    if (one <= other) at += 1;
    if (other <= one) beside += 1;
  }
  return common / (a.length + b.length - common);
}

/**
 * MinHash in bands, each as one number: two that are the same by chance are compared in full and differ.
 * Source: Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, chapter 3.
 */
function bandsOf(shingles: Uint32Array): number[] {
  const lowest = new Uint32Array(BANDS * ROWS).fill(0xffffffff);
  for (const shingle of shingles) {
    for (let row = 0; row < lowest.length; row += 1) {
      const mixed = mix(shingle ^ Math.imul(row + 1, 0x9e3779b1));
      if (mixed < (lowest[row] ?? 0)) lowest[row] = mixed;
    }
  }
  return Array.from({ length: BANDS }, (_, band) =>
    lowest.subarray(band * ROWS, band * ROWS + ROWS).reduce((hash, row) => mix(hash ^ row), band + 1),
  );
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The finaliser of MurmurHash3. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
