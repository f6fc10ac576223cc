/** The kiosk's own record of when it could not reach the server, and what it could not reach. Bounded, kept on disk. */
import { MAX_TROUBLES, Trouble } from '@palier/playlists/heartbeat';
import { z } from 'zod';
import type { Clock, Log, WhyUnreachable } from './deps.ts';
import type { Disk } from './disk.ts';
import { reasonOf, type ServerLink } from './server-link.ts';
import { createStateFile } from './state-file.ts';

export type Reach = { load(): Promise<void>; troubles(): Trouble[]; watch(server: ServerLink): ServerLink };

export function createReach(deps: {
  disk: Disk;
  clock: Clock;
  log: Log;
  /** Absent: the server is all that can be told of. */
  why?: WhyUnreachable | undefined;
}): Reach {
  const { clock, log } = deps;
  const file = createStateFile({ disk: deps.disk, log, name: 'troubles.json', schema: z.array(Trouble) });
  let past: Trouble[] = [];
  let open: Trouble | undefined;
  let isAsking = false;
  let writing: Promise<void> = Promise.resolve();
  const iso = () => new Date(clock.now()).toISOString();

  function persist(): void {
    const all = troubles();
    writing = writing
      .then(() => file.write(all))
      .catch((error: unknown) => log.warn('the record of troubles could not be written', { reason: reasonOf(error) }));
  }

  function troubles(): Trouble[] {
    return [...past, ...(open === undefined ? [] : [open])].slice(-MAX_TROUBLES);
  }

  function close(): void {
    if (open === undefined) return;
    past = [...past, { ...open, to: iso() }].slice(-MAX_TROUBLES);
    open = undefined;
  }

  async function unreachable(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    const from = iso();
    const kind = await (deps.why?.() ?? Promise.resolve('server' as const)).catch(() => 'server' as const);
    isAsking = false;
    if (open?.kind === kind) return;
    close();
    open = { kind, from };
    persist();
  }

  function reached(): void {
    if (open === undefined) return;
    close();
    persist();
  }

  return {
    async load() {
      const stored = (await file.read()) ?? [];
      // One that was open when the kiosk ended is closed by the next answer; until then it lasts.
      open ??= stored.find(({ to }) => to === undefined);
      past = stored.filter(({ to }) => to !== undefined);
    },
    troubles,
    watch: (server) => ({
      ...server,
      async call(call) {
        const reply = await server.call(call);
        if (reply.kind === 'unreachable') void unreachable();
        else reached();
        return reply;
      },
    }),
  };
}
