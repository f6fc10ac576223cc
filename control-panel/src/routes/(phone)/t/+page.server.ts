/** The door: how to talk to HR, and how to come back. Makes the receipt; its words are shown on the next page. */
import { fail, redirect } from '@sveltejs/kit';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { formOf } from '#lib/form-of.ts';
import { formText } from '#lib/form-text.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { statusOf, threadFault } from '#lib/threads/fault-words.ts';
import { proofOf } from '#lib/threads/proof-field.ts';
import { dueWords } from '#lib/threads/when-words.ts';
import { isKept, isPlainHttp } from '#lib/threads/browser.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const api = apiOf(event);
  const about = await demand(api.threads.about(), event.url);
  const pending = isKept(event.cookies, 'receipt') && !isRefusal(await settle(api.threads.receipt()));
  return {
    about,
    pending,
    /** Only that one was opened: looking whether it still is would count as reading it. */
    opened: isKept(event.cookies, 'thread'),
    isPlain: isPlainHttp(event.url),
    expected: about.expected && dueWords(about.expected.by, Date.now(), about.zone),
  };
};

export const actions: Actions = {
  begin: async (event) => {
    const form = await formOf(event);
    const wished = formText(form, 'language');
    const language = wished === 'fr' || wished === 'en' ? wished : getLocale();
    const proof = proofOf(form);
    const made = await settle(apiOf(event).threads.newReceipt({ language, ...(proof && { proof }) }));
    if (isRefusal(made)) return fail(statusOf(made.problem), { fault: threadFault(made.problem) });
    redirect(303, '/t/receipt');
  },
};
