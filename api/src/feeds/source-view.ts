/** A source as the panel sees it: how its visits went, what of its stories stands where, and whether walls take them. Pure. */
import type { Source } from '@palier/playlists/source';
import type { Story } from '@palier/playlists/story';
import type { SourceStateRecord } from '../storage/records/stories.ts';
import type { SourceReach, SourceView } from '../wire/feeds.ts';

export function sourceView(
  source: Source,
  { state, own, reach }: { state: SourceStateRecord | undefined; own: readonly Story[]; reach: SourceReach },
): SourceView {
  const {
    checkedAt,
    okAt,
    dueAt,
    trouble,
    status,
    failures = 0,
    movedTo,
    movedFrom,
    newest: told,
  } = state?.url === source.url ? (state ?? {}) : {};
  const newest = [own[0]?.publishedAt, told]
    .filter((at) => at !== undefined)
    .toSorted()
    .at(-1);
  return {
    source,
    ...(checkedAt === undefined ? {} : { checkedAt }),
    ...(okAt === undefined ? {} : { okAt }),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(trouble === undefined ? {} : { trouble }),
    ...(status === undefined ? {} : { status }),
    failures,
    ...(movedTo === undefined ? {} : { movedTo }),
    ...(movedFrom === undefined ? {} : { movedFrom }),
    live: own.filter((story) => story.state === 'live').length,
    waiting: own.filter((story) => story.state === 'waiting').length,
    doubles: own.filter((story) => story.state === 'double').length,
    ...(newest === undefined ? {} : { newest }),
    reach,
  };
}
