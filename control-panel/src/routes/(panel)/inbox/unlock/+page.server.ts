/** Unlocks the inbox for this session, asks to be let in, or opens it by the printed key. Works without scripts. */
import { fail, redirect } from '@sveltejs/kit';
import { apiOf, isRefusal, settle, type Problem } from '#lib/api.ts';
import { formOf } from '#lib/form-of.ts';
import { formText } from '#lib/form-text.ts';
import { backPath } from '#lib/inbox/door.ts';
import { passphraseFault } from '#lib/inbox/passphrase.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Actions } from './$types';

const status = (problem: Problem) => problem.status || 503;

export const actions: Actions = {
  unlock: async (event) => {
    const form = await formOf(event);
    const outcome = await settle(apiOf(event).inbox.unlock(formText(form, 'passphrase')));
    if (isRefusal(outcome)) return fail(status(outcome.problem), { unlockFault: passphraseFault(outcome.problem) });
    redirect(303, backPath(event.url.searchParams.get('next')));
  },
  ask: async (event) => {
    const form = await formOf(event);
    const passphrase = formText(form, 'passphrase');
    if (passphrase !== formText(form, 'again')) return fail(422, { askFault: m.inbox_pass_differ() });
    const outcome = await settle(apiOf(event).inbox.ask(passphrase));
    if (isRefusal(outcome)) return fail(status(outcome.problem), { askFault: passphraseFault(outcome.problem) });
    return { asked: true };
  },
  recover: async (event) => {
    const form = await formOf(event);
    const passphrase = formText(form, 'passphrase');
    if (passphrase !== formText(form, 'again')) return fail(422, { recoverFault: m.inbox_pass_differ() });
    const outcome = await settle(apiOf(event).inbox.recover(formText(form, 'recovery').trim(), passphrase));
    if (isRefusal(outcome)) return fail(status(outcome.problem), { recoverFault: passphraseFault(outcome.problem) });
    redirect(303, '/inbox/settings');
  },
};
