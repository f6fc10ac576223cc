/** French and English as a printer sets them. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { typeset } from '../../kiosk/player/src/text/typography.ts';

const shown = (text: string) => text.replaceAll('\u00a0', '~').replaceAll('\u202f', '_');

describe('French', () => {
  it.each([
    ['Un doute ?', 'Un doute~?'],
    ['Un doute?', 'Un doute~?'],
    ['Rien de confidentiel : clients', 'Rien de confidentiel~: clients'],
    ['Attention: travaux', 'Attention~: travaux'],
    ['libre ; le vert', 'libre~; le vert'],
    ["C'est l'heure d'agir", 'C’est l’heure d’agir'],
    ["aujourd'hui", 'aujourd’hui'],
    ['Dites "je", pas "nous".', 'Dites «~je~», pas «~nous~».'],
    ['« je »', '«~je~»'],
    ['«je»', '«~je~»'],
    ['61%', '61~%'],
    ['61 % des réponses', '61~% des réponses'],
    ['12 500 personnes', '12_500~personnes'],
    ['16 h 30', '16~h~30'],
    ['3 minutes', '3~minutes'],
    ['Le 26 juin', 'Le 26 juin'],
    ['à 12:30', 'à 12:30'],
    ['https://acme.fr/a?b=1 : ici', 'https://acme.fr/a?b=1~: ici'],
    ['a.b@acme.fr: écrivez', 'a.b@acme.fr: écrivez'],
    ['Attendez...', 'Attendez…'],
    ['midi - soir', 'midi - soir'],
    ['midi – soir', 'midi~– soir'],
    ['Quoi ?!', 'Quoi~?!'],
    ['', ''],
  ])('%s', (text, expected) => expect(shown(typeset(text, 'fr'))).toBe(expected));
});

describe('English', () => {
  it.each([
    ["Don't post", 'Don’t post'],
    ['Say "I", not "we".', 'Say “I”, not “we”.'],
    ['Any doubt? Ask: 65%', 'Any doubt? Ask: 65%'],
    ["the teams' rooms", 'the teams’ rooms'],
  ])('%s', (text, expected) => expect(shown(typeset(text, 'en'))).toBe(expected));
});

it('changes nothing the second time', () => {
  const text = fc.string({
    unit: fc.constantFrom(...'aé1 «»"\':;!?%.-/@\n'.split(''), '\u00a0', '\u202f', 'h', '000'),
  });
  fc.assert(
    fc.property(text, fc.constantFrom('fr', 'en'), (sample, language) => {
      const once = typeset(sample, language);
      expect(typeset(once, language)).toBe(once);
    }),
  );
});
