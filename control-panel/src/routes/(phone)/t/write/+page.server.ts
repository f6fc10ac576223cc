/** The first message: what about, with or without a name. It begins the thread and uses the receipt up. */
import { fail, redirect } from '@sveltejs/kit';
import { ThreadTopic } from '@palier/playlists/thread';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { formOf } from '#lib/form-of.ts';
import { formText } from '#lib/form-text.ts';
import { m } from '#lib/paraglide/messages.js';
import { statusOf, threadFault } from '#lib/threads/fault-words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const api = apiOf(event);
  const receipt = await settle(api.threads.receipt());
  // After a message was refused the page is shown with its text, whatever became of the receipt.
  if (event.request.method === 'GET') {
    if (isRefusal(receipt)) redirect(303, '/t');
    if (!receipt.confirmed) redirect(303, '/t/check');
  }
  return { about: await demand(api.threads.about(), event.url), key: crypto.randomUUID() };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await formOf(event);
    const typed = {
      topic: formText(form, 'topic'),
      who: formText(form, 'who') === 'named' ? ('named' as const) : ('anonymous' as const),
      name: formText(form, 'name').trim(),
      text: formText(form, 'text'),
      key: formText(form, 'key'),
    };
    const topic = ThreadTopic.safeParse(typed.topic);
    if (!topic.success) return fail(422, { ...typed, fault: m.thread_topic_missing() });
    if (typed.text.trim() === '') return fail(422, { ...typed, fault: m.thread_text_missing() });
    if (typed.who === 'named' && typed.name === '') return fail(422, { ...typed, fault: m.thread_name_missing() });
    const begun = await settle(
      apiOf(event).threads.begin({
        topic: topic.data,
        text: typed.text,
        key: typed.key,
        ...(typed.who === 'named' ? { name: typed.name } : {}),
      }),
    );
    if (isRefusal(begun)) return fail(statusOf(begun.problem), { ...typed, fault: threadFault(begun.problem) });
    redirect(303, '/t/talk#end');
  },
};
