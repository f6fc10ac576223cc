/** What is told of engagement. */
import { Hono } from 'hono';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';

export function engagementRoutes({ engagement }: Parts) {
  return new Hono<ApiEnv>().get('/api/engagement', async (c) => c.json(await engagement.answer()));
}
