/** The words around a story: whose it is, and how much of its excerpt is read in passing. */
import { assert, integer, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MixGroup } from '@palier/playlists/mix';
import { storyCredit, storyLanguage, storyLead } from '../../kiosk/player/src/text/story.ts';

describe('whose a story is', () => {
  test.each<[MixGroup, string, string, string]>([
    ['trade', 'Journal des forêts', 'Journal des forêts', 'Journal des forêts'],
    ['corporate', 'Palier Industrie', 'Palier Industrie', 'Palier Industrie'],
    ['colleagues', 'Nadia', 'Proposé par Nadia', 'Proposed by Nadia'],
    ['colleagues', 'Une équipe du quai', 'Proposé par une équipe du quai', 'Proposed by une équipe du quai'],
    ['colleagues', 'A team of the dock', 'Proposé par a team of the dock', 'Proposed by a team of the dock'],
    // The strip above says that it is a colleague's.
    ['colleagues', 'Un collègue', '', ''],
    ['colleagues', 'Une collègue ', '', ''],
    ['colleagues', 'A colleague', '', ''],
  ])('%s, %s', (voice, credit, fr, en) => {
    expect([storyCredit({ voice, credit }, 'fr'), storyCredit({ voice, credit }, 'en')]).toEqual([fr, en]);
  });
});

test('it is set in its own language as far as the wall has it, else in the wall’s', () => {
  expect(storyLanguage({ language: 'en' }, 'fr')).toBe('en');
  expect(storyLanguage({ language: 'ur' }, 'fr')).toBe('fr');
  expect(storyLanguage({}, 'en')).toBe('en');
});

describe('an excerpt', () => {
  const TWO = 'Un suivi par capteurs relie le recul de l’espèce aux versants. Les équipes ont équipé vingt sites.';

  test.each<[string, string | undefined, number, string]>([
    ['none', undefined, 200, ''],
    ['all of it', TWO, 200, TWO],
    ['whole sentences', TWO, 80, 'Un suivi par capteurs relie le recul de l’espèce aux versants.'],
    ['words of the first', TWO, 50, 'Un suivi par capteurs relie le recul de l’espèce…'],
    ['nothing, below a line', TWO, 35, ''],
    [
      'no comma before the ellipsis',
      'Au quai nord, au quai sud, aux trois bassins, partout les grues sont arrêtées',
      46,
      'Au quai nord, au quai sud, aux trois bassins…',
    ],
  ])('%s', (_, excerpt, room, lead) => {
    expect(storyLead(excerpt, room)).toBe(lead);
  });

  test('never takes more than its room, and is its beginning', () => {
    assert(
      property(string({ maxLength: 320 }), integer({ min: 0, max: 300 }), (excerpt, room) => {
        const lead = storyLead(excerpt, room);
        expect(lead.length).toBeLessThanOrEqual(room);
        expect(excerpt.startsWith(lead.replace(/…$/u, ''))).toBe(true);
      }),
    );
  });
});
