/** Themes and how many conversations carry each; the cards that were made of them. */
import { apiOf } from '#lib/api.ts';
import { demandOpen } from '#lib/inbox/door.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:inbox');
  const { inbox } = apiOf(event);
  const [{ themes, complete }, { cards }] = await Promise.all([
    demandOpen(inbox.themes(), event.url),
    demandOpen(inbox.cards.list(), event.url),
  ]);
  return { themes, complete, cards };
};
