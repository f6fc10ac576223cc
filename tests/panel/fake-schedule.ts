/** The part of the stand-in API that schedules need: the real engine over the fake world, so that what is drawn is what would play. */
import { Hono } from 'hono';
import { createOccurrences } from '../../api/src/occurrences.ts';
import { OccurrencesQuery, PreviewRequest } from '../../api/src/wire/occurrences.ts';
import type { Content } from '../../api/src/content.ts';
import { screenView, type World } from './fake-world.ts';

export function createFakeSchedule(world: World): Hono {
  const content = {
    current: async (): Promise<Content> => ({
      revision: 1,
      screens: [...world.screens.values()].map(({ screen }) => ({ id: screen.id, screen, tokenHashes: [] })),
      schedules: [...world.schedules.values()].map(({ value }) => value),
      takeovers: [...world.takeovers.values()].map(({ takeover }) => ({ id: takeover.id, takeover, reached: [] })),
      playlists: new Map(),
      media: new Map(),
      figures: new Map(),
      networks: new Map(),
      surveys: new Map(),
      surveyFaces: new Map(),
      actions: new Map(),
      documents: new Map(),
      audiences: [],
      editions: new Map(),
    }),
    stop: () => {},
  };
  const occurrences = createOccurrences({ content, drafted: async () => [] });
  return new Hono()
    .get('/api/occurrences', async (c) => {
      const { screen, group, zone, from, days } = OccurrencesQuery.parse(c.req.query());
      const found =
        group === undefined
          ? await occurrences.ofScreen(screen ?? '', from, days)
          : await occurrences.ofGroup(group, zone, from, days);
      return c.json(found ?? { title: 'no such thing', status: 404, type: 'about:blank' }, found ? 200 : 404);
    })
    .post('/api/schedules/preview', async (c) =>
      c.json(await occurrences.preview(PreviewRequest.parse(await c.req.json()))),
    )
    .get('/api/screens/:id/now', (c) => {
      const seed = [...world.screens.values()].find(({ screen }) => screen.id === c.req.param('id'));
      return seed === undefined
        ? c.json({ title: 'no such screen', status: 404, type: 'about:blank' }, 404)
        : c.json(screenView(world, seed).now);
    })
    .get('/api/calendars', (c) => c.json({ calendars: [] }))
    .post('/api/calendars', async (c) => {
      const { of } = await c.req.json();
      const calendar = { id: 'c1', of, createdAt: new Date(world.now()).toISOString(), createdBy: 'Inès Marchal' };
      return c.json({ calendar, url: `http://palier.acme.fr/api/calendars/${'x'.repeat(43)}.ics` }, 201);
    });
}
