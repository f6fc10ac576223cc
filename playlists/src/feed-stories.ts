/** The stories of a feed as items of their own. No schemas: the page on the wall carries none. Pure. */
import type { ItemOf } from './item.ts';

const items = new WeakMap<ItemOf<'feed'>, ItemOf<'story'>[]>();

/** The stories of a feed as items of their own: the same objects each time, so that their hashes are made once. */
export function storiesOf(feed: ItemOf<'feed'>): readonly ItemOf<'story'>[] {
  const known = items.get(feed);
  if (known !== undefined) return known;
  const { heading, loop, shown } = feed;
  const made = (shown?.stories ?? []).map((story): ItemOf<'story'> => ({
    kind: 'story',
    ...(heading === undefined ? {} : { heading }),
    loop,
    story: story.id,
    shown: story,
  }));
  items.set(feed, made);
  return made;
}
