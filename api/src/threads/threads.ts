/**
 * Conversations with HR, wired together once: README.md in this folder says what protects whom from what. Keys live in
 * the memory of this process alone; the store holds ciphertext; the log holds ids.
 */
import type { ThreadId } from '@palier/playlists/thread';
import { createThrottle, type Clock } from '../clock.ts';
import { createEventsHub } from '../events-hub.ts';
import type { Jobs } from '../jobs.ts';
import { reasonOf, type Log } from '../log.ts';
import type { Mail } from '../mail/mail.ts';
import type { Random } from '../secrets.ts';
import type { Storage } from '../storage/storage.ts';
import { createAudit } from './audit.ts';
import { createAuthors } from './authors.ts';
import { CALLS_EVERY_MS, createCalls } from './calls.ts';
import { createCards } from './cards.ts';
import { createConversations, type WriteOutcome } from './conversations.ts';
import type { Deriver } from './derive.ts';
import { createThreadFiles } from './files.ts';
import { createInboxIndex } from './inbox-index.ts';
import { createInboxKeys } from './inbox-keys.ts';
import { createInbox } from './inbox.ts';
import { createThreadLetters } from './letters.ts';
import { createRetention, RETENTION_EVERY_MS } from './retention.ts';
import { subkey } from './seal.ts';
import type { SealedMessage } from './thread-box.ts';
import { createTalk } from './talk.ts';
import { createThreadNews } from './thread-news.ts';
import { createTolls } from './tolls.ts';
import { createUnlocking } from './unlocking.ts';

const DAY_MS = 24 * 3_600_000;
/** After a deletion the files are rewritten without it; deletions within a minute share that. */
const PURGE_EVERY_MS = 60_000;
const FOLLOW_EVERY_MS = 500;
const MAX_AUTHORS = 5_000;
const MAX_READERS = 400;

export type ThreadsDeps = {
  storage: Storage;
  clock: Clock;
  random: Random;
  log: Log;
  jobs: Jobs;
  mail: Mail;
  deriver: Deriver;
  publicUrl: () => string;
  /** Other processes write to the same store. */
  isShared: boolean;
  zone: string | undefined;
};

