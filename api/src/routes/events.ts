/** The panel's live stream: which nouns changed. */
import { Hono } from 'hono';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';
import { problem } from '../problem.ts';
import { person } from './params.ts';

export function eventRoutes({ panelHub, news }: Parts) {
  return new Hono<ApiEnv>().get('/api/events', async (c) => {
    const missed = await news.missedSince(c.req.header('last-event-id'));
    return panelHub.subscribe(c, person(c).sessionId, missed) ?? problem(c, 'server-busy', { retryAfterS: 10 });
  });
}
