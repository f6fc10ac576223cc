/** Propose something: the form. It goes to the preview, where nothing is sent yet. */
import { redirect } from '@sveltejs/kit';
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { emptyTyped } from '#lib/proposals/typed.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  about: await demand(apiOf(event).proposals.about(), event.url),
  typed: emptyTyped(getLocale()),
});

export const actions: Actions = {
  /** Ends the session of this browser, so that nothing of an account is noted. */
  leave: async (event) => {
    await demand(apiOf(event).session.signOut(), event.url);
    redirect(303, '/p');
  },
};
