/** What a paired machine may call, by its token, and nothing else: its manifest, its files, and what it reports. */
import { Hono } from 'hono';
import { Heartbeat } from '@palier/playlists/heartbeat';
import { PlayBatch } from '@palier/playlists/play';
import type { ApiEnv, Caller } from '../environment.ts';
import { eventBytes, previewKey } from '../events-hub.ts';
import { fitOf } from '../media/fit.ts';
import { serveMedia } from '../media/serve.ts';
import type { Parts } from '../parts.ts';
import { problem } from '../problem.ts';
import { body } from '../validate.ts';
import { isKnown } from '../versions.ts';
import { createPlayBudget } from '../play-budget.ts';
import { screenCaller } from './params.ts';

type ScreenCaller = Extract<Caller, { kind: 'screen' | 'preview' }>;

export function playerRoutes(parts: Parts) {
  const { storage, manifests, heartbeats, takeovers, screenHub, screenTokens, pairings, playLog, clock, log } = parts;

  /** The machine was heard, and its token works: what could collect it again, and an older one, die. */
  function heard(caller: ScreenCaller, holds?: string): void {
    if (caller.kind === 'preview') return;
    const { screen, tokenHash } = caller;
    heartbeats.touch(screen.id, holds);
    void Promise.all([screenTokens.used(screen, tokenHash), pairings.used(screen.id)]).catch((error: unknown) =>
      log.error('the use of a token could not be noted', error),
    );
  }

  const budget = createPlayBudget(clock);
  /** Another size of its page may mean other copies of its pictures, so it is content. */
  async function measured(screen: ScreenCaller['screen'], page: Heartbeat['pagePx']): Promise<void> {
    if (page === undefined) return;
    if (screen.pixels?.widthPx === page.width && screen.pixels.heightPx === page.height) return;
    await storage.transact(async (transaction) => {
      const record = await transaction.get('screens', screen.id);
      if (record === undefined) return;
      const before = fitOf(record);
      const next = { ...record, pixels: { widthPx: page.width, heightPx: page.height } };
      if (fitOf(next) !== before) await transaction.put('screens', next);
    });
  }

  return new Hono<ApiEnv>()
    .get('/api/player/manifest', async (c) => {
      const caller = screenCaller(c);
      const manifest = await manifests.of(caller.screen.id);
      if (manifest === undefined) return problem(c, 'not-found');
      heard(caller, manifest.etag);
      c.header('ETag', manifest.etag);
      c.header('Cache-Control', 'private, no-cache');
      c.header('Vary', 'Accept-Encoding');
      if (isKnown(c.req.header('if-none-match'), manifest.etag)) return c.body(null, 304);
      // People who look over a screen's shoulder see dots where it shows a secret.
      if (caller.kind === 'preview') return c.json(manifest.masked());
      c.header('Content-Type', 'application/json');
      const isZipped = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '');
      if (isZipped) c.header('Content-Encoding', 'gzip');
      return c.body(new Uint8Array(isZipped ? manifest.gzipped() : manifest.body()));
    })
    .get('/api/player/events', async (c) => {
      const caller = screenCaller(c);
      const { screen } = caller;
      const manifest = await manifests.of(screen.id);
      if (manifest === undefined) return problem(c, 'not-found');
      heard(caller);
      const { revision } = manifest.value;
      const seen = Number(c.req.header('last-event-id') ?? Number.NaN);
      const isCurrent = manifest.changedAt > 0 ? seen >= manifest.changedAt : seen === revision;
      const first = isCurrent ? [] : [eventBytes('revision', revision, { revision, spreadMs: 0 })];
      const stream = screenHub.subscribe(c, caller.kind === 'preview' ? previewKey(screen.id) : screen.id, first);
      parts.news.tell(['heartbeats']);
      await parts.tellIfChanged(screen.id, manifest.etag);
      return stream ?? problem(c, 'server-busy', { retryAfterS: 10 });
    })
    .get('/api/player/media/:sha256', (c) => serveMedia(c, parts, c.req.param('sha256')))
    .post('/api/player/heartbeats', body(Heartbeat), async (c) => {
      const caller = screenCaller(c);
      if (caller.kind === 'preview') return c.body(null, 204);
      const heartbeat = c.req.valid('json');
      heard(caller);
      heartbeats.hear(caller.screen.id, heartbeat);
      takeovers.hear(caller.screen.id, heartbeat);
      await measured(caller.screen, heartbeat.pagePx);
      // A smart TV keeps its token in a cookie, which its hosted core cannot change.
      const nextToken = heartbeat.shell === 'hosted' ? undefined : await screenTokens.renewal(caller.screen);
      const asked = parts.commands.take(caller.screen.id);
      if (nextToken === undefined && asked === undefined) return c.body(null, 204);
      return c.json({
        ...(nextToken === undefined ? {} : { nextToken }),
        ...(asked === undefined ? {} : { commands: asked }),
      });
    })
    .post('/api/player/plays', body(PlayBatch), async (c) => {
      const caller = screenCaller(c);
      const { screen } = caller;
      if (caller.kind === 'preview') return c.json({ added: 0 });
      heard(caller);
      if (!budget.take(screen.id, c.req.valid('json').plays.length)) {
        return problem(c, 'too-many-requests', {
          detail: 'More plays in a day than a screen can show.',
          retryAfterS: 3600,
        });
      }
      const added = await playLog.add(screen.id, c.req.valid('json').plays);
      return c.json({ added });
    });
}
