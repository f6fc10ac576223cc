/** The list of conversations beside the one that is read: a queue of the inbox, and what answering needs. */
import { InboxQueue } from '@palier/playlists/thread-views';
import { ThreadTopic } from '@palier/playlists/thread';
import { apiOf } from '#lib/api.ts';
import { demandOpen } from '#lib/inbox/door.ts';
import type { LayoutServerLoad } from './$types';

const PAGE = 60;

export const load: LayoutServerLoad = async (event) => {
  event.depends('palier:inbox');
  await event.parent();
  const asked = (name: string) => event.url.searchParams.get(name) ?? undefined;
  const queue = InboxQueue.safeParse(asked('queue')).data ?? 'waiting';
  const filter = { topic: ThreadTopic.safeParse(asked('topic')).data, team: asked('team'), after: asked('after') };
  const { inbox } = apiOf(event);
  const [page, { replies }, settings] = await Promise.all([
    demandOpen(inbox.threads({ queue, ...filter, limit: PAGE }), event.url),
    demandOpen(inbox.replies.list(), event.url),
    demandOpen(inbox.settings.get(), event.url),
  ]);
  return { queue, filter, page, replies, settings };
};
