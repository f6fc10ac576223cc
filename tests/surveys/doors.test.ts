/**
 * Every way out of the house, attacked from outside: results as JSON, CSV and XLSX, what screens are sent, the panel's
 * page and every counter, asked again after each few answers. No two of them may tell fewer people than the threshold.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import readXlsx from 'read-excel-file/node';
import { parse } from 'csv-parse/sync';
import { ResultsView } from '../../api/src/wire/surveys.ts';
import { openHouse, ORIGIN, type House } from '../api/house.ts';
import { ask, later, type Asking } from './asking.ts';
import { releasedIn, subtract, type Released } from './released.ts';

const THRESHOLD = 5;
const STEPS = 14;
const PAGE = new URL('../../control-panel/src/routes/(panel)/surveys/[id]/results/+page.server.ts', import.meta.url);
const say = (text: string) => ({ fr: text, en: text });
const options = (...ids: string[]) => ids.map((id) => ({ id, label: say(id) }));
const QUESTIONS = [
  { kind: 'single', id: 'team', title: say('Team'), options: options('it', 'hr') },
  { kind: 'single', id: 'age', title: say('Age'), options: options('young', 'old') },
  { kind: 'single', id: 'meal', title: say('Meal'), options: options('good', 'bad') },
  { kind: 'enps', id: 'enps', title: say('Recommend') },
  { kind: 'long-text', id: 'words', title: say('Words') },
];
const CUTS = [
  { by: 'question', question: 'team' },
  { by: 'question', question: 'age' },
];

/** The same numbers in every run. */
function dice(seed: number) {
  let state = seed;
  return (sides: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}
type Person = Record<string, string | number>;
function personOf(roll: (sides: number) => number): Person {
  return {
    team: roll(4) === 0 ? 'hr' : 'it',
    ...(roll(6) === 0 ? {} : { age: roll(3) === 0 ? 'old' : 'young' }),
    ...(roll(5) === 0 ? {} : { meal: roll(4) === 0 ? 'bad' : 'good' }),
    enps: roll(11),
    ...(roll(2) === 0 ? { words: `said ${roll(1000)}` } : {}),
  };
}

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.parts.jobs.close();
});
afterAll(() => house.close());

describe('from outside', () => {
  test.each([3, 11])('nothing that is ever released tells fewer than five people apart (house %i)', async (seed) => {
    const roll = dice(seed);
    const survey = await ask(house, { questions: QUESTIONS, cuts: CUTS, audience: { people: 90 } });
    const wall = await hang(house, survey);
    const seen: Released[] = [];
    const counters: number[] = [];
    const comments: number[] = [];
    for (let step = 0; step <= STEPS; step += 1) {
      for (let left = roll(8); left > 0; left -= 1) await survey.answer(personOf(roll));
      if (step === STEPS) await survey.close();
      await later(house);
      for (const query of ['', '?cut=0', '?cut=1']) seen.push(...(await agreed(survey, query, step)));
      seen.push(...(await wall.released(step)));
      counters.push(...(await countersOf(survey)), ...(await wall.counter()));
      comments.push(await commentsIn(survey));
    }
    expect(seen.filter(({ group }) => group !== 'all').length).toBeGreaterThan(10);
    expect(subtract(seen, THRESHOLD, ['team', 'age'])).toEqual([]);
    expect(counters.filter((count) => count % THRESHOLD !== 0)).toEqual([]);
    const grown = comments.map((count, index) => count - (comments[index - 1] ?? 0));
    expect(grown.filter((count) => count > 0 && count < 10)).toEqual([]);
  });

  test('an attacker at a door without a gate wins', () => {
    const roll = dice(3);
    const people: Person[] = [];
    const seen: Released[] = [];
    for (let step = 0; step <= STEPS; step += 1) {
      for (let left = roll(8); left > 0; left -= 1) people.push(personOf(roll));
      const all = people.filter(({ meal }) => meal !== undefined);
      const groups: [string, Person[]][] = [
        ['all', all],
        ['0:it', all.filter(({ team }) => team === 'it')],
      ];
      for (const [group, some] of groups) {
        const counts = Object.fromEntries(
          [...Map.groupBy(some, ({ meal }) => String(meal))].map(([cell, of]) => [cell, of.length]),
        );
        // What most tools do: the threshold, and nothing else.
        if (some.length >= THRESHOLD) seen.push({ step, figure: 'meal', group, answers: some.length, counts });
      }
    }
    expect(subtract(seen, THRESHOLD, []).length).toBeGreaterThan(5);
  });

  test('one-time codes that are left count in the same steps as answers', async () => {
    const survey = await ask(house, { access: 'codes' });
    const made = await house.call('POST', `/api/surveys/${survey.id}/codes`, {
      cookie: survey.cookie,
      body: { count: 12 },
    });
    const left: number[] = [];
    for (const code of made.body.codes) {
      await survey.answer({ meal: 'good' }, { code });
      left.push((await house.call('GET', `/api/surveys/${survey.id}`, { cookie: survey.cookie })).body.codes.left);
    }
    expect(left).toEqual([12, 12, 12, 12, 7, 7, 7, 7, 7, 2, 2, 2]);
  });
});

