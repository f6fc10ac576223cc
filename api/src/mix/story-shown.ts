/** What a wall shows of a story: its words, its first topic in words, and the page on the phone. */
import { audienceMark, type Audience, type Topic } from '@palier/playlists/audience';
import { StoryShown, type Story } from '@palier/playlists/story';
import { QR_PREFERRED_VERSION, qrVersionOf } from '@palier/playlists/wall';

/** `publicUrl`: what links begin with; `topics`: those of the house; `audience`: whose screens show it, if any do. */
type Shows = { topics: readonly Topic[]; publicUrl: string; audience?: Pick<Audience, 'id'> };

export function storyShown(story: Story, { topics, publicUrl, audience }: Shows): StoryShown {
  const { id, voice, title, excerpt, credit, language, publishedAt, undated, expiresAt, picture, video, alt } = story;
  const topic = topics.find((one) => one.id === story.topics[0])?.name;
  const page = `${publicUrl}/f/${id}`;
  const label = page.replace(/^https?:\/\//, '').slice(0, 80);
  const said = { id, voice, title, excerpt, credit, language, publishedAt, undated, expiresAt, topic };
  const more = story.morePictures?.length || undefined;
  const url = audience === undefined ? page : marked(page, audience);
  return StoryShown.parse({ ...said, picture, video, alt, more, url, label });
}

/** With the mark of the audience, so that the phone finds the way back to its stories: unless that makes the code denser. */
function marked(page: string, { id }: Pick<Audience, 'id'>): string {
  const url = `${page}?a=${audienceMark(id)}`;
  return qrVersionOf(url) > Math.max(QR_PREFERRED_VERSION, qrVersionOf(page)) ? page : url;
}
