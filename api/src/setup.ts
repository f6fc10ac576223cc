/**
 * The first start: nobody can sign in, so a one-time link makes the first administrator. Its token is stored as a digest
 * and made anew at each start; processes that share a store each have their own. Once there is a user, no link works.
 * There is no default password.
 */
import { UserId } from '@palier/playlists/ids';
import type { Language } from '@palier/playlists/localized';
import { z } from 'zod';
import { isoOf, type Clock } from './clock.ts';
import type { Passwords } from './passwords.ts';
import { digestOf, idFrom, newSecret, sameText, type Random } from './secrets.ts';
import type { DocumentOf } from './storage/collections.ts';
import { isRefused, type Reader, type Storage } from './storage/storage.ts';

const KEY = 'setup-link';
const LINK_TTL_MS = 24 * 3600_000;
/** Links at once, the newest first; more processes than share a store at their first start. */
const MAX_LINKS = 16;
/** `node` names the process that printed the link. */
const Link = z.strictObject({ node: z.string(), tokenHash: z.string(), expiresAt: z.iso.datetime() });
const Stored = z.strictObject({ links: z.array(Link) });

type UserRecord = DocumentOf<'users'>;
export type NewUser = {
  email: string;
  name: string;
  role: UserRecord['role'];
  language: Language;
  password: string;
};

export function createSetup(deps: {
  storage: Storage;
  clock: Clock;
  random: Random;
  passwords: Passwords;
  /** Names this process among those that share the store. */
  node: string;
}) {
  const { storage, clock, random, passwords, node } = deps;

  async function userOf(draft: NewUser): Promise<UserRecord> {
    const { password, ...fields } = draft;
    return {
      ...fields,
      id: UserId.parse(idFrom(draft.name, random)),
      passwordHash: await passwords.hash(password),
      createdAt: isoOf(clock.now()),
    };
  }

  const isNeeded = async () => (await storage.all('users')).length === 0;

  /** The links that still hold. */
  async function linksIn(reader: Reader): Promise<z.infer<typeof Link>[]> {
    const stored = Stored.safeParse((await reader.get('settings', KEY))?.value).data;
    return (stored?.links ?? []).filter((link) => Date.parse(link.expiresAt) > clock.now());
  }

  async function isToken(token: string): Promise<boolean> {
    const digest = digestOf(token);
    return (await linksIn(storage)).some((link) => sameText(link.tokenHash, digest));
  }

  return {
    isNeeded,
    userOf,
    /** A fresh token when nobody can sign in; the ones before of this process stop working, those of others do not. */
    async newToken(): Promise<string | undefined> {
      const token = newSecret(random);
      const link = { node, tokenHash: digestOf(token), expiresAt: isoOf(clock.now() + LINK_TTL_MS) };
      const added = await storage.transact(async (transaction) => {
        // Another process may have been set up in this very moment.
        if ((await transaction.all('users')).length > 0) return false;
        const others = (await linksIn(transaction)).filter((other) => other.node !== node);
        const value = { links: [link, ...others].slice(0, MAX_LINKS) };
        await transaction.put('settings', { id: KEY, value });
        return true;
      });
      return added === true ? token : undefined;
    },

    /** For installs that nobody attends: makes the administrator if nobody can sign in yet. Never changes anyone. */
    async ensureAdmin(admin: { email: string; password: string }, language: Language): Promise<boolean> {
      if (!(await isNeeded())) return false;
      const user = await userOf({ ...admin, name: admin.email.split('@')[0] ?? 'admin', role: 'admin', language });
      await storage.transact(async (transaction) => {
        if ((await transaction.all('users')).length > 0) return;
        await transaction.put('users', user);
        await transaction.remove('settings', KEY);
      });
      return true;
    },

    /** The first administrator, by the link's token. */
    async complete(
      token: string,
      draft: Omit<NewUser, 'role'>,
    ): Promise<UserRecord | { refused: 'done' | 'wrong-token' }> {
      if (!(await isNeeded())) return { refused: 'done' };
      if (!(await isToken(token))) return { refused: 'wrong-token' };
      const user = await userOf({ ...draft, role: 'admin' });
      const outcome = await storage.transact(async (transaction) => {
        if ((await transaction.all('users')).length > 0) return false;
        await transaction.put('users', user);
        await transaction.remove('settings', KEY);
        return true;
      });
      return outcome === true && !isRefused(outcome) ? user : { refused: 'done' };
    },
  };
}
export type Setup = ReturnType<typeof createSetup>;
