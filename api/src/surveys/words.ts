/**
 * Words that many people used in their comments. A word is named only when at least the comment threshold of people
 * used it, so it says nothing of one of them.
 */

/** The words that are named at most. */
const MOST = 30;
const SHORTEST = 4;
/** Words that say nothing, in both languages, without accents. */
const EMPTY = new Set(
  `about after again alors aller also although always another aucun aussi autre autres avant avec avoir because been before being
  beaucoup bien both c'est ceci cela celle celui cette ceux chez comme comment could dans depuis deux doit donc does doing elle elles
  encore entre etaient etait etant etes etre even ever every fait faire faut from good have having here into itself jamais just juste
  know leur leurs like lors lorsque mais many meme memes mieux moins mont more most much must notre nous only other our parce parfois
  pas pendant peut plus plutot pour pourquoi quand quel quelle quelque quelques quoi rien sans ses should since soit some sont souvent
  sous such sujet suis sur tellement than that their them then there these they this those thus tous tout toute toutes tres trop under
  until upon vers very voir votre vous want were what when where which while whom with would your`.split(/\s+/),
);

export type NamedWord = { word: string; comments: number };

export function wordsOf(comments: readonly string[], threshold: number): NamedWord[] {
  const counts = new Map<string, { comments: number; forms: Map<string, number> }>();
  // Twenty thousand comments have few thousand words: each is looked at once.
  const stems = new Map<string, string | undefined>();
  const wordOf = (form: string): string | undefined => {
    if (stems.has(form)) return stems.get(form);
    const stem = stemOf(form);
    const word = stem.length < SHORTEST || EMPTY.has(stem) || EMPTY.has(plain(form)) ? undefined : stem;
    stems.set(form, word);
    return word;
  };
  for (const comment of comments) {
    const seen = new Set<string>();
    for (const [form] of comment.toLowerCase().matchAll(/\p{L}{4,}/gu)) {
      const word = wordOf(form);
      if (word === undefined || seen.has(word)) continue;
      seen.add(word);
      const entry = counts.get(word) ?? { comments: 0, forms: new Map<string, number>() };
      entry.comments += 1;
      entry.forms.set(form, (entry.forms.get(form) ?? 0) + 1);
      counts.set(word, entry);
    }
  }
  return [...counts.values()]
    .filter((entry) => entry.comments >= threshold)
    .map((entry) => ({ word: usual(entry.forms), comments: entry.comments }))
    .toSorted((a, b) => b.comments - a.comments || (a.word < b.word ? -1 : 1))
    .slice(0, MOST);
}

function plain(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '');
}

/** Singular and plural are one word; more would be guessing. */
function stemOf(form: string): string {
  return plain(form).replace(/(?:s|x)$/, '');
}

/** The form that most people wrote: one that few wrote is not named. */
function usual(forms: ReadonlyMap<string, number>): string {
  const [first] = [...forms].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return first?.[0] ?? '';
}
