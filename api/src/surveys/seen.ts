/**
 * What may be seen of a survey, in words and numbers for people. Everything comes from the gate's view: nothing here
 * reads an answer, and nothing else in the server tells of one. Screens, panel, CSV and XLSX are built on this.
 */
import {
  coarseCount,
  enpsOf,
  gate,
  meanOf,
  npsGroups,
  type GateFigure,
  type GateGroup,
  type Tally,
} from '@palier/playlists/results-gate';
import { NOT_APART } from '@palier/playlists/results-gate';
import type { Localized } from '@palier/playlists/in-language';
import type { Survey } from '@palier/playlists/survey';
import { OTHER, rangeOf, type Question } from '@palier/playlists/survey-question';
import type { SurveyRecord, SurveyResultsRecord } from '../storage/records/surveys.ts';
import type { Participation, ResultFigure, ResultGroup, ResultsView } from '../wire/surveys.ts';
import { gatedOf } from './release.ts';

const OTHER_LABEL: Localized = { fr: 'Autre', en: 'Other' };
const ALL_LABEL: Localized = { fr: 'Tout le monde', en: 'Everybody' };
const SITE_TITLE: Localized = { fr: 'Site', en: 'Site' };
const REFUSED: Localized = {
  fr: 'Pas encore : quelqu’un pourrait être reconnu parmi les réponses qui restent. Il en faut davantage.',
  en: 'Not yet: somebody could be recognised among the answers that are left. It takes more of them.',
};
/** Months of a date question that are told one by one; from more of them on, its years are. */
const MAX_MONTHS = 12;
/** Bars of a date question: the last ones. */
const MAX_BARS = 24;

/** How many took part, as far as it may be told. */
export function participationOf(survey: Survey, answers: number): Participation {
  const told = coarseCount(answers, survey.thresholds);
  const { people } = survey.audience;
  const percent =
    told === undefined || people === undefined ? undefined : Math.min(100, Math.round((told / people) * 100));
  return { answers: told, people, percent };
}

/** The figures of everybody; with `before`, how they changed since that run. */
export function figuresSeen(
  record: SurveyRecord,
  results: SurveyResultsRecord,
  before?: readonly ResultFigure[],
): ResultGroup {
  const { all } = gate.view(results.state, gatedOf(record));
  return groupOf(record.survey, all, ALL_LABEL, before);
}

/** The cells of one cut, or why there are none. */
export function cutSeen(
  record: SurveyRecord,
  results: SurveyResultsRecord,
  cut: number,
): NonNullable<ResultsView['cut']> | undefined {
  const { survey } = record;
  const title = cutTitle(record, cut);
  if (title === undefined) return undefined;
  const { cells } = gate.view(results.state, gatedOf(record), cut);
  if (cells === undefined || cells === 'refused') return { cut, title, refused: REFUSED, cells: [] };
  return {
    cut,
    title,
    cells: cells.map((group) => groupOf(survey, group, cellLabel(record, cut, group.cell), undefined)),
  };
}

/** The cuts that may be asked for, by their place at publication; those taken away since are left out. */
export function cutsOf(record: SurveyRecord): ResultsView['cuts'] {
  return record.publishedCuts.flatMap((_, cut) => {
    const title = cutTitle(record, cut);
    return title === undefined ? [] : [{ cut, title }];
  });
}

function cutTitle({ survey, publishedCuts }: SurveyRecord, index: number): Localized | undefined {
  const cut = publishedCuts[index];
  if (cut === undefined || !survey.cuts.some((kept) => JSON.stringify(kept) === JSON.stringify(cut))) return undefined;
  return cut.by === 'site' ? SITE_TITLE : survey.questions.find(({ id }) => id === cut.question)?.title;
}

function cellLabel({ survey, publishedCuts }: SurveyRecord, index: number, cell: string): Localized {
  const cut = publishedCuts[index];
  const question = cut?.by === 'question' ? survey.questions.find(({ id }) => id === cut.question) : undefined;
  return cell === NOT_APART || question === undefined ? { fr: cell, en: cell } : labelOf(question, cell);
}

function groupOf(
  survey: Survey,
  group: GateGroup,
  label: Localized,
  before: readonly ResultFigure[] | undefined,
): ResultGroup {
  return {
    cell: group.cell,
    label,
    answers: group.answers,
    figures: group.figures.flatMap((figure) => {
      const question = survey.questions.find(({ id }) => id === figure.figure.question);
      if (question === undefined) return [];
      const last = before?.find(({ id }) => id === figure.figure.id);
      return [figureOf(question, figure, survey.thresholds.figures, last)];
    }),
  };
}

