/** What every page of the panel needs: who is there, the takeovers that run, and the server's clock. */
import { redirect } from '@sveltejs/kit';
import { apiOf } from '#lib/api.ts';
import { demand, signInPath } from '#lib/demand.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
  event.depends('palier:takeovers', 'palier:users');
  const api = apiOf(event);
  const session = await demand(api.session.get(), event.url);
  if (session.user === undefined) redirect(303, signInPath(event.url));
  const { takeovers } = await demand(api.takeovers.list(), event.url);
  return {
    user: session.user,
    running: takeovers.filter((view) => view.state === 'running'),
    serverMs: Date.now(),
  };
};
