/**
 * Bodies and answers about surveys, for the panel and for phones. What is in `ResultsView` went through the gate: no
 * other route tells anything of an answer. Must not import anything of the server.
 */
import { z } from 'zod';
import { Action, ActionCard, ActionState, Verdict, type ActionContent } from '@palier/playlists/action';
import { Language, localized } from '@palier/playlists/localized';
import {
  Survey,
  SurveyAccess,
  SurveyContent,
  SurveyId,
  SurveyMode,
  SurveyState,
  Thresholds,
} from '@palier/playlists/survey';
import { Answers } from '@palier/playlists/survey-answers';
import { ResultBar } from '@palier/playlists/survey-item';
import { Question } from '@palier/playlists/survey-question';

const words = localized(2000);

/** A remark on a draft; an `error` keeps it from being published. */
export const SurveyFindingView = z.strictObject({
  level: z.enum(['error', 'warning']),
  code: z.string(),
  at: z.string().optional(),
  text: words,
});
export type SurveyFindingView = z.infer<typeof SurveyFindingView>;

/** How many took part, as far as it may be told: nothing under the threshold, then in steps of at least it. */
export const Participation = z.strictObject({
  answers: z.int().optional(),
  people: z.int().optional(),
  /** Percent of `people`, rounded. */
  percent: z.int().optional(),
});
export type Participation = z.infer<typeof Participation>;

/** A survey in a list. */
export const SurveySummary = z.strictObject({
  id: SurveyId,
  title: localized(120),
  state: SurveyState,
  /** Published, but not open yet. */
  soon: z.boolean(),
  mode: SurveyMode,
  access: SurveyAccess,
  code: z.string(),
  series: SurveyId,
  run: z.int(),
  questions: z.int(),
  seconds: z.int(),
  participation: Participation,
  publishedAt: z.iso.datetime().optional(),
  closedAt: z.iso.datetime().optional(),
  closesAt: z.iso.datetime().optional(),
  decisions: z.int(),
  /** Closed for 14 days and nothing decided. */
  overdue: z.boolean(),
});
export type SurveySummary = z.infer<typeof SurveySummary>;
export const SurveysAnswer = z.strictObject({ surveys: z.array(SurveySummary) });
export type SurveysAnswer = z.infer<typeof SurveysAnswer>;

/** One survey as the builder needs it. */
export const SurveyView = z.strictObject({
  survey: Survey,
  summary: SurveySummary,
  findings: z.array(SurveyFindingView),
  /** For QR codes and links, and as it is typed. */
  url: z.string(),
  label: z.string(),
  /** One-time codes: how many were made, how many are left, told in the steps of participation, and whether they can be mailed. */
  codes: z.strictObject({ made: z.int(), left: z.int(), mail: z.boolean() }).optional(),
  runs: z.array(
    z.strictObject({ id: SurveyId, run: z.int(), state: SurveyState, closedAt: z.iso.datetime().optional() }),
  ),
});
export type SurveyView = z.infer<typeof SurveyView>;

/** A new draft: as written, from a template, as a copy or another run; with nothing, an empty one. */
export const SurveyStart = z.strictObject({
  content: SurveyContent.optional(),
  template: z.string().max(40).optional(),
  copyOf: SurveyId.optional(),
  /** Another run of this one, which is compared with it; it keeps its code. */
  runOf: SurveyId.optional(),
});
export type SurveyStart = z.input<typeof SurveyStart>;
export type SurveyContentInput = z.input<typeof SurveyContent>;

/** A file of another tool, as text. */
export const SurveyImport = z.strictObject({
  format: z.enum(['limesurvey', 'surveyjs']),
  text: z.string().min(2).max(2_000_000),
});
export type SurveyImport = z.infer<typeof SurveyImport>;
/** The draft that was made of it, and everything that was left behind. */
export const SurveyImported = z.strictObject({
  view: SurveyView,
  carried: z.int(),
  leftOut: z.array(z.strictObject({ what: z.string(), why: words })),
});
export type SurveyImported = z.infer<typeof SurveyImported>;

export const SurveyTemplatesAnswer = z.strictObject({
  templates: z.array(
    z.strictObject({ id: z.string(), name: words, when: words, seconds: z.int(), content: SurveyContent }),
  ),
});
export type SurveyTemplatesAnswer = z.infer<typeof SurveyTemplatesAnswer>;

