/** Approves or refuses a machine by the code on its wall. Plain forms: it works on any phone, without scripts. */
import { fail } from '@sveltejs/kit';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { m } from '#lib/paraglide/messages.js';
import { fieldFault, problemWords } from '#lib/problem-words.ts';
import { formOf } from '#lib/form-of.ts';
import { formText } from '#lib/form-text.ts';
import { approvalOf, codeOf } from '#lib/screens/pairing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:pairings');
  const api = apiOf(event);
  const code = codeOf(event.url.searchParams.get('code') ?? '');
  if (code === '') return { code, pairing: undefined, screens: [], fault: undefined };
  const { screens } = await demand(api.screens.list(), event.url);
  const pairing = await settle(api.pairings.get(code));
  const names = screens.map(({ screen }) => ({ id: screen.id, name: screen.name }));
  if (!isRefusal(pairing)) return { code, pairing, screens: names, fault: undefined };
  const { problem } = pairing;
  const unknown = problem.status === 404 || problem.status === 410 || problem.status === 400 || problem.status === 422;
  return { code, pairing: undefined, screens: names, fault: unknown ? m.pair_unknown() : problemWords(problem) };
};

export const actions: Actions = {
  approve: async (event) => {
    const form = await formOf(event);
    const code = codeOf(formText(form, 'code'));
    const approval = approvalOf(form);
    const outcome = await settle(apiOf(event).pairings.approve(code, approval));
    if (!isRefusal(outcome)) return { paired: outcome.name, screenId: outcome.id };
    const { problem } = outcome;
    return fail(problem.status || 503, {
      fault: problem.status === 404 || problem.status === 410 ? m.pair_unknown() : problemWords(problem),
      nameFault: fieldFault(problem, 'name'),
      zoneFault: fieldFault(problem, 'zone'),
      sent: { ...approval, groups: formText(form, 'groups') },
    });
  },
  refuse: async (event) => {
    const form = await formOf(event);
    const outcome = await settle(apiOf(event).pairings.refuse(codeOf(formText(form, 'code'))));
    if (isRefusal(outcome)) return fail(outcome.problem.status || 503, { fault: problemWords(outcome.problem) });
    return { refused: true };
  },
};
