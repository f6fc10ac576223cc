/**
 * Surveys: what is asked, of whom, how answers are kept, and what may be seen of them. What protects those who answer
 * (mode, thresholds, cuts) is frozen when a survey is published and only ever raised; see `survey-publish.ts`.
 */
import { z } from 'zod';
import { GroupName } from './ids.ts';
import { localized } from './localized.ts';
import { Target } from './screen.ts';
import { Question, QuestionId } from './survey-question.ts';

const ID = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
/** Names a survey; each run of a pulse is a survey of its own. */
export const SurveyId = z
  .string()
  .regex(ID, 'use 1 to 64 lower-case letters, digits and inner hyphens')
  .brand<'SurveyId'>();
export type SurveyId = z.infer<typeof SurveyId>;

/** Characters of the codes in short addresses: lower case, no look-alikes. */
export const CODE_ALPHABET = '23456789abcdefghjkmnpqrstwxyz';
/** The short code in a survey's address, `/s/<code>`: 6 characters. People may type it in any case. */
export const SurveyCode = z
  .string()
  .transform((text) => text.toLowerCase().replace(/[\s-]/g, ''))
  .pipe(z.string().regex(new RegExp(`^[${CODE_ALPHABET}]{6}$`), 'a code has 6 characters, as shown on the screen'));

/** How answers are kept. Ranked: only ever raised, never lowered. */
export const SurveyMode = z.enum(['named', 'confidential', 'anonymous']);
export type SurveyMode = z.infer<typeof SurveyMode>;

/** How one person is kept to one answer. What each does not prevent: `survey-words.ts`. */
export const SurveyAccess = z.enum(['open', 'onsite', 'codes']);
export type SurveyAccess = z.infer<typeof SurveyAccess>;

/** The least thresholds there are: answers before a figure shows, and comments before a comment shows. */
export const LEAST_THRESHOLDS = { figures: 5, comments: 10 } as const;
/** A site with fewer people cannot have anonymous cuts. */
export const LEAST_SITE = 10;

/** From how many answers a figure, and from how many comments a comment, may be seen. */
export const Thresholds = z.strictObject({
  figures: z.int().min(LEAST_THRESHOLDS.figures).max(1000).default(LEAST_THRESHOLDS.figures),
  comments: z.int().min(LEAST_THRESHOLDS.comments).max(1000).default(LEAST_THRESHOLDS.comments),
});
export type Thresholds = z.infer<typeof Thresholds>;

/** A way to compare groups, chosen before the first answer: by a one-choice question, or by the site of the screen. */
export const Cut = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('question'), question: QuestionId }),
  /** Only with on-site access: the group of the screen whose QR was scanned. */
  z.strictObject({ by: z.literal('site') }),
]);
export type Cut = z.infer<typeof Cut>;
/** The most cuts, and the most cells that all cuts together may make. */
export const MAX_CUTS = 3;
/** The most cells that all cuts together may make: each cell waits for its own answers. */
export const MAX_STRATA = 60;

/** Who is asked: on which screens, how many people, and how many at each site. */
export const Audience = z.strictObject({
  target: Target.default({ all: true, screens: [], groups: [] }),
  /** How many people are asked, for participation. */
  people: z.int().min(1).max(1_000_000).optional(),
  /** Screen groups that are sites, with the people who work there. */
  sites: z
    .array(z.strictObject({ group: GroupName, people: z.int().min(1).max(1_000_000) }))
    .max(20)
    .default([]),
});
export type Audience = z.infer<typeof Audience>;

/** When it opens and closes by itself. Whatever comes first closes it. */
export const Opening = z.strictObject({
  opensAt: z.iso.datetime().optional(),
  closesAt: z.iso.datetime().optional(),
  /** Closes with this many answers. */
  closesAfter: z.int().min(5).max(100_000).optional(),
});
export type Opening = z.infer<typeof Opening>;

/** A pulse asks again: a new run with the same questions opens on schedule, for `openDays`. */
export const Pulse = z.strictObject({
  every: z.enum(['week', 'two-weeks', 'month', 'quarter']),
  openDays: z.int().min(1).max(60),
});
export type Pulse = z.infer<typeof Pulse>;
/** Days from one run of a pulse to the next. */
export const PULSE_DAYS = { week: 7, 'two-weeks': 14, month: 28, quarter: 91 } as const;

/** The most questions of a survey, and the most answers it takes. */
export const MAX_QUESTIONS = 40;
/** The most answers that one survey takes. */
export const MAX_ANSWERS = 100_000;

const content = {
  title: localized(120),
  /** One or two sentences before the first question: why, and what happens with the answers. */
  intro: localized(600).optional(),
  thanks: localized(300).optional(),
  questions: z.array(Question).max(MAX_QUESTIONS).default([]),
  mode: SurveyMode.default('anonymous'),
  access: SurveyAccess.default('open'),
  thresholds: Thresholds.default({ ...LEAST_THRESHOLDS }),
  cuts: z.array(Cut).max(MAX_CUTS).default([]),
  audience: Audience.default({ target: { all: true, screens: [], groups: [] }, sites: [] }),
  opening: Opening.default({}),
  pulse: Pulse.optional(),
};

/** What is written in the builder. Rules over several questions are in `survey-publish.ts`: a draft may break them. */
export const SurveyContent = z.strictObject(content);
export type SurveyContent = z.infer<typeof SurveyContent>;

/** `draft` is edited; `published` takes answers (from `opensAt` on); `closed` takes none any more. */
export const SurveyState = z.enum(['draft', 'published', 'closed']);
export type SurveyState = z.infer<typeof SurveyState>;

/** A survey. */
export const Survey = z.strictObject({
  id: SurveyId,
  ...content,
  state: SurveyState,
  /** In its address. All runs of a pulse share it: it leads to the one that is open. */
  code: z.string().regex(new RegExp(`^[${CODE_ALPHABET}]{6}$`)),
  /** The first run of the pulse, and which run this is, from 1. */
  series: SurveyId,
  run: z.int().min(1),
  /** The user who is reminded to decide. */
  owner: z.string().max(64).optional(),
  createdOn: z.iso.date(),
  publishedAt: z.iso.datetime().optional(),
  closedAt: z.iso.datetime().optional(),
});
export type Survey = z.infer<typeof Survey>;

/** Whether answers are taken at `atMs` (epoch milliseconds), as far as dates say. */
export function takesAnswers(survey: Pick<Survey, 'state' | 'opening'>, atMs: number): boolean {
  const { opensAt, closesAt } = survey.opening;
  if (survey.state !== 'published') return false;
  if (opensAt !== undefined && atMs < Date.parse(opensAt)) return false;
  return closesAt === undefined || atMs < Date.parse(closesAt);
}
