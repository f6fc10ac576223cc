/** What the panel says of results and decisions: what is held back and why, numbers in words, a decision as it is sent. */
import { Action } from '@palier/playlists/action';
import { SurveyId } from '@palier/playlists/survey';
import { beforeEach, describe, expect, test } from 'vitest';
import { ResultsView } from '../../api/src/wire/surveys.ts';
import { overwriteGetLocale } from '../../control-panel/src/lib/paraglide/runtime.js';
import {
  cardWanted,
  contentOf,
  draftOf,
  emptyDraft,
  faultsOf,
  sourceChoices,
  type ActionDraft,
} from '../../control-panel/src/lib/surveys/actions/action-draft.ts';
import { closedSince } from '../../control-panel/src/lib/surveys/actions/closed-since.ts';
import { isLate } from '../../control-panel/src/lib/surveys/actions/verdict-words.ts';
import { answersTold, blocksOf, compareRows, percentTold } from '../../control-panel/src/lib/surveys/results/blocks.ts';
import * as held from '../../control-panel/src/lib/surveys/results/held-words.ts';
import { cellWords, headlineOf, pointsWords } from '../../control-panel/src/lib/surveys/results/number-words.ts';
import { trendOf } from '../../control-panel/src/lib/surveys/results/trend.ts';
import { createFakeAnswers } from './fake-answers.ts';
import { createWorld } from './fake-world.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
beforeEach(() => overwriteGetLocale(() => 'fr'));

