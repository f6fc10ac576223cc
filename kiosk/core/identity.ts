/**
 * Who this screen is: its token, on disk for this user alone. It is given up only after the server itself has refused
 * it twice in a row over at least a minute; networks, portals and time-outs never count.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ScreenId } from '@palier/playlists/ids';
import type { Clock, Log } from './deps.ts';
import type { Disk } from './disk.ts';
import type { Reply } from './server-link.ts';
import { createStateFile } from './state-file.ts';

export const REFUSALS_APART_MS = 60_000;
const REFUSING = new Set([401, 403, 410]);

const Identity = z.strictObject({
  screenId: ScreenId.optional(),
  token: z.string().min(22),
  /** While a new token is taken up: the one before, until the new one was seen to work. */
  previousToken: z.string().min(22).optional(),
  /** SHA-256 of the token that was given from outside: the same one given again does not undo a rotation. */
  given: z.string().optional(),
});
export type Identity = z.infer<typeof Identity>;

export type IdentityKeeper = {
  load(): Promise<void>;
  current(): Identity | undefined;
  /** Paired: durable before it resolves. */
  adopt(identity: Identity): Promise<void>;
  /** The server gave a new token: stored beside the old one, which stays good until the new one has worked. */
  rotate(token: string): Promise<void>;
  /** What the server's answer means for the identity. `again`: refused once, ask again in a minute. */
  heard(reply: Reply, token: string): Promise<'fine' | 'again' | 'lost'>;
};

export function createIdentity(deps: {
  disk: Disk;
  clock: Clock;
  log: Log;
  token?: string | undefined;
  onChange: (identity: Identity | undefined) => void;
}): IdentityKeeper {
  const { clock, log } = deps;
  const file = createStateFile({ disk: deps.disk, log, name: 'identity.json', schema: Identity, secret: true });
  let identity: Identity | undefined;
  let refusedFirstAtMs: number | undefined;

  async function set(next: Identity | undefined): Promise<void> {
    if (next === undefined) await file.clear();
    else await file.write(next);
    identity = next;
    refusedFirstAtMs = undefined;
  }

  async function refused(status: number, token: string): Promise<'again' | 'lost'> {
    if (identity?.previousToken !== undefined && token === identity.token) {
      log.warn('the new token was refused; going back to the one before', { status });
      await set({ ...identity, token: identity.previousToken, previousToken: undefined });
      return 'again';
    }
    const nowMs = clock.monotonicMs();
    refusedFirstAtMs ??= nowMs;
    if (nowMs - refusedFirstAtMs < REFUSALS_APART_MS) return 'again';
    log.warn('the server has refused this screen for over a minute: it must be paired again', { status });
    await set(undefined);
    deps.onChange(undefined);
    return 'lost';
  }

  return {
    async load() {
      const stored = await file.read();
      const given = deps.token === undefined ? undefined : { token: deps.token, given: digest(deps.token) };
      identity = given === undefined || stored?.given === given.given ? stored : given;
    },
    current: () => identity,
    async adopt(next) {
      // A token from outside that was lost stays lost, also when it is given again at the next start.
      await set(deps.token === undefined ? next : { ...next, given: digest(deps.token) });
      deps.onChange(next);
    },
    async rotate(token) {
      if (identity === undefined || token === identity.token) return;
      await set({ ...identity, token, previousToken: identity.token });
    },
    async heard(reply, token) {
      if (reply.kind === 'unreachable' || token !== identity?.token) return 'fine';
      if (REFUSING.has(reply.status)) return reply.ownWord ? refused(reply.status, token) : 'fine';
      if (reply.status < 400) {
        refusedFirstAtMs = undefined;
        if (identity.previousToken !== undefined) await set({ ...identity, previousToken: undefined });
      }
      return 'fine';
    },
  };
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
