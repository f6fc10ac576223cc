/** Takeovers: at once on every screen that is meant, over everything else, until a stated end. */
import { Hono } from 'hono';
import { TakeoverId } from '@palier/playlists/ids';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';
import { invalid, invalidField, problem } from '../problem.ts';
import { body } from '../validate.ts';
import { TakeoverStart } from '../wire.ts';
import { person } from './params.ts';

export function takeoverRoutes({ storage, takeovers, content }: Parts) {
  return new Hono<ApiEnv>()
    .get('/api/takeovers', async (c) => {
      const present = await content.current();
      const byStart = present.takeovers.toSorted((a, b) => b.takeover.startsAt.localeCompare(a.takeover.startsAt));
      return c.json({ takeovers: byStart.map((record) => takeovers.viewOf(record, present)) });
    })
    .post('/api/takeovers', body(TakeoverStart), async (c) => {
      const outcome = await takeovers.start(c.req.valid('json'), person(c).user.name);
      if ('started' in outcome) return c.json(takeovers.viewOf(outcome.started, await content.current()), 201);
      if (outcome.refused === 'invalid') return invalid(c, outcome.error);
      if (outcome.refused === 'no-playlist') return invalidField(c, 'content.playlistId', 'there is no such playlist');
      if (outcome.refused === 'full') {
        return problem(c, 'full', { detail: 'There are 200 takeovers running or planned: end some first.' });
      }
      if (outcome.refused === 'past') return invalidField(c, 'endsAt', 'it is over already');
      if (outcome.refused === 'no-screen') {
        return invalidField(c, `target.screens.${outcome.index}`, `there is no screen "${outcome.id}"`);
      }
      const ids = outcome.by.map((record) => record.id);
      const detail = `The takeover ${ids.join(', ')} is on some of these screens until ${outcome.by[0]?.takeover.endsAt}. End it, or send "replace": true.`;
      return problem(c, 'takeover-overlaps', { detail, about: { takeovers: ids } });
    })
    .get('/api/takeovers/:id', async (c) => {
      const id = TakeoverId.safeParse(c.req.param('id')).data;
      const record = id === undefined ? undefined : await storage.get('takeovers', id);
      return record === undefined ? problem(c, 'not-found') : c.json(takeovers.viewOf(record, await content.current()));
    })
    .post('/api/takeovers/:id/end', async (c) => {
      const record = await takeovers.end(c.req.param('id'));
      return record === undefined ? problem(c, 'not-found') : c.json(takeovers.viewOf(record, await content.current()));
    });
}
