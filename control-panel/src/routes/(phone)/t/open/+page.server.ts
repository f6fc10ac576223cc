/** Back by the six words. They travel in the body of this one form; a wrong receipt costs a moment and tells nothing. */
import { fail, redirect } from '@sveltejs/kit';
import { RECEIPT_WORDS } from '@palier/playlists/thread';
import { apiOf, isRefusal, settle, type Problem } from '#lib/api.ts';
import { formOf } from '#lib/form-of.ts';
import { formText } from '#lib/form-text.ts';
import { m } from '#lib/paraglide/messages.js';
import { codeOf, statusOf, threadFault } from '#lib/threads/fault-words.ts';
import { proofOf } from '#lib/threads/proof-field.ts';
import { typedWords, type TypedWord } from '#lib/threads/typed-words.ts';
import type { Actions, PageServerLoad } from './$types';

const MOST_CHARS = 300;

export const load: PageServerLoad = ({ url }) => ({ shut: url.searchParams.has('shut') });

export const actions: Actions = {
  default: async (event) => {
    const form = await formOf(event);
    const receipt = formText(form, 'words', MOST_CHARS);
    const proof = proofOf(form);
    const opened = await settle(apiOf(event).threads.open({ receipt, ...(proof && { proof }) }));
    if (!isRefusal(opened)) redirect(303, '/t/talk#end');
    return fail(statusOf(opened.problem), { typed: receipt, fault: openFault(opened.problem) });
  },
};

function openFault(problem: Problem): string {
  if (codeOf(problem) !== 'receipt-words') return threadFault(problem);
  const words = typedWords(problem);
  const strange = words.filter(({ known }) => !known).map(strangeWord);
  const count = words.length === RECEIPT_WORDS ? [] : [m.thread_open_count({ count: words.length })];
  return [...strange, ...count].join(' ');
}

function strangeWord({ typed, suggestions }: TypedWord): string {
  if (suggestions.length === 0) return m.thread_open_not({ typed });
  return m.thread_open_near({ typed, words: suggestions.join(', ') });
}
