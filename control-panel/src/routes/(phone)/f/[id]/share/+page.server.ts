/** Sharing a story from one's own account: the text is made here, and leaves by the reader's own hand. */
import { error, fail } from '@sveltejs/kit';
import { cutSigns } from '@palier/playlists/plain-text';
import { MAX_OWN_TEXT, ShareWay } from '@palier/playlists/share';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { formOf } from '#lib/form-of.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { problemWords } from '#lib/problem-words.ts';
import { markIn } from '#lib/share/addresses.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const kit = await settle(apiOf(event).publicStories.kit(event.params.id, getLocale()));
  if (isRefusal(kit)) error(kit.problem.status === 404 ? 404 : 503, m.share_gone());
  return { loop: 'watch', heading: m.share_heading(), kit, mark: markIn(event.url), isTyping: true };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await formOf(event);
    const field = (name: string) => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    const [own, chosen, page] = [field('own'), field('chosen') || 'own', field('page')];
    const text = cutSigns((chosen === 'own' ? own : chosen).trim(), MAX_OWN_TEXT);
    const instance = field('instance');
    // The page stays the same one while somebody tries and comes back: a text that it had is not one more.
    const typed = { own, chosen, page, instance, disclose: form.has('disclose'), isSure: false };
    if (field('way') === 'again') return { typed, fault: undefined, isInstance: false, made: undefined };
    const again = (fault: string, more: Partial<typeof typed> = {}, isInstance = false) =>
      fail(400, { typed: { ...typed, ...more }, fault, isInstance, made: undefined });
    const way = ShareWay.safeParse(wayOf(field('way'), instance));
    if (text === '' || !way.success) return again(m.share_text_missing());
    // Without scripts, words of one's own may be written beside a suggestion that is still chosen: asked once.
    const isUnclear = chosen !== 'own' && own.trim() !== '' && field('sure') === '';
    if (isUnclear) return again(m.share_which(), { chosen: 'own', isSure: true });
    const made = await settle(
      apiOf(event).publicStories.share(event.params.id, {
        way: way.data,
        text,
        disclose: typed.disclose,
        language: getLocale(),
        ...(instance === '' ? {} : { instance }),
        ...(page === '' ? {} : { mark: page.slice(0, MAX_MARK) }),
      }),
    );
    if (isRefusal(made)) {
      if (made.problem.fields?.some(({ field: name }) => name === 'instance') === true)
        return again(m.share_instance_wrong(), {}, true);
      return again(made.problem.type.endsWith('#share-spent') ? m.share_text_spent() : problemWords(made.problem));
    }
    if (made.over > 0) return again(m.share_over({ count: made.over }), { chosen: 'own', own: text });
    return { typed, fault: undefined, isInstance: false, made };
  },
};

/** As much of a mark as the API takes: a longer one is none. */
const MAX_MARK = 200;

/** Who presses "go" on the keyboard is in the field of the Mastodon server, or copies. */
function wayOf(pressed: string, instance: string): string {
  if (pressed !== 'enter') return pressed;
  return instance === '' ? 'copy' : 'mastodon';
}
