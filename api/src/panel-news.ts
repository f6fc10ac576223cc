/**
 * What the panel is told: which nouns changed. Changes that come together go as one event; heartbeats at most once a
 * second. Each stream listens under its session, and ends with it, in whichever process that was ended.
 */
import { PanelTopic, type PanelEvent } from '@palier/playlists/events';
import { createThrottle, type Clock } from './clock.ts';
import { eventBytes, type EventsHub } from './events-hub.ts';
import type { Log } from './log.ts';
import type { Storage } from './storage/storage.ts';

const TOPICS = PanelTopic.options;
const HEARTBEATS_EVERY_MS = 1_000;

export function createPanelNews(deps: { storage: Storage; hub: EventsHub; clock: Clock; log: Log }) {
  const { storage, hub, log } = deps;
  let waiting = new Set<PanelTopic>();
  let sending = false;
  const heartbeats = createThrottle(deps.clock, HEARTBEATS_EVERY_MS, () => add(['heartbeats']));

  function add(topics: Iterable<PanelTopic>): void {
    for (const topic of topics) waiting.add(topic);
    if (sending || waiting.size === 0) return;
    sending = true;
    queueMicrotask(() => {
      send()
        .catch((error: unknown) => log.error('the panel could not be told', error))
        .finally(() => {
          sending = false;
          if (waiting.size > 0) add([]);
        });
    });
  }

  async function send(): Promise<void> {
    const topics = [...waiting];
    waiting = new Set();
    if (hub.keys().length === 0) return;
    const revision = await revisionNow();
    const event: PanelEvent = { revision, topics };
    hub.broadcast(eventBytes('changed', revision, event));
  }

  /** Grows with every change of anything the panel shows. */
  async function revisionNow(): Promise<number> {
    const each = await Promise.all(TOPICS.map((topic) => storage.revision(topic)));
    return each.reduce((sum, revision) => sum + revision, 0);
  }

  async function endStreams(): Promise<void> {
    const keys = hub.keys();
    if (keys.length === 0) return;
    const sessions = new Set<string>((await storage.all('sessions')).map(({ id }) => id));
    for (const key of keys) if (!sessions.has(key)) hub.drop(key);
  }

  return {
    revisionNow,
    /** The store changed. */
    changed(topics: ReadonlySet<string>): void {
      add(TOPICS.filter((topic) => topics.has(topic) && topic !== 'heartbeats'));
      if (!topics.has('sessions')) return;
      endStreams().catch((error: unknown) => log.error('streams of ended sessions could not be ended', error));
    },
    /** Something changed that is not in the store: a fault, what was heard. */
    tell(topics: readonly PanelTopic[]): void {
      if (topics.includes('heartbeats')) heartbeats.ask();
      add(topics.filter((topic) => topic !== 'heartbeats'));
    },
    /** What a reader that comes back with `lastEventId` is told at once. */
    async missedSince(lastEventId: string | undefined): Promise<Buffer[]> {
      const revision = await revisionNow();
      if (lastEventId === String(revision)) return [];
      const event: PanelEvent = { revision, topics: lastEventId === undefined ? [] : [...TOPICS] };
      return [eventBytes('changed', revision, event)];
    },
    stop: () => heartbeats.stop(),
  };
}
export type PanelNews = ReturnType<typeof createPanelNews>;
