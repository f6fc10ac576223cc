/** How a source is doing, in words: none of its troubles without any, in both languages, and the last success beside it. */
import { Source, SourceTrouble } from '@palier/playlists/source';
import { beforeEach, describe, expect, test } from 'vitest';
import { overwriteGetLocale } from '../../control-panel/src/lib/paraglide/runtime.js';
import {
  hostOf,
  importWords,
  sourcesFound,
  stateWords,
  titleCut,
  troubleWords,
  whenWords,
} from '../../control-panel/src/lib/sources/source-words.ts';
import { momentWords } from '../../control-panel/src/lib/time.ts';
import { SourceView } from '../../api/src/wire/feeds.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const LANGUAGES = ['fr', 'en'] as const;
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const view = (more: object = {}, source: object = {}) =>
  SourceView.parse({
    source: Source.parse({ id: 'port', name: 'Le Port', url: 'https://port.example/rss', ...source }),
    failures: 0,
    live: 0,
    waiting: 0,
    ...more,
  });
beforeEach(() => overwriteGetLocale(() => 'fr'));

describe('a trouble', () => {
  test.each(SourceTrouble.options.map((trouble) => [trouble]))(
    '%s has words in both languages, of its own in each',
    (trouble) => {
      const [fr, en] = LANGUAGES.map((language) => {
        overwriteGetLocale(() => language);
        return troubleWords(trouble, 503);
      });
      for (const words of [fr, en]) {
        expect(words).toMatch(/^\p{Lu}.{10,}\.$/u);
        expect(words).not.toMatch(/feeds_|undefined|\{/);
        expect(words?.includes('503')).toBe(trouble === 'status');
      }
      expect(fr).not.toBe(en);
    },
  );
});

describe('one line', () => {
  test.each<[string, SourceView, string, string, string]>([
    [
      'trouble with the last success',
      view({ trouble: 'status', status: 503, okAt: '2026-11-21T09:30:00Z', checkedAt: '2026-11-23T09:00:00Z' }),
      'bad',
      'Le site répond par une erreur (503). Dernier succès {ok}.',
      'The site answers with an error (503). Last success {ok}.',
    ],
    [
      'trouble that was always there',
      view({ trouble: 'no-such-host', checkedAt: '2026-11-23T09:00:00Z' }),
      'bad',
      'Aucun site ne porte ce nom : vérifiez l’adresse. Jamais réussie encore.',
      'No site has this name: check the address. Never a success so far.',
    ],
    [
      'fine',
      view({ okAt: '2026-11-23T09:00:00Z', checkedAt: '2026-11-23T09:00:00Z' }),
      'good',
      'À jour, visitée {checked}',
      'Up to date, visited {checked}',
    ],
    [
      'fine, with nothing that any screen would show',
      view({ okAt: '2026-11-23T09:00:00Z', checkedAt: '2026-11-23T09:00:00Z', newest: '2018-01-11T10:00:00Z' }),
      'quiet',
      'Rien de récent : le dernier article est du 11 janv. 2018',
      'Nothing recent: the latest article is of Jan 11, 2018',
    ],
    [
      'fine, with something recent',
      view({ okAt: '2026-11-23T09:00:00Z', checkedAt: '2026-11-23T09:00:00Z', newest: '2026-11-17T10:00:00Z' }),
      'good',
      'À jour, visitée {checked}',
      'Up to date, visited {checked}',
    ],
    ['not asked yet', view(), 'quiet', 'Première visite dans un instant', 'First visit in a moment'],
    ['off, whatever its trouble', view({ trouble: 'gone' }, { enabled: false }), 'quiet', 'Désactivée', 'Switched off'],
    ['our own', view({}, { kind: 'own', url: undefined }), 'quiet', 'Écrite ici', 'Written here'],
  ])('%s', (_name, one, tone, fr, en) => {
    const said = LANGUAGES.map((language) => {
      overwriteGetLocale(() => language);
      return stateWords(one, NOW, 7);
    });
    const filled = [fr, en].map((text, index) => {
      const when = (at = '') => momentWords(at || NOW, NOW, undefined, LANGUAGES[index]);
      return plain(text.replace('{ok}', when(one.okAt)).replace('{checked}', when(one.checkedAt)));
    });
    expect(said.map(({ text }) => plain(text))).toEqual(filled);
    expect(said.map((each) => each.tone)).toEqual([tone, tone]);
  });
});

test('when a story was written, or when it was seen', () => {
  const publishedAt = '2026-11-22T00:00:00.190Z';
  expect(plain(whenWords({ publishedAt, undated: true }, NOW))).toBe('vu le 22 novembre');
  expect(whenWords({ publishedAt }, NOW)).toContain('22');
  overwriteGetLocale(() => 'en');
  expect(plain(whenWords({ publishedAt, undated: true }, NOW))).toBe('seen on November 22');
});

test('what came of a list says what was known and what was refused', () => {
  const answer = {
    added: [],
    known: 6,
    refused: 5,
    unusable: ['Intranet', 'Vieux fil', 'Wiki', 'Forum', 'Blog'],
    full: 2,
  };
  expect(plain(importWords(answer))).toBe(
    '0 source ajoutée · 6 déjà dans vos sources · 5 inutilisables : Intranet, Vieux fil, Wiki, … · ' +
      '2 sans place : la liste des sources est pleine',
  );
  overwriteGetLocale(() => 'en');
  expect(importWords({ ...answer, known: 0, refused: 1, unusable: ['Intranet'], full: 0 })).toBe(
    '0 sources added · 1 unusable: Intranet',
  );
});

test('a headline is cut to a line', () => {
  expect(titleCut('Le quai nord rouvre')).toBe('Le quai nord rouvre');
  expect(titleCut(`${'a'.repeat(58)} bcd`)).toBe(`${'a'.repeat(58)}…`);
});

test('two sources of one name are told apart by where they are read', () => {
  expect(hostOf('https://www.port.example/rss?x=1')).toEqual(['port.example']);
  expect(hostOf(undefined)).toEqual([]);
});

test('sources are found by name or address, in trouble first', () => {
  const all = [
    view({}, { id: 'a', name: 'Écho du port' }),
    view({ trouble: 'timeout' }, { id: 'b', name: 'La Halle', url: 'https://echo.example/rss' }),
    view({ trouble: 'timeout' }, { id: 'c', name: 'Écho, éteint', enabled: false }),
    view({}, { id: 'd', name: 'La Gazette' }),
  ];
  expect(sourcesFound(all, ' echo ').map(({ source }) => source.id)).toEqual(['b', 'a', 'c']);
  expect(sourcesFound(all, '')).toHaveLength(4);
  expect(sourcesFound(all, 'nulle part')).toEqual([]);
});
