/** A decision as it is written, and what becomes of it: the body that is sent, or what is missing in it. Pure. */
import type { Action, ActionContent, ActionState, Verdict } from '@palier/playlists/action';
import type { ActionInput, CardWanted, ResultsView } from '@palier/api/client';
import type { Localized } from '@palier/playlists/in-language';
import type { Cut } from '@palier/playlists/survey';
import { m } from '../../paraglide/messages.js';

/** Where the card's figure comes from: the option that comes closest to the decision, none, or one that was picked. */
export type Source = 'auto' | 'none' | `${string}|${string}`;
export type ActionDraft = {
  verdict: Verdict;
  what: Localized;
  because: Localized;
  owner: string;
  due: string;
  state: ActionState;
  asked: Localized;
  answer: Localized;
  /** Whether a person wrote the card: then it is not written anew by itself. */
  ownCard: boolean;
  source: Source;
};

export function emptyDraft(owner: string): ActionDraft {
  return {
    verdict: 'we-will',
    what: {},
    because: {},
    owner,
    due: '',
    state: 'planned',
    asked: {},
    answer: {},
    ownCard: false,
    source: 'auto',
  };
}

export function draftOf(action: Action): ActionDraft {
  const { verdict, what, because = {}, owner, due = '', state, card } = action;
  return {
    verdict,
    what: { ...what },
    because: { ...because },
    owner,
    due,
    state,
    asked: { ...card?.asked },
    answer: { ...card?.answer },
    ownCard: card !== undefined,
    source: 'auto',
  };
}

/** What a field of both languages holds while it is typed. */
export function typedWords(value: unknown): Localized {
  if (typeof value !== 'object' || value === null) return {};
  return {
    ...('fr' in value && typeof value.fr === 'string' ? { fr: value.fr } : {}),
    ...('en' in value && typeof value.en === 'string' ? { en: value.en } : {}),
  };
}

/** Without empty languages; undefined when nothing is written. */
export function written(text: Localized): Localized | undefined {
  const fr = text.fr?.trim() ?? '';
  const en = text.en?.trim() ?? '';
  if (fr === '' && en === '') return undefined;
  return { ...(fr === '' ? {} : { fr }), ...(en === '' ? {} : { en }) };
}

/** What is missing, by field; empty: it can be saved. */
export function faultsOf(draft: ActionDraft): Map<string, string> {
  const faults = new Map<string, string>();
  if (written(draft.what) === undefined) faults.set('what', m.answers_d_fault_what());
  if (draft.verdict !== 'we-will' && written(draft.because) === undefined)
    faults.set('because', m.answers_d_fault_because());
  if (draft.owner.trim() === '') faults.set('owner', m.answers_d_fault_owner());
  const [asked, answer] = [written(draft.asked), written(draft.answer)];
  if ((asked === undefined) !== (answer === undefined))
    faults.set(asked === undefined ? 'asked' : 'answer', m.answers_d_fault_card());
  return faults;
}

/** What is sent. Only for a draft without faults. */
export function contentOf(
  draft: ActionDraft,
  surveyId: Action['surveyId'],
  published: boolean,
): ActionInput & ActionContent {
  const [asked, answer, because] = [written(draft.asked), written(draft.answer), written(draft.because)];
  return {
    surveyId,
    verdict: draft.verdict,
    what: written(draft.what) ?? {},
    owner: draft.owner.trim(),
    // What is not done has no progress.
    state: draft.verdict === 'we-will' ? draft.state : 'planned',
    published,
    ...(because === undefined || draft.verdict === 'we-will' ? {} : { because }),
    ...(draft.due === '' ? {} : { due: draft.due }),
    ...(asked === undefined || answer === undefined ? {} : { card: { asked, answer } }),
  };
}

/** A saved decision as it is sent again. */
export function bodyOf({ id: _id, decidedOn: _on, doneOn: _done, ...content }: Action): ActionContent {
  return content;
}

/** What the server needs to draft the card; undefined while the decision says too little. */
export function cardWanted(
  draft: ActionDraft,
  surveyId: Action['surveyId'],
  choices: readonly SourceChoice[],
): CardWanted | undefined {
  const what = written(draft.what);
  const because = written(draft.because);
  if (what === undefined || (draft.verdict !== 'we-will' && because === undefined)) return undefined;
  const source = draft.source === 'auto' ? closest(draft, choices) : draft.source;
  const [figure, cell] = source.split('|');
  return {
    surveyId,
    verdict: draft.verdict,
    what,
    state: draft.state,
    ...(because === undefined ? {} : { because }),
    ...(draft.due === '' ? {} : { due: draft.due }),
    // A question that there is not has no figure that could be told.
    ...(source === 'none' ? { figure: '-' } : {}),
    ...(cell === undefined ? {} : { figure, cell }),
  };
}

const WISHES = new Set(['single', 'multiple', 'picture', 'ranking']);
/** Options that a card may name: chosen by enough people, of questions whose options are wishes and make no groups. */
export type SourceChoice = { value: Source; percent: number; label: Localized; title: Localized };
export function sourceChoices(view: Pick<ResultsView, 'all'>, cuts: readonly Cut[]): SourceChoice[] {
  const groups = new Set<string>(cuts.map((cut) => (cut.by === 'question' ? cut.question : '')));
  return view.all.figures
    .filter(({ kind, question }) => WISHES.has(kind) && !groups.has(question))
    .flatMap(({ id, title, bars }) =>
      bars
        .filter(({ few, percent }) => !few && percent > 0)
        .toSorted((a, b) => b.percent - a.percent)
        .map(({ cell, label, percent }) => ({ value: `${id}|${cell}` as const, percent, label, title })),
    );
}

/** The option whose words the decision says most of; none of them: no figure, rather than one of something else. */
function closest({ what, because }: ActionDraft, choices: readonly SourceChoice[]): Source {
  const said = wordsIn([what.fr, what.en, because.fr, because.en].join(' '));
  const scored = choices.map((choice) => {
    const words = wordsIn([choice.label.fr, choice.label.en].join(' '));
    return { choice, shared: [...words].filter((word) => said.has(word)).length };
  });
  const [best] = scored.toSorted((a, b) => b.shared - a.shared || b.choice.percent - a.choice.percent);
  return best === undefined || best.shared === 0 ? 'none' : best.choice.value;
}

const SHORTEST = 4;
/** Words long enough to mean something, without accents or the sign of the plural. */
function wordsIn(text: string): Set<string> {
  const plain = text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  const words = [...plain.matchAll(/\p{L}+/gu)].map(([word]) => word.replace(/[sx]$/, ''));
  return new Set(words.filter((word) => word.length >= SHORTEST && !EVERYDAY.has(word)));
}
const EVERYDAY = new Set([
  'avec',
  'chaque',
  'dan',
  'pour',
  'plus',
  'jour',
  'tou',
  'tout',
  'every',
  'from',
  'more',
  'with',
  'that',
  'this',
]);
