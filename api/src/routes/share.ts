/**
 * Stories on phones, and the kits with which they are shared. Phones are asked nothing of who they are: no session is
 * looked up, no address is kept (limits count by a hash that lives an hour in memory).
 */
import { Hono, type Context } from 'hono';
import { WrittenKit } from '@palier/playlists/share';
import type { Story } from '@palier/playlists/story';
import type { ApiEnv } from '../environment.ts';
import { serveMedia } from '../media/serve.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import { body, query } from '../validate.ts';
import { FeedQuery, KitQuery, ReactionGiven, ShareWanted, type ReactionTaken } from '../wire/share.ts';
import { person } from './params.ts';

export function shareRoutes(parts: Parts) {
  const { share } = parts;
  return new Hono<ApiEnv>()
    .route('/', publicStoryRoutes(parts))
    .get('/api/share', async (c) => c.json(await share.kits.list()))
    .put('/api/share/:id', body(WrittenKit), async (c) => {
      const story = await share.stories.byId(c.req.param('id'));
      if (story === undefined) return problem(c, 'not-found', { detail: 'This story is not shown any more.' });
      await share.kits.write(story, c.req.valid('json'), person(c).user.name);
      return c.json(await share.kits.view(story));
    })
    .delete('/api/share/:id', async (c) => {
      const story = await share.stories.byId(c.req.param('id'));
      if (story === undefined) return problem(c, 'not-found', { detail: 'This story is not shown any more.' });
      await share.kits.forget(story);
      return c.json(await share.kits.view(story));
    });
}

function publicStoryRoutes(parts: Parts) {
  const { stories, kits, tallies, blindKey, acts, wrongTries } = parts.share;

  /** The live story of the address, or the refusal: only who guesses addresses is slowed. */
  async function found(c: Context<ApiEnv>): Promise<Story | Response> {
    const story = await stories.byId(c.req.param('id') ?? '');
    if (story !== undefined) return story;
    const key = blindKey('story', c.get('address'));
    const waitMs = wrongTries.waitMs(key);
    if (waitMs > 0) return problem(c, 'too-many-requests', { retryAfterS: waitMs / 1000 });
    wrongTries.count(key);
    return problem(c, 'not-found', { detail: 'This story is not shown any more.' });
  }

  /** Whether an act counts: not once this address has acted on the story more often than people do. */
  function counts(c: Context<ApiEnv>, what: string, { id }: Story): boolean {
    return acts.take(blindKey(`${what} ${id}`, c.get('address'))) === 0;
  }

  return new Hono<ApiEnv>()
    .get('/api/public/stories', query(FeedQuery), async (c) => c.json(await stories.feed(c.req.valid('query'))))
    .get('/api/public/stories/:id', async (c) => {
      const story = await found(c);
      return story instanceof Response ? story : c.json(await stories.view(story));
    })
    .post('/api/public/stories/:id/opens', async (c) => {
      const story = await found(c);
      if (story instanceof Response) return story;
      if (counts(c, 'open', story)) tallies.count(story.id, 'open');
      return c.body(null, 204);
    })
    .post('/api/public/stories/:id/reactions', body(ReactionGiven), async (c) => {
      const story = await found(c);
      if (story instanceof Response) return story;
      const counted = counts(c, 'react', story);
      if (counted) tallies.count(story.id, `react:${c.req.valid('json').kind}`);
      return c.json({ counted } satisfies ReactionTaken);
    })
    .get('/api/public/stories/:id/kit', query(KitQuery), async (c) => {
      const story = await found(c);
      if (story instanceof Response) return story;
      if (!(await stories.mayShare(story))) return notShared(c);
      return c.json(await kits.offer(story, c.req.valid('query').language));
    })
    .post('/api/public/stories/:id/shares', body(ShareWanted), async (c) => {
      const story = await found(c);
      if (story instanceof Response) return story;
      if (!(await stories.mayShare(story))) return notShared(c);
      const made = await kits.share(story, c.req.valid('json'), {
        share: () => counts(c, 'share', story),
        repeat: () => counts(c, 'repeat', story),
      });
      if (made === 'instance') return invalidField(c, 'instance', 'write it as piaille.fr');
      if (made === 'spent') return problem(c, 'share-spent', { detail: 'Write it in your own words.' });
      return c.json(made);
    })
    .get('/api/public/stories/:id/media/:sha256', async (c) => {
      const story = await found(c);
      if (story instanceof Response) return story;
      const sha256 = c.req.param('sha256');
      return (await stories.shows(story, sha256)) ? serveMedia(c, parts, sha256) : problem(c, 'not-found');
    });
}

function notShared(c: Context<ApiEnv>): Response {
  return problem(c, 'not-found', { detail: 'This story is for colleagues: it is not offered for sharing.' });
}
