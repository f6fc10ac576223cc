/** What the publishing checks find, in the reader's language. */
import type { Finding } from '@palier/playlists/check';
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';

export function findingWords({ code, params }: Finding): string {
  const number = (key: string) =>
    new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 1 }).format(Number(params[key] ?? 0));
  const text = (key: string) => String(params[key] ?? '');
  switch (code) {
    case 'text-cut':
      return m.editor_find_text_cut({ where: whereWords(text('screen'), text('orientation')) });
    case 'text-small':
      return m.editor_find_text_small({ where: whereWords(text('screen'), text('orientation')) });
    case 'contrast-low':
      return m.editor_find_contrast({ ratio: number('ratio'), colour: text('colour') });
    case 'words-many':
      return m.editor_find_words({ words: number('words'), needed: number('neededS'), given: number('givenS') });
    case 'qr-small':
      return text('screen') === ''
        ? m.editor_find_qr_small_any({ reach: number('reachM'), distance: number('distanceM') })
        : m.editor_find_qr_small({ reach: number('reachM'), distance: number('distanceM'), screen: text('screen') });
    case 'qr-dense':
      return m.editor_find_qr_dense({
        version: number('version'),
        characters: number('characters'),
        most: number('most'),
      });
    case 'qr-brief':
      return m.editor_find_qr_brief({ needed: number('neededS'), given: number('givenS') });
    case 'flash-many':
      return m.editor_find_flash_many();
    case 'flash-unknown':
      return m.editor_find_flash_unknown();
    case 'video-cut':
      return m.editor_find_video_cut({ video: number('videoS'), given: number('givenS') });
    case 'media-missing':
      return m.editor_find_media({ name: text('name') });
    case 'language-missing':
      return text('language') === 'fr' ? m.editor_find_language_fr() : m.editor_find_language_en();
    case 'alt-missing':
      return m.editor_find_alt();
    case 'captions-missing':
      return m.editor_find_captions();
  }
}

/** What was accepted at publishing, by its key `<code>@<entry id>`. */
export function acceptedWords(key: string): string {
  const names: Record<string, () => string> = {
    'text-cut': m.editor_code_text_cut,
    'contrast-low': m.editor_code_contrast,
    'words-many': m.editor_code_words,
    'qr-small': m.editor_code_qr_small,
    'qr-dense': m.editor_code_qr_dense,
    'qr-brief': m.editor_code_qr_brief,
    'media-missing': m.editor_code_media,
  };
  const [code = ''] = key.split('@');
  return names[code]?.() ?? code;
}

function whereWords(screen: string, orientation: string): string {
  const shape = orientation === 'portrait' ? m.orientation_portrait() : m.orientation_landscape();
  return screen === '' ? shape.toLocaleLowerCase(getLocale()) : screen;
}
