/** Results show their figures: those that exist and have a value, in the order they were chosen. */
import { shownFigure } from '@palier/playlists/figure';
import type { ItemOf } from '@palier/playlists/item';
import type { FillContext } from './fill-context.ts';

export function fillResults(item: ItemOf<'results'>, { content, publicUrl }: FillContext): ItemOf<'results'> {
  if (item.figures === undefined) return item;
  const figures = item.figures.flatMap((id) => {
    const record = content.figures.get(id);
    const shown = record === undefined ? undefined : shownFigure(record.figure, record.data, record.code);
    if (shown === undefined) return [];
    return [shown.phonePath === undefined ? shown : { ...shown, phoneUrl: `${publicUrl}${shown.phonePath}` }];
  });
  return { ...item, shown: { figures } };
}
