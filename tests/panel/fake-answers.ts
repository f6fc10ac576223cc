/**
 * The fake API's surveys that are over: a pulse in its third run with figures that are shown and figures that are held,
 * and what is decided of it. The numbers go through the real gate.
 */
import { Hono } from 'hono';
import { Action, draftCard } from '@palier/playlists/action';
import { emptyResults, gate, type WaitingAnswers } from '@palier/playlists/results-gate';
import { Survey } from '@palier/playlists/survey';
import { gatedOf } from '../../api/src/surveys/release.ts';
import { cutsOf, cutSeen, figuresSeen, participationOf } from '../../api/src/surveys/seen.ts';
import { wordsOf } from '../../api/src/surveys/words.ts';
import type { SurveyRecord, SurveyResultsRecord } from '../../api/src/storage/records/surveys.ts';
import type { ResultsView, SurveySummary } from '../../api/src/wire/surveys.ts';
import { iso, type World } from './fake-world.ts';

export const CLOSED_SURVEY = 'barometre';
export const SMALL_SURVEY = 'parking';
const DAY_MS = 24 * 3600_000;
const say = (fr: string, en: string) => ({ fr, en });
const options = (...all: [string, string, string][]) => all.map(([id, fr, en]) => ({ id, label: say(fr, en) }));

const QUESTIONS = [
  {
    kind: 'single',
    id: 'site',
    title: say('Où travaillez-vous ?', 'Where do you work?'),
    options: options(['lyon', 'Lyon', 'Lyon'], ['paris', 'Paris', 'Paris']),
  },
  {
    kind: 'multiple',
    id: 'meal',
    title: say('Qu’est-ce qui vous manque à la cantine ?', 'What do you miss in the canteen?'),
    options: options(
      ['veg', 'Des plats végétariens chaque jour', 'Vegetarian dishes every day'],
      ['bread', 'Du vrai pain', 'Real bread'],
      ['quiet', 'Un coin au calme', 'A quiet corner'],
    ),
    other: true,
  },
  { kind: 'scale', id: 'mood', title: say('Comment va votre semaine ?', 'How is your week?') },
  {
    kind: 'enps',
    id: 'enps',
    title: say('Recommanderiez-vous de travailler ici ?', 'Would you recommend working here?'),
  },
  {
    kind: 'ranking',
    id: 'rank',
    title: say('Par quoi commencer ?', 'What should come first?'),
    options: options(['noise', 'Le bruit', 'Noise'], ['light', 'La lumière', 'Light']),
  },
  {
    kind: 'matrix',
    id: 'agree',
    title: say('Êtes-vous d’accord ?', 'Do you agree?'),
    rows: options(
      ['tools', 'J’ai les outils qu’il me faut', 'I have the tools I need'],
      ['heard', 'On m’écoute', 'I am heard'],
    ),
    columns: options(['no', 'Plutôt non', 'Rather not'], ['yes', 'Plutôt', 'Rather']),
  },
  {
    kind: 'single',
    id: 'exit',
    title: say('Savez-vous où est la sortie de secours ?', 'Do you know the emergency exit?'),
    options: options(['yes', 'Oui', 'Yes'], ['no', 'Non', 'No']),
  },
  { kind: 'long-text', id: 'words', title: say('Un mot de plus ?', 'One more word?') },
];
const titleOf = (id: string) => QUESTIONS.find((question) => question.id === id)?.title ?? say(id, id);
const COMMENTS = ['Le bruit de l’open space fatigue.', 'Moins de bruit le matin.', 'Merci pour le pain. Et le bruit ?'];

