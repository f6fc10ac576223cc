/** What may be seen of one survey; `cut` in the address names a comparison that was chosen beforehand. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:surveys');
  const api = apiOf(event);
  const { id } = event.params;
  const asked = event.url.searchParams.get('cut');
  const cut = asked !== null && /^\d$/.test(asked) ? Number(asked) : undefined;
  const { survey, summary } = (await demand(api.surveys.get(id), event.url)).value;
  if (survey.state === 'draft') redirect(303, `/surveys/${id}`);
  const file = (format: 'csv' | 'xlsx') => api.surveys.resultsFile(id, format, getLocale(), cut);
  return {
    survey,
    undecided: survey.state === 'closed' && summary.decisions === 0,
    view: await demand(api.surveys.results(id, cut), event.url),
    files: { csv: file('csv'), xlsx: file('xlsx') },
  };
};
