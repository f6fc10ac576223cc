/** The people who can sign in. There is always an administrator left. */
import { Hono } from 'hono';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';
import { problem } from '../problem.ts';
import { isRefused, type Transaction } from '../storage/storage.ts';
import { body } from '../validate.ts';
import { UserDraft, UserPatch } from '../wire.ts';
import { defined, userView } from './session.ts';

const MAX_USERS = 2_000;

export function userRoutes({ storage, setup, sessions, passwords }: Parts) {
  return new Hono<ApiEnv>()
    .get('/api/users', async (c) => c.json({ users: (await storage.all('users')).map(userView) }))
    .post('/api/users', body(UserDraft), async (c) => {
      if ((await storage.all('users')).length >= MAX_USERS) {
        return problem(c, 'full', { detail: `There are ${MAX_USERS} people already.` });
      }
      const user = await setup.userOf(c.req.valid('json'));
      const outcome = await storage.transact((transaction) => transaction.put('users', user));
      if (isRefused(outcome)) return emailTaken(c);
      return c.json(userView(user), 201);
    })
    .patch('/api/users/:id', body(UserPatch), async (c) => {
      const { password, ...changes } = c.req.valid('json');
      const id = c.req.param('id');
      const passwordHash = password === undefined ? undefined : await passwords.hash(password);
      const outcome = await storage.transact(async (transaction) => {
        const user = await transaction.get('users', id);
        if (user === undefined) return 'absent' as const;
        const updated = { ...user, ...defined({ ...changes, passwordHash }) };
        if (updated.role !== 'admin' && (await isLastAdmin(transaction, id))) return 'last-admin' as const;
        await transaction.put('users', updated);
        return updated;
      });
      if (isRefused(outcome)) return emailTaken(c);
      if (outcome === 'absent') return problem(c, 'not-found');
      if (outcome === 'last-admin') return problem(c, 'last-admin');
      if (password !== undefined) await sessions.endOthers(id, undefined);
      return c.json(userView(outcome));
    })
    .delete('/api/users/:id', async (c) => {
      const id = c.req.param('id');
      const outcome = await storage.transact(async (transaction) => {
        if (await isLastAdmin(transaction, id)) return 'last-admin' as const;
        return transaction.remove('users', id);
      });
      if (outcome === 'last-admin') return problem(c, 'last-admin');
      if (outcome !== true) return problem(c, 'not-found');
      await sessions.endOthers(id, undefined);
      return c.body(null, 204);
    });

  function emailTaken(c: Parameters<typeof problem>[0]) {
    return problem(c, 'id-taken', {
      fields: [{ field: 'email', reason: 'somebody signs in with this address already' }],
    });
  }
}

async function isLastAdmin(transaction: Transaction, id: string): Promise<boolean> {
  const admins = (await transaction.all('users')).filter((user) => user.role === 'admin');
  return admins.length === 1 && admins[0]?.id === id;
}
