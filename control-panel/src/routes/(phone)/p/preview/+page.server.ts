/**
 * Between writing and sending: the form comes here, is shown as a screen shows it, and only then goes. Nothing typed is
 * kept on the server: it travels in the page, and comes back whole whatever is refused.
 */
import { fail, redirect } from '@sveltejs/kit';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { formOf } from '#lib/form-of.ts';
import { filesOf, receive, type Returned } from '#lib/proposals/receive.ts';
import { contentOf, readTyped, slugOf } from '#lib/proposals/typed.ts';
import { faultsOf, refusalWords } from '#lib/proposals/words.ts';
import { codeOf, statusOf } from '#lib/threads/fault-words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  if (event.request.method === 'GET') redirect(303, '/p');
  return { about: await demand(apiOf(event).proposals.about(), event.url), isTyping: true };
};

const back = (status: number, returned: Returned) => fail(status, { stage: 'form' as const, ...returned });

export const actions: Actions = {
  look: async (event) => {
    const about = await demand(apiOf(event).proposals.about(), event.url);
    const { content, ...returned } = await receive(event, about);
    if (content === undefined) return back(422, returned);
    return { stage: 'preview' as const, ...returned, content };
  },
  change: async (event) => {
    const typed = readTyped(await formOf(event));
    const files = await filesOf(apiOf(event), typed);
    return { stage: 'form' as const, typed, files, faults: {}, alerts: [] };
  },
  send: async (event) => {
    const api = apiOf(event);
    const about = await demand(api.proposals.about(), event.url);
    const typed = readTyped(await formOf(event));
    const files = await filesOf(api, typed);
    const made = contentOf(typed, files, about);
    if ('faults' in made) return back(422, { typed, files, faults: made.faults, alerts: [] });
    const mail = typed.mail === '' ? {} : { mail: typed.mail };
    const own = api.proposals.of(typed.key);
    const { content } = made;
    const sent = await settle(
      typed.revision === 0
        ? own.submit({ content, ...mail })
        : own.edit({ content, ...mail, revision: typed.revision }),
    );
    if (!isRefusal(sent)) redirect(303, `/p/${slugOf(typed.key)}?sent`);
    const { problem } = sent;
    const alerts = [refusalWords(problem)];
    // Begun too long ago: the next try gets words of its own.
    if (codeOf(problem) === 'proposal-unknown' && typed.revision === 0) Object.assign(typed, { key: '', kept: [] });
    const faults = faultsOf(problem);
    const said = Object.keys(faults).length > 0 ? [] : alerts;
    return back(statusOf(problem), { typed, files: typed.key === '' ? [] : files, faults, alerts: said });
  },
};
