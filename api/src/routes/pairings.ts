/** Pairing a machine with a place on the wall. The code is looked up; the secret that collects the token is another. */
import { Hono, type Context } from 'hono';
import { PairingApproval, PairingCode, PairingRequest, PairingSize } from '@palier/playlists/pairing';
import type { PairingView } from '@palier/playlists/views';
import { bearerOf } from '../door.ts';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import type { DocumentOf } from '../storage/collections.ts';
import { body, query } from '../validate.ts';
import { person } from './params.ts';
import { CodeQuery } from './row.ts';

type Pairing = DocumentOf<'pairings'>;

export function pairingRoutes({ pairings, openLimiter, screenHub }: Parts) {
  /** The request that shows this code, or the refusal; a wrong code counts as a try. */
  async function found(c: Context<ApiEnv>, text: string): Promise<Pairing | Response> {
    const key = `${person(c).user.id} ${c.get('address')}`;
    const waitMs = pairings.tries.waitMs(key);
    if (waitMs > 0) {
      const detail = `Five codes were wrong. Look at the screen again, and try in ${Math.ceil(waitMs / 1000)} seconds.`;
      return problem(c, 'pairing-tries', { detail, retryAfterS: waitMs / 1000 });
    }
    const code = PairingCode.safeParse(text);
    if (!code.success) return invalidField(c, 'code', code.error.issues[0]?.message ?? 'not a pairing code');
    const pairing = await pairings.find(code.data);
    if (!('refused' in pairing)) return pairing;
    pairings.tries.count(key);
    return refusal(c, pairing.refused);
  }

  return new Hono<ApiEnv>()
    .post('/api/pairings', body(PairingRequest), async (c) => {
      const waitMs = openLimiter.waitMs(`pairing ${c.get('address')}`);
      if (waitMs > 0) return problem(c, 'too-many-requests', { retryAfterS: waitMs / 1000 });
      openLimiter.count(`pairing ${c.get('address')}`);
      const offer = await pairings.request(c.req.valid('json'), c.get('address'));
      if ('refused' in offer) {
        return problem(c, 'server-busy', { detail: 'Too many machines wait to be paired.', retryAfterS: 60 });
      }
      return c.json(offer, 201);
    })
    .get('/api/pairings/mine', query(CodeQuery), async (c) => {
      const secret = bearerOf(c);
      if (secret === undefined) return noSecret(c);
      const answer = await pairings.poll(secret, PairingCode.safeParse(c.req.valid('query').code).data);
      return 'refused' in answer ? refusal(c, 'burnt') : c.json(answer);
    })
    .post('/api/pairings/mine', body(PairingSize), async (c) => {
      const secret = bearerOf(c);
      if (secret === undefined) return noSecret(c);
      await pairings.measured(secret, c.req.valid('json'));
      return c.body(null, 204);
    })
    .get('/api/pairings', async (c) => c.json({ pairings: (await pairings.waiting()).map(viewOf) }))
    .get('/api/pairings/:code', async (c) => {
      const pairing = await found(c, c.req.param('code'));
      return pairing instanceof Response ? pairing : c.json(viewOf(pairing));
    })
    .post('/api/pairings/:code/approve', body(PairingApproval), async (c) => {
      const pairing = await found(c, c.req.param('code'));
      if (pairing instanceof Response) return pairing;
      const approval = c.req.valid('json');
      const outcome = await pairings.approve(pairing.id, approval);
      if (!('refused' in outcome)) {
        screenHub.drop(outcome.id);
        return c.json(outcome);
      }
      if (outcome.refused === 'no-screen') return invalidField(c, 'replaces', 'there is no such screen');
      return refusal(c, outcome.refused);
    })
    .post('/api/pairings/:code/refuse', async (c) => {
      const pairing = await found(c, c.req.param('code'));
      if (pairing instanceof Response) return pairing;
      await pairings.refuse(pairing.id);
      return c.body(null, 204);
    });
}

function noSecret(c: Context<ApiEnv>): Response {
  c.header('WWW-Authenticate', 'Bearer');
  return problem(c, 'not-signed-in', { detail: 'Send the poll secret: Authorization: Bearer <pollSecret>.' });
}

function refusal(c: Context<ApiEnv>, refused: 'unknown' | 'burnt' | 'gone'): Response {
  switch (refused) {
    case 'unknown':
      return problem(c, 'not-found', { detail: 'No screen shows this code. Codes change every ten minutes.' });
    case 'burnt':
      return problem(c, 'pairing-burnt', { detail: 'The screen will show another code in a moment.' });
    case 'gone':
      return problem(c, 'pairing-gone', {
        detail: 'If the screen still waits, it will show another code in a moment.',
      });
  }
}

function viewOf({ id, request, requestedAt, expiresAt }: Pairing): PairingView {
  return { code: id, requestedAt, expiresAt, ...request };
}
