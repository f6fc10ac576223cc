/** What is said of reported stories and of many at once; where a list of stories is. */
import { StoryId } from '@palier/playlists/story';
import { beforeEach, expect, test } from 'vitest';
import { m } from '../../control-panel/src/lib/paraglide/messages.js';
import { overwriteGetLocale } from '../../control-panel/src/lib/paraglide/runtime.js';
import { fromOf, storiesHref } from '../../control-panel/src/lib/sources/story-address.ts';
import { refusedOf, reportedWords } from '../../control-panel/src/lib/sources/story-words.ts';

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
beforeEach(() => overwriteGetLocale(() => 'fr'));
const story = StoryId.parse('abcdefgh');

test('reports are told with their reasons, and by their number where none were kept', () => {
  const whys = [
    { why: 'hurtful', count: 2 },
    { why: 'from a later version', count: 1 },
  ];
  expect(plain(reportedWords({ story, count: 3, hid: true, whys }))).toBe(
    'Signalée par 3 téléphones : Cela blesse (2), Autre raison (1)',
  );
  expect(plain(reportedWords({ story, count: 1, hid: false, whys: [] }))).toBe('Signalée par 1 téléphone');
});

test('what was not decided is named by why, those to be read again first, a few by name', () => {
  const refused = [
    { title: 'Disparue', why: 'absent' as const },
    ...['Un', 'Deux', 'Trois', 'Quatre', 'Cinq'].map((title) => ({ title, why: 'changed' as const })),
    { title: 'Décidée', why: 'decided' as const },
  ];
  expect(refusedOf(refused)).toEqual([
    m.stories_not_changed({ titles: 'Un · Deux · Trois · +2' }),
    m.stories_not_decided({ titles: 'Disparue · Décidée' }),
  ]);
  expect(refusedOf([])).toEqual([]);
});

test('the address of a list keeps its source and its place, and a broken place is the beginning', () => {
  expect(storiesHref({ state: 'waiting', source: 'le-port', from: 300 })).toBe(
    '/sources?stories=waiting&source=le-port&from=300',
  );
  expect(storiesHref({ state: 'live', from: 0 })).toBe('/sources?stories=live');
  expect(['300', '-1', '1e9', '9999999', '', null, '999999'].map(fromOf)).toEqual([300, 0, 0, 0, 0, 0, 200_000]);
});
