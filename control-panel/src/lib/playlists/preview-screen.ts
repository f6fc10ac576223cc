/** A screen to preview items on, when no real one is meant. */
import type { Language } from '@palier/playlists/localized';
import { m } from '../paraglide/messages.js';
import { getLocale, locales } from '../paraglide/runtime.js';

export type PreviewShape = 'landscape' | 'portrait';

export function previewScreen(
  place: string,
  language: Language = getLocale(),
  orientation: PreviewShape = 'landscape',
) {
  return { name: '', place, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, language, orientation };
}

/** The languages of a preview, to choose from. */
export const LANGUAGES = locales.map((value) => ({ value, label: value.toUpperCase() }));

/** The shapes of a preview, to choose from. */
export function shapes(): { value: PreviewShape; label: string }[] {
  return [
    { value: 'landscape', label: m.orientation_landscape() },
    { value: 'portrait', label: m.orientation_portrait() },
  ];
}
