/** What a phone says of the times of a conversation, and of how it stands: coarse, in its zone, honest when it is late. */
import { describe, expect, test } from 'vitest';
import { ThreadView } from '@palier/playlists/thread-views';
import { overwriteGetLocale } from '../../control-panel/src/lib/paraglide/runtime.js';
import { sizeWords } from '../../control-panel/src/lib/threads/message-words.ts';
import { statusLines } from '../../control-panel/src/lib/threads/status-words.ts';
import { dayWords, dueWords, sinceWords } from '../../control-panel/src/lib/threads/when-words.ts';

const PARIS = 'Europe/Paris';
const NOW = Date.parse('2026-11-24T15:00:00Z');

describe('when something was written', () => {
  test.each([
    ['2026-11-24T14:59:00Z', 'à l’instant', 'just now'],
    ['2026-11-24T07:10:00Z', 'ce matin', 'this morning'],
    ['2026-11-23T23:30:00Z', 'cette nuit', 'last night'],
    ['2026-11-23T16:30:00Z', 'hier après-midi', 'yesterday afternoon'],
    ['2026-11-20T18:00:00Z', 'vendredi soir', 'Friday evening'],
    ['2026-11-01T12:00:00Z', '1er novembre', '1 November'],
    ['2025-11-12T12:00:00Z', '12 novembre 2025', '12 November 2025'],
  ])('%s is %s, %s', (at, french, english) => {
    overwriteGetLocale(() => 'fr');
    expect(sinceWords(at, NOW, PARIS)).toBe(french);
    overwriteGetLocale(() => 'en');
    expect(sinceWords(at, NOW, PARIS)).toBe(english);
  });

  test('what is due says the hour, in the zone of the house', () => {
    overwriteGetLocale(() => 'fr');
    expect(dueWords('2026-11-24T16:00:00Z', NOW, PARIS)).toBe('aujourd’hui avant 17:00');
    expect(dueWords('2026-11-25T08:00:00Z', NOW, PARIS)).toBe('demain avant 09:00');
    expect(dueWords('2026-12-01T09:00:00Z', NOW, PARIS)).toBe('d’ici mardi 1er décembre à 10:00');
    expect(dayWords('2027-01-01', NOW)).toBe('1er janvier 2027');
    expect(sizeWords(1_440_000)).toMatch(/^1,4\sMo$/);
  });
});

describe('how a conversation stands', () => {
  const thread = (more: Record<string, unknown>) =>
    ThreadView.parse({
      pseudonym: { animal: 0, colour: 0 },
      topic: 'pay',
      state: 'open',
      openedAt: '2026-11-24T09:00:00Z',
      messages: [],
      readByAuthor: 1,
      readByHr: 0,
      acknowledged: false,
      acknowledgeBy: '2026-12-01',
      deleteOn: '2027-11-24',
      deleteInDays: 365,
      closesAt: '2026-11-24T15:30:00Z',
      canWrite: true,
      ...more,
    });
  const said = (more: Record<string, unknown>, nowMs = NOW) =>
    statusLines(thread(more), nowMs, PARIS).map(({ words }) => words);
  const expected = { by: '2026-11-26T10:00:00Z', basis: 'promised' };

  test('waiting: by when an answer comes, and by when HR says that it has read', () => {
    overwriteGetLocale(() => 'en');
    expect(said({ expected })).toEqual([
      'An answer is expected by 11:00 on Thursday 26 November.',
      'HR confirms that it has read it by 1 December at the latest.',
    ]);
    expect(said({ expected, acknowledged: true })).toHaveLength(1);
    expect(said({})).toEqual([]);
  });

  test('late: said as it is, from the day after the seven', () => {
    overwriteGetLocale(() => 'en');
    const late = { expected: { ...expected, late: true } };
    const onTheDay = said(late, Date.parse('2026-12-01T22:00:00Z'));
    const after = said(late, Date.parse('2026-12-01T23:30:00Z'));
    expect(onTheDay[1]).toContain('at the latest');
    expect(after[1]).toBe('HR was to confirm that it has read it by 1 December and has not. You can remind them here.');
    expect(after[0]).toContain('The answer is late');
  });

  test('stopped or damaged comes first', () => {
    overwriteGetLocale(() => 'en');
    expect(said({ state: 'blocked', damaged: true, expected })).toEqual([
      expect.stringContaining('is missing or was changed'),
      expect.stringContaining('has stopped this conversation'),
    ]);
  });
});
