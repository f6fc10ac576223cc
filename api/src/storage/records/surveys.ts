/**
 * What is stored of surveys. Of an anonymous answer nothing stays but counts: while it waits it is sealed, in a log of
 * its turn that is dropped with the key; marks of devices and of retries are digests in logs of their own, joined to
 * nothing. What remains on the disk for how long: `api/src/surveys/README.md`.
 */
import { z } from 'zod';
import { Action, ActionId } from '@palier/playlists/action';
import { Cut, Survey, SurveyId } from '@palier/playlists/survey';
import { Answers } from '@palier/playlists/survey-question';
import { ResultFigure } from '../../wire/surveys.ts';

export const SurveyRecord = z.strictObject({
  id: SurveyId,
  survey: Survey,
  /** The cuts it was published with: answers wait by these, whatever is taken away later. */
  publishedCuts: z.array(Cut),
  revision: z.int().min(1),
  /** One-time codes made so far. */
  codesMade: z.int().min(0),
  /** The owner was reminded that nothing is decided. */
  reminded: z.boolean(),
  /** Closed, last answers moved, and all marks and keys destroyed. */
  settled: z.boolean(),
});
export type SurveyRecord = z.infer<typeof SurveyRecord>;

const Tally = z.strictObject({ answers: z.int(), counts: z.record(z.string(), z.int()) });
export const ResultsState = z.strictObject({
  released: z.int(),
  strata: z.record(
    z.string(),
    z.strictObject({
      released: z.int(),
      figures: z.record(z.string(), z.strictObject({ shown: Tally, held: Tally })),
    }),
  ),
  comments: z.record(z.string(), z.array(z.string())),
});

/** Which turn takes answers now. Each release begins another, with another key. The id is the survey's. */
export const SurveyTurnRecord = z.strictObject({ id: SurveyId, turn: z.int().min(1) });
/** Counts, as far as released, and sealed what waits for company. The id is the survey's. */
export const SurveyResultsRecord = z.strictObject({
  id: SurveyId,
  state: ResultsState,
  /** The last turn that is counted in it. */
  counted: z.int().min(0),
  /** Answers and comments that wait, under the key of the turn after `counted`. */
  sealed: z.string(),
  /** Whether any wait. */
  waiting: z.boolean(),
  on: z.iso.date(),
});
export type SurveyResultsRecord = z.infer<typeof SurveyResultsRecord>;
/** What screens show, brought up to date now and then. The id is the survey's. */
export const SurveyFaceRecord = z.strictObject({
  id: SurveyId,
  state: z.enum(['soon', 'open', 'closed']),
  participation: z.int().optional(),
  answers: z.int().optional(),
  figures: z.array(ResultFigure),
  on: z.iso.date().optional(),
});
export type SurveyFaceRecord = z.infer<typeof SurveyFaceRecord>;
/** The keys of a survey, where several processes share a store; otherwise they stand in files beside it. */
export const SurveyKeysRecord = z.strictObject({ id: SurveyId, keys: z.record(z.string(), z.string()) });
/** A one-time code that is left: its digest, and the survey it opens. Removed when it is used. */
export const SurveyCodeRecord = z.strictObject({ id: z.string(), surveyId: SurveyId });
export const ActionRecord = z.strictObject({ id: ActionId, action: Action, revision: z.int().min(1) });
export type ActionRecord = z.infer<typeof ActionRecord>;

/** One answer, sealed with the key of its turn; or a mark, which is nothing but its key. */
export const SealedRecord = z.strictObject({ sealed: z.string() });
export const MarkRecord = z.strictObject({});
export const CommentRecord = z.strictObject({ text: z.string() });
export const TookPartRecord = z.strictObject({ name: z.string(), day: z.iso.date(), answers: Answers.optional() });
