/** Surveys: what an answer may be, which way leads where, and what publishing fixes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Answers, validateAnswers } from '@palier/playlists/survey-answers';
import { estimatedSeconds, nextQuestion, paths, PASSER_BY_SECONDS } from '@palier/playlists/survey-flow';
import { checkSurvey, frozenFaults, contentOf } from '@palier/playlists/survey-publish';
import { Survey, SurveyContent } from '@palier/playlists/survey';
import { surveyTemplates } from '@palier/playlists/survey-templates';
import { ACCESS_WORDS, MODE_WORDS, storedFields } from '@palier/playlists/survey-words';
import { draftCard } from '@palier/playlists/action';

const say = (text: string) => ({ fr: text, en: text });
const options = (...ids: string[]) => ids.map((id) => ({ id, label: say(id) }));
const content = (questions: object[], rest: object = {}) =>
  SurveyContent.parse({ title: say('T'), questions, ...rest });

const every = content([
  { kind: 'single', id: 'a', title: say('A'), options: options('x', 'y'), other: true },
  { kind: 'multiple', id: 'b', title: say('B'), options: options('x', 'y', 'z'), most: 2 },
  { kind: 'scale', id: 'c', title: say('C'), steps: 5 },
  { kind: 'enps', id: 'd', title: say('D') },
  { kind: 'ranking', id: 'e', title: say('E'), options: options('x', 'y') },
  { kind: 'matrix', id: 'f', title: say('F'), rows: options('r', 's'), columns: options('x', 'y'), required: true },
  { kind: 'short-text', id: 'g', title: say('G') },
  { kind: 'date', id: 'h', title: say('H') },
  { kind: 'consent', id: 'i', title: say('I'), text: say('Yes') },
]);
const full = { f: { r: 'x', s: 'y' } };

describe('answers', () => {
  test.each<[string, Answers, { question: string; fault: string }[] | 'taken']>([
    ['nothing but what is required', full, 'taken'],
    ['an unknown option', { ...full, a: 'q' }, [{ question: 'a', fault: 'not-an-option' }]],
    ['an other with words', { ...full, a: 'other', 'a.other': 'mine' }, 'taken'],
    ['other where it is not offered', { ...full, b: ['other'] }, [{ question: 'b', fault: 'not-an-option' }]],
    ['more choices than allowed', { ...full, b: ['x', 'y', 'z'] }, [{ question: 'b', fault: 'too-many' }]],
    ['the same choice twice', { ...full, b: ['x', 'x'] }, [{ question: 'b', fault: 'not-an-option' }]],
    ['a scale beyond its end', { ...full, c: 6 }, [{ question: 'c', fault: 'out-of-range' }]],
    ['an eNPS of zero', { ...full, d: 0 }, 'taken'],
    ['half a number', { ...full, d: 1.5 }, [{ question: 'd', fault: 'out-of-range' }]],
    ['half a ranking', { ...full, e: ['x'] }, [{ question: 'e', fault: 'not-complete' }]],
    ['half a required matrix', { f: { r: 'x' } }, [{ question: 'f', fault: 'not-complete' }]],
    ['no required answer', {}, [{ question: 'f', fault: 'missing' }]],
    ['a text too long', { ...full, g: 'x'.repeat(201) }, [{ question: 'g', fault: 'too-long' }]],
    ['a day that is none', { ...full, h: '2026-02-30' }, [{ question: 'h', fault: 'not-a-date' }]],
    ['a question that is not asked', { ...full, zz: 'x' }, [{ question: 'zz', fault: 'not-asked' }]],
    ['a number where words belong', { ...full, g: 4 }, [{ question: 'g', fault: 'not-an-option' }]],
  ])('%s', (_name, given, expected) => {
    const judged = validateAnswers(every, given);
    expect('faults' in judged ? judged.faults : 'taken').toEqual(expected);
  });

  test('empty ones are none, and words are kept only beside a chosen other', () => {
    const judged = validateAnswers(every, { ...full, a: 'x', 'a.other': 'hidden', b: [], g: '  ', i: false });
    expect(judged).toEqual({ answers: { a: 'x', f: full.f } });
  });

  test('nothing that anyone may send makes it throw', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('a', 'b', 'c', 'f', 'g', 'a.other', '__proto__'), fc.anything()),
        (given) => {
          // As it comes from the wire: whatever JSON can say.
          const sent = Answers.safeParse(JSON.parse(JSON.stringify(given))).data ?? {};
          expect(Object.keys(validateAnswers(every, sent))).toHaveLength(1);
        },
      ),
      { numRuns: 300 },
    );
  });
});

const branching = content([
  {
    kind: 'single',
    id: 'has',
    title: say('Has'),
    options: options('yes', 'no'),
    required: true,
    jumps: [{ when: { op: 'is', value: 'no' }, to: 'end-talk' }],
  },
  { kind: 'scale', id: 'how', title: say('How'), jumps: [{ when: { op: 'at-least', value: 4 }, to: 'end' }] },
  { kind: 'long-text', id: 'why', title: say('Why'), required: true },
  { kind: 'short-text', id: 'end-talk', title: say('Last') },
]);

describe('the way through', () => {
  test('follows the first jump that holds', () => {
    expect(nextQuestion(branching, 'has', { has: 'no' })?.id).toBe('end-talk');
    expect(nextQuestion(branching, 'has', { has: 'yes' })?.id).toBe('how');
    expect(nextQuestion(branching, 'how', { has: 'yes', how: 5 })).toBeUndefined();
  });

  test('every path is listed once, with its length', () => {
    const found = paths(branching);
    expect(found.paths.map(({ questions }) => questions.join(' ')).toSorted()).toEqual([
      'has end-talk',
      'has how',
      'has how why end-talk',
    ]);
    expect(found).toMatchObject({ unreachable: [], broken: [], truncated: false });
  });

  test('what a person skips is not required of them, and not kept', () => {
    expect(validateAnswers(branching, { has: 'no', why: 'changed my mind' })).toEqual({ answers: { has: 'no' } });
    expect(validateAnswers(branching, { has: 'yes' })).toEqual({ faults: [{ question: 'why', fault: 'missing' }] });
  });

  test('dead ends are found: questions nobody reaches, jumps back, and to nowhere', () => {
    const dead = content([
      {
        kind: 'single',
        id: 'one',
        title: say('1'),
        options: options('a', 'b'),
        required: true,
        jumps: [
          { when: { op: 'is', value: 'a' }, to: 'three' },
          { when: { op: 'is-not', value: 'a' }, to: 'three' },
        ],
      },
      { kind: 'stars', id: 'two', title: say('2') },
      { kind: 'stars', id: 'three', title: say('3'), jumps: [{ when: { op: 'answered' }, to: 'one' }] },
    ]);
    expect(paths(dead)).toMatchObject({ unreachable: ['two'], broken: [{ question: 'three', jump: 0 }] });
    expect(checkSurvey(dead).map(({ code }) => code)).toEqual(expect.arrayContaining(['unreachable', 'jump-broken']));
  });

  test('a survey of many branches is listed up to a bound, and says so', () => {
    const many = content(
      Array.from({ length: 20 }, (_, index) => ({
        kind: 'single',
        id: `q${index}`,
        title: say('Q'),
        options: options('a', 'b'),
        jumps: index < 18 ? [{ when: { op: 'is', value: 'a' }, to: `q${index + 2}` }] : [],
      })),
    );
    expect(paths(many)).toMatchObject({ truncated: true });
  });
});

describe('publishing', () => {
  const draft = {
    ...contentOf(
      Survey.parse({ ...every, id: 's', state: 'draft', code: 'abcdef', series: 's', run: 1, createdOn: '2026-05-01' }),
    ),
    cuts: [{ by: 'question', question: 'a' }],
    thresholds: { figures: 6, comments: 12 },
    mode: 'confidential',
  };
  const published = Survey.parse({
    ...draft,
    id: 's',
    state: 'published',
    code: 'abcdef',
    series: 's',
    run: 1,
    createdOn: '2026-05-01',
  });

  test.each<[string, object, string[]]>([
    ['a lower threshold', { thresholds: { figures: 5, comments: 12 } }, ['thresholds.figures']],
    ['a lower threshold for comments', { thresholds: { figures: 6, comments: 10 } }, ['thresholds.comments']],
    ['higher thresholds', { thresholds: { figures: 9, comments: 20 } }, []],
    ['a weaker mode', { mode: 'named' }, ['mode']],
    ['a stronger mode', { mode: 'anonymous' }, []],
    ['one more cut', { cuts: [{ by: 'question', question: 'a' }, { by: 'site' }] }, ['cuts']],
    ['a cut less', { cuts: [] }, []],
    ['another access', { access: 'codes' }, ['access']],
    ['another question', { questions: [] }, ['questions']],
    ['a later end', { opening: { closesAt: '2027-01-01T00:00:00Z' } }, []],
  ])('%s', (_name, change, fields) => {
    const after = SurveyContent.parse({ ...contentOf(published), ...change });
    expect(frozenFaults(published, after).map(({ field }) => field)).toEqual(fields);
  });

  test.each<[string, object, string[]]>([
    ['no question', { questions: [] }, ['no-question']],
    ['a cut of a question with many answers', { cuts: [{ by: 'question', question: 'b' }] }, ['cut-question']],
    ['sites without the on-site QR', { cuts: [{ by: 'site' }] }, ['cut-site']],
    ['cuts of nine people', { cuts: [{ by: 'question', question: 'a' }], audience: { people: 9 } }, ['audience-small']],
    [
      'an end before the beginning',
      { opening: { opensAt: '2026-05-02T00:00:00Z', closesAt: '2026-05-01T00:00:00Z' } },
      ['closes-first'],
    ],
    ['runs that overlap', { pulse: { every: 'week', openDays: 8 } }, ['pulse-overlaps']],
  ])('is refused with %s', (_name, change, codes) => {
    const findings = checkSurvey(SurveyContent.parse({ ...every, ...change }));
    expect(findings.filter(({ level }) => level === 'error').map(({ code }) => code)).toEqual(codes);
  });

  test('thresholds under five and ten are no thresholds', () => {
    expect(SurveyContent.safeParse({ ...every, thresholds: { figures: 4, comments: 10 } }).success).toBe(false);
    expect(SurveyContent.safeParse({ ...every, thresholds: { figures: 5, comments: 9 } }).success).toBe(false);
  });
});

test('every template may be published as it is, in both languages, in about a minute', () => {
  const templates = surveyTemplates();
  expect(templates.map(({ id }) => id)).toEqual([
    'pulse',
    'onboarding',
    'event',
    'canteen',
    'remote-work',
    'safety',
    'barometer',
  ]);
  for (const { id, content: written } of templates) {
    const findings = checkSurvey(written).filter(({ code }) => code !== 'words-tell');
    expect({ id, findings }).toEqual({ id, findings: [] });
    expect(estimatedSeconds(written)).toBeLessThanOrEqual(PASSER_BY_SECONDS);
  }
});

test('the page names the mode and what is stored, in French and English', () => {
  const words = storedFields({ ...every, mode: 'anonymous', access: 'codes' });
  expect(words.every(({ fr, en }) => fr !== undefined && en !== undefined)).toBe(true);
  expect(words.map(({ en }) => en).join(' ')).toContain('at least 5 people');
  expect(Object.keys(ACCESS_WORDS)).toEqual(['open', 'onsite', 'codes']);
  expect(Object.keys(MODE_WORDS)).toEqual(['anonymous', 'confidential', 'named']);
});

test('a decision drafts its card from what may be seen', () => {
  const will = {
    verdict: 'we-will',
    what: { fr: 'Deux plats végétariens', en: 'Two vegetarian dishes' },
    due: '2026-05-04',
    state: 'done',
  } as const;
  expect(draftCard({ percent: 61, label: { fr: 'Des plats végétariens', en: 'Vegetarian dishes' } }, will)).toEqual({
    asked: { fr: '61\u00a0% ont demandé\u00a0: des plats végétariens', en: '61\u00a0% asked for vegetarian dishes' },
    answer: { fr: 'Depuis le 4 mai\u00a0: Deux plats végétariens', en: 'Since May 4: Two vegetarian dishes' },
  });
  const not = {
    verdict: 'we-will-not',
    what: { en: 'A pool' },
    because: { en: 'the roof does not carry it' },
    state: 'planned',
  } as const;
  expect(draftCard(undefined, not).answer.en).toBe('The roof does not carry it');
});