const fake = createFakeAnswers(createWorld({ now: () => NOW }));
const get = async (path: string) => (await fake.request(path)).json();
const view = ResultsView.parse(await get('/api/surveys/barometre/results'));
const compared = ResultsView.parse(await get('/api/surveys/barometre/results?cut=0'));
const small = ResultsView.parse(await get('/api/surveys/parking/results'));
const { survey } = await get('/api/surveys/barometre');
const figure = (id: string, of = view) => {
  const found = of.all.figures.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no figure ${id}`);
  return found;
};

describe('what is held back', () => {
  const seen = (state: 'published' | 'closed') => ({ survey: { state }, thresholds: { figures: 5, comments: 10 } });
  const all = [held.figureHeld, held.cellHeld, held.cutHeld, held.commentsHeld, held.allHeld, held.waitingWords];

  test.each(all)('says why and what would release it, and never a zero (%o)', (words) => {
    for (const locale of ['fr', 'en'] as const) {
      overwriteGetLocale(() => locale);
      for (const state of ['published', 'closed'] as const) expect(words(seen(state))).not.toMatch(/\b0\b/);
      expect(words(seen('published'))).toMatch(/5|10/);
      // After the closing nothing releases it any more: it does not promise what cannot come.
      expect(words(seen('closed'))).not.toBe(words(seen('published')));
    }
  });

  test('never says which reason it is: "all the same" would be the answer of each', () => {
    expect(figure('exit').answers).toBeUndefined();
    expect(held.figureHeld(view)).toBe(held.figureHeld(small));
  });

  test('a small survey tells no number at all', () => {
    expect([answersTold(small), percentTold(small)]).toEqual([undefined, undefined]);
    expect(small.all.figures.filter(({ answers, bars }) => answers !== undefined || bars.length > 0)).toEqual([]);
  });
});

describe('results in words', () => {
  test('every question in its order, with its figures and comments', () => {
    const blocks = blocksOf(survey.questions, view);
    expect(blocks.map(({ question, figures, comments }) => [question.id, figures.length, comments.length])).toEqual([
      ['site', 1, 0],
      ['meal', 1, 1],
      ['mood', 1, 0],
      ['enps', 1, 0],
      ['rank', 1, 0],
      ['agree', 2, 0],
      ['exit', 1, 0],
      ['words', 0, 1],
    ]);
  });

  test('participation is the larger of what figures and counters tell, and never over all who were asked', () => {
    expect([answersTold(view), percentTold(view)]).toEqual([43, 72]);
    const many = { all: { ...view.all, answers: 80 }, participation: { answers: 80, people: 60 } };
    expect(percentTold(many)).toBe(100);
  });

  test('groups stand beside everybody', () => {
    expect(compareRows(compared, 'mood').map(({ cell, figure: of }) => [cell, of?.answers])).toEqual([
      ['all', 43],
      ['lyon', 28],
      ['paris', 15],
    ]);
  });

  test('numbers carry their sign, and a change says so', () => {
    const headline = headlineOf(figure('enps'));
    expect([headline?.unit, headline?.value.startsWith('−')]).toEqual(['eNPS', true]);
    expect(headlineOf(figure('mood'))?.unit).toBe('/ 5');
    expect(plain(pointsWords(4))).toBe('+4 pts');
    expect(plain(pointsWords(-3))).toBe('−3 pts');
    expect(plain(pointsWords(1))).toBe('+1 pt');
    expect(pointsWords(0)).toBe('pareil');
    expect(cellWords('date', '2026-05')).toBe('mai 2026');
    expect(cellWords('date', '2026')).toBe('2026');
  });

  test('a trend needs two runs that may be seen', () => {
    expect(trendOf(view, figure('enps'))?.points.map(({ run }) => run)).toEqual([1, 2, 3]);
    expect(trendOf(view, figure('exit'))).toBeUndefined();
    expect(trendOf({ trend: view.trend.slice(-1) }, figure('enps'))).toBeUndefined();
  });
});

describe('a decision', () => {
  const surveyId = SurveyId.parse('barometre');
  const draft = (patch: Partial<ActionDraft>): ActionDraft => ({ ...emptyDraft('Inès'), ...patch });
  const what = { fr: 'Du vrai pain ' };

  test.each<[string, Partial<ActionDraft>, string[]]>([
    ['nothing written', {}, ['what']],
    ['a no without a reason', { verdict: 'we-will-not', what }, ['because']],
    ['nobody sees to it', { what, owner: '  ' }, ['owner']],
    ['half a card', { what, asked: { fr: 'Vous' } }, ['answer']],
    ['a whole one', { what, asked: { fr: 'Vous' }, answer: { en: 'We' } }, []],
  ])('%s', (_, patch, faults) => {
    expect([...faultsOf(draft(patch)).keys()]).toEqual(faults);
  });

  test('is sent without what does not belong to its verdict, and comes back the same', () => {
    const no = draft({ verdict: 'not-now', what, because: { fr: 'Le budget.' }, state: 'done', due: '2026-12-01' });
    const sent = contentOf(no, surveyId, false);
    expect(sent).toEqual({
      surveyId,
      verdict: 'not-now',
      what: { fr: 'Du vrai pain' },
      because: { fr: 'Le budget.' },
      owner: 'Inès',
      state: 'planned',
      due: '2026-12-01',
      published: false,
    });
    const saved = Action.parse({ ...sent, id: 'pain', decidedOn: '2026-11-23' });
    expect(contentOf(draftOf(saved), surveyId, false)).toEqual(sent);
    expect(contentOf(draft({ what, because: { fr: 'oublié' } }), surveyId, true)).not.toHaveProperty('because');
  });

  test('asks for a card once it says enough, with the figure that was picked', () => {
    const choices = sourceChoices(view, survey.cuts);
    const wanted = (patch: Partial<ActionDraft>) => cardWanted(draft(patch), surveyId, choices);
    expect(wanted({})).toBeUndefined();
    expect(wanted({ verdict: 'not-now', what })).toBeUndefined();
    expect(wanted({ what, source: 'meal|veg' })).toMatchObject({ figure: 'meal', cell: 'veg' });
    expect(wanted({ what, source: 'none' })).toMatchObject({ figure: '-' });
    // By itself it takes the option that the decision speaks of, and none where it speaks of something else.
    expect(wanted({ what: { fr: 'Deux plats vegetariens' } })).toMatchObject({ figure: 'meal', cell: 'veg' });
    expect(wanted({ what: { en: 'Less noise' } })).toMatchObject({ figure: 'rank', cell: 'noise@1' });
    expect(wanted({ what: { fr: 'Agrandir le parking, pour tous, chaque jour' } })).toMatchObject({ figure: '-' });
  });

  test('names only wishes of enough people: no group, no scale, nobody few', () => {
    const choices = sourceChoices(view, survey.cuts).map(({ value }) => value);
    expect(choices).toContain('meal|veg');
    expect(choices.filter((value) => /^(site|mood|enps|agree|exit)\|/.test(value))).toEqual([]);
    const few = structuredClone(view);
    for (const one of few.all.figures) for (const bar of one.bars) bar.few = true;
    expect(sourceChoices(few, [])).toEqual([]);
  });

  test('is late when it was promised and its day has passed', () => {
    const promise = Action.parse({
      ...contentOf(draft({ what, due: '2026-11-22' }), surveyId, true),
      id: 'a',
      decidedOn: '2026-11-01',
    });
    expect(isLate(promise, '2026-11-23')).toBe(true);
    expect(isLate(promise, '2026-11-22')).toBe(false);
    expect(isLate({ ...promise, state: 'done' }, '2026-11-23')).toBe(false);
    expect(isLate({ ...promise, verdict: 'not-now' }, '2026-11-23')).toBe(false);
  });

  test('how long it has been waited for', () => {
    expect(plain(closedSince({ closedAt: '2026-11-03T10:00:00Z' }, NOW))).toBe('clos depuis 20 jours');
    expect(closedSince({ closedAt: '2026-11-23T08:00:00Z' }, NOW)).toBe('clos aujourd’hui');
  });
});
