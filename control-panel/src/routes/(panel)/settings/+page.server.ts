/** Settings: one's own account, and for administrators everybody's. The own ones work without scripts. */
import { fail } from '@sveltejs/kit';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { languageCookie } from '#lib/language-cookie.ts';
import { m } from '#lib/paraglide/messages.js';
import { isLocale } from '#lib/paraglide/runtime.js';
import { formOf } from '#lib/form-of.ts';
import { formText } from '#lib/form-text.ts';
import { fieldFault, problemWords } from '#lib/problem-words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:users');
  const { user } = await event.parent();
  const users = user.role === 'admin' ? (await demand(apiOf(event).users.list(), event.url)).users : undefined;
  const mail = user.role === 'admin' ? await demand(apiOf(event).mail.get(), event.url) : undefined;
  if (user.role !== 'admin') return { users, mail };
  const [alerts, screens, groups] = await Promise.all([
    demand(apiOf(event).screenCare.alerts(), event.url),
    demand(apiOf(event).screens.list(), event.url),
    demand(apiOf(event).groups.list(), event.url),
  ]);
  const named = screens.screens.map(({ screen }) => ({ id: screen.id, name: screen.name }));
  return { users, mail, alerts, options: { screens: named, groups: groups.groups } };
};

export const actions: Actions = {
  own: async (event) => {
    const form = await formOf(event);
    const chosen = form.get('language');
    const language = isLocale(chosen) ? chosen : undefined;
    const patch = { name: formText(form, 'name').trim(), ...(language === undefined ? {} : { language }) };
    const outcome = await settle(apiOf(event).session.updateUser(patch));
    if (isRefusal(outcome)) return fail(outcome.problem.status || 503, { ownFault: problemWords(outcome.problem) });
    if (language !== undefined) languageCookie(event.cookies, language, event.url);
    return { said: m.settings_saved({}, { locale: language }) };
  },
  password: async (event) => {
    const form = await formOf(event);
    const outcome = await settle(
      apiOf(event).session.updateUser({
        password: formText(form, 'password'),
        currentPassword: formText(form, 'currentPassword'),
      }),
    );
    if (!isRefusal(outcome)) return { said: m.settings_password_changed() };
    const { problem } = outcome;
    const wrong =
      problem.status === 401 || problem.status === 403 || fieldFault(problem, 'currentPassword') !== undefined;
    return fail(problem.status || 503, {
      passwordFault: fieldFault(problem, 'password'),
      currentFault: wrong ? m.settings_password_wrong() : undefined,
      otherFault: wrong || problem.fields !== undefined ? undefined : problemWords(problem),
    });
  },
};
