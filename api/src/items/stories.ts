/** What a screen shows of stories: the edition of its audience. In a preview for no screen it is everybody's. */
import { allAudiences, audienceOf, EVERYONE } from '@palier/playlists/audience';
import type { AudienceId } from '@palier/playlists/ids';
import type { ItemOf } from '@palier/playlists/item';
import type { StoryShown } from '@palier/playlists/story';
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
  const stories = edition.stories.filter(({ id }) => inOrder.has(id)).map((story) => withinPicture(story, context));
  return { ...item, shown: { order: edition.order, stories } };
}

export function fillStory(item: ItemOf<'story'>, context: FillContext): ItemOf<'story'> {
  const story = context.content.editions.get(audienceIdOf(context))?.stories.find(({ id }) => id === item.story);
  return story === undefined ? item : { ...item, shown: story };
}

/** A story ends with the last day of its picture, in the zone of the screen: one story, never the feed it is in. */
function withinPicture(story: StoryShown, { content, screen }: FillContext): StoryShown {
  const lastDay = story.picture === undefined ? undefined : content.media.get(story.picture)?.expiresOn;
  if (lastDay === undefined) return story;
  const next = Temporal.PlainDate.from(lastDay).add({ days: 1 });
  const endMs = next.toZonedDateTime(screen?.zone ?? 'UTC').epochMilliseconds;
  if (story.expiresAt !== undefined && Date.parse(story.expiresAt) <= endMs) return story;
  return { ...story, expiresAt: new Date(endMs).toISOString() };
}
