/** Which screens show a post, or would: those with a machine, whose audience takes it, in whose schedule the news has a place. */
import type { ProposalContent } from '@palier/playlists/proposal';
import { followsTopics, readsLanguage } from '../mix/fit.ts';
import type { Walls } from '../walls.ts';
import type { ReachView } from '../wire/moderation.ts';

export function createReach(walls: Walls) {
  return {
    /** The stories that at least one screen has in its loop. */
    shown: async (): Promise<ReadonlySet<string>> => (await walls.now()).shown,
    /** How many screens would show it, and what stands in the way where none does. */
    async of({ topics, language }: Pick<ProposalContent, 'topics' | 'language'>): Promise<ReachView> {
      const { places } = await walls.now();
      if (places.length === 0) return { screens: 0, lack: 'screen' };
      const meant = places.filter(({ audience }) => followsTopics(audience, { voice: 'colleagues', topics }));
      if (meant.length === 0) return { screens: 0, lack: 'topics' };
      const read = meant.filter(({ audience }) => readsLanguage(audience, language));
      if (read.length === 0) return { screens: 0, lack: 'language' };
      const screens = read.filter(({ hasFeed }) => hasFeed).length;
      return screens === 0 ? { screens, lack: 'feed' } : { screens };
    },
  };
}
export type Reach = ReturnType<typeof createReach>;
