/** The first member sets the inbox up. The recovery key is in this one answer and nowhere else. */
import { fail } from '@sveltejs/kit';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { formOf } from '#lib/form-of.ts';
import { formText } from '#lib/form-text.ts';
import { passphraseFault } from '#lib/inbox/passphrase.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Actions } from './$types';

export const actions: Actions = {
  default: async (event) => {
    const form = await formOf(event);
    const passphrase = formText(form, 'passphrase');
    if (passphrase !== formText(form, 'again')) return fail(422, { fault: m.inbox_pass_differ() });
    const outcome = await settle(apiOf(event).inbox.setUp(passphrase));
    if (!isRefusal(outcome)) return { made: outcome };
    const { problem } = outcome;
    const fault = problem.type.endsWith('#inbox-exists') ? m.inbox_setup_exists() : passphraseFault(problem);
    return fail(problem.status || 503, { fault });
  },
};
