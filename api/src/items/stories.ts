/** What a screen shows of stories: the edition of its audience. In a preview for no screen it is everybody's. */
import { allAudiences, audienceOf, EVERYONE } from '@palier/playlists/audience';
import type { AudienceId } from '@palier/playlists/ids';
import type { ItemOf } from '@palier/playlists/item';
import type { FillContext } from './fill-context.ts';

/** Empty while there is no edition: then all screens are alike. */
export function audienceIdOf({ content, screen }: FillContext): AudienceId | '' {
  if (content.editions.size === 0) return '';
  return screen === undefined ? EVERYONE : (audienceOf(allAudiences(content.audiences), screen)?.id ?? EVERYONE);
}

export function fillFeed(item: ItemOf<'feed'>, context: FillContext): ItemOf<'feed'> {
  const edition = context.content.editions.get(audienceIdOf(context));
  if (edition === undefined || edition.order.length === 0) return item;
  const inOrder = new Set(edition.order);
  return { ...item, shown: { order: edition.order, stories: edition.stories.filter(({ id }) => inOrder.has(id)) } };
}

export function fillStory(item: ItemOf<'story'>, context: FillContext): ItemOf<'story'> {
  const story = context.content.editions.get(audienceIdOf(context))?.stories.find(({ id }) => id === item.story);
  return story === undefined ? item : { ...item, shown: story };
}
