/** How much of a source walls take, and why none: a way out for each lack, in both languages. */
import { Source } from '@palier/playlists/source';
import { beforeEach, expect, test } from 'vitest';
import { overwriteGetLocale } from '../../control-panel/src/lib/paraglide/runtime.js';
import {
  houseLackWords,
  lackWords,
  languageWords,
  rowLack,
  stockWords,
  type LackWords,
} from '../../control-panel/src/lib/sources/reach-words.ts';
import { SourceLack, SourceView } from '../../api/src/wire/feeds.ts';

const LANGUAGES = ['fr', 'en'] as const;
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const inBoth = <T>(say: () => T) =>
  LANGUAGES.map((language) => {
    overwriteGetLocale(() => language);
    return say();
  });
const textOf = ({ text, way }: LackWords) => [plain(text), way?.href];
const view = (more: object) =>
  SourceView.parse({
    source: Source.parse({ id: 'port', name: 'Le Port', url: 'https://port.example/rss' }),
    failures: 0,
    live: 0,
    waiting: 0,
    ...more,
  });
const asked = { houseLack: undefined, isStale: false, about: [] };
beforeEach(() => overwriteGetLocale(() => 'fr'));

test.each(SourceLack.options.map((lack) => [lack]))('%s has words of its own in both languages', (lack) => {
  const [fr, en] = inBoth(() => lackWords(lack, { languages: ['de'], about: ['Finance'] }).text);
  for (const words of [fr, en]) {
    expect(words).toMatch(/^\p{Lu}.{20,}\.$/u);
    expect(words).not.toMatch(/feeds_|undefined|\{/);
  }
  expect(fr).not.toBe(en);
});

test.each<[string, SourceLack, string[], string[], string, string, string | undefined]>([
  [
    'a language of the house, which an audience can be given',
    'language',
    ['de', 'en'],
    [],
    'Aucun écran ne montre cette langue : anglais. Ajoutez-la à un public.',
    'No screen shows this language: English. Add it to an audience.',
    '/mix',
  ],
  [
    'others, which none can',
    'language',
    ['de', 'ur'],
    [],
    'Aucun écran ne montre cette langue : allemand et ourdou. Les publics ne lisent que le français et l’anglais : choisissez une source dans l’une de ces langues.',
    'No screen shows this language: German and Urdu. Audiences read French and English only: choose a source in one of them.',
    undefined,
  ],
  [
    'topics',
    'topics',
    [],
    ['Finance', 'Vente'],
    'Aucun écran ne montre ces sujets : Finance et Vente. Donnez-les à un public, ou donnez-en d’autres à la source.',
    'No screen shows these topics: Finance and Vente. Give them to an audience, or give the source others.',
    '/mix',
  ],
  [
    'a topic at all',
    'topics',
    [],
    [],
    'Tous les publics choisissent leurs sujets, et cette source n’en a pas. Donnez-lui-en avec « Modifier ».',
    'All audiences choose their topics, and this source has none. Give it some with “Edit”.',
    '/mix',
  ],
  [
    'a place for the news',
    'feed',
    [],
    [],
    'Aucun écran de ce public n’a de place pour les actualités. Mettez un « Fil d’actualités » dans une playlist planifiée.',
    'No screen of this audience has a place for the news. Put a “News feed” into a scheduled playlist.',
    '/playlists',
  ],
])('where it lacks %s it is said where to go', (_what, lack, languages, about, fr, en, href) => {
  expect(inBoth(() => textOf(lackWords(lack, { languages, about })))).toEqual([
    [fr, href],
    [en, href],
  ]);
});

test('what the whole house lacks leads to screens, or to playlists', () => {
  expect([houseLackWords('screen').way?.href, houseLackWords('feed').way?.href]).toEqual(['/screens', '/playlists']);
});

test('a row says nothing that is said above all of them or by its latest date, and says any other', () => {
  const one = (lack: SourceLack) => view({ live: 3, reach: { shown: 0, ready: 0, lack } });
  expect(rowLack(one('screen'), { ...asked, houseLack: 'screen' })).toBeUndefined();
  expect(rowLack(one('language'), { ...asked, houseLack: 'feed' })?.text).toBe(languageWords([]).text);
  expect(rowLack(one('age'), { ...asked, isStale: true })).toBeUndefined();
  expect(rowLack(one('age'), asked)).toBeDefined();
  expect(rowLack(view({ live: 3, reach: { shown: 3, ready: 0 } }), asked)).toBeUndefined();
});

test.each<[string, object, string, string]>([
  [
    'in loops and to follow',
    { live: 40, doubles: 3, reach: { shown: 12, ready: 21 } },
    '12 actualités à l’écran · 21 autres prêtes · 3 déjà dites par une autre source',
    '12 stories on screens · 21 more ready · 3 already told by another source',
  ],
  [
    'not in any loop yet',
    { live: 2, reach: { shown: 0, ready: 2 } },
    '2 actualités prêtes pour l’écran',
    '2 stories ready for screens',
  ],
  [
    'that no screen takes',
    { live: 40, reach: { shown: 0, ready: 0, lack: 'language' } },
    '40 actualités, aucune à l’écran',
    '40 stories, none on screens',
  ],
  ['that wait', { waiting: 6, reach: { shown: 0, ready: 0, lack: 'topics' } }, '6 à valider', '6 to approve'],
  ['none', {}, 'Aucune actualité pour l’instant', 'No stories yet'],
])('a count of stories: %s', (_what, more, fr, en) => {
  expect(inBoth(() => plain(stockWords(view(more))))).toEqual([fr, en]);
});
