/** The panel's live stream: which nouns changed. */
import { Hono } from 'hono';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';
import { problem } from '../problem.ts';
import { person } from './params.ts';

/** Of one session: a browser holds no more connections than that, and nobody takes the streams of others. */
const MAX_STREAMS_PER_SESSION = 20;

export function eventRoutes({ panelHub, news }: Parts) {
  return new Hono<ApiEnv>().get('/api/events', async (c) => {
    const missed = await news.missedSince(c.req.header('last-event-id'));
    const { sessionId } = person(c);
    if (panelHub.countOf(sessionId) >= MAX_STREAMS_PER_SESSION) return problem(c, 'server-busy', { retryAfterS: 10 });
    return panelHub.subscribe(c, sessionId, missed) ?? problem(c, 'server-busy', { retryAfterS: 10 });
  });
}
