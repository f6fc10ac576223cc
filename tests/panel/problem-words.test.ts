/** Every refusal of the API is said in the reader's language, and says what happened there, not what happened in general. */
import { beforeEach, describe, expect, test } from 'vitest';
import { PROBLEMS } from '../../api/src/problem.ts';
import { overwriteGetLocale } from '../../control-panel/src/lib/paraglide/runtime.js';
import { problemWords } from '../../control-panel/src/lib/problem-words.ts';
import { addressFault } from '../../control-panel/src/lib/sources/source-words.ts';

const ENGLISH = 'Words of the server, in English.';
const said = (language: 'fr' | 'en', type: string, status: number, about: Record<string, unknown> = {}) => {
  overwriteGetLocale(() => language);
  return problemWords({
    ...about,
    type,
    title: ENGLISH,
    status,
    detail: ENGLISH,
  });
};
beforeEach(() => overwriteGetLocale(() => 'fr'));

/** What a code would be told that nobody worded: its status. */
const general = (language: 'fr' | 'en', status: number) => said(language, '/api/docs#no-such-code', status);
/** Their status says all there is to say. */
const GENERAL = ['not-allowed', 'not-found', 'not-signed-in', 'pairing-tries', 'storage-full', 'too-many-requests'];
const CODES = Object.entries(PROBLEMS).map(([code, [status]]): [string, number] => [code, status]);

describe('a refusal in words', () => {
  test.each(CODES)('%s has words of its own in both languages', (code, status) => {
    const [fr, en] = (['fr', 'en'] as const).map((language) =>
      said(language, `/api/docs#${code}`, status, { by: 'Inès' }),
    );
    expect(fr).not.toBe(en);
    for (const words of [fr, en]) expect(words).toMatch(/^\p{Lu}[^{}]{12,}\.$/u);
    expect([fr, en].join(' ')).not.toContain(ENGLISH);
    const isGeneral = fr === general('fr', status) || en === general('en', status);
    expect(isGeneral).toBe(GENERAL.includes(code) || (code === 'body-too-large' && status === 413));
  });

  test.each([0, 400, 401, 403, 404, 409, 410, 412, 413, 418, 422, 429, 500, 502, 503, 507])(
    'status %s of a code that nobody knows is said in French, and never by the words of the server',
    (status) => {
      expect(general('fr', status)).not.toContain(ENGLISH);
      expect(general('fr', status)).toMatch(/\.$/);
      expect(general('fr', status)).not.toBe(general('en', status));
    },
  );

  test.each([
    [['Accueil', 'Atelier'], 'Accueil, Atelier'],
    [[{ playlistId: 'a', name: 'Accueil' }], 'Accueil'],
  ])('what is still used names where: %j', (usedIn, names) => {
    expect(said('fr', '/api/docs#in-use', 409, { usedIn })).toContain(`: ${names}.`);
  });
});

describe('an address of a source that is refused', () => {
  const refused = (reason: string, about = {}) =>
    addressFault({
      ...about,
      type: '/api/docs#body-invalid',
      title: '',
      status: 422,
      fields: [{ field: 'url', reason }],
    });
  test.each([
    ['private', {}, /réseau de la maison/],
    ['it is among the sources already', { knownId: 's1' }, /^Une autre de vos sources a déjà cette adresse/],
    ['Invalid URL', {}, /n’est pas utilisable/],
    ['toString', {}, /n’est pas utilisable/],
  ])('%s', (reason, about, words) => expect(refused(reason, about)).toMatch(words));

  test('another field is no address', () => {
    const fields = [{ field: 'name', reason: 'too long' }];
    expect(
      addressFault({
        type: '/api/docs#body-invalid',
        title: '',
        status: 422,
        fields,
      }),
    ).toBeUndefined();
  });
});
