/**
 * Reporting a post. Whoever opens this page, and nobody before, is given a random mark for it alone: a report counts once
 * for each. The mark comes back with the form or not at all; a browser that keeps none is told apart from no other.
 */
import { error, fail, redirect, type Cookies } from '@sveltejs/kit';
import { ReportWhy } from '@palier/playlists/moderation';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { formOf } from '#lib/form-of.ts';
import { formText } from '#lib/form-text.ts';
import { m } from '#lib/paraglide/messages.js';
import { problemWords } from '#lib/problem-words.ts';
import { markIn, reportPage } from '#lib/share/addresses.ts';
import type { Actions, PageServerLoad } from './$types';

const MARK = 'palier_report';
/** As long as a post is on screens at most; the page says so. */
const MARK_S = 90 * 24 * 3600;
/** When it was given, something random, and the server's signature. */
const SIGNED = /^[0-9a-z]{1,12}\.[\w-]{16}\.[\w-]{32}$/;

export const load: PageServerLoad = async (event) => {
  const { params, cookies, url } = event;
  const head = { loop: 'watch', heading: m.share_heading() };
  const story = await settle(apiOf(event).publicStories.get(params.id));
  // The report may have been the one that takes it off: whoever sent it is thanked all the same.
  const isSent = url.searchParams.has('sent');
  if (isRefusal(story)) {
    if (isSent) return { ...head, mark: markIn(url), isSent };
    error(story.problem.status === 404 ? 404 : 503, m.share_gone());
  }
  if (markOf(cookies) === undefined) {
    const given = await settle(apiOf(event).publicReports.mark(params.id));
    // Without one its report is taken all the same, as of a browser that keeps none.
    if (!isRefusal(given)) remember(cookies, url, given.mark);
  }
  return { ...head, mark: markIn(url), isSent, story };
};

export const actions: Actions = {
  default: async (event) => {
    const id = event.params.id;
    const why = ReportWhy.safeParse(formText(await formOf(event), 'why'));
    if (!why.success) return fail(400, { fault: m.share_choose() });
    const mark = markOf(event.cookies);
    const given = { why: why.data, ...(mark === undefined ? {} : { mark }) };
    const outcome = await settle(apiOf(event).publicReports.report(id, given));
    if (isRefusal(outcome)) {
      const isGone = outcome.problem.status === 404;
      return fail(isGone ? 404 : 429, { fault: isGone ? m.share_gone() : problemWords(outcome.problem) });
    }
    redirect(303, reportPage(id, markIn(event.url), { sent: '' }));
  },
};

function markOf(cookies: Cookies): string | undefined {
  const mark = cookies.get(MARK);
  return mark !== undefined && SIGNED.test(mark) ? mark : undefined;
}

/** Only the page of this report gets it back; no script reads it. */
function remember(cookies: Cookies, url: URL, mark: string): void {
  cookies.set(MARK, mark, {
    path: url.pathname,
    maxAge: MARK_S,
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
  });
}
