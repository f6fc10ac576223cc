/** What was asked and what came of it: every published decision, for anyone. Asks nothing of who reads. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { decided } = await demand(apiOf(event).publicSurveys.decided(), event.url);
  return { loop: 'talk', heading: m.surveys_phone_heading(), decided };
};
