/**
 * Whether two stories are one: the same address, the same headline, or nearly the same words. Looked for in an index,
 * so that each story is compared with a few and not with all.
 */
import { canonicalAddress } from './canonical.ts';

export type Comparable = { title: string; excerpt?: string | undefined; url?: string | undefined };
export type StoryIndex<T> = ReturnType<typeof createStoryIndex<T>>;

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

export function createStoryIndex<T>() {
  const byAddress = new Map<string, T>();
  const byTitle = new Map<string, T>();
  const byBand = new Map<string, { owner: T; shingles: Set<number> }[]>();

  return {
    add(story: Comparable, owner: T): void {
      const { address, title, shingles } = marksOf(story);
      if (address !== undefined && !byAddress.has(address)) byAddress.set(address, owner);
      if (title !== undefined && !byTitle.has(title)) byTitle.set(title, owner);
      if (shingles.size < MIN_SHINGLES) return;
      for (const band of bandsOf(shingles)) {
        const others = byBand.get(band);
        if (others === undefined) byBand.set(band, [{ owner, shingles }]);
        else if (others.length < MAX_IN_BAND) others.push({ owner, shingles });
      }
    },
    /** The first that was added of those that tell the same, but for those that `skip` passes over. */
    find(story: Comparable, skip: (owner: T) => boolean = () => false): T | undefined {
      const { address, title, shingles } = marksOf(story);
      const sure = [
        ...(address === undefined ? [] : [byAddress.get(address)]),
        ...(title === undefined ? [] : [byTitle.get(title)]),
      ].find((owner) => owner !== undefined && !skip(owner));
      if (sure !== undefined) return sure;
      if (shingles.size < MIN_SHINGLES) return undefined;
      for (const band of bandsOf(shingles)) {
        for (const other of byBand.get(band) ?? []) {
          if (!skip(other.owner) && overlap(shingles, other.shingles) >= SAME) return other.owner;
        }
      }
      return undefined;
    },
  };
}
/** A headline that everybody repeats must not make all comparisons slow. */
const MAX_IN_BAND = 50;

function marksOf({ title, excerpt, url }: Comparable) {
  const words = wordsOf(title);
  const all = [...words, ...wordsOf(excerpt ?? '')].slice(0, MAX_WORDS);
  return {
    address: url === undefined || isFront(url) ? undefined : canonicalAddress(url),
    title: words.length >= MIN_TITLE_WORDS ? words.join(' ') : undefined,
    shingles: shinglesOf(all),
  };
}

/** A site's own front page is no article: feeds of notices link every item there. */
function isFront(address: string): boolean {
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

function shinglesOf(words: readonly string[]): Set<number> {
  const shingles = new Set<number>();
  for (let at = 0; at + SHINGLE_WORDS <= words.length; at += 1) {
    shingles.add(hashOf(words.slice(at, at + SHINGLE_WORDS).join(' ')));
  }
  return shingles;
}

function overlap(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  let common = 0;
  for (const one of a) if (b.has(one)) common += 1;
  return common / (a.size + b.size - common);
}

/** MinHash in bands. Source: Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, chapter 3. */
function bandsOf(shingles: ReadonlySet<number>): string[] {
  const lowest = new Uint32Array(BANDS * ROWS).fill(0xffffffff);
  for (const shingle of shingles) {
    for (let row = 0; row < lowest.length; row += 1) {
      const mixed = mix(shingle ^ Math.imul(row + 1, 0x9e3779b1));
      if (mixed < (lowest[row] ?? 0)) lowest[row] = mixed;
    }
  }
  return Array.from(
    { length: BANDS },
    (_, band) => `${band}:${lowest.subarray(band * ROWS, band * ROWS + ROWS).join('.')}`,
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
