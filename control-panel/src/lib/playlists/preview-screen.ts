/** A screen to preview items on, when no real one is meant. */
import type { Language } from '@palier/playlists/localized';
import { getLocale } from '../paraglide/runtime.js';

export type PreviewShape = 'landscape' | 'portrait';

export function previewScreen(
  place: string,
  language: Language = getLocale(),
  orientation: PreviewShape = 'landscape',
) {
  return { name: '', place, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, language, orientation };
}
