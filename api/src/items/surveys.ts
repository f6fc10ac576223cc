/**
 * What items show of surveys and decisions. Participation and figures come from the survey's face, which holds what the
 * gate released; a result that may not be seen (yet) shows the question, and how many answers it waits for.
 */
import type { ItemOf } from '@palier/playlists/item';
import type { Survey } from '@palier/playlists/survey';
import { surveyUrl } from '@palier/playlists/presence';
import { figuresOf } from '@palier/playlists/survey-figures';
import { estimatedSeconds } from '@palier/playlists/survey-flow';
import type { DocumentOf } from '../storage/collections.ts';
import type { FillContext } from './fill-context.ts';

/** The open run of the pulse that an item's survey belongs to, else the newest that was published. */
function runOf(id: string, { content }: FillContext): DocumentOf<'surveys'> | undefined {
  const named = content.surveys.get(id);
  if (named === undefined || named.survey.state === 'draft') return undefined;
  const runs = [...content.surveys.values()].filter(
    ({ survey }) => survey.series === named.survey.series && survey.state !== 'draft',
  );
  runs.sort((a, b) => b.survey.run - a.survey.run);
  return runs.find(({ survey }) => survey.state === 'published') ?? runs[0];
}

export function fillSurvey(item: ItemOf<'survey'>, context: FillContext): ItemOf<'survey'> {
  const record = runOf(item.survey, context);
  if (record === undefined) return item;
  const { survey } = record;
  const url = surveyUrl(context.publicUrl, survey.code);
  const { state = 'closed', participation } = context.content.surveyFaces.get(record.id) ?? {};
  return {
    ...item,
    shown: {
      title: survey.title,
      mode: survey.mode,
      seconds: secondsOf(survey),
      url,
      label: url.replace(/^https?:\/\//, ''),
      rotates: survey.access === 'onsite',
      state,
      ...(participation === undefined ? {} : { participation }),
      ...(survey.opening.opensAt === undefined ? {} : { opensAt: survey.opening.opensAt }),
      ...(survey.opening.closesAt === undefined ? {} : { closesAt: survey.opening.closesAt }),
    },
  };
}

const seconds = new WeakMap<Survey, number>();
/** Paths of a survey are counted once for each version of it. */
function secondsOf(survey: Survey): number {
  const known = seconds.get(survey) ?? estimatedSeconds(survey);
  seconds.set(survey, known);
  return known;
}

export function fillSurveyResults(item: ItemOf<'survey-results'>, context: FillContext): ItemOf<'survey-results'> {
  const record = runOf(item.survey, context);
  const face = record === undefined ? undefined : context.content.surveyFaces.get(record.id);
  if (record === undefined) return item;
  const figure = face?.figures.find(({ id }) => id === item.figure);
  const shown = face?.on === undefined || figure?.answers === undefined ? undefined : seenOf(figure, face.on);
  const asked = askedOf(record.survey, item.figure);
  if (asked === undefined) return item;
  const waitsFor = record.survey.thresholds.figures;
  return {
    ...item,
    shown: { ...asked, closed: record.survey.state === 'closed', ...(shown ?? { bars: [], waitsFor }) },
  };
}

type Shown = NonNullable<ItemOf<'survey-results'>['shown']>;
type FigureSeen = DocumentOf<'surveyFaces'>['figures'][number];

/** The figure's numbers, as the gate released them. */
function seenOf({ answers, bars, mean, most, enps, change }: FigureSeen, asOf: string) {
  const moved = enps === undefined ? change?.mean : change?.enps;
  return {
    answers,
    bars,
    ...(mean === undefined ? {} : { mean }),
    ...(most === undefined ? {} : { most }),
    ...(enps === undefined ? {} : { enps }),
    ...(moved === undefined ? {} : { change: moved }),
    asOf,
  };
}

/** What was asked, which is no secret: the words of the question, its row and its ends. */
function askedOf(survey: Survey, id: string): Pick<Shown, 'title' | 'row' | 'chart' | 'low' | 'high'> | undefined {
  const figure = figuresOf(survey).find((one) => one.id === id);
  const question = survey.questions.find((one) => one.id === figure?.question);
  if (question === undefined) return undefined;
  const row = question.kind === 'matrix' ? question.rows.find((one) => one.id === figure?.row)?.label : undefined;
  const isSteps = question.kind === 'scale' || question.kind === 'stars' || question.kind === 'enps';
  const { low, high } = question.kind === 'scale' || question.kind === 'enps' ? question : {};
  return {
    title: question.title,
    ...(row === undefined ? {} : { row }),
    chart: isSteps ? 'steps' : 'options',
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
  };
}

export function fillDecision(item: ItemOf<'decision'>, { content }: FillContext): ItemOf<'decision'> {
  const action = content.actions.get(item.action)?.action;
  const survey = action === undefined ? undefined : content.surveys.get(action.surveyId)?.survey;
  if (action?.card === undefined || !action.published || survey === undefined) return item;
  const { card, verdict, state, decidedOn, due } = action;
  return {
    ...item,
    shown: { ...card, verdict, state, source: survey.title, decidedOn, ...(due === undefined ? {} : { due }) },
  };
}
