/** Sharing a story from one's own account: the text is made here, and leaves by the reader's own hand. */
import { error, fail } from '@sveltejs/kit';
import { MAX_OWN_TEXT, ShareWay } from '@palier/playlists/share';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { problemWords } from '#lib/problem-words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const kit = await settle(apiOf(event).publicStories.kit(event.params.id, getLocale()));
  if (isRefusal(kit)) error(kit.problem.status === 404 ? 404 : 503, m.share_gone());
  return { loop: 'watch', heading: m.share_heading(), kit, isTyping: true };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const field = (name: string) => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    const chosen = field('chosen');
    const text = (chosen === 'own' || chosen === '' ? field('own') : chosen).trim().slice(0, MAX_OWN_TEXT);
    const typed = { own: field('own'), chosen, instance: field('instance'), disclose: form.has('disclose') };
    const way = ShareWay.safeParse(field('way'));
    if (text === '' || !way.success) return fail(400, { typed, fault: m.share_text_missing(), made: undefined });
    const made = await settle(
      apiOf(event).publicStories.share(event.params.id, {
        way: way.data,
        text,
        disclose: typed.disclose,
        language: getLocale(),
        ...(typed.instance === '' ? {} : { instance: typed.instance }),
      }),
    );
    if (isRefusal(made)) {
      const isInstance = made.problem.fields?.some(({ field: name }) => name === 'instance') === true;
      const isSpent = made.problem.type.endsWith('#share-spent');
      const fault = isInstance ? m.share_instance_wrong() : isSpent ? m.share_spent() : problemWords(made.problem);
      return fail(400, { typed, fault, made: undefined });
    }
    return { typed, fault: undefined, made };
  },
};
