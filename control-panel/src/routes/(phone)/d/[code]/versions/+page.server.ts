/** The published versions of a document, newest first. */
import { languageFor } from '@palier/playlists/document';
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { code } = event.params;
  const { documents } = apiOf(event);
  const [document, { versions }] = await Promise.all([
    demand(documents.read(code), event.url),
    demand(documents.published(code), event.url),
  ]);
  const language = languageFor(document, getLocale());
  return { loop: 'inform', code, language, title: document[language]?.title ?? '', versions };
};
