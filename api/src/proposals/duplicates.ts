/**
 * Proposals that say the same: the same title but for signs and accents, or nearly the same words. Found by shared runs
 * of words, so that a queue of thousands costs as much as its words and not the square of its length.
 */

export type Worded<Id extends string = string> = { id: Id; title: string; text: string };

/** Words in a run. */
const RUN = 3;
/** This share of all their runs in common: the same thing told twice. */
const NEAR = 0.45;
/** A run that so many share is a phrase of the house, and says nothing. */
const MAX_SHARING = 40;

/** Groups of at least two, each with the ids in the order given. */
export function duplicateGroups<Id extends string>(proposals: readonly Worded<Id>[]): Id[][] {
  const groups = createGroups(proposals.map(({ id }) => id));
  const titles = new Map<string, Id>();
  for (const { id, title } of proposals) {
    const key = wordsOf(title).join(' ');
    const known = key === '' ? undefined : titles.get(key);
    if (known === undefined) titles.set(key, id);
    else groups.join(known, id);
  }
  for (const [a, b] of nearPairs(proposals)) groups.join(a, b);
  return groups.all().filter((group) => group.length > 1);
}

function nearPairs<Id extends string>(proposals: readonly Worded<Id>[]): [Id, Id][] {
  const runs = proposals.map(({ title, text }) => runsOf(`${title} ${text}`));
  const holders = new Map<string, number[]>();
  for (const [index, own] of runs.entries()) {
    for (const run of own) holders.set(run, [...(holders.get(run) ?? []), index].slice(0, MAX_SHARING + 1));
  }
  const shared = new Map<number, Map<number, number>>();
  for (const indexes of holders.values()) {
    if (indexes.length < 2 || indexes.length > MAX_SHARING) continue;
    for (const [at, a] of indexes.entries()) {
      const counts = shared.get(a) ?? new Map<number, number>();
      shared.set(a, counts);
      for (const b of indexes.slice(at + 1)) counts.set(b, (counts.get(b) ?? 0) + 1);
    }
  }
  return [...shared].flatMap(([a, counts]) =>
    [...counts].flatMap(([b, count]): [Id, Id][] => {
      const all = (runs[a]?.size ?? 0) + (runs[b]?.size ?? 0) - count;
      const [first, second] = [proposals[a]?.id, proposals[b]?.id];
      return first !== undefined && second !== undefined && count / all >= NEAR ? [[first, second]] : [];
    }),
  );
}

/** Runs of words; of a text too short for one, its words together. */
function runsOf(text: string): Set<string> {
  const words = wordsOf(text);
  if (words.length <= RUN) return new Set([words.join(' ')]);
  return new Set(words.slice(RUN - 1).map((_, index) => words.slice(index, index + RUN).join(' ')));
}

function wordsOf(text: string): string[] {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function createGroups<Id extends string>(ids: readonly Id[]) {
  const parents = new Map<Id, Id>(ids.map((id) => [id, id]));
  function rootOf(id: Id): Id {
    let root = id;
    for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root)) root = up;
    parents.set(id, root);
    return root;
  }
  return {
    join: (a: Id, b: Id) => void parents.set(rootOf(b), rootOf(a)),
    all: (): Id[][] => {
      const groups = new Map<Id, Id[]>();
      for (const id of ids) groups.set(rootOf(id), [...(groups.get(rootOf(id)) ?? []), id]);
      return [...groups.values()];
    },
  };
}
