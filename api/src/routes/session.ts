/** Signing in and out, the first set-up, and the own account. */
import { Hono, type Context } from 'hono';
import type { UserView } from '@palier/playlists/views';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';
import { problem } from '../problem.ts';
import { clearSessionCookie, sessionValue, setSessionCookie } from '../session-cookie.ts';
import type { DocumentOf } from '../storage/collections.ts';
import { isRefused } from '../storage/storage.ts';
import { body } from '../validate.ts';
import { OwnUserPatch, Setup, SignIn } from '../wire.ts';
import { person } from './params.ts';

type UserRecord = DocumentOf<'users'>;

/** What others may know of a person. */
export function userView({ id, email, name, role, language }: UserRecord): UserView {
  return { id, email, name, role, language };
}

export function sessionRoutes(parts: Parts) {
  const { storage, sessions, setup, passwords, signInLimiter } = parts;

  async function signedIn(c: Context<ApiEnv>, user: UserRecord) {
    setSessionCookie(c, await sessions.start(user.id, sessionValue(c)));
    return c.json({ setupNeeded: false, user: userView(user) });
  }

  return new Hono<ApiEnv>()
    .get('/api/session', async (c) => {
      const caller = c.get('caller');
      if (caller.kind === 'person') return c.json({ setupNeeded: false, user: userView(caller.user) });
      return c.json({ setupNeeded: await setup.isNeeded() });
    })
    .post('/api/session', body(SignIn), async (c) => {
      const { email, password } = c.req.valid('json');
      const address = c.get('address');
      const key = `${email.toLowerCase()} ${address}`;
      const waitMs = signInLimiter.waitMs(key);
      if (waitMs > 0) {
        const detail = 'Too many wrong passwords for this account from here. Others are not affected.';
        return problem(c, 'too-many-requests', { detail, retryAfterS: waitMs / 1000 });
      }
      // Counted before it is known to be wrong: tries sent at once count as well.
      signInLimiter.count(key);
      const [user] = await storage.find('users', 'email', email.toLowerCase());
      const outcome = await passwords.verify(password, user?.passwordHash, address);
      if (typeof outcome !== 'boolean') return problem(c, 'server-busy', { retryAfterS: 2 });
      if (!outcome || user === undefined) return problem(c, 'sign-in-failed');
      signInLimiter.forget(key);
      return signedIn(c, user);
    })
    .delete('/api/session', async (c) => {
      const caller = c.get('caller');
      if (caller.kind === 'person') await sessions.end(caller.sessionId);
      clearSessionCookie(c);
      return c.body(null, 204);
    })
    .post('/api/setup', body(Setup), async (c) => {
      const { token, ...draft } = c.req.valid('json');
      const key = `set-up ${c.get('address')}`;
      const waitMs = signInLimiter.waitMs(key);
      if (waitMs > 0) return problem(c, 'too-many-requests', { retryAfterS: waitMs / 1000 });
      const outcome = await setup.complete(token, draft);
      if (!('refused' in outcome)) return signedIn(c, outcome);
      if (outcome.refused === 'done') return problem(c, 'setup-done', { detail: 'Sign in instead.' });
      signInLimiter.count(key);
      const detail = 'Use the newest link: each start of the server prints another, and it lasts a day.';
      return problem(c, 'setup-token-wrong', { detail });
    })
    .patch('/api/session/user', body(OwnUserPatch), async (c) => {
      const { user, sessionId } = person(c);
      const { password, currentPassword, ...changes } = c.req.valid('json');
      let passwordHash: string | undefined;
      if (password !== undefined) {
        const outcome = await passwords.verify(currentPassword ?? '', user.passwordHash, c.get('address'));
        if (typeof outcome !== 'boolean') return problem(c, 'server-busy', { retryAfterS: 2 });
        if (!outcome) return problem(c, 'password-wrong', { fields: [{ field: 'currentPassword', reason: 'wrong' }] });
        passwordHash = await passwords.hash(password);
      }
      const updated = await storage.transact(async (transaction) => {
        // Meanwhile an administrator may have removed the person, or changed the role.
        const present = await transaction.get('users', user.id);
        if (present === undefined) return undefined;
        const next = { ...present, ...defined({ ...changes, passwordHash }) };
        await transaction.put('users', next);
        return next;
      });
      if (updated === undefined || isRefused(updated)) return problem(c, 'not-signed-in');
      if (password !== undefined) await sessions.endOthers(user.id, sessionId);
      return c.json(userView(updated));
    });
}

/** Without the members that are absent, so that they do not overwrite. */
export function defined<T extends object>(changes: T): Partial<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;
}
