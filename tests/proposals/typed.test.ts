/** What was typed into the form of a proposal, and what is made of it: each limit with what lies on either side of it. */
import type { ProposalFile } from '@palier/playlists/proposal-views';
import { describe, expect, test } from 'vitest';
import {
  contentOf,
  emptyTyped,
  readTyped,
  slugOf,
  typedOf,
  type Typed,
} from '../../control-panel/src/lib/proposals/typed.ts';

const ABOUT = { today: '2026-11-23', lastDay: '2027-02-21' };
const typed = (more: Partial<Typed> = {}): Typed => ({
  ...emptyTyped('fr'),
  title: 'Le potager',
  text: 'Mardi à midi.',
  category: 'news',
  ...more,
});
const file = (kind: ProposalFile['kind'], number = 1) => ({ name: `posts/${kind}-${number}`, kind }) as ProposalFile;
const files = (pictures: number, films: number) => [
  ...Array.from({ length: pictures }, (_, index) => file('picture', index)),
  ...Array.from({ length: films }, (_, index) => file('film', index)),
];
const faultsOf = (more: Partial<Typed>, ...given: ProposalFile[]) => {
  const made = contentOf(typed(more), given, ABOUT);
  return 'faults' in made ? made.faults : {};
};

describe('each field', () => {
  test.each<[string, Partial<Typed>, object]>([
    ['nothing is wrong', {}, {}],
    ['a title of two letters', { title: ' ab ' }, { title: 'title' }],
    ['a title of three', { title: 'abc' }, {}],
    ['a title of 90', { title: 'a'.repeat(90) }, {}],
    ['a title of 91', { title: 'a'.repeat(91) }, { title: 'title' }],
    ['no text but blanks', { text: ' \n ' }, { text: 'text' }],
    ['a text of 400', { text: 'a'.repeat(400) }, {}],
    ['a text of 401', { text: 'a'.repeat(401) }, { text: 'text' }],
    ['a title of which two letters are seen', { title: 'ab\u200b\u200b' }, { title: 'title' }],
    ['a text that nobody sees', { text: '\u200b' }, { text: 'text' }],
    ['a name that nobody sees', { credit: 'name', creditText: '\u200b\u200b' }, { credit: 'credit' }],
    ['a name of fillers', { credit: 'name', creditText: '\u3164\u3164' }, { credit: 'credit' }],
    ['no category', { category: '' }, { category: 'category' }],
    ['a category of another making', { category: 'gossip' }, { category: 'category' }],
    ['a colleague needs no name', { credit: 'colleague', creditText: '' }, {}],
    ['a name that is missing', { credit: 'name', creditText: ' ' }, { credit: 'credit' }],
    ['a team of two letters', { credit: 'team', creditText: 'RH' }, {}],
    ['a name of 61', { credit: 'name', creditText: 'a'.repeat(61) }, { credit: 'credit' }],
    ['a credit of another making', { credit: 'boss', creditText: 'Moi' }, { credit: 'credit' }],
    ['no address', { mail: '' }, {}],
    ['an address', { mail: 'lea@atelier.example' }, {}],
    ['half an address', { mail: 'lea@atelier' }, { mail: 'mail' }],
    ['a topic that is none', { topics: ['NOT A TOPIC'] }, { topics: 'topics' }],
  ])('%s', (_, more, expected) => {
    expect(faultsOf(more)).toEqual(expected);
  });
});

test('signs that nobody sees, turns of direction and halves of signs are gone; joiners stay', () => {
  const made = contentOf(
    typed({
      title: 'Fête\u0000\u001b 👩\u200d🍳\nle \u202esoir',
      text: 'Une\r\ndeux \ud800می\u200cخواهم',
      credit: 'team',
      creditText: 'Les \u061ccuisines',
      alt: '\u200b',
    }),
    [],
    ABOUT,
  );
  if (!('content' in made)) throw new Error(JSON.stringify(made.faults));
  expect(made.content).toMatchObject({
    title: 'Fête 👩\u200d🍳 le soir',
    text: 'Une\ndeux می\u200cخواهم',
    credit: { kind: 'team', text: 'Les cuisines' },
  });
  expect(made.content.alt).toBeUndefined();
});

test('no field is cut between the halves of a sign', () => {
  const form = new FormData();
  form.set('title', `${'a'.repeat(299)}😀`);
  form.append('topics', `${'a'.repeat(199)}😀`);
  const read = readTyped(form);
  expect([read.title.length, read.topics[0]?.length]).toEqual([299, 199]);
  const long = contentOf(typed({ alt: `${'a'.repeat(239)}😀` }), [], ABOUT);
  expect('content' in long && long.content.alt).toBe('a'.repeat(239));
});

