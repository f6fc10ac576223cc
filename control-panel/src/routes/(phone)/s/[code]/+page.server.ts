/**
 * A survey on a phone. Of the request nothing is kept but what the page says before the first question: the mark of this
 * browser is made when answers have been taken, never before, and holds for one survey.
 */
import { cutSigns } from '@palier/playlists/plain-text';
import { SurveyCode } from '@palier/playlists/survey';
import { validateAnswers } from '@palier/playlists/survey-answers';
import { fail, redirect, type Cookies } from '@sveltejs/kit';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { formOf } from '#lib/form-of.ts';
import { formText } from '#lib/form-text.ts';
import { m } from '#lib/paraglide/messages.js';
import { readAnswers } from '#lib/surveys/phone/form-answers.ts';
import { standingOf, typedIn, type Returned } from '#lib/surveys/phone/sent.ts';
import type { Actions, PageServerLoad } from './$types';

const MARK = 'palier_survey';
/** No survey is open for longer. */
const MARK_S = 180 * 24 * 3600;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const load: PageServerLoad = async (event) => {
  const { params, url, cookies } = event;
  const code = SurveyCode.safeParse(params.code);
  if (code.success && code.data !== params.code) redirect(308, `/s/${code.data}${url.search}`);
  const admission = { k: url.searchParams.get('k')?.slice(0, 20), c: url.searchParams.get('c')?.slice(0, 40) };
  // With a form come back, what it holds is judged by the action alone.
  const isSent = event.request.method === 'POST';
  const survey = await demand(apiOf(event).publicSurveys.survey(params.code, isSent ? {} : given(admission)), url);
  return {
    loop: 'ask',
    heading: m.surveys_phone_heading(),
    survey,
    admission,
    isAnswered: survey.access !== 'codes' && markOf(cookies, survey.id) !== undefined,
    key: crypto.randomUUID(),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { params, cookies, url } = event;
    const form = await formOf(event);
    const api = apiOf(event);
    const key = UUID.test(formText(form, 'key')) ? formText(form, 'key') : crypto.randomUUID();
    const back = (status: number, returned: Pick<Returned, 'why'> & Partial<Returned>) =>
      fail(status, { taken: false as const, faults: [], typed: typedIn(form), key, ...returned });
    const survey = await settle(api.publicSurveys.survey(params.code));
    if (isRefusal(survey)) return back(503, { why: 'later' });
    const answers = readAnswers(survey.questions, form);
    const judged = validateAnswers(survey, answers);
    if ('faults' in judged) return back(422, { why: 'faults', faults: judged.faults });
    if (Object.keys(judged.answers).length === 0) return back(422, { why: 'empty' });
    const name = cutSigns(formText(form, 'name').trim(), 80);
    if (survey.mode !== 'anonymous' && name === '') return back(422, { why: 'name' });
    const mark = markOf(cookies, survey.id) ?? newMark();
    const outcome = await settle(
      api.publicSurveys.answer(params.code, {
        key,
        answers,
        ...(survey.access === 'codes' ? { code: formText(form, 'c', 40) } : { marker: mark }),
        ...(survey.access === 'onsite' ? { presence: formText(form, 'k', 20) } : {}),
        ...(survey.mode === 'anonymous' ? {} : { name }),
      }),
    );
    if (isRefusal(outcome)) {
      const { problem } = outcome;
      return back(problem.status >= 400 ? problem.status : 503, { why: standingOf(problem, survey.access) });
    }
    if (survey.access !== 'codes') remember(cookies, url, `${survey.id}.${mark}`);
    return { taken: true as const, decided: outcome.decided };
  },
};

function given({ k, c }: { k: string | undefined; c: string | undefined }): { k?: string; c?: string } {
  return { ...(k === undefined ? {} : { k }), ...(c === undefined ? {} : { c }) };
}

/** The mark of this browser for this survey, where it has answered it. */
function markOf(cookies: Cookies, survey: string): string | undefined {
  const [id, mark] = (cookies.get(MARK) ?? '').split('.');
  return id === survey && mark !== undefined && /^[0-9a-f]{32}$/.test(mark) ? mark : undefined;
}

function newMark(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Only this survey's page gets it back; no script reads it. */
function remember(cookies: Cookies, url: URL, value: string): void {
  cookies.set(MARK, value, {
    path: url.pathname,
    maxAge: MARK_S,
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
  });
}
