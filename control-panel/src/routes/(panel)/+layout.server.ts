/** What every page of the panel needs: who is there, the takeovers that run, what waits for HR, and the server's clock. */
import { redirect } from '@sveltejs/kit';
import { mayModerate } from '#lib/access.ts';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { demand, signInPath } from '#lib/demand.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
  event.depends('palier:takeovers', 'palier:users', 'palier:inbox-count', 'palier:proposals', 'palier:stories');
  const api = apiOf(event);
  const session = await demand(api.session.get(), event.url);
  if (session.user === undefined) redirect(303, signInPath(event.url));
  const { takeovers } = await demand(api.takeovers.list(), event.url);
  // How many wait is for HR alone, and a page must not fail for want of it.
  const counts = session.user.role === 'hr' ? await api.inbox.counts() : undefined;
  const [proposals, stories] = mayModerate(session.user)
    ? await Promise.all([settle(api.moderation.count()), settle(api.stories.count())])
    : [];
  return {
    user: session.user,
    proposed: proposals === undefined || isRefusal(proposals) ? 0 : proposals.waiting,
    news: stories === undefined || isRefusal(stories) ? { waiting: 0, reported: 0 } : stories,
    running: takeovers.filter((view) => view.state === 'running'),
    waiting: counts === undefined || isRefusal(counts) ? 0 : counts.waiting,
    serverMs: Date.now(),
  };
};
