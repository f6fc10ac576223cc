/**
 * The results of a survey that a whole company answered: 100,000 answers to 12 questions, one of them in words, with a
 * cut and two runs before it, asked over HTTP of a running server. Against counting the answers anew with `node:sqlite`.
 */
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { emptyResults, gate, type WaitingAnswers } from '@palier/playlists/results-gate';
import { CODE_ALPHABET, Survey, SurveyId } from '@palier/playlists/survey';
import { openJsonStorage } from '../../api/src/storage/json.ts';
import type { SurveyRecord } from '../../api/src/storage/records/surveys.ts';
import { commentStream } from '../../api/src/surveys/release.ts';
import { ResultsView } from '../../api/src/wire/surveys.ts';
import { startPalier } from '../support/palier.ts';
import { milliseconds, quantile, type BenchRow } from './table.ts';

const ANSWERS = 100_000;
const CHOICES = 11;
/** As many as are read for the page. */
const COMMENTS = 20_000;
const RUNS = 3;
const REQUESTS = 40;
const BATCH = 2_000;
const WORDS = 'bruit cantine lumière chauffage réunion parking horaires équipe projet bureau calme café'.split(' ');

const say = (text: string) => ({ fr: text, en: text });
const options = ['a', 'b', 'c', 'd'].map((id) => ({ id, label: say(id) }));
const choices = Array.from({ length: CHOICES }, (_, index) => `q${index}`);
const answersOf = () => Object.fromEntries(choices.map((id) => [id, 'abcd'[randomInt(4)] ?? 'a']));
const comment = () => Array.from({ length: 8 }, () => WORDS[randomInt(WORDS.length)]).join(' ');
const idOf = (run: number) => SurveyId.parse(`bench-${run}`);

export async function benchResults(): Promise<BenchRow[]> {
  const all: WaitingAnswers[] = Array.from({ length: ANSWERS }, () => ({ answers: answersOf() }));
  const palier = await startPalier({ prepare: (dataDir) => fill(dataDir, all) });
  try {
    const ask = async (query: string) => {
      const at = performance.now();
      const { body } = await palier.api('GET', `/api/surveys/${idOf(RUNS)}/results${query}`);
      return { ms: performance.now() - at, view: ResultsView.parse(body) };
    };
    await palier.api('GET', '/api/surveys');
    const first = await ask('?cut=0');
    const times: number[] = [];
    for (let count = 0; count < REQUESTS; count += 1) times.push((await ask(count % 2 === 0 ? '' : '?cut=0')).ms);
    const { view } = first;
    const whole =
      view.all.answers === ANSWERS && view.cut?.cells.length === options.length && view.trend.length === RUNS;
    const words = (view.comments[0]?.words.length ?? 0) > 0;
    const anew = countedAnew(all);
    const ours = quantile(times, 0.95);
    return [
      {
        what: 'results of 100,000 answers to 12 questions over HTTP, with words, a cut and a trend (p95)',
        limit: '<= 100 ms',
        rival: `${milliseconds(anew)} (node:sqlite, 11 group by)`,
        ours: `${milliseconds(ours)}, the first ${milliseconds(first.ms)}`,
        ratio: `${(anew / ours).toFixed(0)} x`,
        held: ours <= 100 && whole && words,
      },
    ];
  } finally {
    await palier.stop();
  }
}

/** The store as it is after the three runs have closed and settled. */
async function fill(dataDir: string, all: readonly WaitingAnswers[]): Promise<void> {
  const quiet = { info: () => {}, warn: () => {}, error: () => {} };
  const storage = await openJsonStorage({ dir: dataDir, log: quiet });
  for (let run = 1; run <= RUNS; run += 1) {
    const record = recordOf(run);
    const how = { closing: true, shuffle: <T>(some: readonly T[]) => [...some] };
    const { state } = gate.release(emptyResults(), all, record.survey, how);
    await storage.transact(async (tx) => {
      await tx.put('surveys', record);
      await tx.put('surveyTurns', { id: record.id, turn: 2 });
      await tx.put('surveyResults', { id: record.id, state, counted: 1, sealed: '', waiting: false, on: '2026-11-01' });
    });
    for (let from = 0; from < ANSWERS; from += BATCH)
      await storage.transact(async (tx) => {
        for (let index = from; index < from + BATCH; index += 1)
          await tx.append('surveySeen', record.id, `${index}`, {});
      });
    for (let from = 0; from < COMMENTS; from += BATCH)
      await storage.transact(async (tx) => {
        for (let index = from; index < from + BATCH; index += 1)
          await tx.append('surveyComments', commentStream(record.id, 'words'), `${index}`, { text: comment() });
      });
  }
  await storage.close();
}

function recordOf(run: number): SurveyRecord {
  const survey = Survey.parse({
    id: idOf(run),
    title: say('Bench'),
    questions: [
      ...choices.map((id) => ({ kind: 'single', id, title: say(id), options })),
      { kind: 'long-text', id: 'words', title: say('Words') },
    ],
    cuts: [{ by: 'question', question: 'q0' }],
    state: 'closed',
    code: CODE_ALPHABET.slice(0, 6),
    series: idOf(1),
    run,
    createdOn: '2026-10-01',
    publishedAt: `2026-10-0${run}T08:00:00Z`,
    closedAt: `2026-10-2${run}T08:00:00Z`,
  });
  const { id, cuts } = survey;
  return { id, survey, publishedCuts: cuts, revision: 1, codesMade: 0, reminded: true, settled: true };
}

/** What a tool does that keeps answers and counts them for each look. */
function countedAnew(all: readonly WaitingAnswers[]): number {
  const dir = mkdtempSync(join(tmpdir(), 'palier-bench-'));
  try {
    const database = new DatabaseSync(join(dir, 'answers.sqlite'));
    database.exec(`create table answers (${choices.map((id) => `${id} text`).join(', ')})`);
    const insert = database.prepare(`insert into answers values (${choices.map(() => '?').join(', ')})`);
    database.exec('begin');
    for (const { answers } of all) insert.run(...choices.map((id) => JSON.stringify(answers[id] ?? null)));
    database.exec('commit');
    const times = Array.from({ length: 5 }, () => {
      const at = performance.now();
      for (const id of choices) database.prepare(`select q0, ${id}, count(*) from answers group by q0, ${id}`).all();
      return performance.now() - at;
    });
    database.close();
    return quantile(times, 0.5);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
