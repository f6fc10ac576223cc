/** A document on a screen: the published version's title and points, and the way to its whole text. */
import { readingMinutes, type DocumentContent, type DocumentShown } from '@palier/playlists/document';
import type { ItemOf } from '@palier/playlists/item';
import type { FillContext } from './fill-context.ts';

export function fillDocument(item: ItemOf<'document'>, { content, publicUrl }: FillContext): ItemOf<'document'> {
  const record = content.documents.get(item.document);
  if (record?.published === undefined) return item;
  return { ...item, shown: shownOf(record.published.content, `${publicUrl}/d/${record.code}`) };
}

/** The screen face of a text, whether it is published or not. */
export function shownOf(content: DocumentContent, url: string): DocumentShown {
  const { kind, fr, en } = content;
  return {
    kind,
    ...(fr === undefined ? {} : { fr: { title: fr.title, points: fr.points } }),
    ...(en === undefined ? {} : { en: { title: en.title, points: en.points } }),
    link: {
      url,
      caption: {
        ...(fr === undefined ? {} : { fr: `Tout le texte, en ${minutes(readingMinutes(fr))}` }),
        ...(en === undefined ? {} : { en: `The whole text, in ${minutes(readingMinutes(en))}` }),
      },
    },
  };
}

const minutes = (count: number) => `${count}\u00a0minute${count === 1 ? '' : 's'}`;