/** New one-time codes. They are told this once. */
export const CodesWanted = z.strictObject({ count: z.int().min(1).max(5000) });
export const CodesMade = z.strictObject({
  codes: z.array(z.string()),
  /** The address that a card's QR holds, for each code in order. */
  urls: z.array(z.string()),
});
export type CodesMade = z.infer<typeof CodesMade>;
/** Each gets a code of their own by mail; the addresses are not kept. */
export const CodesByMail = z.strictObject({
  addresses: z.array(z.email()).min(1).max(2000),
  language: Language.default('fr'),
});
export type CodesByMail = z.input<typeof CodesByMail>;
export const CodesMailed = z.strictObject({ sent: z.int(), failed: z.array(z.string()) });
export type CodesMailed = z.infer<typeof CodesMailed>;

/** One figure of results. Without `answers` it waits for more of them. */
export const ResultFigure = z.strictObject({
  id: z.string(),
  question: z.string(),
  row: z.string().optional(),
  kind: z.string(),
  title: words,
  rowLabel: words.optional(),
  counts: z.enum(['one', 'several']),
  answers: z.int().optional(),
  bars: z.array(ResultBar),
  mean: z.number().optional(),
  /** The end of the scale that `mean` is on. */
  most: z.int().optional(),
  enps: z.int().optional(),
  /** Of eNPS: percent of people who said 0 to 6, 7 or 8, and 9 or 10. */
  camps: z.strictObject({ detractors: z.int(), passives: z.int(), promoters: z.int() }).optional(),
  /** Of a ranking: options by mean place, best first. */
  places: z.array(z.strictObject({ cell: z.string(), label: words, mean: z.number() })).optional(),
  /** Against the last run, where both may be seen: of `mean`, of `enps`, and of each bar in percent points. */
  change: z
    .strictObject({ mean: z.number().optional(), enps: z.int().optional(), bars: z.record(z.string(), z.int()) })
    .optional(),
});
export type ResultFigure = z.infer<typeof ResultFigure>;
export const ResultGroup = z.strictObject({
  cell: z.string(),
  label: words,
  answers: z.int().optional(),
  figures: z.array(ResultFigure),
});
export type ResultGroup = z.infer<typeof ResultGroup>;

/** Comments to one question: shuffled, without time, joined to nothing. */
export const ResultComments = z.strictObject({
  question: z.string(),
  title: words,
  /** Fewer than the threshold so far: none is told, not even how many. */
  waiting: z.boolean(),
  comments: z.array(z.string()),
  /** More than are in this answer; the CSV has all. */
  more: z.boolean(),
  /** Words that at least the comment threshold of people used, with how many. */
  words: z.array(z.strictObject({ word: z.string(), comments: z.int() })),
});
export type ResultComments = z.infer<typeof ResultComments>;

/** What may be seen of a survey. */
export const ResultsView = z.strictObject({
  survey: z.strictObject({
    id: SurveyId,
    title: localized(120),
    state: SurveyState,
    mode: SurveyMode,
    run: z.int(),
    closedAt: z.iso.datetime().optional(),
  }),
  participation: Participation,
  thresholds: Thresholds,
  /** Some answers wait for company: they are in no figure yet. */
  waiting: z.boolean(),
  all: ResultGroup,
  /** The cuts that were chosen; `cut` is their place, for the query. */
  cuts: z.array(z.strictObject({ cut: z.int(), title: words })),
  cut: z
    .strictObject({
      cut: z.int(),
      title: words,
      /** Why no cell is shown, in words. */
      refused: words.optional(),
      cells: z.array(ResultGroup),
    })
    .optional(),
  comments: z.array(ResultComments),
  /** Figures over the runs of a pulse, oldest first. */
  trend: z.array(
    z.strictObject({
      id: SurveyId,
      run: z.int(),
      closedAt: z.iso.datetime().optional(),
      figures: z.array(
        z.strictObject({
          id: z.string(),
          answers: z.int(),
          mean: z.number().optional(),
          enps: z.int().optional(),
          /** Of options: percent by cell. */
          shares: z.record(z.string(), z.int()).optional(),
        }),
      ),
    }),
  ),
  /** Of a named survey alone: who answered what. */
  named: z.array(z.strictObject({ name: z.string(), day: z.iso.date(), answers: Answers })).optional(),
  /** Of a confidential one: who took part, by name. */
  tookPart: z.array(z.string()).optional(),
});
export type ResultsView = z.infer<typeof ResultsView>;

