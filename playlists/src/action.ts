/**
 * Actions: what was decided after asking. Every survey ends in some: we will, we will not (because), or not now; each
 * with an owner, a date and a card for the screens ("you said, we did"). Numbers in a card come from the gate.
 */
import { z } from 'zod';
import type { Localized } from './in-language.ts';
import { localized } from './localized.ts';
import { SurveyId } from './survey.ts';

/** Names an action. */
export const ActionId = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, 'use 1 to 64 lower-case letters, digits and inner hyphens')
  .brand<'ActionId'>();
export type ActionId = z.infer<typeof ActionId>;

/** What was decided. */
export const Verdict = z.enum(['we-will', 'we-will-not', 'not-now']);
export type Verdict = z.infer<typeof Verdict>;
/** How far it is. */
export const ActionState = z.enum(['planned', 'under-way', 'done']);
export type ActionState = z.infer<typeof ActionState>;

/** The card on the screens. */
export const ActionCard = z.strictObject({
  /** Text of the left field, e.g. "61 % asked for vegetarian dishes". */
  asked: localized(160),
  /** Text of the right field, e.g. "Since Monday there are two every day". */
  answer: localized(240),
});
export type ActionCard = z.infer<typeof ActionCard>;

const content = {
  surveyId: SurveyId,
  verdict: Verdict,
  /** What is done, or would have been, e.g. "Two vegetarian dishes every day". */
  what: localized(200),
  /** Why not, or why not now. */
  because: localized(300).optional(),
  owner: z.string().trim().min(1).max(80),
  /** When it is or was to be done. */
  due: z.iso.date().optional(),
  state: ActionState.default('planned'),
  card: ActionCard.optional(),
  /** Whether it stands on the public page and may be shown on screens. */
  published: z.boolean().default(false),
};

/** What is written in the panel. A refusal says why. */
export const ActionContent = z
  .strictObject(content)
  .refine((action) => action.verdict === 'we-will' || action.because !== undefined, {
    message: 'say why: people accept a no with a reason',
    path: ['because'],
  });
export type ActionContent = z.infer<typeof ActionContent>;

/** What was decided after a survey. */
export const Action = z.strictObject({
  id: ActionId,
  ...content,
  decidedOn: z.iso.date(),
  /** When its state became `done`. */
  doneOn: z.iso.date().optional(),
});
export type Action = z.infer<typeof Action>;

/** After a survey has been closed for so many days without a decision, its owner is reminded. */
export const NAG_AFTER_DAYS = 14;

/** The verdict in words. */
export const VERDICT_WORDS: Record<Verdict, Localized> = {
  'we-will': { fr: 'Nous le faisons', en: 'We will' },
  'we-will-not': { fr: 'Nous ne le ferons pas', en: 'We will not' },
  'not-now': { fr: 'Pas maintenant', en: 'Not now' },
};

/** A share of answers, as the gate lets it be seen, and the words of the option. */
export type Asked = { percent: number; label: Localized };

/**
 * A card's first draft from the option most people chose (undefined: no figure may be shown) and the decision. People
 * edit it.
 */
export function draftCard(
  asked: Asked | undefined,
  action: Pick<ActionContent, 'verdict' | 'what' | 'because' | 'due' | 'state'>,
): ActionCard {
  const lower = (text: string | undefined) =>
    text === undefined ? undefined : text.charAt(0).toLowerCase() + text.slice(1);
  const both = (text: Localized | undefined, make: (fr: string, en: string) => Localized): Localized =>
    make(text?.fr ?? text?.en ?? '', text?.en ?? text?.fr ?? '');
  const asking: Localized =
    asked === undefined
      ? { fr: 'Vous nous l’avez dit.', en: 'You told us.' }
      : both({ fr: lower(asked.label.fr), en: lower(asked.label.en) }, (fr, en) => ({
          fr: `${asked.percent} % ont demandé : ${fr}`,
          en: `${asked.percent} % asked for ${en}`,
        }));
  return ActionCard.parse({ asked: clipped(asking, 160), answer: clipped(answerOf(action, both), 240) });
}

function answerOf(
  action: Pick<ActionContent, 'verdict' | 'what' | 'because' | 'due' | 'state'>,
  both: (text: Localized | undefined, make: (fr: string, en: string) => Localized) => Localized,
): Localized {
  if (action.verdict === 'we-will') {
    if (action.due === undefined) return action.what;
    const since = action.state === 'done';
    return both(action.what, (fr, en) => ({
      fr: `${since ? 'Depuis' : 'À partir'} ${since ? 'le' : 'du'} ${dayWords(action.due ?? '', 'fr')} : ${fr}`,
      en: `${since ? 'Since' : 'From'} ${dayWords(action.due ?? '', 'en')}: ${en}`,
    }));
  }
  // The card says the verdict itself: what stands under it is the reason.
  const upper = (text: string | undefined) =>
    text === undefined ? undefined : text.charAt(0).toUpperCase() + text.slice(1);
  return { fr: upper(action.because?.fr), en: upper(action.because?.en) };
}

/** A day without a year, e.g. "4 mai": long enough for a card that is up for some weeks. */
function dayWords(day: string, language: 'fr' | 'en'): string {
  return Temporal.PlainDate.from(day).toLocaleString(language, { day: 'numeric', month: 'long' });
}

function clipped(text: Localized, length: number): Localized {
  const cut = (one: string | undefined) =>
    one === undefined || one.length <= length ? one : `${one.slice(0, length - 1).trimEnd()}…`;
  return { fr: cut(text.fr), en: cut(text.en) };
}
