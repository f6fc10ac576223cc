/** The fake API's sources: one of each state, with what `fake-stories.ts` has of each. */
import { Hono } from 'hono';
import { allAudiences, Audience } from '@palier/playlists/audience';
import { Source } from '@palier/playlists/source';
import { StoryId } from '@palier/playlists/story';
import { STARTER_SETS } from '../../api/src/feeds/starter-sets.ts';
import {
  FoundFeeds,
  OpmlImport,
  SourcePatch,
  SourceView,
  StarterAsked,
  type ImportAnswer,
} from '../../api/src/wire/feeds.ts';
import { MixAnswer, MixView } from '../../api/src/wire/mix.ts';
import { KitView } from '../../api/src/wire/share.ts';
import { suggestedTexts } from '@palier/playlists/share';
import { createFakeStories } from './fake-stories.ts';
import type { World } from './fake-world.ts';

export function createFakeSources(world: World, changed: (...topics: string[]) => void): Hono {
  const ago = (hours: number) => new Date(world.now() - hours * 3_600_000).toISOString();
  const source = (id: string, name: string, more: object = {}) =>
    Source.parse({ id, name, url: `https://${id}.example/rss`, topics: ['production'], ...more });
  const views = [
    {
      source: source('port', 'Le Port', { trusted: true }),
      checkedAt: ago(1),
      okAt: ago(1),
      failures: 0,
      live: 40,
      waiting: 0,
      doubles: 3,
      reach: { shown: 12, ready: 21 },
      movedFrom: { url: 'https://www.le-port-de-la-halle.example/ancienne/adresse/du/flux.xml', at: ago(60) },
    },
    {
      source: source('halle', 'La Gazette de la halle, du marché et de leurs environs'),
      checkedAt: ago(2),
      okAt: ago(50),
      failures: 3,
      trouble: 'status',
      status: 503,
      live: 0,
      waiting: 1,
    },
    {
      source: source('ancienne', 'Le Port', { url: 'https://archives.example/rss' }),
      checkedAt: ago(1),
      okAt: ago(1),
      failures: 0,
      live: 0,
      waiting: 0,
      newest: '2018-01-11T10:00:00.000Z',
    },
    {
      source: source('neuve', 'Une source neuve', { enabled: false }),
      failures: 0,
      live: 8,
      waiting: 0,
      reach: { shown: 0, ready: 0, lack: 'off' },
    },
    {
      source: source('hafen', 'Der Hafenbote', { trusted: true }),
      checkedAt: ago(1),
      okAt: ago(1),
      failures: 0,
      live: 40,
      waiting: 0,
      reach: { shown: 0, ready: 0, lack: 'language', languages: ['de'] },
    },
    {
      source: source('fil', 'Le fil de la production'),
      checkedAt: ago(1),
      okAt: ago(1),
      failures: 0,
      live: 0,
      waiting: 6,
      reach: { shown: 0, ready: 0, lack: 'topics' },
    },
    {
      source: Source.parse({ id: 'maison', name: 'La maison', kind: 'own', voice: 'corporate' }),
      failures: 0,
      live: 1,
      waiting: 0,
      reach: { shown: 0, ready: 1 },
    },
  ].map((view) => SourceView.parse(view));
  const { routes, all, waitingOf } = createFakeStories(world, changed);
  const audiences = allAudiences([
    Audience.parse({
      id: 'atelier',
      name: 'L’atelier',
      target: { all: false, screens: ['cafeteria'], groups: [] },
      topics: ['production'],
      shares: { corporatePercent: 40, colleaguesPercent: 15 },
      overrideReason: 'La semaine du lancement',
    }),
  ]);
  const mixes = audiences.map(({ id, name, shares, overrideReason }, index) =>
    MixView.parse({
      audienceId: id,
      name,
      shares,
      ...(overrideReason === undefined ? {} : { overrideReason }),
      screens: 2,
      ...(index === 0
        ? {
            edition: {
              madeAt: ago(1),
              places: { trade: 40, corporate: 10, colleagues: 10 },
              stories: 20,
              short: ['trade', 'colleagues'],
              stock: { trade: 3, corporate: 8, colleagues: 0 },
            },
            wanted: [
              { voice: 'trade', stories: 14, waiting: 1 },
              { voice: 'colleagues', stories: 3, waiting: 0 },
            ],
            perHour: 284,
          }
        : {}),
      played:
        index === 0
          ? {
              trade: 400,
              corporate: 100,
              colleagues: 90,
              corporateShare: 0.2,
              corporateInTen: { fewest: 1, most: 3 },
              screens: 2,
            }
          : { trade: 0, corporate: 0, colleagues: 0, screens: 0 },
    }),
  );
  const audit = MixAnswer.shape.audit.parse([
    { at: ago(2), by: 'Inès Marchal', sourceId: 'port', name: 'Le Port', voice: 'trade' },
    {
      at: ago(3),
      by: 'Inès Marchal',
      audienceId: 'atelier',
      name: 'L’atelier',
      corporatePercent: 40,
      colleaguesPercent: 15,
      overrideReason: 'La semaine du lancement',
    },
    {
      at: ago(90),
      by: 'Paul Roy',
      audienceId: 'quai',
      name: 'Le quai',
      corporatePercent: 35,
      colleaguesPercent: 0,
      act: 'removed',
    },
  ]);
  const kits = all()
    .filter(({ state }) => state === 'live')
    .flatMap((one) => [
      one,
      {
        ...one,
        id: StoryId.parse(`h${one.id.slice(1)}`),
        voice: 'colleagues' as const,
        credit: 'Une personne de l’atelier',
      },
    ])
    .map(({ id, voice, title, credit, url, publishedAt }, index) =>
      KitView.parse({
        id,
        voice,
        title,
        credit,
        url,
        language: 'fr',
        publishedAt,
        page: `http://localhost/f/${id}`,
        reachable: index > 0,
        allowed: voice !== 'colleagues',
        texts: index === 0 ? ['Une bonne nouvelle pour nos quais.'] : [],
        suggestions: suggestedTexts({ title, credit, voice }, 'Acme', 'fr'),
        ...(index === 0 ? { written: { at: ago(1), by: 'Inès Marchal' }, opens: 40, shares: 5 } : {}),
        ways: [],
      }),
    );
  const isInside = (url: string) => !URL.canParse(url) || new URL(url).hostname.startsWith('192.168.');
  /** What the API does with a list: each address once, those of the house's network never. */
  function taken(feeds: readonly { name: string; url: string }[]): ImportAnswer {
    const unusable = feeds.filter(({ url }) => isInside(url)).map(({ name }) => name);
    const known = feeds.filter(({ url }) => views.some(({ source: one }) => one.url === url)).length;
    const fresh = feeds.filter(({ url }) => !isInside(url) && !views.some(({ source: one }) => one.url === url));
    const added = fresh.map(({ name, url }, at) => source(`neuf${views.length + at}`, name, { url, topics: [] }));
    views.push(
      ...added.map((one) =>
        SourceView.parse({ source: one, failures: 0, live: 0, waiting: 0, reach: { shown: 0, ready: 0 } }),
      ),
    );
    return { added: added.map(({ id }) => id), known, refused: unusable.length, unusable, full: 0 };
  }
  return new Hono()
    .get('/api/sources', (c) =>
      c.json({
        sources: views.map((view) => ({ ...view, waiting: Math.max(view.waiting, waitingOf(view.source.id)) })),
        freshDays: 7,
      }),
    )
    .post('/api/sources/find', (c) => {
      const feed = (id: string, title: string, more: object = {}) => ({
        url: `https://${id}.example/neu.rss`,
        title,
        items: 20,
        newest: ago(5),
        known: false,
        ...more,
      });
      const feeds = [
        feed('hafen', 'Der Hafenbote', { language: 'de', unread: true }),
        feed('harbour', 'The Harbour Post', { language: 'en', unread: true }),
        feed('havre', 'Le Havre', { language: 'fr' }),
      ];
      return c.json(FoundFeeds.parse({ feeds }));
    })
    .get('/api/sources/starter', (c) => c.json({ sets: STARTER_SETS }))
    .post('/api/sources/starter', async (c) => {
      const { sets } = StarterAsked.parse(await c.req.json());
      const feeds = STARTER_SETS.filter(({ id }) => sets.includes(id)).flatMap((set) => set.feeds);
      return c.json(taken(feeds.map(({ name, url }) => ({ name, url }))));
    })
    .post('/api/sources/opml', async (c) => {
      const { opml } = OpmlImport.parse(await c.req.json());
      const lines = [...opml.matchAll(/<outline text="([^"]+)" xmlUrl="([^"]+)"/g)];
      return c.json(taken(lines.map(([, name = '', url = '']) => ({ name, url }))));
    })
    .patch('/api/sources/:id', async (c) => {
      const { url = '' } = SourcePatch.parse(await c.req.json());
      const other = views.find(({ source: one }) => one.url === url);
      const refused = other === undefined ? (isInside(url) ? 'private' : undefined) : 'it is among the sources already';
      const view = views.find(({ source: one }) => one.id === c.req.param('id'));
      if (refused === undefined) return c.json(view);
      const fields = [{ field: 'url', reason: refused }];
      const about = other === undefined ? {} : { knownId: other.source.id };
      const type = '/api/docs#body-invalid';
      return c.json({ ...about, type, title: 'Some fields are not as they must be', status: 422, fields }, 422);
    })
    .get('/api/topics', (c) => c.json({ topics: [{ id: 'production', name: { fr: 'Production', en: 'Production' } }] }))
    .get('/api/audiences', (c) => c.json({ audiences, revision: 1 }))
    .get('/api/mix', (c) => c.json({ mixes, audit }))
    .get('/api/share', (c) => c.json({ stories: kits, truncated: true }))
    .route('/', routes);
}
