/** What a moderator's eye is led to, and what it is not led to. */
import { ProposalContent } from '@palier/playlists/proposal';
import { describe, expect, test } from 'vitest';
import { changesOf } from '../../api/src/proposals/changes.ts';
import { duplicateGroups } from '../../api/src/proposals/duplicates.ts';
import { hintsOf } from '../../api/src/proposals/hints.ts';

function contentOf(text: string, more: Record<string, unknown> = {}): ProposalContent {
  return ProposalContent.parse({
    title: 'Le potager du toit',
    text,
    category: 'news',
    language: 'fr',
    credit: { kind: 'colleague' },
    ...more,
  });
}
const kinds = (text: string, words: string[] = [], more: Record<string, unknown> = {}) =>
  hintsOf(contentOf(text, more), words).map(({ kind, found }) => (found === undefined ? kind : `${kind} ${found}`));

describe('hints', () => {
  test('a word of the list is found through signs that nobody sees, at its place in what was typed', () => {
    const [hint] = hintsOf(contentOf('Quel con\u00adnar\u200dd celui-là'), ['connard']);
    expect(hint).toMatchObject({ kind: 'word', from: 5, to: 14 });
  });

  test.each([
    ['Appelez le 06 12 34 56 78 ce soir', ['phone 06 12 34 56 78']],
    ['Appelez le 06.12.34.56.78.', ['phone 06.12.34.56.78']],
    ['Appelez le +33 6 12 34 56 78 ou passez', ['phone +33 6 12 34 56 78']],
    ['Numéro 0044 20 7946 0958 à Londres', ['phone 0044 20 7946 0958']],
    ['Écrivez à camille.roux@atelier.example merci', ['mail camille.roux@atelier.example']],
    ['Voir https://exemple.fr/page?x=1 pour la suite', ['link https://exemple.fr/page?x=1']],
    ['Voir bit.ly/abc pour la suite', ['link bit.ly/abc']],
    ['Virement sur FR76 3000 6000 0112 3456 7890 189 merci', ['iban FR76 3000 6000 0112 3456 7890 189']],
    ['Son numéro est 2 55 08 14 168 025 38 voilà', ['social-security 2 55 08 14 168 025 38']],
    ['Payé avec 4111 1111 1111 1111 hier', ['card 4111 1111 1111 1111']],
    ['Appelez le 06\u200b12 34\u2060 56 78 ce soir', ['phone 0612 34 56 78']],
    ['Écrivez à jean\u200b@acme.fr merci', ['mail jean@acme.fr']],
    ['Écrivez à jean\u200d@acme.fr merci', ['mail jean@acme.fr']],
    ['Voir bit.\u200bly/abc pour la suite', ['link bit.ly/abc']],
    ['VENEZ TOUS AU TROISIÈME ÉTAGE', ['capitals']],
    ['Nous étions 120 personnes en 2026, de 12 h à 14 h, salle 3.14', []],
    ['Le service RH et la QVT parlent du CSE mardi', []],
    ['Des tomates pour tout le monde, mardi à midi au troisième étage.', []],
  ])('%s', (text, expected) => {
    expect(kinds(text)).toEqual(expected);
  });

  test('another language than it says', () => {
    const english = 'We picked the first tomatoes of the year on the roof, come and taste them on Tuesday.';
    expect(kinds(english)).toEqual(['language en']);
    expect(kinds(english, [], { language: 'en', title: 'The garden on the roof' })).toEqual([]);
  });

  test('words of the house: whole words, whatever case and accents, and where they stand', () => {
    const text = 'Le Projet Météore avance, les météores aussi.';
    const [hint, ...others] = hintsOf(contentOf(text), ['meteore', 'projet  x']);
    expect(others).toEqual([]);
    expect([hint?.kind, hint?.found, text.slice(hint?.from, hint?.to)]).toEqual(['word', 'meteore', 'Météore']);
  });

  test.each([
    ['name', 'Marie 06 12 34 56 78', ['phone 06 12 34 56 78']],
    ['team', 'Projet Météore, meteore@atelier.example', ['mail meteore@atelier.example', 'word Météore']],
    // Family names are often in capitals.
    ['name', 'MARIE-ANTOINETTE DUPONT', []],
  ] as const)('the %s it is signed with is on the wall as well: %s', (kind, text, expected) => {
    const hints = hintsOf(contentOf('Des tomates pour tous', { credit: { kind, text } }), ['Météore']);
    expect(hints.map(({ kind: hint, found }) => `${hint} ${found}`).slice(0, 2)).toEqual(expected);
    expect(hints.filter(({ field }) => field !== 'credit')).toEqual([]);
  });

  test('a picture is a hint to look for faces', () => {
    expect(kinds('Des tomates pour tous au troisième étage', [], { pictures: ['posts/a.jpg'] })).toEqual(['faces']);
  });
});

describe('duplicates', () => {
  const text = 'Le comité organise une collecte de jouets au rez-de-chaussée jusqu’au 18 décembre, merci pour eux.';
  test('the same title but for signs, nearly the same words, and nothing else', () => {
    const groups = duplicateGroups([
      { id: 'a', title: 'Collecte de jouets', text },
      { id: 'b', title: 'collecte de JOUETS !', text: 'Venez.' },
      { id: 'c', title: 'Des jouets pour Noël', text: `${text} À vite.` },
      { id: 'd', title: 'Tournoi de baby-foot', text: 'Le comité organise un tournoi jeudi midi.' },
    ]);
    expect(groups).toEqual([['a', 'b', 'c']]);
  });

  test('two thousand in a moment', () => {
    const many = Array.from({ length: 2_000 }, (_, index) => ({
      id: String(index),
      title: `Proposition ${index % 1_999}`,
      text: Array.from({ length: 60 }, (_one, word) => `mot${((index + 3) ** 3 * (word + 7) ** 3) % 4_999}`).join(' '),
    }));
    expect(duplicateGroups(many)).toContainEqual(['0', '1999']);
  });
});

describe('the difference', () => {
  test('word by word, fields by name, nothing where nothing changed', () => {
    const before = contentOf('Mardi à midi au troisième étage');
    expect(changesOf(before, contentOf('Mardi à midi au troisième étage'))).toBeUndefined();
    const changes = changesOf(before, contentOf('Jeudi à midi au troisième étage', { category: 'event' }));
    expect(changes?.fields).toEqual(['category']);
    expect(changes?.title).toBeUndefined();
    expect(changes?.text).toEqual([
      { kind: 'removed', text: 'Mardi' },
      { kind: 'added', text: 'Jeudi' },
      { kind: 'same', text: ' à midi au troisième étage' },
    ]);
    const described = changesOf(contentOf('Mardi', { alt: 'Une tomate' }), contentOf('Mardi', { alt: 'Une courge' }));
    expect(described).toMatchObject({ fields: ['alt'], alt: [{}, { text: 'tomate' }, { text: 'courge' }] });
  });
});
