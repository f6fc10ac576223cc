/** What is wrong in a playlist's file, in the reader's language; absent for what the schema says in its own words. */
import type { LibraryFault } from '@palier/playlists/views';
import { m } from '../paraglide/messages.js';

export function textFaultWords(
  code: string | undefined,
  params: NonNullable<LibraryFault['params']>,
): string | undefined {
  const of = (name: string) => params[name] ?? '?';
  switch (code) {
    case 'text-large':
      return m.library_text_large();
    case 'text-empty':
      return m.library_reason_empty();
    case 'text-json':
      return m.library_text_json();
    case 'text-id':
      return m.library_text_id({ id: of('id'), file: of('file') });
    case 'text-unrecognized_keys':
      return m.library_text_key({ keys: of('keys') });
    case 'text-invalid_type':
      return m.library_text_missing({ expected: of('expected') });
    case 'text-too_small':
      return m.library_text_small({ minimum: of('minimum') });
    case 'text-too_big':
      return m.library_text_big({ maximum: of('maximum') });
    case 'text-invalid_value':
      return m.library_text_value({ values: of('values') });
    case 'text-invalid_format':
    case 'text-invalid_union':
      return m.library_text_form();
    default:
      return undefined;
  }
}