describe('files', () => {
  test.each<[number, number, object]>([
    [0, 0, {}],
    [4, 0, {}],
    [5, 0, { files: 'many' }],
    [0, 1, {}],
    [0, 2, { files: 'many' }],
    [1, 1, { files: 'mixed' }],
    [5, 2, { files: 'mixed' }],
  ])('%i pictures and %i films', (pictures, films, expected) => {
    expect(faultsOf({}, ...files(pictures, films))).toEqual(expected);
  });

  test('pictures keep their order, and a film is no picture', () => {
    expect(contentOf(typed(), files(3, 0), ABOUT)).toMatchObject({
      content: { pictures: ['posts/picture-0', 'posts/picture-1', 'posts/picture-2'] },
    });
    const film = contentOf(typed(), files(0, 1), ABOUT);
    expect(film).toMatchObject({ content: { pictures: [], video: 'posts/film-0' } });
  });
});

describe('days', () => {
  test.each<[string, string, object, number?]>([
    ['', '', {}],
    ['2026-11-23', '', {}],
    ['2026-11-22', '', { fromOn: 'past' }],
    // What is on already keeps its first day when it is edited.
    ['2026-11-22', '', {}, 1],
    ['2027-02-21', '', {}],
    ['2027-02-22', '', { fromOn: 'far' }],
    ['23/11/2026', '', { fromOn: 'past' }],
    ['', '2026-11-23', {}],
    ['', '2026-11-22', { untilOn: 'past' }],
    ['', '2026-11-22', { untilOn: 'past' }, 1],
    ['', 'demain', { untilOn: 'past' }],
    ['2026-11-25', '2026-11-25', {}],
    ['2026-11-25', '2026-11-24', { untilOn: 'before' }],
    ['', '2027-02-20', {}],
    ['', '2027-02-21', { untilOn: 'long' }],
    ['2026-11-24', '2027-02-21', {}],
    ['2026-11-20', '2027-02-21', { untilOn: 'long' }, 1],
  ])('from "%s" until "%s": %o', (fromOn, untilOn, expected, revision = 0) => {
    expect(faultsOf({ fromOn, untilOn, revision })).toEqual(expected);
  });

  test('a first day that has come says nothing any more when it is edited, and everything while it is new', () => {
    const from = (revision: number) => contentOf(typed({ fromOn: '2026-11-23', revision }), [], ABOUT);
    expect(from(0)).toMatchObject({ content: { fromOn: '2026-11-23' } });
    const edited = from(2);
    expect('content' in edited && edited.content.fromOn).toBeUndefined();
  });
});

test('a form of another making brings no more than ours lets one type', () => {
  const form = new FormData();
  const long = 'é'.repeat(5_000);
  for (const name of ['key', 'title', 'text', 'category', 'fromOn', 'credit', 'creditText', 'alt', 'mail'])
    form.set(name, long);
  for (let count = 0; count < 30; count += 1) {
    form.append('topics', `t${count}`);
    form.append('kept', `posts/${count}`);
  }
  form.set('language', 'de');
  form.set('revision', '-3.7');
  const read = readTyped(form);
  const lengths = Object.fromEntries(
    Object.entries(read).map(([name, value]) => [name, typeof value === 'number' ? value : value.length]),
  );
  expect(lengths).toEqual({
    key: 200, revision: 0, title: 300, text: 2_000, category: 40, language: 2, topics: 10, fromOn: 10, untilOn: 0,
    credit: 20, creditText: 200, alt: 600, mail: 300, kept: 12,
  }); // prettier-ignore
  expect(read.language).toBe('fr');
  form.set('text', 'une\r\ndeux');
  expect(readTyped(form).text).toBe('une\ndeux');
});

test('what is stored comes back as it was typed, and makes the same content', () => {
  const made = contentOf(
    typed({
      credit: 'team',
      creditText: 'La production',
      topics: ['finance'],
      untilOn: '2026-12-01',
      alt: 'Des tomates',
    }),
    files(2, 0),
    ABOUT,
  );
  if (!('content' in made)) throw new Error(JSON.stringify(made.faults));
  const back = typedOf('six words', { content: made.content, revision: 3 } as Parameters<typeof typedOf>[1]);
  expect(back).toMatchObject({
    key: 'six words',
    revision: 3,
    creditText: 'La production',
    mail: '',
    kept: ['posts/picture-0', 'posts/picture-1'],
  });
  expect(contentOf(back, files(2, 0), ABOUT)).toEqual(made);
});

test.each([
  ['Œuf à la coque', 'oeuf-a-la-coque'],
  ['abaisser  ABANDON - abdiquer', 'abaisser-abandon-abdiquer'],
  ['-été-', 'ete'],
])('the words "%s" are the address %s', (words, slug) => {
  expect(slugOf(words)).toBe(slug);
});
