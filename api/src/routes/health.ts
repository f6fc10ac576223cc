/** Whether the server works: for people, balancers and the end-to-end tests. */
import { Hono } from 'hono';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';
import type { HealthView } from '../wire.ts';

export function healthRoutes({ storage, version }: Parts) {
  return new Hono<ApiEnv>().get('/api/health', async (c) => {
    const health = storage.health();
    const view: HealthView = {
      status: health.writable ? 'ok' : 'degraded',
      version,
      revision: await storage.revision('content'),
      writable: health.writable,
      ...(health.writable ? {} : { reason: health.reason }),
    };
    return c.json(view);
  });
}
