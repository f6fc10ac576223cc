/** A document as it once was published. It is not counted: who reads it looks something up. */
import { error, redirect } from '@sveltejs/kit';
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { params, url } = event;
  if (!/^[1-9]\d{0,5}$/.test(params.version)) error(404);
  const document = await demand(apiOf(event).documents.read(params.code, Number(params.version)), url);
  if (document.newest === undefined) redirect(307, `/d/${params.code}`);
  return {
    loop: 'inform',
    document,
    query: url.searchParams.get('q')?.trim() ?? '',
    page: url.searchParams.get('page') ?? '',
  };
};
