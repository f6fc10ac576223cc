/**
 * Whether the server works: for people, balancers and the end-to-end tests. It answers also while the store does not:
 * then with the revision that was last seen, and the reason. A server that cannot save still plays.
 */
import { Hono } from 'hono';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';
import { StorageUnavailable } from '../storage/storage.ts';
import type { HealthView } from '../wire.ts';

/** A balancer does not wait longer for an answer. */
const PATIENCE_MS = 1_000;

export function healthRoutes({ storage, clock, version }: Parts) {
  let lastSeen = 0;

  /** The reason why the store cannot be read, or nothing. */
  async function look(): Promise<string | undefined> {
    let giveUp = () => {};
    const patience = new Promise<string>((resolve) => {
      giveUp = clock.after(PATIENCE_MS, () => resolve('the store does not answer'));
    });
    const read = storage.revision('content').then(
      (revision) => {
        lastSeen = revision;
        return undefined;
      },
      (error: unknown) => {
        if (error instanceof StorageUnavailable) return error.message;
        throw error;
      },
    );
    try {
      return await Promise.race([read, patience]);
    } finally {
      giveUp();
    }
  }

  return new Hono<ApiEnv>().get('/api/health', async (c) => {
    const unread = await look();
    const health = storage.health();
    const reason = health.writable ? unread : health.reason;
    const view: HealthView = {
      status: reason === undefined ? 'ok' : 'degraded',
      version,
      revision: lastSeen,
      writable: reason === undefined,
      ...(reason === undefined ? {} : { reason }),
    };
    return c.json(view);
  });
}