export function createThreads(deps: ThreadsDeps) {
  const { storage, clock, random, log, jobs, isShared } = deps;
  const inBackground = (what: string, work: Promise<unknown>) =>
    void work.catch((error: unknown) => log.warn(`${what} failed`, { reason: reasonOf(error) }));

  const authorsHub = createEventsHub({ clock, maxSubscribers: MAX_AUTHORS });
  const inboxHub = createEventsHub({ clock, maxSubscribers: MAX_READERS });
  const talk = createTalk({ storage, clock, random, zone: deps.zone });
  const audit = createAudit({ storage, clock, random });
  const keyring = createInboxKeys({ storage, random, deriver: deps.deriver });
  const files = createThreadFiles({ storage, random, today: () => conversations.today() });
  const conversations = createConversations({ storage, clock, random, talk, files });
  const letters = createThreadLetters({ storage, clock, talk, mail: deps.mail, publicUrl: deps.publicUrl });
  const index = createInboxIndex({ storage, log, onprogress: (progress) => news.tellInbox({ progress }) });
  const unlocking = createUnlocking({
    storage,
    clock,
    random,
    log,
    keyring,
    index,
    audit,
    onlock: (sessionId) => {
      news.tellInbox({ locked: true }, [sessionId]);
      inboxHub.drop(sessionId);
    },
  });
  const tolls = createTolls({ clock, random, key: () => subkey(talk.salt(), 'proof of work') });
  const authors = createAuthors({
    storage,
    clock,
    random,
    talk,
    files,
    conversations,
    keyring,
    tolls,
    deriver: deps.deriver,
    onchange: (record, head, keys) => {
      index.changed(record, keys, head);
      news.moved(record, head.readByHr);
    },
    onend: (session) => authorsHub.drop(session),
  });
  const news = createThreadNews({
    clock,
    authorsHub,
    inboxHub,
    sessionsOf: authors.sessionsOf,
    unlocked: unlocking.sessions,
  });
  const inbox = createInbox({
    clock,
    talk,
    index,
    conversations,
    audit,
    elapsed: () => performance.now(),
    onchange: (record, head) => news.moved(record, head.readByHr),
  });
  let purging: Promise<void> = Promise.resolve();
  const purge = createThrottle(clock, PURGE_EVERY_MS, () => {
    purging = purging
      .then(() => storage.purge())
      .catch((error: unknown) => log.warn('the store could not be purged', { reason: reasonOf(error) }));
  });

  function gone(id: ThreadId): void {
    news.gone(id);
    authors.endAll(id);
    index.removed(id);
  }
  const retention = createRetention({ storage, conversations, ongone: gone });
  const calls = createCalls({ storage, clock, talk });
  const cards = createCards({ storage, clock, random, index, inbox });

  /** Another process wrote: what is open here follows. */
  const follow = createThrottle(clock, FOLLOW_EVERY_MS, () => {
    if (index.isOpen())
      inBackground(
        'following threads',
        index.follow().then(() => news.tellInbox({ many: true })),
      );
    inBackground('following open threads', followAuthors());
  });
  /** What each open thread was when its author was last told by this way. */
  const told = new Map<string, string>();
  async function followAuthors(): Promise<void> {
    const present = new Set<string>(authors.openThreads());
    for (const id of told.keys()) if (!present.has(id)) told.delete(id);
    for (const id of authors.openThreads()) {
      const record = await storage.get('threads', id);
      if (record === undefined) gone(id);
      else if (told.get(id) !== record.head) news.stored(record);
      if (record === undefined) told.delete(id);
      else told.set(id, record.head);
    }
  }
  const stopWatching = storage.watch((changes) => {
    const topics = new Set<string>(changes.map(({ topic }) => topic));
    if (topics.has('talk') && isShared) inBackground('reading settings', talk.load());
    if (topics.has('threads') && isShared) follow.ask();
    if (topics.has('inbox') && isShared) inBackground('looking at keys', unlocking.checkGeneration());
    if (topics.has('users') || topics.has('sessions')) inBackground('locking', unlocking.reconcile());
  });

  return {
    talk,
    audit,
    keyring,
    files,
    conversations,
    authors,
    index,
    unlocking,
    inbox,
    news,
    tolls,
    /** For the riddles of other doors: the same on all nodes. */
    riddleKey: (purpose: string) => subkey(talk.salt(), `proof of work ${purpose}`),
    /** For what other parts hand out and know again, e.g. addresses that open for a while: the same on all nodes. */
    signingKey: (purpose: string) => subkey(talk.salt(), `signing ${purpose}`),
    authorsHub,
    inboxHub,
    retention,
    calls,
    cards,
    letters,
    /** Writes as the author whose session has the thread open. */
    async writeAsAuthor(
      { threadId, key }: { threadId: ThreadId; key: Uint8Array },
      draft: { text: string; key: string; files: readonly string[] },
    ): Promise<{ seq: number; message: SealedMessage; again: boolean } | Extract<WriteOutcome, { refused: string }>> {
      const outcome = await conversations.write(threadId, key, { from: 'author', ...draft });
      if ('refused' in outcome) return outcome;
      if (!('again' in outcome)) {
        index.changed(outcome.record, undefined, outcome.head);
        news.moved(outcome.record, outcome.head.readByHr);
        return { seq: outcome.seq, message: outcome.message, again: false };
      }
      const { items } = await conversations.messages(outcome.record, outcome.head, key);
      const first = items.find(({ seq }) => seq === outcome.again);
      return first === undefined ? { refused: 'damaged' } : { seq: first.seq, message: first.item, again: true };
    },
    /** Deletes a thread for good, on its author's word. */
    async remove(id: ThreadId): Promise<boolean> {
      const was = await conversations.remove(id);
      gone(id);
      if (was) purge.ask();
      return was;
    },
    /** An author wrote: HR is told by mail, without a word of it. */
    tellByMail: () => inBackground('telling HR by mail', letters.written()),
    async start(): Promise<void> {
      await talk.load();
      await jobs.schedule('threads to delete', { everyMs: RETENTION_EVERY_MS }, async (job) => {
        await retention.round(job);
      });
      await jobs.schedule('waiting answers', { everyMs: CALLS_EVERY_MS }, () => calls.round());
      await jobs.schedule('old audit', { everyMs: DAY_MS }, () => audit.sweep());
    },
    async stop(): Promise<void> {
      stopWatching();
      follow.stop();
      purge.stop();
      news.stop();
      authors.close();
      unlocking.close();
      authorsHub.close();
      inboxHub.close();
      await Promise.all([unlocking.settled(), index.settled(), purging]);
    },
  };
}
export type Threads = ReturnType<typeof createThreads>;
