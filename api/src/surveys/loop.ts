/** How the house keeps its word: what is open, what is overdue, how soon it decides, how much of it is done. */
import { z } from 'zod';
import { Action, NAG_AFTER_DAYS } from '@palier/playlists/action';
import { estimatedSeconds } from '@palier/playlists/survey-flow';
import { takesAnswers } from '@palier/playlists/survey';
import type { Clock } from '../clock.ts';
import type { ActionRecord, SurveyRecord } from '../storage/records/surveys.ts';
import type { Storage } from '../storage/storage.ts';
import type { DecidedAnswer, LoopFigures, SurveySummary } from '../wire/surveys.ts';
import { participationOf } from './seen.ts';

/** What anyone may read of a decision: not the survey's name again, nor whether it is published. */
const Told = z.object(Action.omit({ surveyId: true, published: true }).shape);
const DAY_MS = 24 * 3600_000;
/** Surveys on the public page, newest first. */
const MAX_DECIDED = 50;

export type LoopOf = ReturnType<typeof createLoop>;

export function createLoop({ storage, clock }: { storage: Storage; clock: Clock }) {
  async function summaryOf(record: SurveyRecord): Promise<SurveySummary> {
    const { survey, settled } = record;
    const decisions = (await storage.find('actions', 'survey', record.id)).length;
    const face = settled ? await storage.get('surveyFaces', record.id) : undefined;
    const count = settled ? (face?.participation ?? 0) : await storage.countLog('surveySeen', record.id);
    const closedMs = survey.closedAt === undefined ? undefined : Date.parse(survey.closedAt);
    return {
      id: record.id,
      title: survey.title,
      state: survey.state,
      soon: survey.state === 'published' && !takesAnswers(survey, clock.now()),
      mode: survey.mode,
      access: survey.access,
      code: survey.code,
      series: survey.series,
      run: survey.run,
      questions: survey.questions.length,
      seconds: estimatedSeconds(survey),
      participation: participationOf(survey, count),
      publishedAt: survey.publishedAt,
      closedAt: survey.closedAt,
      closesAt: survey.opening.closesAt,
      decisions,
      overdue: decisions === 0 && closedMs !== undefined && clock.now() >= closedMs + NAG_AFTER_DAYS * DAY_MS,
    };
  }

  return {
    summaryOf,
    async figures(): Promise<LoopFigures> {
      const records = await storage.all('surveys');
      const actions = (await storage.all('actions')).map(({ action }) => action);
      const summaries: SurveySummary[] = [];
      for (const record of records) if (record.survey.state !== 'draft') summaries.push(await summaryOf(record));
      const shares = summaries.flatMap(({ state, participation: { percent } }) =>
        state === 'closed' && percent !== undefined ? [percent] : [],
      );
      const promised = actions.filter(({ verdict }) => verdict === 'we-will');
      const done = promised.filter(({ state }) => state === 'done').length;
      return {
        open: summaries.filter(({ state }) => state === 'published'),
        overdue: summaries.filter(({ overdue }) => overdue).toSorted(byClosing),
        awaiting: summaries.filter(({ state, decisions }) => state === 'closed' && decisions === 0).toSorted(byClosing),
        participation:
          shares.length === 0 ? undefined : Math.round(shares.reduce((sum, one) => sum + one, 0) / shares.length),
        daysToDecision: medianDays(records, await storage.all('actions')),
        decisions: actions.length,
        done,
        promised: promised.length,
        donePercent: promised.length === 0 ? undefined : Math.round((done / promised.length) * 100),
      };
    },
    /** Asked, and what came of it: only what was published, newest first. */
    async decided(): Promise<DecidedAnswer> {
      const actions = (await storage.all('actions')).map(({ action }) => action).filter(({ published }) => published);
      const bySurvey = Map.groupBy(actions, ({ surveyId }) => surveyId);
      const decided: DecidedAnswer['decided'] = [];
      for (const [id, own] of bySurvey) {
        const survey = (await storage.get('surveys', id))?.survey;
        const face = await storage.get('surveyFaces', id);
        if (survey === undefined) continue;
        const newest = own.toSorted((a, b) => b.decidedOn.localeCompare(a.decidedOn));
        decided.push({
          id,
          title: survey.title,
          closedOn: survey.closedAt?.slice(0, 10),
          answers: face?.participation,
          actions: newest.map((action) => Told.parse(action)),
        });
      }
      const last = (one: DecidedAnswer['decided'][number]) => one.actions[0]?.decidedOn ?? '';
      return { decided: decided.toSorted((a, b) => last(b).localeCompare(last(a))).slice(0, MAX_DECIDED) };
    },
  };
}

const byClosing = (a: SurveySummary, b: SurveySummary) => (a.closedAt ?? '').localeCompare(b.closedAt ?? '');

/** From the closing of a survey to its first decision. */
function medianDays(records: readonly SurveyRecord[], actions: readonly ActionRecord[]): number | undefined {
  const first = new Map<string, string>();
  for (const { action } of actions) {
    const known = first.get(action.surveyId);
    if (known === undefined || action.decidedOn < known) first.set(action.surveyId, action.decidedOn);
  }
  const days = records.flatMap(({ id, survey }) => {
    const decidedOn = first.get(id);
    if (survey.closedAt === undefined || decidedOn === undefined) return [];
    const closedOn = Date.parse(survey.closedAt.slice(0, 10));
    return [Math.max(0, (Date.parse(decidedOn) - closedOn) / DAY_MS)];
  });
  days.sort((a, b) => a - b);
  const middle = Math.floor(days.length / 2);
  const [low, high] = [days[Math.ceil(days.length / 2) - 1], days[middle]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
