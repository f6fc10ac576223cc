/**
 * What screens show of surveys: the question with its QR, a released result, and what was decided. The server fills
 * `shown` when it makes a manifest; results in it come from the gate.
 */
import { z } from 'zod';
import { ActionCard, ActionState, Verdict } from './action.ts';
import { localized } from './localized.ts';
import { SurveyMode } from './survey.ts';

const line = localized(240);

/** One bar of a chart of answers. */
export const ResultBar = z.strictObject({
  cell: z.string().max(80),
  label: localized(120),
  /** Of those who answered, 0 to 100, rounded. */
  percent: z.int().min(0).max(100),
  /** Chosen by somebody, and by fewer people than the threshold: no phrase may name them. */
  few: z.boolean(),
});
export type ResultBar = z.infer<typeof ResultBar>;

/** What a survey's item shows. */
export const SurveyShown = z.strictObject({
  title: line,
  mode: SurveyMode,
  seconds: z.int().min(0),
  /** Without the rotating part; the kiosk adds it when `rotates`. */
  url: z.string().max(300),
  /** The address to type, e.g. `palier.acme.fr/s/abc234`. */
  label: z.string().max(80),
  rotates: z.boolean(),
  /** Rounded down to steps that tell of nobody; absent under the threshold. */
  participation: z.int().min(5).optional(),
  state: z.enum(['soon', 'open', 'closed']),
  opensAt: z.iso.datetime().optional(),
  closesAt: z.iso.datetime().optional(),
});
export type SurveyShown = z.infer<typeof SurveyShown>;

/** What an item of results shows. */
export const SurveyResultsShown = z.strictObject({
  title: line,
  /** The row of a matrix. */
  row: localized(120).optional(),
  chart: z.enum(['options', 'steps']),
  /** Absent while there are too few to be shown: `waitsFor` says how many it takes. */
  answers: z.int().min(5).optional(),
  waitsFor: z.int().min(5).optional(),
  bars: z.array(ResultBar).max(24),
  /** The words at both ends of a scale. */
  low: localized(40).optional(),
  high: localized(40).optional(),
  mean: z.number().optional(),
  /** The end of the scale that `mean` is on. */
  most: z.int().optional(),
  enps: z.int().min(-100).max(100).optional(),
  /** Change of `mean` or `enps` since the last run. */
  change: z.number().optional(),
  asOf: z.iso.date().optional(),
  closed: z.boolean(),
});
export type SurveyResultsShown = z.infer<typeof SurveyResultsShown>;

/** What a decision's item shows. */
export const DecisionShown = z.strictObject({
  ...ActionCard.shape,
  verdict: Verdict,
  state: ActionState,
  /** The survey it came from. */
  source: line,
  decidedOn: z.iso.date(),
  due: z.iso.date().optional(),
});
export type DecisionShown = z.infer<typeof DecisionShown>;