/** Always the same person for a number; nobody answers "no" to the exit, so that figure is held. */
function personOf(index: number, run: number): WaitingAnswers {
  return {
    answers: {
      site: index % 3 === 0 ? 'paris' : 'lyon',
      meal: index % 4 === 0 ? ['veg', 'quiet'] : index % 4 === 1 ? ['bread'] : ['veg'],
      mood: 1 + ((index * 7 + run) % 5),
      enps: Math.min(10, ((index * 5) % 8) + run),
      rank: index % 3 === 0 ? ['light', 'noise'] : ['noise', 'light'],
      agree: { tools: index % 2 === 0 ? 'yes' : 'no', heard: index % 5 === 0 ? 'yes' : 'no' },
      exit: 'yes',
      words: COMMENTS[index % 3] ?? '',
    },
  };
}

function recordOf(id: string, title: Survey['title'], run: number, closedAt: string): SurveyRecord {
  const survey = Survey.parse({
    id,
    title,
    questions: QUESTIONS,
    cuts: [{ by: 'question', question: 'site' }],
    audience: { people: 60 },
    state: 'closed',
    code: 'abc234',
    series: 'barometre-1',
    run,
    createdOn: '2026-09-01',
    publishedAt: '2026-09-01T08:00:00Z',
    closedAt,
  });
  return {
    id: survey.id,
    survey,
    publishedCuts: survey.cuts,
    revision: 1,
    codesMade: 0,
    reminded: true,
    settled: true,
  };
}

function counted(record: SurveyRecord, people: number): { results: SurveyResultsRecord; comments: string[] } {
  const all = Array.from({ length: people }, (_, index) => personOf(index, record.survey.run));
  const how = { closing: true, shuffle: <T>(some: readonly T[]) => [...some] };
  const { state, comments, waiting } = gate.release(emptyResults(), all, gatedOf(record), how);
  return {
    results: { id: record.id, state, counted: 1, sealed: '', waiting: waiting.length > 0, on: '2026-11-20' },
    comments: comments['words'] ?? [],
  };
}

