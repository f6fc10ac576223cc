/**
 * The one answer to "what may be seen of this survey": figures, a cut, comments, words, the trend over runs. Every way
 * out (screens, panel, CSV, XLSX) takes its numbers from here, and here they come from the gate.
 */
import { hash } from 'node:crypto';
import { inLanguage } from '@palier/playlists/in-language';
import { commentsOf } from '@palier/playlists/survey-figures';
import type { SurveyRecord, SurveyResultsRecord } from '../storage/records/surveys.ts';
import type { Storage } from '../storage/storage.ts';
import type { ResultComments, ResultFigure, ResultsView } from '../wire/surveys.ts';
import { commentStream } from './release.ts';
import { cutsOf, cutSeen, figuresSeen, participationOf } from './seen.ts';
import { wordsOf } from './words.ts';

/** Comments in one answer of the API; a file has all of them. */
const COMMENTS_SHOWN = 500;
/** Comments that are read for their words, and into a file. */
const COMMENTS_READ = 20_000;
const NAMES_READ = 20_000;
/** Questions whose comments are kept in order with their words, until more comments come. */
const ORDERED_KEPT = 8;
/** Runs in a trend. */
const RUNS = 24;
const PAGE = 2_000;

export type Asked = {
  cut?: number | undefined;
  /** Everything there is, for a file. */
  whole?: boolean;
  /** Whether the one who asks may read who took part (confidential) and what they said (named). */
  names: boolean;
};
type Ordered = { count: number; comments: string[]; words: ReturnType<typeof wordsOf>; threshold: number };
export type Results = ReturnType<typeof createResults>;

/** What of a figure goes into its trend; nothing while it may not be seen. */
function pointOf({ id, kind, answers, mean, enps, bars }: ResultFigure): ResultsView['trend'][number]['figures'] {
  if (answers === undefined) return [];
  if (mean !== undefined || enps !== undefined) return [{ id, answers, mean, enps }];
  if (kind !== 'single' && kind !== 'multiple' && kind !== 'picture') return [];
  return [{ id, answers, shares: Object.fromEntries(bars.map(({ cell, percent }) => [cell, percent])) }];
}

