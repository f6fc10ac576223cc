/**
 * Sessions of the panel. The cookie's value is random and stored as a digest only; sign-in always makes a new one,
 * sign-out removes it, and each use near its end moves the end on, up to a longest life.
 */
import type { Clock } from './clock.ts';
import { isoOf } from './clock.ts';
import { digestOf, newSecret, type Random } from './secrets.ts';
import type { DocumentOf } from './storage/collections.ts';
import type { Storage } from './storage/storage.ts';

const DAY_MS = 24 * 3600_000;
/** A session ends this long after its last use. */
export const SESSION_IDLE_MS = 14 * DAY_MS;
/** And this long after its start whatever happens. */
export const SESSION_LIFE_MS = 90 * DAY_MS;
/** The end is moved at most this often, so that reading costs no write. */
const EXTEND_AFTER_MS = DAY_MS;
const MAX_SESSIONS_PER_USER = 30;

export type FoundSession = {
  user: DocumentOf<'users'>;
  session: DocumentOf<'sessions'>;
  /** The end was moved on: the browser's cookie has to be told. */
  extended: boolean;
};

export function createSessions(deps: { storage: Storage; clock: Clock; random: Random }) {
  const { storage, clock, random } = deps;
  const isOver = (session: DocumentOf<'sessions'>) => Date.parse(session.expiresAt) <= clock.now();

  const endFor = (session: { createdAt: string }) =>
    isoOf(Math.min(clock.now() + SESSION_IDLE_MS, Date.parse(session.createdAt) + SESSION_LIFE_MS));

  return {
    /** A new session; answers the value of its cookie. `previous` is the cookie's value so far: it stops working. */
    async start(userId: DocumentOf<'users'>['id'], previous: string | undefined): Promise<string> {
      const value = newSecret(random);
      const createdAt = isoOf(clock.now());
      const session = { id: digestOf(value), userId, createdAt, expiresAt: endFor({ createdAt }) };
      await storage.transact(async (transaction) => {
        if (previous !== undefined) await transaction.remove('sessions', digestOf(previous));
        const own = await transaction.find('sessions', 'user', userId);
        const byAge = own.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
        const surplus = byAge.filter((old, index) => isOver(old) || index >= MAX_SESSIONS_PER_USER - 1);
        for (const old of surplus) await transaction.remove('sessions', old.id);
        await transaction.put('sessions', session);
      });
      return value;
    },

    async find(value: string): Promise<FoundSession | undefined> {
      const session = await storage.get('sessions', digestOf(value));
      if (session === undefined || isOver(session)) return undefined;
      const user = await storage.get('users', session.userId);
      if (user === undefined) return undefined;
      const expiresAt = endFor(session);
      if (Date.parse(expiresAt) - Date.parse(session.expiresAt) < EXTEND_AFTER_MS) {
        return { user, session, extended: false };
      }
      if (!storage.health().writable) return { user, session, extended: false };
      const moved = { ...session, expiresAt };
      await storage.transact(async (transaction) => {
        if ((await transaction.get('sessions', session.id)) !== undefined) await transaction.put('sessions', moved);
      });
      return { user, session: moved, extended: true };
    },

    async end(sessionId: string): Promise<void> {
      await storage.transact((transaction) => transaction.remove('sessions', sessionId));
    },

    /** Ends all sessions of a person but one, e.g. after a new password. */
    async endOthers(userId: string, keepId: string | undefined): Promise<void> {
      await storage.transact(async (transaction) => {
        for (const session of await transaction.find('sessions', 'user', userId)) {
          if (session.id !== keepId) await transaction.remove('sessions', session.id);
        }
      });
    },

    /** Removes what has ended. Called at start and once a day. */
    async sweep(): Promise<void> {
      const over = (await storage.all('sessions')).filter(isOver);
      if (over.length === 0) return;
      await storage.transact(async (transaction) => {
        for (const session of over) await transaction.remove('sessions', session.id);
      });
    },
  };
}
export type Sessions = ReturnType<typeof createSessions>;
