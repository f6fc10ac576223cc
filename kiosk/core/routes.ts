/** What the page sees: read it top to bottom. All paths are relative to where the app is mounted. */
import { Heartbeat, PlayerState } from '@palier/playlists/heartbeat';
import { EntryId, PlayId, Sha256 } from '@palier/playlists/ids';
import type { MediaType } from '@palier/playlists/media';
import { PageFault, PagePlay, type Now } from '@palier/playlists/now';
import { Play } from '@palier/playlists/play';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Clock } from './deps.ts';
import { mediaAnswer } from './media-answer.ts';
import type { MediaCache } from './media-cache.ts';
import { pageFile, pagePolicy } from './page-files.ts';
import type { Pages } from './pages.ts';
import type { PlayOutbox } from './play-outbox.ts';
import type { Playhead } from './playhead.ts';
import type { PresenceAnswer } from './presence.ts';
import type { WebCheck } from './web-check.ts';

const MAX_BODY_BYTES = 64 * 1024;

const Alive = z.object({
  key: z.string().max(64).optional(),
  state: PlayerState,
  pagePx: Heartbeat.shape.pagePx.catch(undefined),
});

export type RouteDeps = {
  playerDir: string;
  frameAncestors: string;
  clock: Clock;
  cache: MediaCache;
  pages: Pages;
  playhead: Playhead;
  outbox: PlayOutbox;
  now: () => Now;
  /** The page shows something else than it said before. */
  onPageChange: () => void;
  uuid: () => string;
  media: ((sha256: string, request: Request) => Promise<Response>) | undefined;
  mediaType: (sha256: string) => MediaType | undefined;
  webCheck: WebCheck | undefined;
  /** The code that an on-site QR holds in these minutes. */
  presence: () => PresenceAnswer;
};

export function createRoutes(deps: RouteDeps): Hono {
  const app = new Hono();
  const policy = pagePolicy(deps.frameAncestors);
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES }));

  app.get('/now', (c) => c.json(deps.now(), 200, { 'cache-control': 'no-store' }));
  app.get('/events', (c) => eventStream(c, deps));
  app.on(['GET', 'HEAD'], '/media/:sha256', (c) => mediaOr404(c, deps));
  app.get('/presence', (c) => c.json(deps.presence(), 200, { 'cache-control': 'no-store' }));
  app.get('/web-check', async (c) =>
    c.json(await webVerdict(c.req.query('url') ?? '', deps), 200, { 'cache-control': 'no-store' }),
  );

  app.post('/plays', async (c) => {
    const play = PagePlay.safeParse(await jsonBody(c));
    const record = play.success ? asPlay(play.data, deps.uuid()) : undefined;
    if (record === undefined) return refusal(c, 'not a play');
    deps.outbox.add(record);
    if (play.success) deps.playhead.shown(play.data.key, record.story);
    return c.body(null, 204);
  });
  app.post('/faults', async (c) => {
    const fault = PageFault.safeParse(await jsonBody(c));
    if (!fault.success) return refusal(c, 'not a fault');
    deps.playhead.fault(fault.data);
    return c.body(null, 204);
  });
  app.post('/alive', async (c) => {
    const word = Alive.safeParse(await jsonBody(c));
    if (!word.success) return refusal(c, 'not a sign of life');
    const before = deps.pages.last()?.word;
    deps.pages.alive(word.data);
    if (before?.state !== word.data.state || isFirstOfProgram(before.key, word.data.key, deps)) deps.onPageChange();
    return c.body(null, 204);
  });

  app.get('/*', async (c) => {
    const file = await pageFile(deps.playerDir, c.req.path, policy);
    if (file !== undefined) return file;
    if (c.req.path !== '/') return c.notFound();
    return c.text('The page of the player has not been built: npm run build', 503);
  });
  return app;
}

function eventStream(c: Context, deps: RouteDeps): Response {
  return c.body(deps.pages.open(), 200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
}

async function mediaOr404(c: Context, deps: RouteDeps): Promise<Response> {
  const sha256 = Sha256.safeParse(c.req.param('sha256'));
  if (!sha256.success) return c.notFound();
  if (deps.media !== undefined) return deps.media(sha256.data, c.req.raw);
  const sizeBytes = deps.cache.sizeBytes(sha256.data);
  if (sizeBytes === undefined) return c.notFound();
  return mediaAnswer(c.req.raw, {
    sha256: sha256.data,
    sizeBytes,
    type: deps.mediaType(sha256.data),
    stream: (start, end) => deps.cache.stream(sha256.data, start, end),
  });
}

/** Asked only for pages that items of the program name: the kiosk is nobody's way into the house. */
async function webVerdict(url: string, deps: RouteDeps): Promise<{ ok: boolean; reason?: string }> {
  const entries = deps.now().program?.entries ?? [];
  const isNamed = entries.some((entry) => entry.item.kind === 'web' && entry.item.url === url);
  if (!isNamed) return { ok: false, reason: 'no item that is on names this page' };
  if (deps.webCheck === undefined) return { ok: true, reason: 'not checked' };
  return deps.webCheck(url);
}

/** The wall went from one program to another: who waits for a takeover wants to know. */
function isFirstOfProgram(before: string | undefined, key: string | undefined, deps: RouteDeps): boolean {
  const keys = new Set(deps.now().program?.entries.map((entry) => entry.key) ?? []);
  return key !== undefined && keys.has(key) && (before === undefined || !keys.has(before));
}

function asPlay(play: PagePlay, uuid: string): Play | undefined {
  const entryId = EntryId.safeParse(play.entryId ?? play.key);
  if (!entryId.success || !isInstant(play.startedAtMs) || !isInstant(play.endedAtMs)) return undefined;
  const record = Play.safeParse({
    id: PlayId.parse(uuid),
    playlistId: play.playlistId,
    takeoverId: play.takeoverId,
    entryId: entryId.data,
    story: play.story,
    voice: play.voice,
    startedAt: new Date(play.startedAtMs).toISOString(),
    endedAt: new Date(play.endedAtMs).toISOString(),
    revision: play.revision,
  });
  return record.success ? record.data : undefined;
}

const isInstant = (ms: number) => Number.isFinite(ms) && Math.abs(ms) < 8.64e15;

async function jsonBody(c: Context): Promise<unknown> {
  if (c.req.header('content-type')?.startsWith('application/json') !== true) return undefined;
  try {
    return await c.req.json();
  } catch {
    // Not JSON: refused by the caller as what it is not.
    return undefined;
  }
}

function refusal(c: Context, title: string): Response {
  return c.json({ type: 'about:blank', title, status: 400 }, 400, { 'content-type': 'application/problem+json' });
}
