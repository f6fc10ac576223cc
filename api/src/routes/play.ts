/** The hosted player: the page that a smart TV opens, and the preview of a screen in the panel. */
import { Hono, type Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { StatusCode } from 'hono/utils/http-status';
import { ScreenId } from '@palier/playlists/ids';
import type { ApiEnv } from '../environment.ts';
import type { HostedAnswer, HostedPlayers } from '../hosted-player.ts';
import type { Parts } from '../parts.ts';
import { problem } from '../problem.ts';
import { newSecret } from '../secrets.ts';
import { clearScreenCookie, PLAYER_COOKIE, SCREEN_COOKIE, setScreenCookie } from '../session-cookie.ts';
import { person } from './params.ts';

/** Paths that the core answers; everything else is the page and its files. */
const LIVE = /^\/(?:now|events|plays|faults|alive|web-check|media\/[0-9a-f]{64})$/;

export function playRoutes(parts: Parts, players: HostedPlayers) {
  const { random } = parts;

  async function tv(c: Context<ApiEnv>): Promise<Response> {
    const path = c.req.path.slice('/play'.length);
    const known = getCookie(c, PLAYER_COOKIE);
    // The browser's first step makes no core: it has to come back with its cookie.
    if (known === undefined && !LIVE.test(path)) setScreenCookie(c, PLAYER_COOKIE, newSecret(random));
    if (!LIVE.test(path)) return dressed(c, await players.page(inner(c, path)));
    if (known === undefined)
      return problem(c, 'not-signed-in', { detail: 'Open /play/ in a browser that keeps cookies.' });
    const token = getCookie(c, SCREEN_COOKIE);
    const viewer = { kind: 'tv', id: known, token, address: c.get('address') } as const;
    const outcome = await players.answer(viewer, inner(c, path));
    if (!('refused' in outcome) && outcome.token !== token) {
      if (outcome.token === undefined) clearScreenCookie(c);
      else setScreenCookie(c, SCREEN_COOKIE, outcome.token);
    }
    return answered(c, outcome);
  }

  async function preview(c: Context<ApiEnv>): Promise<Response> {
    const screenId = ScreenId.safeParse(c.req.param('screenId')).data;
    if (screenId === undefined) return problem(c, 'not-found');
    const path = c.req.path.slice(`/play/preview/${screenId}`.length);
    if (!LIVE.test(path)) return dressed(c, await players.page(inner(c, path)));
    if ((await parts.storage.get('screens', screenId)) === undefined) return problem(c, 'not-found');
    const viewer = { kind: 'preview', screenId, userId: person(c).user.id, address: c.get('address') } as const;
    return answered(c, await players.answer(viewer, inner(c, path)));
  }

  function answered(c: Context<ApiEnv>, outcome: HostedAnswer): Response | Promise<Response> {
    if ('refused' in outcome) {
      return problem(c, 'server-busy', { detail: 'Too many players are open here.', retryAfterS: 30 });
    }
    return dressed(c, outcome.response);
  }

  return new Hono<ApiEnv>()
    .get('/play', (c) => c.redirect('/play/', 308))
    .get('/play/preview/:screenId', (c) => {
      const screenId = ScreenId.safeParse(c.req.param('screenId')).data;
      return screenId === undefined ? problem(c, 'not-found') : c.redirect(`/play/preview/${screenId}/`, 308);
    })
    .on(['GET', 'POST'], '/play/preview/:screenId/*', preview)
    .on(['GET', 'POST'], '/play/*', tv);
}

/** The request as the core sees it, which is mounted at its own root. */
function inner(c: Context<ApiEnv>, path: string): Request {
  const { search } = new URL(c.req.url);
  return new Request(`http://in.process${path === '' ? '/' : path}${search}`, c.req.raw);
}

/** The core's answer with our headers under its own: what it says of its page counts. */
function dressed(c: Context<ApiEnv>, response: Response): Response {
  for (const [name, value] of response.headers) c.header(name, value);
  // Hono names the statuses it knows; those of an answer are among them.
  return c.newResponse(response.body, response.status as StatusCode);
}