function figureOf(
  question: Question,
  { figure, tally }: GateFigure,
  threshold: number,
  before: ResultFigure | undefined,
): ResultFigure {
  const rowLabel = question.kind === 'matrix' ? question.rows.find(({ id }) => id === figure.row)?.label : undefined;
  const head = {
    id: figure.id,
    question: question.id,
    row: figure.row,
    kind: question.kind,
    title: question.title,
    rowLabel,
    counts: figure.counts,
  };
  if (tally === undefined) return { ...head, bars: [] };
  const { counts } = figure.cells === 'months' ? byDate(tally) : tally;
  const cells = figure.cells === 'months' ? Object.keys(counts).toSorted().slice(-MAX_BARS) : figure.cells;
  const isRanking = question.kind === 'ranking';
  const shown = isRanking ? cells.filter((cell) => cell.endsWith('@1')) : cells;
  const bars = shown.map((cell) => {
    const count = counts[cell] ?? 0;
    const label = labelOf(question, isRanking ? cell.slice(0, cell.indexOf('@')) : cell);
    return { cell, label, percent: Math.round((count / tally.answers) * 100), few: count > 0 && count < threshold };
  });
  const numbers = numbersOf(question, tally);
  const now: ResultFigure = { ...head, answers: tally.answers, bars, ...numbers };
  if (isRanking) now.places = placesOf(question, tally);
  const change = before === undefined ? undefined : changeOf(now, before);
  return change === undefined ? now : { ...now, change };
}

/** Months, or years where there are too many months to be read. */
function byDate(tally: Tally): Pick<Tally, 'counts'> {
  const months = Object.entries(tally.counts);
  if (months.length <= MAX_MONTHS) return tally;
  const counts: Record<string, number> = {};
  for (const [month, count] of months) {
    const year = month.slice(0, 4);
    counts[year] = (counts[year] ?? 0) + count;
  }
  return { counts };
}

function numbersOf(question: Question, tally: Tally): Pick<ResultFigure, 'mean' | 'most' | 'enps' | 'camps'> {
  if (question.kind === 'enps') {
    const [detractors, passives, promoters] = npsGroups(tally);
    const percent = (people: number) => Math.round((people / tally.answers) * 100);
    const camps = {
      detractors: percent(detractors),
      passives: percent(passives),
      promoters: percent(promoters),
    };
    return { enps: enpsOf(tally), mean: meanOf(tally), most: 10, camps };
  }
  if (question.kind === 'scale' || question.kind === 'stars')
    return { mean: meanOf(tally), most: rangeOf(question).most };
  return {};
}

function placesOf(question: Extract<Question, { kind: 'ranking' }>, tally: Tally): NonNullable<ResultFigure['places']> {
  const places = question.options.map(({ id, label }) => {
    const sum = question.options.reduce(
      (all, _, index) => all + (tally.counts[`${id}@${index + 1}`] ?? 0) * (index + 1),
      0,
    );
    return { cell: id, label, mean: Math.round((sum / tally.answers) * 10) / 10 };
  });
  return places.toSorted((a, b) => a.mean - b.mean);
}

function changeOf(now: ResultFigure, before: ResultFigure): ResultFigure['change'] {
  if (before.answers === undefined || before.kind !== now.kind) return undefined;
  const then = new Map(before.bars.map(({ cell, percent }) => [cell, percent]));
  const bars = now.bars.flatMap(({ cell, percent }): [string, number][] => {
    const was = then.get(cell);
    return was === undefined ? [] : [[cell, percent - was]];
  });
  const rounded = (value: number) => Math.round(value * 10) / 10;
  return {
    mean: now.mean === undefined || before.mean === undefined ? undefined : rounded(now.mean - before.mean),
    enps: now.enps === undefined || before.enps === undefined ? undefined : now.enps - before.enps,
    bars: Object.fromEntries(bars),
  };
}

function labelOf(question: Question, cell: string): Localized {
  const plain = { fr: cell, en: cell };
  if (question.kind === 'matrix') return question.columns.find(({ id }) => id === cell)?.label ?? plain;
  if (!('options' in question)) return plain;
  const option = question.options.find(({ id }) => id === cell);
  return option?.label ?? (cell === OTHER ? OTHER_LABEL : plain);
}
