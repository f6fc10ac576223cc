/** A story of the house while it is written or edited: what the form holds, and what goes to the server. Pure. */
import type { OwnStoryInput } from '@palier/api/client';
import type { Topic } from '@palier/playlists/audience';
import { inLanguage } from '@palier/playlists/in-language';
import { mediaOf } from '@palier/playlists/item';
import type { Playlist } from '@palier/playlists/playlist';
import type { Source } from '@palier/playlists/source';
import type { Story } from '@palier/playlists/story';

export type StoryFields = {
  title: string;
  excerpt: string;
  url: string;
  /** Empty: for screens of every language. */
  language: string;
  /** The last day on screens, where the reader is; empty: no end. */
  until: string;
  topics: string[];
  picture: string | undefined;
  alt: string;
};

/** A new story is about what its source is about, in the language of who writes it. */
export function newFields(source: Source, language: string): StoryFields {
  return {
    title: '',
    excerpt: '',
    url: '',
    language,
    until: '',
    topics: [...source.topics],
    picture: undefined,
    alt: '',
  };
}

export function fieldsOf(story: Story): StoryFields {
  const { title, excerpt = '', url = '', language = '', expiresAt, topics, picture, alt = '' } = story;
  return { title, excerpt, url, language, until: dayOf(expiresAt), topics: [...topics], picture, alt };
}

/** `before`: the story that is edited; its end stays to the minute where its day does. */
export function bodyOf(fields: StoryFields, topics: readonly Topic[], before?: Story): OwnStoryInput {
  const { title, excerpt, url, language, until, picture, alt } = fields;
  const isKept = before !== undefined && until === dayOf(before.expiresAt);
  // The whole of that day still counts.
  const chosen = until === '' ? undefined : new Date(`${until}T23:59:59`).toISOString();
  return {
    title: title.trim(),
    excerpt: excerpt.trim() || undefined,
    url: url.trim() || undefined,
    language: language || undefined,
    expiresAt: isKept ? before.expiresAt : chosen,
    // A topic that the house no longer has is no box that could be unticked.
    topics: topics.flatMap(({ id }) => (fields.topics.includes(id) ? [id] : [])),
    picture,
    alt: picture === undefined ? undefined : alt.trim() || undefined,
  };
}

/** How playlists describe a picture already; absent: nobody did. */
export function knownAlt(name: string, playlists: readonly Playlist[], language: string): string | undefined {
  for (const { entries } of playlists)
    for (const { item } of entries)
      if ('alt' in item && item.alt !== undefined && mediaOf(item).some((media) => media === name))
        return inLanguage(item.alt, language === 'en' ? 'en' : 'fr');
  return undefined;
}

function dayOf(at: string | undefined): string {
  return at === undefined ? '' : new Intl.DateTimeFormat('en-CA').format(new Date(at));
}
