/** Back to a proposal by its six words, read as kindly as the receipt of a conversation. */
import { fail, redirect } from '@sveltejs/kit';
import { RECEIPT_WORDS } from '@palier/playlists/thread';
import { apiOf, isRefusal, settle, type Problem } from '#lib/api.ts';
import { formOf } from '#lib/form-of.ts';
import { formText } from '#lib/form-text.ts';
import { m } from '#lib/paraglide/messages.js';
import { refusalWords } from '#lib/proposals/words.ts';
import { codeOf, statusOf } from '#lib/threads/fault-words.ts';
import { proofOf } from '#lib/threads/proof-field.ts';
import { typedWords } from '#lib/threads/typed-words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({ unknown: url.searchParams.has('unknown') });

export const actions: Actions = {
  default: async (event) => {
    const form = await formOf(event);
    const words = formText(form, 'words', 300);
    const proof = proofOf(form);
    const opened = await settle(apiOf(event).proposals.open({ words, ...(proof && { proof }) }));
    if (!isRefusal(opened)) redirect(303, `/p/${opened.key}`);
    return fail(statusOf(opened.problem), { typed: words, fault: faultOf(opened.problem) });
  },
};

function faultOf(problem: Problem): string {
  if (codeOf(problem) === 'proposal-unknown') return m.proposals_find_unknown();
  if (codeOf(problem) !== 'receipt-words') return refusalWords(problem);
  const words = typedWords(problem);
  const strange = words.filter(({ known }) => !known);
  const near = strange.map(({ typed, suggestions }) =>
    suggestions.length === 0
      ? m.thread_open_not({ typed })
      : m.thread_open_near({ typed, words: suggestions.join(', ') }),
  );
  return [...near, ...(words.length === RECEIPT_WORDS ? [] : [m.thread_open_count({ count: words.length })])].join(' ');
}
