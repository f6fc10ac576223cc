/** What the readers of other tools' files make, and the few things they share: plain text, and ids from any name. */
import type { Localized } from '@palier/playlists/in-language';

export type LeftOut = { what: string; why: Localized };
/** What a reader of a format makes: a survey that the schema has not seen yet. */
export type Drafted = { title: Localized; intro?: Localized; questions: Record<string, unknown>[]; leftOut: LeftOut[] };

/** Text of a rich text: tags go, a few entities become what they stand for. */
export function plainText(html: string, most: number): string {
  const text = html
    .replace(/<(?:br|\/p|\/div|\/li)[^>]*>/gi, ' ')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#039;', '’')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
}

/** An id of ours from any name, unlike those already used. */
export function idOf(name: string, used: Set<string>, fallback: string): string {
  const word = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 24)
    .replace(/-+$/, '');
  let id = word === '' || word === 'constructor' || word === 'end' ? fallback : word;
  for (let again = 2; used.has(id); again += 1) id = `${word === '' ? fallback : word}-${again}`;
  used.add(id);
  return id;
}
