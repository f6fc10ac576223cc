/** Words of a survey in the reader's language, else in the one they were written in, set as a printer would. */
import { typeset } from '@palier/kiosk/player/text/typography.ts';
import { inLanguage, type Localized } from '@palier/playlists/in-language';
import { getLocale } from '#lib/paraglide/runtime.js';

export function say(text: Localized | undefined): string {
  const language = languageOf(text) ?? getLocale();
  return typeset(inLanguage(text, language), language);
}

/** The `lang` of words that are not in the page's language. */
export function languageOf(text: Localized | undefined): 'fr' | 'en' | undefined {
  const language = getLocale();
  if (text === undefined || text[language] !== undefined) return undefined;
  return language === 'fr' ? 'en' : 'fr';
}
