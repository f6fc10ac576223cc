/** What a wall shows of a story: its words, its first topic in words, and the page on the phone. */
import type { Topic } from '@palier/playlists/audience';
import { StoryShown, type Story } from '@palier/playlists/story';

/** `publicUrl`: what links begin with; `topics`: those of the house. */
export function storyShown(story: Story, house: { topics: readonly Topic[]; publicUrl: string }): StoryShown {
  const { id, voice, title, excerpt, credit, language, publishedAt, undated, expiresAt, picture, video, alt } = story;
  const topic = house.topics.find((one) => one.id === story.topics[0])?.name;
  const url = `${house.publicUrl}/f/${id}`;
  const label = url.replace(/^https?:\/\//, '').slice(0, 80);
  const said = { id, voice, title, excerpt, credit, language, publishedAt, undated, expiresAt, topic };
  return StoryShown.parse({ ...said, picture, video, alt, url, label });
}
