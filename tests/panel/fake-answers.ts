/** The fake API's surveys that are over: how the house keeps its word. */
import { Hono } from 'hono';
import type { World } from './fake-world.ts';

export function createFakeAnswers(_world: World): Hono {
  const app = new Hono();
  app.get('/api/loop', (c) => c.json({ open: [], overdue: [], awaiting: [], decisions: 0, done: 0, promised: 0 }));
  return app;
}