export function createFakeAnswers(world: World): Hono {
  const closedAt = iso(world.now() - 20 * DAY_MS);
  const runs = [1, 2].map((run) =>
    recordOf(`barometre-${run}`, say('Baromètre', 'Barometer'), run, iso(world.now() - (4 - run) * 30 * DAY_MS)),
  );
  const records = new Map([
    [
      CLOSED_SURVEY,
      {
        record: recordOf(CLOSED_SURVEY, say('Le baromètre d’automne', 'The autumn barometer'), 3, closedAt),
        people: 43,
      },
    ],
    [SMALL_SURVEY, { record: recordOf(SMALL_SURVEY, say('Le parking', 'The car park'), 1, closedAt), people: 3 }],
  ]);
  const actions = new Map<string, { value: Action; revision: number }>();
  const summaryOf = ({ record, people }: { record: SurveyRecord; people: number }): SurveySummary => {
    const { id, title, state, mode, access, code, series, run, closedAt: closed, questions } = record.survey;
    const decisions = [...actions.values()].filter(({ value }) => value.surveyId === id).length;
    const participation = participationOf(record.survey, people);
    const facts = { id, title, state, mode, access, code, series, run, participation, decisions };
    return {
      ...facts,
      soon: false,
      questions: questions.length,
      seconds: 50,
      closedAt: closed,
      overdue: decisions === 0,
    };
  };

  function viewOf(id: string, cut: number | undefined): ResultsView | undefined {
    const found = records.get(id);
    if (found === undefined) return undefined;
    const { record, people } = found;
    const { results, comments } = counted(record, people);
    const before =
      id === CLOSED_SURVEY
        ? runs.map((run) => ({ run, figures: figuresSeen(run, counted(run, 38).results).figures }))
        : [];
    const all = figuresSeen(record, results, before.at(-1)?.figures);
    const { thresholds, title, state, mode, run, closedAt: closed } = record.survey;
    const trend = [...before, { run: record, figures: all.figures }].map(({ run: { survey }, figures }) => ({
      id: survey.id,
      run: survey.run,
      closedAt: survey.closedAt,
      figures: figures.flatMap(({ id: figure, answers, mean, enps }) =>
        answers === undefined ? [] : [{ id: figure, answers, mean, enps }],
      ),
    }));
    const noWords = { waiting: true, comments: [], more: false, words: [] };
    return {
      survey: { id: record.id, title, state, mode, run, closedAt: closed },
      participation: participationOf(record.survey, people),
      thresholds,
      waiting: results.waiting,
      all,
      cuts: cutsOf(record),
      cut: cut === undefined ? undefined : cutSeen(record, results, cut),
      comments: [
        { question: 'meal.other', title: titleOf('meal'), ...noWords },
        comments.length === 0
          ? { question: 'words', title: titleOf('words'), ...noWords }
          : {
              question: 'words',
              title: titleOf('words'),
              waiting: false,
              comments,
              more: false,
              words: wordsOf(comments, thresholds.comments),
            },
      ],
      trend,
    };
  }

  const app = new Hono();
  app.get('/api/loop', (c) => {
    const all = [...records.values()].map(summaryOf);
    const undecided = world.empty ? [] : all.filter(({ decisions }) => decisions === 0);
    const decided = [...actions.values()].map(({ value }) => value);
    const done = decided.filter(({ state }) => state === 'done').length;
    const told = world.empty
      ? {}
      : { participation: 71, ...(decided.length === 0 ? {} : { daysToDecision: 6.5, donePercent: 0 }) };
    return c.json({
      open: [],
      overdue: undecided,
      awaiting: undecided,
      decisions: decided.length,
      done,
      promised: decided.length,
      ...told,
    });
  });
  for (const [id, found] of records) {
    const { survey } = found.record;
    app.get(`/api/surveys/${id}`, (c) =>
      c.json(
        {
          survey,
          summary: summaryOf(found),
          findings: [],
          url: 'http://palier.test/s/abc234',
          label: 'palier.test/s/abc234',
          runs: [],
        },
        200,
        { etag: '"1"' },
      ),
    );
    app.get(`/api/surveys/${id}/results`, (c) => {
      const cut = c.req.query('cut');
      return c.json(viewOf(id, cut === undefined ? undefined : Number(cut)));
    });
  }
  const etagOf = (revision: number) => ({ etag: `"${revision}"` });
  app.get('/api/actions', (c) => {
    const own = [...actions.values()].filter(({ value }) => value.surveyId === c.req.query('survey'));
    return c.json({ actions: own.map(({ value }) => value) });
  });
  app.post('/api/actions/card', async (c) => {
    const { figure, cell, surveyId, ...decided } = await c.req.json();
    const seen = viewOf(surveyId, undefined)?.all.figures.find(({ id }) => id === (figure ?? 'meal'));
    const bar = seen?.bars
      .toSorted((a, b) => b.percent - a.percent)
      .find((one) => cell === undefined || one.cell === cell);
    return c.json({ card: draftCard(bar, decided) });
  });
  app.post('/api/actions', async (c) => {
    const value = Action.parse({
      ...(await c.req.json()),
      id: `decision-${actions.size + 1}`,
      decidedOn: iso(world.now()).slice(0, 10),
    });
    actions.set(value.id, { value, revision: 1 });
    return c.json(value, 201, etagOf(1));
  });
  app.get('/api/actions/:id', (c) => {
    const found = actions.get(c.req.param('id'));
    return found === undefined
      ? c.json({ title: 'gone', status: 404 }, 404)
      : c.json(found.value, 200, etagOf(found.revision));
  });
  app.put('/api/actions/:id', async (c) => {
    const found = actions.get(c.req.param('id'));
    if (found === undefined) return c.json({ title: 'gone', status: 404 }, 404);
    const { id, decidedOn } = found.value;
    const next = { value: Action.parse({ ...(await c.req.json()), id, decidedOn }), revision: found.revision + 1 };
    actions.set(id, next);
    return c.json(next.value, 200, etagOf(next.revision));
  });
  app.delete('/api/actions/:id', (c) => (actions.delete(c.req.param('id')) ? c.body(null, 204) : c.json({}, 404)));
  return app;
}
