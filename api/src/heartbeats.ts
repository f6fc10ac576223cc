/**
 * What screens last said. Kept in memory, because a heartbeat is no content and comes every half minute from each
 * screen; written down now and then, so that a restart still knows when each was last heard, and processes that share a
 * store hear from one another. Never says "online" of a screen that nobody has heard since this process started.
 */
import { healthOf, SILENT_AFTER_MS, type ScreenHealth } from '@palier/playlists/health';
import type { Heartbeat } from '@palier/playlists/heartbeat';
import { isoOf, type Clock } from './clock.ts';
import { reasonOf, type Log } from './log.ts';
import type { DocumentOf } from './storage/collections.ts';
import type { Storage } from './storage/storage.ts';

export type Heard = {
  lastHeardAtMs: number;
  heartbeat?: Heartbeat | undefined;
  /** When the heartbeat came; absent while it is one from before the server started. */
  heartbeatAtMs?: number;
  /** ETag of the manifest it said it holds, or was just sent. */
  holds?: string;
  /** Whether another process holds its push connection, as last told. */
  connected?: boolean;
};

export function createHeartbeats(deps: {
  storage: Storage;
  clock: Clock;
  log: Log;
  /** How long what was heard may be in memory alone. */
  persistEveryMs: number;
  /** Whether this process holds the push connection of a screen. */
  isConnected: (id: string) => boolean;
  onheard: () => void;
}) {
  const { storage, clock, log, persistEveryMs, onheard } = deps;
  const heard = new Map<DocumentOf<'heartbeats'>['id'], Heard>();
  const unsaved = new Set<DocumentOf<'heartbeats'>['id']>();
  let cancelPersist: (() => void) | undefined;
  let stopped = false;
  const listeningSinceMs = clock.now();

  function mark(id: DocumentOf<'heartbeats'>['id'], change: Partial<Heard>): void {
    heard.set(id, { ...heard.get(id), ...change, lastHeardAtMs: clock.now() });
    unsaved.add(id);
    if (!stopped) cancelPersist ??= clock.after(persistEveryMs, () => void persist());
  }

  async function persist(): Promise<void> {
    cancelPersist = undefined;
    const ids = [...unsaved];
    unsaved.clear();
    if (ids.length === 0) return;
    try {
      await storage.transact(async (transaction) => {
        for (const id of ids) {
          const known = heard.get(id);
          if (known === undefined) continue;
          await transaction.put('heartbeats', {
            id,
            lastHeardAt: isoOf(known.lastHeardAtMs),
            heartbeat: known.heartbeat,
            ...(known.holds === undefined ? {} : { holds: known.holds }),
            connected: deps.isConnected(id),
          });
        }
      });
    } catch (error) {
      // It stays in memory and is tried again with the next one.
      for (const id of ids) unsaved.add(id);
      log.warn('heartbeats could not be saved', { reason: reasonOf(error) });
    }
  }

  async function takeIn(isLive: boolean): Promise<void> {
    for (const record of await storage.all('heartbeats')) {
      const lastHeardAtMs = Date.parse(record.lastHeardAt);
      const known = heard.get(record.id);
      if (known !== undefined && known.lastHeardAtMs >= lastHeardAtMs) continue;
      const live = isLive ? { heartbeatAtMs: lastHeardAtMs } : {};
      heard.set(record.id, {
        ...known,
        ...live,
        lastHeardAtMs,
        heartbeat: record.heartbeat,
        ...(record.holds === undefined ? {} : { holds: record.holds }),
        ...(isLive && record.connected !== undefined ? { connected: record.connected } : {}),
      });
    }
  }

  /** What is known of a screen, for `healthOf`, and what it says of its own silences. */
  function factsOf(record: DocumentOf<'screens'>) {
    const known = heard.get(record.id);
    const isLive = known?.heartbeatAtMs !== undefined;
    return {
      paired: record.tokenHashes.length > 0 || record.pairedAt !== undefined,
      listeningSinceMs,
      lastHeardAtMs: known?.lastHeardAtMs,
      heartbeat: isLive ? known.heartbeat : undefined,
      heartbeatAtMs: known?.heartbeatAtMs,
      told: isLive ? known.heartbeat : undefined,
    };
  }

  return {
    /** Takes over what was stored before the start. */
    load: () => takeIn(false),
    /** Takes over what another process has heard since. */
    follow: () => takeIn(true),
    /** The screen asked for something. */
    touch(id: DocumentOf<'screens'>['id'], holds?: string): void {
      mark(id, holds === undefined ? {} : { holds });
    },
    hear(id: DocumentOf<'screens'>['id'], heartbeat: Heartbeat): void {
      mark(id, { heartbeat, heartbeatAtMs: clock.now() });
      onheard();
    },
    of: (id: DocumentOf<'screens'>['id']): Heard | undefined => heard.get(id),
    forget(id: DocumentOf<'screens'>['id']): void {
      heard.delete(id);
      unsaved.delete(id);
    },
    factsOf,
    healthOf: (record: DocumentOf<'screens'>): ScreenHealth => healthOf(factsOf(record), clock.now()),
    /** Whether its push connection is open, here or, as last told, at another process. */
    isConnected: (id: DocumentOf<'screens'>['id']): boolean => {
      const known = heard.get(id);
      const isRecent = known !== undefined && clock.now() - known.lastHeardAtMs <= SILENT_AFTER_MS;
      return deps.isConnected(id) || (isRecent && known.connected === true);
    },
    async stop(): Promise<void> {
      stopped = true;
      cancelPersist?.();
      await persist();
    },
  };
}
export type Heartbeats = ReturnType<typeof createHeartbeats>;
