/** What a screen shows of talking to HR: the address of the page, and the figure that was released, if one was. */
import type { ItemOf } from '@palier/playlists/item';
import type { Content } from '../content.ts';

export function fillThreadCall(
  item: ItemOf<'thread-call'>,
  context: { content: Pick<Content, 'threadCall'>; publicUrl: string },
): ItemOf<'thread-call'> {
  const answers = context.content.threadCall?.answers;
  return { ...item, shown: { url: `${context.publicUrl}/t`, ...(answers === undefined ? {} : { answers }) } };
}
