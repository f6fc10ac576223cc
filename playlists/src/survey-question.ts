/**
 * Questions: one kind each way of answering. What follows a question is data (`jumps`), so that the phone, the panel's
 * preview and the server go through a survey by the same rules. An answer never says who gave it, nor when.
 */
import { z } from 'zod';
import { localized } from './localized.ts';
import { MediaName } from './media.ts';

/** `constructor` is what every object has already. */
const NAME = /^(?!constructor$)[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;
const name = z.string().regex(NAME, 'use 1 to 32 lower-case letters, digits and inner hyphens');

/** Names a question within its survey. */
export const QuestionId = name.brand<'QuestionId'>();
export type QuestionId = z.infer<typeof QuestionId>;
/** Names an option, row or column within its question. */
export const OptionId = name;

/** The option whose choice opens a line to write in; its text is the answer `<question>.other`. */
export const OTHER = 'other';
/** The jump that ends the survey. */
export const END = 'end';

const label = localized(120);

/** One thing to choose, rank or rate. */
export const Option = z.strictObject({ id: OptionId, label });
export type Option = z.infer<typeof Option>;
const PictureOption = z.strictObject({ id: OptionId, label, media: MediaName });

/** What an earlier answer, or the one just given, must be. */
export const Condition = z.strictObject({
  /** The question whose answer is looked at; absent: the one the jump belongs to. */
  question: QuestionId.optional(),
  /** `is`: chosen, or equal; `at-least` and `at-most`: scales, stars and eNPS. */
  op: z.enum(['is', 'is-not', 'at-least', 'at-most', 'answered', 'not-answered']),
  value: z.union([z.string().max(40), z.number()]).optional(),
});
export type Condition = z.infer<typeof Condition>;

/** Where to go on when the condition holds; the first that holds wins, otherwise the next question follows. */
export const Jump = z.strictObject({ when: Condition, to: z.union([z.literal(END), QuestionId]) });
export type Jump = z.infer<typeof Jump>;

const common = {
  id: QuestionId,
  title: localized(200),
  hint: localized(200).optional(),
  required: z.boolean().default(false),
  jumps: z.array(Jump).max(12).default([]),
};
const options = z.array(Option).min(2).max(20);
const range = localized(40).optional();

const Single = z.strictObject({ kind: z.literal('single'), ...common, options, other: z.boolean().default(false) });
const Multiple = z.strictObject({
  kind: z.literal('multiple'),
  ...common,
  options,
  other: z.boolean().default(false),
  /** The most that may be chosen. */
  most: z.int().min(1).max(20).optional(),
});
const Scale = z.strictObject({
  kind: z.literal('scale'),
  ...common,
  /** From 1 to this many. */
  steps: z.int().min(2).max(11).default(5),
  low: range,
  high: range,
});
const Stars = z.strictObject({ kind: z.literal('stars'), ...common, steps: z.int().min(3).max(10).default(5) });
const Enps = z.strictObject({ kind: z.literal('enps'), ...common, low: range, high: range });
const Ranking = z.strictObject({ kind: z.literal('ranking'), ...common, options: z.array(Option).min(2).max(8) });
const Matrix = z.strictObject({
  kind: z.literal('matrix'),
  ...common,
  rows: z.array(Option).min(1).max(10),
  columns: z.array(Option).min(2).max(7),
});
const ShortText = z.strictObject({ kind: z.literal('short-text'), ...common });
const LongText = z.strictObject({ kind: z.literal('long-text'), ...common });
const Picture = z.strictObject({
  kind: z.literal('picture'),
  ...common,
  options: z.array(PictureOption).min(2).max(12),
  /** Whether more than one may be chosen. */
  several: z.boolean().default(false),
});
const DateQuestion = z.strictObject({ kind: z.literal('date'), ...common });
/** A box to tick before going on, e.g. to be called back. Required ones must be ticked. */
const Consent = z.strictObject({ kind: z.literal('consent'), ...common, text: localized(600) });

/** One question; `kind` decides how it is answered. */
export const Question = z.discriminatedUnion('kind', [
  Single,
  Multiple,
  Scale,
  Stars,
  Enps,
  Ranking,
  Matrix,
  ShortText,
  LongText,
  Picture,
  DateQuestion,
  Consent,
]);
export type Question = z.infer<typeof Question>;
/** The name of a kind of question. */
export type QuestionKind = Question['kind'];
/** One kind of question, e.g. `QuestionOf<'scale'>`. */
export type QuestionOf<K extends QuestionKind> = Extract<Question, { kind: K }>;

/** Every kind of question, in the order they are offered. */
export const QUESTION_KINDS: readonly QuestionKind[] = [
  'single',
  'multiple',
  'scale',
  'stars',
  'enps',
  'ranking',
  'matrix',
  'short-text',
  'long-text',
  'picture',
  'date',
  'consent',
];

/** The most characters of an answer in words: of a short text or an "other", and of a long text. */
export const TEXT_LENGTHS = { short: 200, long: 2000 } as const;

/** The lowest and highest number that answers a scale, stars or eNPS question. */
export function rangeOf(question: QuestionOf<'scale' | 'stars' | 'enps'>): { least: number; most: number } {
  return question.kind === 'enps' ? { least: 0, most: 10 } : { least: 1, most: question.steps };
}

/** Whether exactly one thing is chosen: such a question may become a cut. */
export function isOneChoice(question: Question): boolean {
  return question.kind === 'single' || (question.kind === 'picture' && !question.several);
}

/**
 * The answer to one question: an option (single, picture, short and long text, date as `2026-05-01`), options (multiple,
 * ranking best first), a number (scale, stars, eNPS), `true` (consent), or column by row (matrix).
 */
export const Answer = z.union([
  z.string().max(TEXT_LENGTHS.long),
  z.number(),
  z.boolean(),
  z.array(z.string().max(32)).max(20),
  z.record(z.string().max(32), z.string().max(32)),
]);
export type Answer = z.infer<typeof Answer>;

/** Answers by question; the words beside an "other" stand under `<question>.other`. */
export const Answers = z
  .record(z.string().max(40), Answer)
  .refine((answers) => Object.keys(answers).length <= 80, 'more answers than questions');
export type Answers = z.infer<typeof Answers>;
