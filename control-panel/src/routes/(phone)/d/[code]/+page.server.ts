/** The phone face of a document. Counts the reading once a week and browser, by a cookie that holds no number. */
import { redirect } from '@sveltejs/kit';
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

const WEEK_S = 7 * 24 * 3600;

export const load: PageServerLoad = async (event) => {
  const { params, url, cookies } = event;
  const code = params.code.toLowerCase();
  if (code !== params.code) redirect(308, `/d/${code}`);
  const api = apiOf(event);
  const document = await demand(api.documents.read(code), url);
  const isGuess = event.request.headers.get('sec-purpose')?.includes('prefetch') === true;
  if (!isGuess && cookies.get('palier_read') === undefined) {
    cookies.set('palier_read', '1', {
      path: `/d/${code}`,
      maxAge: WEEK_S,
      httpOnly: true,
      sameSite: 'lax',
      secure: url.protocol === 'https:',
    });
    // Nobody waits for the count, and a page is shown without it.
    await api.documents.countRead(code).catch((error: unknown) => console.error('a reading was not counted', error));
  }
  return {
    loop: 'inform',
    document,
    query: url.searchParams.get('q')?.trim() ?? '',
    page: url.searchParams.get('page') ?? '',
  };
};
