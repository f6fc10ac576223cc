/** Sign-in: passes the API's session cookie to the browser and goes where the person was headed. */
import { fail, redirect } from '@sveltejs/kit';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { nextPath } from '#lib/demand.ts';
import { languageCookie } from '#lib/language-cookie.ts';
import { m } from '#lib/paraglide/messages.js';
import { cookieName, extractLocaleFromHeader } from '#lib/paraglide/runtime.js';
import { formOf } from '#lib/form-of.ts';
import { formText } from '#lib/form-text.ts';
import { problemWords } from '#lib/problem-words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = await settle(apiOf(event).session.get());
  if (isRefusal(session)) return { setupNeeded: false };
  if (session.user !== undefined) redirect(303, nextPath(event.url.searchParams.get('next'), event.url.origin));
  return { setupNeeded: session.setupNeeded };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await formOf(event);
    const email = formText(form, 'email').trim();
    const password = formText(form, 'password');
    const outcome = await settle(apiOf(event).session.signIn({ email, password }));
    if (isRefusal(outcome)) return fail(outcome.problem.status || 503, { email, fault: words(outcome.problem) });
    // A choice made in this browser wins, then what the browser asks for, and only then the account's language.
    const language = outcome.user?.language;
    const chosen = event.cookies.get(cookieName) !== undefined || extractLocaleFromHeader(event.request) !== undefined;
    if (language !== undefined && !chosen) languageCookie(event.cookies, language, event.url);
    redirect(303, nextPath(event.url.searchParams.get('next'), event.url.origin));
  },
};

function words(problem: Parameters<typeof problemWords>[0]): string {
  if (problem.status === 400 || problem.status === 401 || problem.status === 422) return m.sign_in_wrong();
  if (problem.status === 429) return m.sign_in_too_many();
  return problemWords(problem);
}
