/** Decisions: what was decided after asking, and the card that says so on the screens. */
import { Hono } from 'hono';
import { ActionContent, draftCard } from '@palier/playlists/action';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import { body, query } from '../validate.ts';
import { etagOf, staleOrMissing } from '../versions.ts';
import { ActionsQuery, CardWanted } from '../wire/surveys.ts';

export function actionRoutes({ storage, surveys }: Parts) {
  return new Hono<ApiEnv>()
    .get('/api/actions', query(ActionsQuery), async (c) => {
      const { survey } = c.req.valid('query');
      const records =
        survey === undefined ? await storage.all('actions') : await storage.find('actions', 'survey', survey);
      const actions = records.map(({ action }) => action);
      return c.json({ actions: actions.toSorted((a, b) => b.decidedOn.localeCompare(a.decidedOn)) });
    })
    .post('/api/actions', body(ActionContent), async (c) => {
      const record = await surveys.actions.create(c.req.valid('json'));
      if (record === 'no-survey') return invalidField(c, 'surveyId', 'there is no such published survey');
      if (record === 'full')
        return problem(c, 'full', { detail: 'There are 5,000 decisions already: remove old ones first.' });
      c.header('ETag', etagOf(record.action));
      return c.json(record.action, 201);
    })
    .post('/api/actions/card', body(CardWanted), async (c) => {
      const { figure, cell, surveyId, ...action } = c.req.valid('json');
      const record = await storage.get('surveys', surveyId);
      if (record === undefined) return invalidField(c, 'surveyId', 'there is no such survey');
      const asked = await surveys.results.askedFor(record, figure, cell);
      return c.json({ card: draftCard(asked, action) });
    })
    .get('/api/actions/:id', async (c) => {
      const record = await storage.get('actions', c.req.param('id'));
      if (record === undefined) return problem(c, 'not-found');
      c.header('ETag', etagOf(record.action));
      return c.json(record.action);
    })
    .put('/api/actions/:id', body(ActionContent), async (c) => {
      const outcome = await surveys.actions.write(c.req.param('id'), c.req.valid('json'), (present) =>
        staleOrMissing(c, present),
      );
      if (outcome === 'absent') return problem(c, 'not-found');
      if ('refusal' in outcome) return outcome.refusal;
      c.header('ETag', etagOf(outcome.action));
      return c.json(outcome.action);
    })
    .delete('/api/actions/:id', async (c) => {
      const removed = await surveys.actions.remove(c.req.param('id'));
      return removed === true ? c.body(null, 204) : problem(c, 'not-found');
    });
}
