/** Choosing a text's language. Apart from `localized.ts` so that the page on the wall carries no schema library. */

/** Text in the languages of the house. */
export type Localized = { fr?: string | undefined; en?: string | undefined };

/**
 * The text in `language`, else in the other language, else an empty string.
 */
export function inLanguage(text: Localized | undefined, language: 'fr' | 'en'): string {
  if (text === undefined) return '';
  return text[language] ?? text.fr ?? text.en ?? '';
}
