/** Two of the words typed back, so that nobody writes who could not come back. */
import { fail, redirect } from '@sveltejs/kit';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { formOf } from '#lib/form-of.ts';
import { formText } from '#lib/form-text.ts';
import { m } from '#lib/paraglide/messages.js';
import { codeOf, statusOf, threadFault } from '#lib/threads/fault-words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const receipt = await settle(apiOf(event).threads.receipt());
  if (isRefusal(receipt)) redirect(303, '/t');
  return { ask: receipt.ask };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await formOf(event);
    const typed = [formText(form, 'first', 60), formText(form, 'second', 60)];
    const outcome = await settle(apiOf(event).threads.checkReceipt({ words: typed }));
    if (!isRefusal(outcome)) redirect(303, '/t/write');
    const { problem } = outcome;
    if (codeOf(problem) === 'receipt-gone') redirect(303, '/t');
    const wrong = Array.isArray(problem['wrong']) ? problem['wrong'].map(Number) : [];
    const fault =
      problem.status === 422 ? wrong.map((number) => m.thread_check_wrong({ number })).join(' ') : threadFault(problem);
    return fail(statusOf(problem), { fault, wrong, typed });
  },
};
