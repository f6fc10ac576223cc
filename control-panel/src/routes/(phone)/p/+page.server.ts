/** Propose something: the form. It goes to the preview, where nothing is sent yet. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { emptyTyped } from '#lib/proposals/typed.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  about: await demand(apiOf(event).proposals.about(), event.url),
  typed: emptyTyped(getLocale()),
});
