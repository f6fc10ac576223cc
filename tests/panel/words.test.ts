/** What the panel says: health, times, rules, what waits. Every clock is given; none is read. */
import { Rule } from '@palier/playlists/schedule';
import type { ScreenView } from '@palier/playlists/views';
import { beforeEach, describe, expect, test } from 'vitest';
import { todosOf } from '../../control-panel/src/lib/overview/todos.ts';
import { wordsOfId } from '../../control-panel/src/lib/item-words.ts';
import { overwriteGetLocale } from '../../control-panel/src/lib/paraglide/runtime.js';
import { becauseWords, ruleWords } from '../../control-panel/src/lib/schedule/rule-words.ts';
import { healthOf, heardWords } from '../../control-panel/src/lib/screens/health-words.ts';
import { targetWords } from '../../control-panel/src/lib/target/targets.ts';
import { lengthWords, sizeWords, soonWords, spanWords } from '../../control-panel/src/lib/time.ts';
import { createWorld, iso, screenView } from './fake-world.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
beforeEach(() => overwriteGetLocale(() => 'fr'));

function view(patch: Partial<ScreenView>): ScreenView {
  const [seed] = createWorld({ now: () => NOW }).screens.values();
  if (seed === undefined) throw new Error('the fake world has no screens');
  return { ...screenView(createWorld({ now: () => NOW }), seed), ...patch };
}

describe('health in words', () => {
  test.each([
    ['playing', { health: 'playing', upToDate: true }, 'ok', 'À jour, joue'],
    ['behind', { health: 'playing', upToDate: false }, 'warn', 'Joue l’ancienne version, la nouvelle arrive'],
    [
      'silent',
      { health: 'silent', lastHeardAt: iso(NOW - 7_200_000) },
      'warn',
      'Hors ligne depuis 2 h, devrait toujours jouer',
    ],
    [
      'unknown is neither good nor bad',
      { health: 'unknown' },
      'quiet',
      'Pas encore de nouvelles depuis le démarrage du serveur',
    ],
    ['unpaired', { health: 'unpaired' }, 'quiet', 'Aucune machine associée'],
    ['fault', { health: 'fault' }, 'alarm', 'Un contenu ne peut pas être montré'],
  ] as const)('%s', (_, patch, tone, words) => {
    const health = healthOf(view(patch), NOW);
    expect({ tone: health.tone, words: plain(health.words) }).toEqual({ tone, words });
  });

  test('when it was last heard', () => {
    expect(plain(heardWords(view({ lastHeardAt: iso(NOW - 9_000) }), NOW))).toBe('Dernières nouvelles il y a 9 s');
    expect(heardWords(view({ lastHeardAt: undefined }), NOW)).toBe('Jamais de nouvelles');
  });
});

describe('times', () => {
  test.each([
    [0, 'fr', '0 s'],
    [59_999, 'fr', '59 s'],
    [60_000, 'fr', '1 min'],
    [7_200_000, 'en', '2 hr'],
    [3 * 86_400_000, 'fr', '3 jours'],
    [-5, 'fr', '0 s'],
  ])('%i ms in %s', (ms, locale, words) => expect(plain(spanWords(ms, locale))).toBe(words));

  test.each([
    [45_000, '45 s'],
    [80_000, '1 min 20 s'],
    [3_900_000, '1 h 5 min'],
    [0, '0 s'],
  ])('a length of %i ms', (ms, words) => expect(plain(lengthWords(ms, 'fr'))).toBe(words));

  test('a size', () => expect(plain(sizeWords(2_400_000, 'fr'))).toBe('2,4 Mo'));

  test('today is a time, another day names itself, in the zone asked for', () => {
    expect(soonWords('2026-11-23T11:30:00Z', NOW, 'Europe/Paris', 'fr')).toBe('12:30');
    expect(soonWords('2026-11-23T23:30:00Z', NOW, 'Europe/Paris', 'fr')).toContain('24');
  });
});

describe('rules in words', () => {
  const rule = (more: object) => Rule.parse({ id: 'r', playlistId: 'p', ...more });
  test.each([
    [{}, 'tous les jours, toute la journée'],
    [
      { recurrence: { kind: 'weekly', weekdays: [5, 1, 2, 3, 4] }, daypart: { from: '08:30', until: '18:00' } },
      'du lundi au vendredi, de 08:30 à 18:00',
    ],
    [
      { recurrence: { kind: 'weekly', weekdays: [5] }, daypart: { from: '22:00', until: '02:00' } },
      'vendredi, de 22:00 à 02:00 le lendemain',
    ],
    [
      { recurrence: { kind: 'monthly-weekday', weekday: 1, nth: -1 }, priority: 5 },
      'le dernier lundi du mois, toute la journée, priorité 5',
    ],
    [{ recurrence: { kind: 'yearly', month: 7, day: 14 } }, 'chaque année le 14 juillet, toute la journée'],
    [{ recurrence: { kind: 'monthly-date', days: [1, 15] } }, 'le 1 et 15 du mois, toute la journée'],
    [{ except: ['2026-12-25'] }, 'tous les jours, toute la journée, sauf 1 jour'],
  ])('%j', (more, words) => expect(plain(ruleWords(rule(more)))).toBe(words));

  test('a reason nobody has words for is not hidden', () => {
    expect(becauseWords('lower-priority')).toContain('priorité');
    expect(becauseWords('because-of-the-moon')).toBe('Raison non précisée.');
  });
});

describe('what waits', () => {
  test('faults first, with file and line; a code that has expired is not offered', () => {
    const world = createWorld({ now: () => NOW });
    const screens = [...world.screens.values()].map((seed) => screenView(world, seed));
    const todos = todosOf({ faults: world.faults, pairings: world.pairings, screens, nowMs: NOW });
    expect(plain(todos[0]?.text ?? '')).toContain('menu-cantine.json, ligne 14');
    expect(todos.map((todo) => todo.href)).toContain('/screens/pair?code=K7QX4MRA');
    expect(new Set(todos.map((todo) => todo.id)).size).toBe(todos.length);
    const later = todosOf({ faults: [], pairings: world.pairings, screens: [], nowMs: NOW + 3_600_000 });
    expect(later).toEqual([]);
  });

  test('a target in words names the first few', () => {
    const names = new Map([['a', 'Accueil']]);
    expect(targetWords({ all: true, screens: [], groups: [] }, names)).toBe('Tous les écrans');
    expect(targetWords({ all: false, screens: ['a', 'b'], groups: ['hall', 'pause'] }, names)).toBe(
      'hall, pause, Accueil +1',
    );
  });
});

test.each([
  ['vos-trente-premiers-jours-n68w9d', 'Vos trente premiers jours'],
  ['notre-barometre', 'Notre barometre'],
  ['charte-2026', 'Charte 2026'],
  ['le-menu-reseau', 'Le menu reseau'],
])('a draft is called by the words of its id: %s', (id, words) => {
  expect(wordsOfId(id)).toBe(words);
});
