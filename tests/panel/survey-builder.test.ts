/** Building a survey: edits that leave nothing dangling, texts while they are typed, what can be taken back, and saving. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Question, QUESTION_KINDS } from '@palier/playlists/survey-question';
import { paths } from '@palier/playlists/survey-flow';
import { SurveyContent } from '@palier/playlists/survey';
import { checkSurvey, UNWRITTEN } from '@palier/playlists/survey-publish';
import { surveyTemplates } from '@palier/playlists/survey-templates';
import { addressesIn, sheetsOf } from '../../control-panel/src/lib/surveys/codes.ts';
import { formatOf } from '../../control-panel/src/lib/surveys/import-file.ts';
import { choicesFor, conditionOn, freshJump, opsFor } from '../../control-panel/src/lib/surveys/jumps.ts';
import { instantOf, localOf } from '../../control-panel/src/lib/surveys/moments.ts';
import {
  duplicated,
  freeOptionId,
  freshQuestion,
  withKind,
  withoutQuestion,
  withQuestion,
} from '../../control-panel/src/lib/surveys/questions.ts';
import { nextPage, onShelves, searched, shelfOf } from '../../control-panel/src/lib/surveys/shelf.ts';
import { typedIn, typedOptional, typedText } from '../../control-panel/src/lib/surveys/text.ts';
import { MAX_STEPS, noSteps, stepBack, stepForward, stepped } from '../../control-panel/src/lib/surveys/undo.ts';

const say = (text: string) => ({ fr: text, en: text });
const single = (id: string, jumps: object[] = []) =>
  Question.parse({
    kind: 'single',
    id,
    title: say(id),
    options: ['a', 'b', 'c'].map((option) => ({ id: option, label: say(option) })),
    jumps,
  });

describe('a question', () => {
  test.each(QUESTION_KINDS)('%s: a fresh one is saved at once, and not published before it is written', (kind) => {
    const content = SurveyContent.parse({ title: say('T'), questions: [freshQuestion(kind, 'question-1', 'fr')] });
    const codes = checkSurvey(content).flatMap(({ code, at, level }) => (level === 'error' ? [`${code} ${at}`] : []));
    expect(codes).toEqual(['unwritten question-1']);
  });

  test('asked another way keeps what both ways have', () => {
    for (const from of QUESTION_KINDS)
      for (const to of QUESTION_KINDS) {
        const before = { ...freshQuestion(from, 'q', 'en'), title: say('Why?'), required: true };
        const after = withKind(before, to, 'fr');
        expect([after.kind, after.title, after.required, after.id]).toEqual([to, say('Why?'), true, 'q']);
        expect(Question.safeParse(after).success).toBe(true);
      }
    const many = withKind(single('q'), 'multiple', 'fr');
    expect('options' in many && many.options.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  test('a copy has an id of its own, right after it', () => {
    expect(duplicated([single('q'), single('r')], 'q').map(({ id }) => id)).toEqual(['q', 'question-1', 'r']);
  });

  test('that goes takes jumps to it, jumps that look at it, and cuts by it along', () => {
    const questions = [
      single('q', [{ when: { op: 'is', value: 'a' }, to: 'r' }]),
      single('r'),
      single('s', [
        { when: { question: 'r', op: 'answered' }, to: 'end' },
        { when: { question: 'q', op: 'answered' }, to: 'end' },
      ]),
    ];
    const content = SurveyContent.parse({ title: say('T'), questions, cuts: [{ by: 'question', question: 'r' }] });
    const left = withoutQuestion(content, 'r');
    expect(left.questions.map(({ id, jumps }) => [id, jumps.length])).toEqual([
      ['q', 0],
      ['s', 1],
    ]);
    expect(left.cuts).toEqual([]);
  });

  test('that loses an option loses the jumps that looked at it, wherever they are', () => {
    const asked = single('q', [{ when: { op: 'is', value: 'c' }, to: 'end' }]);
    const later = single('r', [{ when: { question: 'q', op: 'is-not', value: 'c' }, to: 'end' }]);
    const [q, r] = withQuestion([asked, later], {
      ...asked,
      options: asked.kind === 'single' ? asked.options.slice(0, 2) : [],
    } as Question);
    expect([q?.jumps, r?.jumps]).toEqual([[], []]);
  });

  test('options have free letters, also after the alphabet', () => {
    const taken = Array.from('abcdefghijklmnopqrstuvwxyz', (id) => ({ id }));
    expect([freeOptionId([{ id: 'a' }, { id: 'c' }]), freeOptionId(taken)]).toEqual(['b', 'o27']);
  });
});

describe('a branch', () => {
  test.each(QUESTION_KINDS)('%s: a fresh one makes sense, and every comparison on offer can be chosen', (kind) => {
    const questions = [freshQuestion(kind, 'q', 'fr'), single('r'), single('s')];
    const [first] = questions;
    const jump = freshJump(questions, 0);
    if (first === undefined || jump === undefined) throw new Error('there is a question');
    expect(paths({ questions: [{ ...first, jumps: [jump] }, ...questions.slice(1)] })).toMatchObject({
      broken: [],
      unreachable: [],
    });
    for (const op of opsFor(first)) {
      const { value } = conditionOn(first, true, { op });
      expect([undefined, ...choicesFor(first).map((choice) => choice.value)]).toContain(value);
    }
  });

  test('on another question keeps what still makes sense of it', () => {
    const stars = freshQuestion('stars', 'stars', 'fr');
    expect(conditionOn(stars, false, { op: 'is', value: 4 })).toEqual({ question: 'stars', op: 'is', value: 4 });
    expect(conditionOn(stars, false, { op: 'is-not', value: 'a' })).toMatchObject({ op: 'at-most', value: 3 });
  });
});

describe('a text that is typed', () => {
  test('shows what was typed, in each language, whatever the order', () => {
    const typing = fc.array(fc.tuple(fc.constantFrom('fr' as const, 'en' as const), fc.string({ maxLength: 6 })));
    fc.assert(
      fc.property(typing, (steps) => {
        let text: ReturnType<typeof typedText> = { fr: UNWRITTEN };
        const last = { fr: '', en: '' };
        for (const [language, typed] of steps) {
          text = typedText(text, language, typed);
          last[language] = typed === UNWRITTEN ? '' : typed.trim() === '' ? '' : typed;
        }
        expect([typedIn(text, 'fr'), typedIn(text, 'en')]).toEqual([last.fr, last.en]);
        // It can always be saved.
        expect(SurveyContent.safeParse({ title: text }).success).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('that may be missing is nothing when it is emptied', () => {
    expect(typedOptional({ fr: 'a' }, 'fr', ' ')).toBeUndefined();
    expect(typedOptional({ fr: 'a', en: 'b' }, 'fr', '')).toEqual({ en: 'b' });
  });
});

describe('taking back', () => {
  test('goes back and forth to exactly what was there; typing in a field is one step', () => {
    let steps = stepped(stepped(stepped(noSteps<number>(), 0), 1, 'title'), 2, 'title');
    const back = stepBack(steps, 3);
    expect([back?.value, stepForward(back?.steps ?? steps, 1)?.value]).toEqual([1, 3]);
    for (let index = 0; index < 300; index += 1) steps = stepped(steps, index);
    expect(steps.past.length).toBe(MAX_STEPS);
    expect(stepBack(noSteps<number>(), 1)).toBeUndefined();
  });
});

describe('the list', () => {
  const listed = (id: string, more: object = {}) => ({
    id,
    title: { fr: `Été à ${id}`, en: id },
    code: 'abc234',
    state: 'draft' as const,
    soon: false,
    decisions: 0,
    ...more,
  });

  test.each([
    [{}, 'draft', '/surveys/x/edit'],
    [{ state: 'published', soon: true }, 'scheduled', '/surveys/x'],
    [{ state: 'published' }, 'open', '/surveys/x/results'],
    [{ state: 'closed' }, 'deciding', '/surveys/x/decisions'],
    [{ state: 'closed', decisions: 2 }, 'closed', '/surveys/x/results'],
  ])('%o stands under %s and leads to %s', (more, shelf, page) => {
    expect([shelfOf(listed('x', more)), nextPage(listed('x', more))]).toEqual([shelf, page]);
  });

  test('is searched without accents, and sorted by what waits for somebody', () => {
    const all = [listed('lyon'), listed('paris', { state: 'published' })];
    expect(searched(all, 'ETE lyon').map(({ id }) => id)).toEqual(['lyon']);
    expect(onShelves(all).map(({ shelf }) => shelf)).toEqual(['open', 'draft']);
  });
});

test('a moment comes back as it was typed', () => {
  for (const local of ['2026-11-24T09:30', '2026-07-01T00:05']) expect(localOf(instantOf(local))).toBe(local);
  expect([instantOf(''), instantOf('2026-11'), localOf(undefined)].slice(0, 1)).toEqual([undefined]);
});

test('cards come eight to a sheet, and addresses from whatever is pasted', () => {
  expect(sheetsOf(Array.from({ length: 17 })).map(({ length }) => length)).toEqual([8, 8, 1]);
  expect(addressesIn('Zoé <zoe@acme.fr>; leo@acme.fr,\nzoe@acme.fr\nnobody')).toEqual({
    addresses: ['zoe@acme.fr', 'leo@acme.fr'],
    wrong: ['nobody'],
  });
});

test('a file says by its name and its first letter whose it is', () => {
  const asked = [
    formatOf('a.lss', '\uFEFF<?xml'),
    formatOf('a.json', ' {'),
    formatOf('a.json', '<'),
    formatOf('a.pdf', '{'),
  ];
  expect(asked).toEqual(['limesurvey', 'surveyjs', undefined, undefined]);
});

test('every template can be published as it is, in under a minute', () => {
  for (const { content } of surveyTemplates())
    expect(checkSurvey(content).filter(({ level, code }) => level === 'error' || code === 'too-long')).toEqual([]);
});
