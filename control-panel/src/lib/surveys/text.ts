/**
 * Texts while they are typed. A draft is saved at every step, and a text may not be empty: what is not written yet stands
 * as `UNWRITTEN` in the store, is shown as nothing, and keeps the survey from being published.
 */
import type { Localized } from '@palier/playlists/in-language';
import { UNWRITTEN } from '@palier/playlists/survey-publish';

type Language = 'fr' | 'en';

/** What a field shows. */
export function typedIn(text: Localized | undefined, language: Language): string {
  const written = text?.[language] ?? '';
  return written === UNWRITTEN ? '' : written;
}

/** The text after one language was typed; nothing written at all: undefined. */
export function typedOptional(text: Localized | undefined, language: Language, typed: string): Localized | undefined {
  const other = language === 'fr' ? 'en' : 'fr';
  const kept = typedIn(text, other);
  const next: Localized = {
    ...(kept.trim() === '' ? {} : { [other]: kept }),
    ...(typed.trim() === '' ? {} : { [language]: typed }),
  };
  return Object.keys(next).length === 0 ? undefined : next;
}

/** The same of a text that there must be. */
export function typedText(text: Localized | undefined, language: Language, typed: string): Localized {
  return typedOptional(text, language, typed) ?? { [language]: UNWRITTEN };
}
