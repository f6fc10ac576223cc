import { cutSigns } from '@palier/playlists/plain-text';

/** A text field of a posted form, of `most` signs at most; a file or nothing under that name is an empty text. */
export function formText(form: FormData, name: string, most = Infinity): string {
  const value = form.get(name);
  return typeof value === 'string' ? cutSigns(value, most) : '';
}
