/**
 * Mail: a bounded queue in the store, emptied by one job, so that a restart loses no letter and several processes send
 * each once. The key that a sender gives names the letter: the same key again is the same letter, waiting or sent. A
 * process that dies between the server's "250" and the note of it sends the letter again, under the same Message-ID.
 */
import { z } from 'zod';
import { isoOf, type Clock } from '../clock.ts';
import type { Job } from '../jobs.ts';
import type { Log } from '../log.ts';
import { digestOf } from '../secrets.ts';
import { isRefused, type Storage, type Transaction } from '../storage/storage.ts';
import type { MailRecord } from '../storage/records/mail.ts';
import type { MailView } from '../wire/mail.ts';
import type { Smtp } from './smtp.ts';

/** Letters that may wait at once; more are refused, with a word in the log. */
export const MAX_WAITING = 1_000;
/** Letters in one round of the job, so that it gives its lease back in time. */
const MAX_PER_ROUND = 20;
/** After the last of these waits a letter is given up: about a day and a half after it was written. */
export const RETRY_AFTER_MS = [1, 5, 15, 60, 240, 720, 1080].map((minutes) => minutes * 60_000);
/** A sent or given-up letter's key is remembered this long, and at most this many of them. */
const REMEMBER_MS = 30 * 24 * 3600_000;
const MAX_REMEMBERED = 5_000;
export const MAIL_EVERY_MS = 5_000;

/** One address: nothing that a header or a list of addresses could be made of. */
const Address = z.email().max(254);
const Text = z.string().max(100_000);

export type Message = {
  /** Names the letter among all there ever were, e.g. `outage lobby 2026-11-24T08:00:00Z`. */
  key: string;
  to: string;
  /** Signs that would end a header line become spaces; what is longer than 200 characters is cut. */
  subject: string;
  text: string;
  html?: string;
  /** It goes so much later, and can be recalled until then. */
  afterMs?: number;
};
export type Sent = 'queued' | 'known' | { refused: 'not-set-up' | 'full' | 'address' };

export type Mail = ReturnType<typeof createMail>;

