/** Ready campaigns. */
import { Hono, type Context } from 'hono';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';
import { problem } from '../problem.ts';
import { person } from './params.ts';

export function starterRoutes({ starter }: Parts) {
  return new Hono<ApiEnv>()
    .get('/api/starter', async (c) => c.json({ campaigns: await starter.all() }))
    .post('/api/starter/:id', async (c) => {
      const outcome = await starter.make(c.req.param('id'), person(c).user);
      if (outcome === 'absent') return problem(c, 'not-found');
      if (outcome === 'busy') return busy(c);
      if (outcome === 'full') {
        return problem(c, 'campaign-full', {
          detail: 'There is no room for another survey or document: remove old ones.',
        });
      }
      return c.json(outcome);
    })
    .delete('/api/starter/:id', async (c) => {
      const outcome = await starter.undo(c.req.param('id'), person(c).user);
      if (outcome === 'absent') return problem(c, 'not-found');
      return outcome === 'busy' ? busy(c) : c.json(outcome);
    });
}

function busy(c: Context<ApiEnv>): Response {
  return problem(c, 'campaign-busy', { detail: 'Somebody is preparing it: wait a moment.' });
}
