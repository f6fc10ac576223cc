/** Out at once: the session and its key are gone on the server, the cookies in the browser. Then a page that says nothing. */
import { apiOf, settle } from '#lib/api.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  // Whatever the server answers, the page behind is left.
  await settle(apiOf(event).threads.leave());
  return new Response(null, { status: 303, headers: { location: '/bye', 'clear-site-data': '"storage"' } });
};
