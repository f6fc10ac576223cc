/** Where something is used, by names in the reader's language. The server knows one name only. */
import { inLanguage, type Localized } from '@palier/playlists/in-language';
import { getLocale } from './paraglide/runtime.js';

type Named = { id: string; name: Localized };

/** A function from an id to its name here; what is not known keeps the name it came with. */
export function namesHere(list: readonly Named[]): (id: string, otherwise: string) => string {
  const names = new Map(list.map((one) => [one.id, inLanguage(one.name, getLocale())]));
  return (id, otherwise) => names.get(id) ?? otherwise;
}
