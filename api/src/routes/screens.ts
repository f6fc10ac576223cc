/** Screens: the places on the walls, what each shows now and why. */
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { Screen } from '@palier/playlists/screen';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import { idFrom } from '../secrets.ts';
import { body, query } from '../validate.ts';
import { MAX_TIMELINE_MS, ScreenDraft, ScreenPatch, type PlaysAnswer } from '../wire.ts';
import { defined } from './session.ts';
import { AtQuery, PlaysQuery, SpanQuery } from './row.ts';

const MAX_SCREENS = 20_000;

export function screenRoutes(parts: Parts) {
  const { storage, screenViews, screenHub, heartbeats, playLog, clock, random } = parts;
  const instantOf = (text: string | undefined) =>
    text === undefined ? Temporal.Instant.fromEpochMilliseconds(clock.now()) : Temporal.Instant.from(text);
  return new Hono<ApiEnv>()
    .get('/api/screens', compress(), async (c) => c.json({ screens: await screenViews.all() }))
    .post('/api/screens', body(ScreenDraft), async (c) => {
      const draft = c.req.valid('json');
      if ((await storage.all('screens')).length >= MAX_SCREENS) {
        return problem(c, 'full', { detail: `There are ${MAX_SCREENS} screens already.` });
      }
      const screen = Screen.parse({ ...draft, id: idFrom(draft.name, random) });
      await storage.transact((transaction) => transaction.put('screens', { id: screen.id, screen, tokenHashes: [] }));
      return c.json(screen, 201);
    })
    .get('/api/screens/:id', async (c) => {
      const view = await screenViews.one(c.req.param('id'));
      return view === undefined ? problem(c, 'not-found') : c.json(view);
    })
    .patch('/api/screens/:id', body(ScreenPatch), async (c) => {
      const changes = defined(c.req.valid('json'));
      const screen = await storage.transact(async (transaction) => {
        const record = await transaction.get('screens', c.req.param('id'));
        if (record === undefined) return undefined;
        const merged = Object.entries({ ...record.screen, ...changes }).filter(([, value]) => value !== null);
        const changed = Screen.parse(Object.fromEntries(merged));
        await transaction.put('screens', { ...record, screen: changed });
        return changed;
      });
      return screen === undefined ? problem(c, 'not-found') : c.json(screen);
    })
    .delete('/api/screens/:id', async (c) => {
      const id = Screen.shape.id.safeParse(c.req.param('id')).data;
      if (id === undefined) return problem(c, 'not-found');
      const removed = await storage.transact(async (transaction) => {
        for (const noun of ['heartbeats', 'outages', 'screenshots', 'commands'] as const) {
          await transaction.remove(noun, id);
        }
        return transaction.remove('screens', id);
      });
      if (removed !== true) return problem(c, 'not-found');
      await playLog.forget(id);
      heartbeats.forget(id);
      screenHub.drop(id);
      return c.body(null, 204);
    })
    .get('/api/screens/:id/now', query(AtQuery), async (c) => {
      const id = Screen.shape.id.safeParse(c.req.param('id')).data;
      const at = instantOf(c.req.valid('query').at);
      const now = id === undefined ? undefined : await screenViews.nowAt(id, at.epochMilliseconds);
      return now === undefined ? problem(c, 'not-found') : c.json(now);
    })
    .get('/api/screens/:id/explain', query(AtQuery), async (c) => {
      const view = await screenViews.explain(c.req.param('id'), instantOf(c.req.valid('query').at));
      return view === undefined ? problem(c, 'not-found') : c.json(view);
    })
    .get('/api/screens/:id/timeline', query(SpanQuery), async (c) => {
      const span = c.req.valid('query');
      const [from, to] = [instantOf(span.from), instantOf(span.to)];
      const lengthMs = to.epochMilliseconds - from.epochMilliseconds;
      if (lengthMs <= 0) return invalidField(c, 'to', 'the span ends before it starts');
      if (lengthMs > MAX_TIMELINE_MS) return invalidField(c, 'to', 'a timeline spans at most 62 days');
      const blocks = await screenViews.timeline(c.req.param('id'), from, to);
      return blocks === undefined ? problem(c, 'not-found') : c.json({ blocks });
    })
    .get('/api/screens/:id/plays', query(PlaysQuery), async (c) => {
      const id = c.req.param('id');
      if ((await storage.get('screens', id)) === undefined) return problem(c, 'not-found');
      const answer: PlaysAnswer = await playLog.page(id, c.req.valid('query').after);
      return c.json(answer);
    });
}
