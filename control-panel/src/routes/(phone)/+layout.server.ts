/** Every phone page: made on the server, complete without scripts, never more of the house than its name. */
import { isRefusal } from '@palier/api/client';
import { apiOf, settle } from '#lib/api.ts';
import type { LayoutServerLoad } from './$types';

/** No framework on the phone: a page that wants a little more brings a small script of its own. */
export const csr = false;

export const load: LayoutServerLoad = async (event) => {
  const organisation = await settle(apiOf(event).organisation());
  // Said here for the page of a story that is gone, which has no data of its own.
  const loop = /^\/f(?:\/|$)/.test(event.url.pathname) ? { loop: 'watch' } : {};
  return { organisation: isRefusal(organisation) ? '' : organisation.name, ...loop };
};