/** What one view tells, the same by JSON, CSV, XLSX and the panel's page, or the test ends. */
async function agreed(survey: Asking, query: string, step: number): Promise<Released[]> {
  const view = ResultsView.parse((await survey.results(query)).body);
  const rows = new Set(rowsOf(view));
  const join = query === '' ? '?' : `${query}&`;
  const csv: string[][] = parse(String((await survey.results(`${join}format=csv&language=en`)).body), {
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const figures = csv.slice(
    1,
    csv.findIndex(([first]) => first === 'Question'),
  );
  expect(figures.map((row) => row.join('|')).filter((row) => !rows.has(row))).toEqual([]);
  expect(figures).toHaveLength(rows.size);
  const xlsx = await survey.results(`${join}format=xlsx&language=en`);
  const [sheet] = await readXlsx(Buffer.from(await xlsx.response.arrayBuffer()));
  const cells = (sheet?.data ?? []).slice(1).map((row) => row.map((cell) => cell ?? '').join('|'));
  expect(cells).toEqual(figures.map((row) => row.join('|')));
  expect(await pageData(survey, query)).toEqual(view);
  return releasedIn(view, step);
}

function rowsOf(view: ResultsView): string[] {
  const held =
    view.survey.state === 'closed' ? 'not shown: too few answers, or all the same' : 'not enough answers yet';
  return [view.all, ...(view.cut?.cells ?? [])].flatMap(({ label, figures }) =>
    figures.flatMap(({ title, answers, bars, mean = '', enps = '' }) =>
      answers === undefined
        ? [[label.en, title.en, held, '', '', '', ''].join('|')]
        : bars.map((bar) => [label.en, title.en, bar.label.en, bar.percent, answers, mean, enps].join('|')),
    ),
  );
}

/** What the panel's own load hands to its page. */
async function pageData(survey: Asking, query: string): Promise<ResultsView> {
  const { load } = await import(/* @vite-ignore */ PAGE.pathname);
  const data = await load({
    params: { id: survey.id },
    url: new URL(`${ORIGIN}/surveys/${survey.id}/results${query}`),
    depends: () => undefined,
    fetch: (path: string, init: RequestInit = {}) =>
      house.api.request(ORIGIN + path, {
        ...init,
        headers: { ...Object.fromEntries(new Headers(init.headers)), cookie: survey.cookie },
      }),
  });
  return ResultsView.parse(data.view);
}

/** Every number of people who took part that any route tells. */
async function countersOf(survey: Asking): Promise<number[]> {
  const get = async (path: string) => (await house.call('GET', path, { cookie: survey.cookie })).body;
  const { participation } = await get(survey.path);
  const own = ({ id }: { id: string }) => id === survey.id;
  const listed = (await get('/api/surveys')).surveys.find(own).participation.answers;
  const loop = await get('/api/loop');
  const looped = [...loop.open, ...loop.awaiting, ...loop.overdue].filter(own).map((one) => one.participation.answers);
  const shown = (await get(`/api/surveys/${survey.id}`)).summary.participation.answers;
  const results = (await survey.results()).body.participation.answers;
  return [participation, listed, ...looped, shown, results].filter((count) => count !== undefined);
}

async function commentsIn(survey: Asking): Promise<number> {
  const view = ResultsView.parse((await survey.results()).body);
  return view.comments.reduce((sum, { comments }) => sum + comments.length, 0);
}

/** A screen that shows the survey and its figures: what it is sent. */
async function hang(at: House, survey: Asking) {
  const { token } = await at.pair();
  const figures = ['team', 'meal', 'enps'].map((figure) => ({
    id: figure,
    durationMs: 10_000,
    item: { kind: 'survey-results', survey: survey.id, figure },
  }));
  const entries = [{ id: 'ask', durationMs: 10_000, item: { kind: 'survey', survey: survey.id } }, ...figures];
  const { body } = await at.edit('POST', '/api/playlists', { name: { fr: 'x' }, entries });
  const playlistId: string = body.playlist.id;
  await at.edit('POST', '/api/schedules', { name: { fr: 'x' }, target: { all: true }, rules: [{ playlistId }] });
  type Entry = {
    id: string;
    item: { shown?: { participation?: number; answers: number; bars: { cell: string; percent: number }[] } };
  };
  const shown = async (): Promise<Entry[]> => {
    const manifest = (await at.call('GET', '/api/player/manifest', { token })).body;
    return manifest.playlists.find(({ id }: { id: string }) => id === playlistId)?.entries ?? [];
  };
  return {
    async released(step: number): Promise<Released[]> {
      return (await shown()).flatMap(({ id, item }) =>
        id === 'ask' || item.shown === undefined
          ? []
          : releasedIn(viewOf(id, item.shown), step).filter(({ figure }) => figure !== ''),
      );
    },
    async counter(): Promise<number[]> {
      return (await shown()).flatMap(({ item }) => item.shown?.participation ?? []);
    },
  };
}

/** A screen's figure in the shape of the results route, for the same attacker. */
function viewOf(
  id: string,
  { answers, bars }: { answers: number; bars: { cell: string; percent: number }[] },
): Pick<ResultsView, 'all'> {
  const figure = { id, question: id, kind: 'single', title: {}, counts: 'one' as const, answers };
  const labelled = bars.map((bar) => ({ ...bar, label: {}, few: false }));
  return { all: { cell: 'all', label: {}, figures: [{ ...figure, bars: labelled }] } };
}