export function createResults({ storage }: { storage: Storage }) {
  const ordered = new Map<string, Ordered>();

  async function resultsOf(record: SurveyRecord): Promise<SurveyResultsRecord | undefined> {
    return storage.get('surveyResults', record.id);
  }

  async function view(record: SurveyRecord, asked: Asked): Promise<ResultsView | undefined> {
    const { survey } = record;
    const results = await resultsOf(record);
    if (results === undefined) return undefined;
    const cut = asked.cut === undefined ? undefined : cutSeen(record, results, asked.cut);
    if (asked.cut !== undefined && cut === undefined) return undefined;
    const runs = await runsBefore(record);
    const all = figuresSeen(record, results, runs.at(-1)?.figures);
    const { id, title, state, mode, run, closedAt } = survey;
    const names = asked.names && mode !== 'anonymous' ? await namesOf(record.id) : undefined;
    return {
      survey: { id, title, state, mode, run, closedAt },
      participation: participationOf(survey, await tookPart(record)),
      thresholds: survey.thresholds,
      waiting: results.waiting,
      all,
      cuts: cutsOf(record),
      cut,
      comments: await commentsSeen(record, results, asked.whole === true),
      trend: [...runs, { id, run, closedAt, figures: all.figures }].map(({ figures, ...one }) => ({
        ...one,
        figures: figures.flatMap(pointOf),
      })),
      ...(names !== undefined && mode === 'named'
        ? { named: names.map(({ name, day, answers }) => ({ name, day, answers: answers ?? {} })) }
        : {}),
      ...(names !== undefined && mode === 'confidential' ? { tookPart: names.map(({ name }) => name).toSorted() } : {}),
    };
  }

  /** Once a survey is settled its marks are gone; what screens were told last stays. */
  async function tookPart({ id, settled }: SurveyRecord): Promise<number> {
    if (!settled) return storage.countLog('surveySeen', id);
    return (await storage.get('surveyFaces', id))?.participation ?? 0;
  }

  async function runsBefore({ survey }: SurveyRecord) {
    const runs = await storage.find('surveys', 'series', survey.series);
    const before = runs.filter((one) => one.survey.run < survey.run && one.survey.state !== 'draft');
    before.sort((a, b) => a.survey.run - b.survey.run);
    const seen: { id: SurveyRecord['id']; run: number; closedAt: string | undefined; figures: ResultFigure[] }[] = [];
    for (const run of before.slice(-RUNS)) {
      const results = await resultsOf(run);
      if (results === undefined) continue;
      const { id, run: number, closedAt } = run.survey;
      seen.push({ id, run: number, closedAt, figures: figuresSeen(run, results).figures });
    }
    return seen;
  }

  async function commentsSeen(
    record: SurveyRecord,
    results: SurveyResultsRecord,
    whole: boolean,
  ): Promise<ResultComments[]> {
    const { survey } = record;
    const seen: ResultComments[] = [];
    for (const question of commentsOf(survey)) {
      const of = survey.questions.find(({ id }) => id === question.replace(/\.other$/, ''));
      if (of === undefined) continue;
      const { comments, words } = await orderedTo(record, question);
      seen.push({
        question,
        title: of.title,
        waiting: comments.length === 0,
        comments: whole ? comments : comments.slice(0, COMMENTS_SHOWN),
        more: !whole && comments.length > COMMENTS_SHOWN,
        words,
      });
    }
    return seen;
  }

  /** Ordering some thousand comments and counting their words takes longer than all the rest: done once for each count. */
  async function orderedTo({ id, survey }: SurveyRecord, question: string): Promise<Ordered> {
    const stream = commentStream(id, question);
    const threshold = survey.thresholds.comments;
    const count = await storage.countLog('surveyComments', stream);
    const known = ordered.get(stream);
    ordered.delete(stream);
    const isSame = known?.count === count && known.threshold === threshold;
    const present = isSame ? known : await ordering(id, question, { count, threshold });
    ordered.set(stream, present);
    for (const oldest of ordered.keys()) if (ordered.size > ORDERED_KEPT) ordered.delete(oldest);
    return present;
  }

  async function ordering(
    id: string,
    question: string,
    { count, threshold }: Pick<Ordered, 'count' | 'threshold'>,
  ): Promise<Ordered> {
    const all = await commentsTo(id, question);
    // The threshold may have been raised since they moved.
    const comments = all.length >= threshold ? all : [];
    return { count, threshold, comments, words: wordsOf(comments, threshold) };
  }

  /** By a digest of the words, so that batches mix and neither time nor order shows. */
  async function commentsTo(id: string, question: string): Promise<string[]> {
    const texts: string[] = [];
    for (let after = 0; texts.length < COMMENTS_READ;) {
      const page = await storage.readLog('surveyComments', commentStream(id, question), after, PAGE);
      texts.push(...page.map(({ record }) => record.text));
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) break;
      after = last.position;
    }
    const keyed = texts.map((text) => ({ text, key: hash('sha256', `${id} ${text}`) }));
    return keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ text }) => text);
  }

  async function namesOf(id: string) {
    const entries = await storage.readLog('surveyTookPart', id, 0, NAMES_READ);
    return entries.map(({ record }) => record);
  }

  /** An option as a share of everybody, when it may be named: not by fewer people than the threshold. */
  async function askedFor(record: SurveyRecord, figureId?: string, cell?: string) {
    const results = await resultsOf(record);
    if (results === undefined) return undefined;
    const figures = figuresSeen(record, results).figures.filter(({ id }) => figureId === undefined || id === figureId);
    // By itself a card answers a wish: what people are grouped by is none.
    const groups = new Set(record.publishedCuts.map((cut) => (cut.by === 'question' ? String(cut.question) : '')));
    for (const { bars, kind, question } of figures) {
      const isWish = (kind === 'single' || kind === 'multiple' || kind === 'picture') && !groups.has(question);
      if (!isWish && figureId === undefined) continue;
      const named = bars.filter((bar) => !bar.few && bar.percent > 0 && (cell === undefined || bar.cell === cell));
      const [most] = named.toSorted((a, b) => b.percent - a.percent);
      if (most !== undefined && inLanguage(most.label, 'fr') !== '')
        return { percent: most.percent, label: most.label };
    }
    return undefined;
  }

  return { view, resultsOf, askedFor };
}