export function createMail(deps: {
  storage: Storage;
  clock: Clock;
  log: Log;
  smtp: Smtp | undefined;
  host: () => string;
}) {
  const { storage, clock, log, smtp } = deps;

  /** Puts a letter into the queue within the caller's transaction: it goes if and only if that goes through. */
  async function enqueue(transaction: Transaction, message: Message): Promise<Sent> {
    if (smtp === undefined) return { refused: 'not-set-up' };
    if (!Address.safeParse(message.to).success) return { refused: 'address' };
    const id = digestOf(message.key);
    if ((await transaction.get('mails', id)) !== undefined) return 'known';
    if ((await transaction.find('mails', 'state', 'waiting')).length >= MAX_WAITING) return { refused: 'full' };
    const at = isoOf(clock.now());
    const letter = {
      to: message.to,
      subject: headerText(message.subject),
      text: Text.parse(message.text),
      ...(message.html === undefined ? {} : { html: message.html }),
    };
    await transaction.put('mails', {
      id,
      state: 'waiting',
      letter,
      createdAt: at,
      tries: 0,
      dueAt: isoOf(clock.now() + (message.afterMs ?? 0)),
    });
    return 'queued';
  }

  /** Takes back a letter that nobody has tried to deliver yet. Answers whether it did. */
  async function recall(transaction: Transaction, key: string): Promise<boolean> {
    const record = await transaction.get('mails', digestOf(key));
    if (record?.state !== 'waiting' || record.tries > 0) return false;
    return transaction.remove('mails', record.id);
  }

  async function attempt(job: Pick<Job, 'commit'>, record: MailRecord): Promise<void> {
    const { letter } = record;
    if (smtp === undefined || letter === undefined) return;
    const outcome = await smtp.deliver({ ...letter, messageId: `<${record.id.slice(0, 32)}@${deps.host()}>` });
    const at = clock.now();
    const tries = record.tries + 1;
    const waitMs = 'refused' in outcome && !outcome.final ? RETRY_AFTER_MS[record.tries] : undefined;
    const { letter: _, words: __, ...mark } = record;
    const after: MailRecord =
      'words' in outcome
        ? { ...mark, tries, state: 'sent', dueAt: isoOf(at) }
        : waitMs === undefined
          ? { ...record, tries, state: 'given-up', dueAt: isoOf(at), words: outcome.refused }
          : { ...record, tries, dueAt: isoOf(at + waitMs), words: outcome.refused };
    await job.commit((transaction) => transaction.put('mails', after));
    if ('refused' in outcome) log.warn('a letter was not taken', { words: outcome.refused, tries, state: after.state });
  }

  async function deliverRound(job: Pick<Job, 'commit' | 'signal'>): Promise<void> {
    if (smtp === undefined) return;
    const now = clock.now();
    const due = (await storage.find('mails', 'state', 'waiting')).filter(({ dueAt }) => Date.parse(dueAt) <= now);
    due.sort((a, b) => a.dueAt.localeCompare(b.dueAt));
    for (const record of due.slice(0, MAX_PER_ROUND)) {
      if (job.signal.aborted) return;
      await attempt(job, record);
    }
  }
  let lastRound: Promise<void> = Promise.resolve();

  /** Forgets old letters, and the oldest beyond what is remembered. */
  async function forget(job: Pick<Job, 'commit'>): Promise<void> {
    const over = (await storage.all('mails')).filter(({ state }) => state !== 'waiting');
    over.sort((a, b) => b.dueAt.localeCompare(a.dueAt));
    const old = over.filter(
      ({ dueAt }, rank) => rank >= MAX_REMEMBERED || Date.parse(dueAt) < clock.now() - REMEMBER_MS,
    );
    if (old.length === 0) return;
    await job.commit(async (transaction) => {
      for (const { id } of old) await transaction.remove('mails', id);
    });
  }

  return {
    configured: smtp !== undefined,
    enqueue,
    recall,
    async send(message: Message): Promise<Sent> {
      const outcome = await storage.transact((transaction) => enqueue(transaction, message));
      if (isRefused(outcome)) throw new Error('a look-up of letters is not unique');
      if (typeof outcome === 'object') log.warn('a letter was not queued', { reason: outcome.refused });
      return outcome;
    },
    /** The job's work: every letter that is due, oldest first. One round after the other, so that none is offered twice. */
    deliverDue(job: Pick<Job, 'commit' | 'signal'>): Promise<void> {
      const round = lastRound.then(() => deliverRound(job));
      lastRound = round.catch(() => undefined);
      return round;
    },
    forget,
    /** One letter now, past the queue: answers what the server said. */
    async test(message: Omit<Message, 'key'>): Promise<{ words: string } | { refused: string }> {
      if (smtp === undefined) return { refused: 'SMTP_URL' };
      const messageId = `<test-${clock.now()}@${deps.host()}>`;
      return smtp.deliver({ ...message, subject: headerText(message.subject), messageId });
    },
    async view(): Promise<MailView> {
      const waiting = await storage.find('mails', 'state', 'waiting');
      const givenUp = await storage.find('mails', 'state', 'given-up');
      const failed = [...waiting, ...givenUp].filter(({ words }) => words !== undefined);
      const last = failed.sort((a, b) => b.dueAt.localeCompare(a.dueAt))[0];
      return {
        configured: smtp !== undefined,
        ...(smtp === undefined ? {} : { server: smtp.server, from: smtp.from }),
        waiting: waiting.length,
        givenUp: givenUp.length,
        ...(last?.words === undefined
          ? {}
          : {
              lastFault: {
                at: last.dueAt,
                words: last.words,
                ...(last.letter === undefined ? {} : { to: last.letter.to, subject: last.letter.subject }),
              },
            }),
      };
    },
    /** Offers again what was given up. Answers how many. */
    async retry(): Promise<number> {
      const count = await storage.transact(async (transaction) => {
        const givenUp = await transaction.find('mails', 'state', 'given-up');
        for (const record of givenUp) {
          await transaction.put('mails', { ...record, state: 'waiting', tries: 0, dueAt: isoOf(clock.now()) });
        }
        return givenUp.length;
      });
      return isRefused(count) ? 0 : count;
    },
  };
}

function headerText(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 200);
}
