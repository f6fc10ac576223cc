/** Sets the language of this browser and goes back to where the choice was made. */
import { redirect } from '@sveltejs/kit';
import { nextPath } from '#lib/demand.ts';
import { formOf } from '#lib/form-of.ts';
import { languageCookie } from '#lib/language-cookie.ts';
import { isLocale } from '#lib/paraglide/runtime.js';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ request, cookies, url }) => {
  const form = await formOf({ request });
  const language = form.get('language');
  if (isLocale(language)) languageCookie(cookies, language, url);
  const back = form.get('back');
  redirect(303, nextPath(typeof back === 'string' ? back : null, url.origin));
};
