/** The panel's live stream: which nouns changed. */
import { Hono } from 'hono';
import type { ApiEnv } from '../environment.ts';
import { PANEL_KEY } from '../panel-news.ts';
import type { Parts } from '../parts.ts';
import { problem } from '../problem.ts';

export function eventRoutes({ panelHub, news }: Parts) {
  return new Hono<ApiEnv>().get('/api/events', async (c) => {
    const missed = await news.missedSince(c.req.header('last-event-id'));
    return panelHub.subscribe(c, PANEL_KEY, missed) ?? problem(c, 'server-busy', { retryAfterS: 10 });
  });
}
