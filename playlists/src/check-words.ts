/** Checks of words: whether they fit, can be read in the time, stand out from their ground, and are there in the language. Pure. */
import type { CheckContext, CheckedScreen, Found } from './finding.ts';
import { contrastOf, MIN_CONTRAST } from './contrast.ts';
import type { Item } from './item.ts';
import type { Language } from './localized.ts';
import type { Entry } from './playlist.ts';
import { WORDS_PER_SECOND, wordsOf } from './reading.ts';
import { textRoom } from './text-room.ts';

/** More than twice the time that there is: nobody reads it to the end. */
const HOPELESS = 2;
/** Under this the words stand near the floor of 3.5 %. */
const SMALL_K = 0.12;
/** What organisation colours stand on or under. */
const PAPER = '#f7f2e8';

type Part = Pick<Entry, 'item' | 'durationMs'>;
type Context = CheckContext & { screens: readonly CheckedScreen[] };

/** What is found about the item's words, in the languages of these screens. */
export function checkWords(entry: Part, context: Context): Found[] {
  const languages = [...new Set(context.screens.map((screen) => screen.language))];
  return [
    ...room(entry.item, context.screens),
    ...contrast(entry.item, context.colours),
    ...time(entry, languages),
    ...missing(entry.item, languages),
  ];
}

function room(item: Item, screens: readonly CheckedScreen[]): Found[] {
  const rooms = screens.flatMap((screen) => {
    const found = textRoom(item, screen.language, screen);
    return found === undefined ? [] : [{ screen, ...found }];
  });
  const worst = rooms.toSorted((a, b) => Number(b.cut) - Number(a.cut) || a.k - b.k)[0];
  if (worst === undefined || worst.k > SMALL_K) return [];
  const { screen } = worst;
  const params = { screen: screen.name, orientation: screen.orientation, language: screen.language };
  const field = 'body' in item ? 'body' : 'text' in item ? 'text' : 'title';
  return worst.cut
    ? [{ code: 'text-cut', severity: 'refuse', field, params }]
    : [{ code: 'text-small', severity: 'warn', field, params }];
}

/** The house's own colours all pass; a company's may not. Words never stand on a picture: the player gives them a ground. */
function contrast(item: Item, colours: CheckContext['colours']): Found[] {
  const token = item.kind === 'notice' && item.tone === 'alarm' ? 'alarm' : item.loop;
  const colour = colours?.[token];
  if (colour === undefined) return [];
  const ratio = Math.min(contrastOf(colour, '#ffffff') ?? 1, contrastOf(colour, PAPER) ?? 1);
  if (ratio >= MIN_CONTRAST) return [];
  const params = { ratio: Math.round(ratio * 10) / 10, needed: MIN_CONTRAST, colour };
  return [{ code: 'contrast-low', severity: 'refuse', field: 'loop', params }];
}

function time({ item, durationMs }: Part, languages: readonly Language[]): Found[] {
  const words = Math.max(0, ...languages.map((language) => wordsOf(item, language)));
  const neededS = Math.ceil(words / WORDS_PER_SECOND);
  const givenS = durationMs / 1000;
  if (neededS <= givenS) return [];
  const severity = neededS > HOPELESS * givenS ? ('refuse' as const) : ('warn' as const);
  return [{ code: 'words-many', severity, field: 'durationMs', params: { words, neededS, givenS } }];
}

function missing(item: Item, languages: readonly Language[]): Found[] {
  return languages.flatMap((language) =>
    fieldsWithout(item, language, '')
      .slice(0, 1)
      .map((field) => ({
        code: 'language-missing' as const,
        severity: 'warn' as const,
        field,
        params: { language },
      })),
  );
}

/** Paths of texts that are written, but not in this language. */
function fieldsWithout(value: unknown, language: Language, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one, index) => fieldsWithout(one, language, `${path}${index}.`));
  const other = language === 'fr' ? 'en' : 'fr';
  if (other in value && !(language in value)) return [path.slice(0, -1)];
  return Object.entries(value)
    .filter(([key]) => key !== 'shown')
    .flatMap(([key, one]) => fieldsWithout(one, language, `${path}${key}.`));
}
