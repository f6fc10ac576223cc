/** Set-up: the one-time link makes the first administrator and signs them in. */
import { fail, redirect } from '@sveltejs/kit';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { languageCookie } from '#lib/language-cookie.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale, isLocale } from '#lib/paraglide/runtime.js';
import { formOf } from '#lib/form-of.ts';
import { formText } from '#lib/form-text.ts';
import { fieldFault, problemWords } from '#lib/problem-words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = await settle(apiOf(event).session.get());
  const token = event.url.searchParams.get('token') ?? '';
  return { token, done: !isRefusal(session) && !session.setupNeeded };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await formOf(event);
    const text = (name: string) => formText(form, name).trim();
    const chosen = form.get('language');
    const language = isLocale(chosen) ? chosen : getLocale();
    const sent = { token: text('token'), email: text('email'), name: text('name') };
    const outcome = await settle(
      apiOf(event).session.setUp({ ...sent, password: formText(form, 'password'), language }),
    );
    if (isRefusal(outcome)) {
      const { problem } = outcome;
      const badToken = problem.status === 401 || problem.status === 403 || problem.status === 404;
      return fail(problem.status || 503, {
        ...sent,
        fault: badToken ? m.setup_bad_token() : problemWords(problem),
        emailFault: fieldFault(problem, 'email'),
        nameFault: fieldFault(problem, 'name'),
        passwordFault: fieldFault(problem, 'password'),
      });
    }
    languageCookie(event.cookies, language, event.url);
    redirect(303, '/');
  },
};
