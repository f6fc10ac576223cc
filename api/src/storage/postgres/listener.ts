/**
 * Tells the watchers of this process what was committed, here or in another process. A notification is only a
 * wake-up: the revision rows are the truth, so many notifications cost one query, and after a lost connection every
 * topic that moved meanwhile is told. One dedicated connection; a slow poll is the safety net.
 */
import type { Topic } from '../collections.ts';
import type { Change } from '../storage.ts';
import { connect, connectionConfig, messageOf, queryOn, type Client, type Query } from './connection.ts';
import { REVISIONS } from './statements.ts';

const POLL_MS = 10_000;
const BACK_OFF_MS = { first: 50, most: 5_000 };

export type Log = {
  warn: (fields: Record<string, unknown>, message: string) => void;
  error: (fields: Record<string, unknown>, message: string) => void;
};

export type ListenerDeps = {
  url: string;
  log: Log;
  random: () => number;
  /** Reads on the pool, for a resync that does not wait for the listening connection. */
  query: Query;
  onLoss: (error: unknown) => void;
};
export type Listener = Awaited<ReturnType<typeof startListener>>;

export async function startListener({ url, log, random, query, onLoss }: ListenerDeps) {
  const watchers = new Set<(changes: readonly Change[]) => void>();
  const known = new Map<Topic, number>();
  let client: Client | undefined;
  let closed = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let syncing: Promise<void> | undefined;
  let syncAgain = false;

  function tell(changes: readonly Change[]): void {
    const news = changes.filter(({ topic, revision }) => revision > (known.get(topic) ?? 0));
    for (const { topic, revision } of news) known.set(topic, revision);
    if (news.length === 0) return;
    for (const watcher of watchers) {
      try {
        watcher(news);
      } catch (error) {
        log.error({ error }, 'a watcher of the storage failed');
      }
    }
  }

  async function sync(read: Query): Promise<void> {
    do {
      syncAgain = false;
      tell(await read<Change>(REVISIONS, []));
    } while (syncAgain);
  }

  /** Reads the revisions once for any number of wake-ups that come while it reads. */
  function wake(read: Query): void {
    syncAgain = true;
    syncing ??= sync(read)
      .catch((error: unknown) => log.warn({ error: messageOf(error) }, 'the revisions could not be read'))
      .finally(() => (syncing = undefined));
  }

  async function listen(): Promise<void> {
    const opened = await connect(connectionConfig(url, 'listen'), lose);
    client = opened;
    opened.on('notification', () => wake(queryOn(opened)));
    await opened.query('listen palier');
    tell(await queryOn(opened)<Change>(REVISIONS, []));
    failures = 0;
    plan(poll, POLL_MS * (0.5 + random()));
  }

  function lose(error: Error, lost: Client): void {
    if (lost !== client) return;
    client = undefined;
    if (closed) return;
    log.warn({ error: messageOf(error) }, 'the connection that listens for changes was lost');
    onLoss(error);
    planReconnect();
  }

  function planReconnect(): void {
    const most = Math.min(BACK_OFF_MS.most, BACK_OFF_MS.first * 2 ** failures);
    failures = Math.min(failures + 1, 10);
    plan(reconnect, most * random());
  }

  async function reconnect(): Promise<void> {
    try {
      await listen();
    } catch (error) {
      const half = client;
      client = undefined;
      void half?.end().catch(() => undefined);
      onLoss(error);
      if (!closed) planReconnect();
    }
  }

  async function poll(): Promise<void> {
    const polled = client;
    if (polled === undefined) return;
    try {
      tell(await queryOn(polled)<Change>(REVISIONS, []));
      plan(poll, POLL_MS * (0.5 + random()));
    } catch (error) {
      // A silent connection: it is dropped by hand and replaced.
      lose(error instanceof Error ? error : new Error(String(error)), polled);
      void polled.end().catch(() => undefined);
    }
  }

  function plan(step: () => Promise<void>, inMs: number): void {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(() => void step(), inMs).unref();
  }

  await listen();

  return {
    watch: (watcher: (changes: readonly Change[]) => void): (() => void) => {
      // Wrapped, so that one function may watch twice.
      const own = (changes: readonly Change[]): void => watcher(changes);
      watchers.add(own);
      return () => void watchers.delete(own);
    },
    /** What this process committed itself is told without asking. */
    committed: (changes: readonly Change[] | 'unknown'): void => {
      if (changes === 'unknown') wake(query);
      else tell(changes);
    },
    close: async (): Promise<void> => {
      closed = true;
      clearTimeout(timer);
      watchers.clear();
      await client?.end();
      client = undefined;
    },
  };
}
