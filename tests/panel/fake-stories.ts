/** The fake API's stories: one of each state, some that phones reported; decided, set aside and put back in memory. */
import { Hono, type Context } from 'hono';
import { Story } from '@palier/playlists/story';
import { editedOf } from '../../api/src/feeds/own-stories.ts';
import { etagOf } from '../../api/src/versions.ts';
import { OwnStory, StoriesAnswer } from '../../api/src/wire/feeds.ts';
import type { World } from './fake-world.ts';

/** Fewer than the real server's, so that there is a rest. */
const A_PAGE = 8;

export function createFakeStories(world: World, changed: (...topics: string[]) => void) {
  const ago = (hours: number) => new Date(world.now() - hours * 3_600_000).toISOString();
  const story = (id: string, title: string, more: object = {}) =>
    Story.parse({
      id,
      title,
      voice: 'trade',
      sourceId: 'port',
      credit: 'Le Port',
      excerpt: 'Après six semaines de travaux, les camions accèdent de nouveau au terminal.',
      url: 'https://port.example/1',
      publishedAt: ago(3),
      state: 'live',
      ...more,
    });
  const HOUSE = { sourceId: 'maison', voice: 'corporate', credit: 'La maison' };
  const halle = {
    sourceId: 'halle',
    credit: 'La Gazette de la halle, du marché et de leurs environs',
    state: 'waiting',
  };
  const stories = new Map(
    [
      story('aaaaaaaa', 'Le quai nord rouvre lundi aux poids lourds', {
        pinnedUntil: new Date(world.now() + 9e8).toISOString(),
      }),
      story('bbbbbbbb', 'Une norme pour les batteries démontables', { state: 'waiting', undated: true }),
      story('cccccccc', 'Le fret ferroviaire repart', { state: 'blocked' }),
      story('dddddddd', 'Nos résultats sont publiés', HOUSE),
      story('rrrrrrrr', 'Les grévistes du port, ces tire-au-flanc', { state: 'waiting', publishedAt: ago(90) }),
      ...(world.empty ? [] : Array.from({ length: 9 }, (_, index) => index)).map((index) =>
        story(
          `hhhhhhh${index + 2 > 9 ? 'z' : index + 2}`,
          `${index % 3 === 1 ? LONG : 'Le marché du soir'}, ${index + 1}`,
          {
            ...halle,
            publishedAt: ago(5 + index),
          },
        ),
      ),
    ].map((one) => [one.id as string, one]),
  );
  const reports = new Map([
    [
      'rrrrrrrr',
      {
        story: 'rrrrrrrr',
        count: 3,
        hid: true,
        whys: [
          { why: 'hurtful', count: 2 },
          { why: 'wrong', count: 1 },
        ],
      },
    ],
  ]);
  const isReported = ({ id, state }: Story) => state === 'waiting' && reports.has(id);
  const waiting = () => [...stories.values()].filter(({ state }) => state === 'waiting');
  const refuse = (c: Context, status: 404 | 409 | 412, code: string) =>
    c.json({ type: `/api/docs#${code}`, title: code, status }, status, { 'content-type': 'application/problem+json' });

  /** Why not; undefined when it is done. */
  function act(id: string, asked: { act: string; from?: string; seen?: { title: string } }): string | undefined {
    const one = stories.get(id);
    if (one === undefined) return 'absent';
    if (asked.seen !== undefined && asked.seen.title !== one.title) return 'changed';
    if (asked.act === 'wait' && one.state !== asked.from) return 'decided';
    const state = { approve: 'live', block: 'blocked', wait: 'waiting' }[asked.act];
    stories.set(id, Story.parse({ ...one, state: state ?? one.state }));
    changed('stories');
    return undefined;
  }

  const routes = new Hono()
    .get('/api/stories', (c) => {
      const { state, source, from = '0' } = c.req.query();
      const found = [...stories.values()]
        .filter((one) => (state === undefined || one.state === state) && (source ?? one.sourceId) === one.sourceId)
        .toSorted(
          (a, b) => Number(isReported(b)) - Number(isReported(a)) || b.publishedAt.localeCompare(a.publishedAt),
        );
      const some = found.slice(Number(from), Number(from) + A_PAGE);
      const thumbnails = some.flatMap(({ id, picture }) => {
        const media = world.media.find((one) => one.id === picture);
        if (media === undefined) return [];
        return [{ story: id, sha256: media.sha256, widthPx: media.widthPx, heightPx: media.heightPx }];
      });
      return c.json(
        StoriesAnswer.parse({
          stories: some,
          total: found.length,
          thumbnails,
          reports: some.filter(isReported).map(({ id }) => reports.get(id)),
        }),
      );
    })
    .get('/api/story-count', (c) =>
      c.json({ waiting: waiting().length, reported: waiting().filter(isReported).length }),
    )
    .post('/api/story-decisions', async (c) => {
      const { stories: asked, ...what } = await c.req.json();
      const results = asked.map(({ id, seen }: { id: string; seen?: { title: string } }) => {
        const refused = act(id, { ...what, seen });
        return { id, ...(refused === undefined ? {} : { refused }) };
      });
      return c.json({ results });
    })
    .post('/api/stories/:id', async (c) => {
      const refused = act(c.req.param('id'), await c.req.json());
      if (refused === 'changed') return refuse(c, 409, 'story-changed');
      if (refused !== undefined) return refuse(c, 409, 'story-state');
      return c.json(stories.get(c.req.param('id')));
    })
    .post('/api/sources/maison/stories', async (c) => {
      const own = OwnStory.parse(await c.req.json());
      const id = `eeeeeee${'abcdefgh'[stories.size % 8]}`;
      const made = story(id, own.title, { ...own, ...HOUSE, publishedAt: ago(0), topics: own.topics ?? [] });
      stories.set(id, made);
      return c.json(made, 201);
    })
    .get('/api/stories/:id', (c) => {
      const found = stories.get(c.req.param('id'));
      if (found === undefined) return refuse(c, 404, 'not-found');
      c.header('ETag', etagOf(editedOf(found)));
      return c.json(found);
    })
    .put('/api/stories/:id', async (c) => {
      const before = stories.get(c.req.param('id'));
      if (before === undefined) return refuse(c, 404, 'not-found');
      if (c.req.header('if-match') !== etagOf(editedOf(before))) return refuse(c, 412, 'etag-stale');
      const own = OwnStory.parse(await c.req.json());
      const { id, publishedAt } = before;
      const after = Story.parse({ ...own, ...HOUSE, id, publishedAt, topics: own.topics ?? [], state: before.state });
      stories.set(id, after);
      c.header('ETag', etagOf(editedOf(after)));
      return c.json(after);
    })
    // Its source tells a story anew, as it may at any moment; no page is told.
    .post('/api/test/retell/:id', async (c) => {
      const one = stories.get(c.req.param('id'));
      if (one === undefined) return refuse(c, 404, 'not-found');
      stories.set(one.id, Story.parse({ ...one, ...(await c.req.json()) }));
      return c.body(null, 204);
    });
  return {
    routes,
    all: () => [...stories.values()],
    waitingOf: (source: string) => waiting().filter(({ sourceId }) => sourceId === source).length,
  };
}

const LONG =
  'La coopérative des maraîchers du bassin et la chambre consulaire interdépartementale présentent leur calendrier de rénovation énergétique des halles';
