/** The house rules of the conversations, who belongs to the inbox, and prepared answers. */
import { apiOf } from '#lib/api.ts';
import { demandOpen } from '#lib/inbox/door.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:inbox-settings');
  const { inbox } = apiOf(event);
  const [settings, { replies }] = await Promise.all([
    demandOpen(inbox.settings.get(), event.url),
    demandOpen(inbox.replies.list(), event.url),
  ]);
  return { settings, replies };
};
