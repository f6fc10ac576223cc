/** What a calendar draws, and what a change of schedules would change before it is saved. */
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import type { ApiEnv } from '../environment.ts';
import { createOccurrences } from '../occurrences.ts';
import type { Parts } from '../parts.ts';
import { problem } from '../problem.ts';
import { body, query } from '../validate.ts';
import { OccurrencesQuery, PreviewRequest } from '../wire/occurrences.ts';

export function occurrenceRoutes({ content, drafts }: Pick<Parts, 'content' | 'drafts'>) {
  const occurrences = createOccurrences({ content, drafted: drafts.schedules });
  return new Hono<ApiEnv>()
    .get('/api/occurrences', compress(), query(OccurrencesQuery), async (c) => {
      const { screen, group, zone, from, days, drafts: asked } = c.req.valid('query');
      const withDrafts = asked !== undefined;
      const found =
        screen === undefined
          ? group && (await occurrences.ofGroup(group, zone, from, days, withDrafts))
          : await occurrences.ofScreen(screen, from, days, withDrafts);
      return found === undefined ? problem(c, 'not-found') : c.json(found);
    })
    .post('/api/schedules/preview', body(PreviewRequest), async (c) =>
      c.json(await occurrences.preview(c.req.valid('json'))),
    );
}