export const ResultsQuery = z.object({
  cut: z.coerce.number().pipe(z.int().min(0)).optional(),
  format: z.enum(['json', 'csv', 'xlsx']).default('json'),
  language: Language.default('fr'),
});

export const ActionsAnswer = z.strictObject({ actions: z.array(Action) });
export type ActionsAnswer = z.infer<typeof ActionsAnswer>;
export type ActionInput = z.input<typeof ActionContent>;
export const ActionsQuery = z.object({ survey: SurveyId.optional() });
/** A card drafted from the decision and the option most people chose of `question` (default: the first that may be told). */
export const CardWanted = z.strictObject({
  surveyId: SurveyId,
  verdict: Verdict,
  what: localized(200),
  because: localized(300).optional(),
  due: z.iso.date().optional(),
  state: ActionState.default('planned'),
  figure: z.string().max(70).optional(),
  cell: z.string().max(80).optional(),
});
export type CardWanted = z.input<typeof CardWanted>;
export const CardDraft = z.strictObject({ card: ActionCard });

/** How the house keeps its word. */
export const LoopFigures = z.strictObject({
  open: z.array(SurveySummary),
  /** Closed for 14 days and nothing decided, longest first. */
  overdue: z.array(SurveySummary),
  /** Closed, and nothing decided yet, longest first; the overdue are among them. */
  awaiting: z.array(SurveySummary),
  /** Mean participation of closed surveys that say how many were asked, in percent. */
  participation: z.int().optional(),
  /** Median days from closing to the first decision. */
  daysToDecision: z.number().optional(),
  decisions: z.int(),
  done: z.int(),
  /** Decisions *we will*. */
  promised: z.int(),
  /** Percent of decisions *we will* that are done. */
  donePercent: z.int().optional(),
});
export type LoopFigures = z.infer<typeof LoopFigures>;

/** What the phone shows before, while and after it asks. Everything in both languages. */
export const PublicSurvey = z.strictObject({
  id: SurveyId,
  code: z.string(),
  organisation: z.string(),
  title: localized(120),
  intro: localized(600).optional(),
  thanks: localized(300).optional(),
  state: z.enum(['soon', 'open', 'closed']),
  opensAt: z.iso.datetime().optional(),
  closesAt: z.iso.datetime().optional(),
  /** IANA zone of the house, in which those instants are told. */
  zone: z.string(),
  mode: SurveyMode,
  modeName: words,
  promise: words,
  /** Every field that is stored, one sentence each; then what is not. */
  stored: z.array(words),
  notStored: words,
  access: SurveyAccess,
  /** `onsite`: whether the `k` of the request proves presence. `codes`: whether `c` is a code that is left. */
  admitted: z.boolean(),
  seconds: z.int(),
  questions: z.array(Question),
  /** Address of a picture option's file, by its name. */
  media: z.record(z.string(), z.string()),
  participation: z.int().optional(),
  /** Whether `/decided` has something to read. */
  decided: z.boolean(),
});
export type PublicSurvey = z.infer<typeof PublicSurvey>;
export const PublicSurveyQuery = z.object({ k: z.string().max(20).optional(), c: z.string().max(40).optional() });

/** One person's answers. */
export const AnswersGiven = z.strictObject({
  /** Made once on the page and sent with every retry of the same answers: they count once. */
  key: z.uuid(),
  answers: Answers,
  /** A random value that the device keeps, for one answer a device. It is kept hashed, apart, until the survey closes. */
  marker: z.string().min(16).max(64).optional(),
  /** `k` of the on-site QR, or as typed from the screen. */
  presence: z.string().max(20).optional(),
  /** The one-time code. */
  code: z.string().max(40).optional(),
  /** Confidential and named surveys ask for it. */
  name: z.string().trim().min(1).max(80).optional(),
});
export type AnswersGiven = z.input<typeof AnswersGiven>;
/** `again`: these answers were here before, and count once. */
export const AnswersTaken = z.strictObject({ taken: z.literal(true), again: z.boolean(), decided: z.boolean() });
export type AnswersTaken = z.infer<typeof AnswersTaken>;

/** What was asked and what came of it, for anyone. */
export const DecidedAnswer = z.strictObject({
  decided: z.array(
    z.strictObject({
      id: SurveyId,
      title: localized(120),
      closedOn: z.iso.date().optional(),
      answers: z.int().optional(),
      actions: z.array(Action.omit({ surveyId: true, published: true })),
    }),
  ),
});
export type DecidedAnswer = z.infer<typeof DecidedAnswer>;
