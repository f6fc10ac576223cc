/** What is missing where a voice is short: how many different stories it needs, and how many wait to be approved. Pure. */
import type { Audience } from '@palier/playlists/audience';
import type { MixGroup } from '@palier/playlists/mix';
import type { Story } from '@palier/playlists/story';
import type { MixView } from '../wire/mix.ts';
import type { Edition } from './edition.ts';
import { followsTopics, readsLanguage } from './fit.ts';

/** `waiting`: stories of sources that nobody has looked at; `posts`: proposals that wait for an answer. */
export function shortages(
  audience: Audience,
  edition: Edition | undefined,
  waiting: { stories: readonly Story[]; posts: number },
): MixView['wanted'] {
  const { colleaguesPercent } = audience.shares;
  // Without an edition nothing of it can be shown yet: the trade comes first.
  const short = (edition?.short ?? (['trade'] as const)).filter(
    (voice) => voice !== 'colleagues' || colleaguesPercent > 0,
  );
  return short.map((voice) => ({
    voice,
    // One that was made before this was counted knows no needs.
    stories: Math.max(edition?.needs?.[voice] ?? 0, (edition?.stock?.[voice] ?? 0) + 1),
    waiting:
      voice === 'colleagues'
        ? waiting.posts
        : waiting.stories.filter((story) => wouldHelp(story, voice, audience)).length,
  }));
}

/** One in a language that nobody there reads would be approved in vain. */
function wouldHelp(story: Story, wanted: MixGroup, audience: Audience): boolean {
  return story.voice === wanted && readsLanguage(audience, story.language) && followsTopics(audience, story);
}
