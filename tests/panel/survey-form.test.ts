/** The phone's form of a survey: what its fields say, whatever is sent, and the way through the questions. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SurveyContent } from '@palier/playlists/survey';
import { validateAnswers } from '@palier/playlists/survey-answers';
import { QUESTION_KINDS, type Answers } from '@palier/playlists/survey-question';
import { wayThrough } from '@palier/playlists/survey-way';
import { readAnswers } from '../../control-panel/src/lib/surveys/phone/form-answers.ts';
import { createTyped, standingOf, typedIn } from '../../control-panel/src/lib/surveys/phone/sent.ts';

const say = (text: string) => ({ fr: text, en: text });
const options = (...ids: string[]) => ids.map((id) => ({ id, label: say(id) }));
const { questions } = SurveyContent.parse({
  title: say('All'),
  questions: [
    {
      kind: 'single',
      id: 'one',
      title: say('?'),
      options: options('a', 'b'),
      other: true,
      jumps: [{ when: { op: 'is', value: 'b' }, to: 'stars' }],
    },
    { kind: 'multiple', id: 'many', title: say('?'), options: options('a', 'b', 'c'), most: 2 },
    { kind: 'scale', id: 'scale', title: say('?'), steps: 5 },
    { kind: 'stars', id: 'stars', title: say('?') },
    { kind: 'enps', id: 'enps', title: say('?'), jumps: [{ when: { op: 'at-least', value: 9 }, to: 'end' }] },
    { kind: 'ranking', id: 'rank', title: say('?'), options: options('a', 'b', 'c') },
    { kind: 'matrix', id: 'grid', title: say('?'), rows: options('x', 'y'), columns: options('good', 'bad') },
    { kind: 'short-text', id: 'short', title: say('?') },
    { kind: 'long-text', id: 'long', title: say('?') },
    {
      kind: 'picture',
      id: 'pic',
      title: say('?'),
      options: options('p', 'q').map((one) => ({ ...one, media: 'p.jpg' })),
    },
    { kind: 'date', id: 'day', title: say('?') },
    { kind: 'consent', id: 'yes', title: say('?'), text: say('Yes') },
  ],
});

function formOf(fields: readonly (readonly [string, string])[]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

const FULL: [string, string][] = [
  ['a.one', 'other'],
  ['a.one.other', ' mine '],
  ['a.many', 'a'],
  ['a.many', 'c'],
  ['a.scale', '4'],
  ['a.stars', '5'],
  ['a.enps', '0'],
  ['a.rank.a', '3'],
  ['a.rank.b', '1'],
  ['a.rank.c', '2'],
  ['a.grid.x', 'good'],
  ['a.grid.y', 'bad'],
  ['a.short', 'one line'],
  ['a.long', 'two\r\nlines'],
  ['a.pic', 'q'],
  ['a.day', '2026-12-18'],
  ['a.yes', 'on'],
];
const ANSWERS: Answers = {
  one: 'other',
  'one.other': 'mine',
  many: ['a', 'c'],
  scale: 4,
  stars: 5,
  enps: 0,
  rank: ['b', 'c', 'a'],
  grid: { x: 'good', y: 'bad' },
  short: 'one line',
  long: 'two\nlines',
  pic: 'q',
  day: '2026-12-18',
  yes: true,
};

describe('the form', () => {
  test('of every kind of question says what was answered', () => {
    expect(questions.map(({ kind }) => kind)).toEqual([...QUESTION_KINDS]);
    expect(readAnswers(questions, formOf(FULL))).toEqual(ANSWERS);
    expect(validateAnswers({ questions }, ANSWERS)).toEqual({ answers: ANSWERS });
  });

  test('left empty says nothing', () => {
    const empty = FULL.filter(([name]) => !['a.many', 'a.yes'].includes(name)).map(([name]) => [name, ''] as const);
    expect(readAnswers(questions, formOf(empty))).toEqual({});
  });

  test.each([
    [{ a: '1', b: '1', c: '2' }, 'two on one place'],
    [{ a: '1', b: '', c: '' }, 'places left out'],
    [{ a: '2', b: '2', c: '2' }, 'all on one place'],
  ])('a ranking with %o is sent back: %s', (places) => {
    const answers = readAnswers(
      questions,
      formOf(Object.entries(places).map(([option, place]) => [`a.rank.${option}`, place])),
    );
    expect(validateAnswers({ questions }, answers)).toEqual({ faults: [{ question: 'rank', fault: 'not-complete' }] });
  });

  test('whatever is sent, it throws nothing, and what it lets through is as valid as if the API had judged', () => {
    const name = fc.oneof(fc.constantFrom(...FULL.map(([one]) => one), 'a.grid.__proto__', 'a.rank.z'), fc.string());
    const field = fc.tuple(name, fc.oneof(fc.constantFrom('a', '1', '9e9', 'on', ''), fc.string()));
    const property = fc.property(fc.array(field), (fields) => {
      const judged = validateAnswers({ questions }, readAnswers(questions, formOf(fields)));
      const again = 'answers' in judged ? validateAnswers({ questions }, judged.answers) : judged;
      return JSON.stringify(again) === JSON.stringify(judged);
    });
    expect(fc.check(property)).toMatchObject({ failed: false });
  });

  test('come back shows what was typed, and nothing else of the form', () => {
    const typed = typedIn(formOf([...FULL, ['key', 'k'], ['k', 'abcdef'], ['name', 'Ada']]));
    expect(typed).toEqual([...FULL, ['name', 'Ada']]);
    const again = createTyped(typed);
    expect([again.text('long'), again.has('many', 'c'), again.has('many', 'b'), again.text('rank', 'b')]).toEqual([
      'two\r\nlines',
      true,
      false,
      '1',
    ]);
  });
});

test('the way through leads where the server’s judgement does', () => {
  const way = (answers: Answers) => wayThrough({ questions }, answers).map(({ id }) => id);
  expect(way({})).toEqual(questions.map(({ id }) => id));
  expect(way({ one: 'b', enps: 9 })).toEqual(['one', 'stars', 'enps']);
});

test.each([
  ['survey-answered', 'open', 'answered'],
  ['survey-closed', 'open', 'closed'],
  ['survey-not-admitted', 'onsite', 'presence'],
  ['survey-not-admitted', 'codes', 'code'],
  ['too-many-requests', 'codes', 'busy'],
  ['storage-unwritable', 'open', 'later'],
] as const)('a refusal %s of a survey by %s means: %s', (code, access, standing) => {
  expect(standingOf({ type: `/api/docs#${code}`, title: '', status: 400 }, access)).toBe(standing);
});
