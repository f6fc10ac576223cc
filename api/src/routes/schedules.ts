/** Schedules: which playlist is due when, and where. A rule names a playlist that exists. */
import { Hono, type Context } from 'hono';
import { inLanguage } from '@palier/playlists/localized';
import { fieldProblems } from '@palier/playlists/problem';
import { Schedule } from '@palier/playlists/schedule';
import type { ApiEnv } from '../environment.ts';
import { keyOf } from '../history.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import { idFrom } from '../secrets.ts';
import type { Transaction } from '../storage/storage.ts';
import { body } from '../validate.ts';
import { etagOf, staleOrMissing } from '../versions.ts';
import { ScheduleDraft } from '../wire.ts';
import { person } from './params.ts';

const MAX_SCHEDULES = 1_000;

export function scheduleRoutes({ storage, history, random }: Parts) {
  /** In the history, as done by who asks. */
  function noted(
    transaction: Transaction,
    c: Context<ApiEnv>,
    before: Schedule | undefined,
    after: Schedule | undefined,
  ): Promise<void> {
    const as = (schedule: Schedule | undefined) => schedule && { noun: 'schedule' as const, schedule };
    const id = after?.id ?? before?.id ?? '';
    const how = after === undefined ? ('deleted' as const) : ('saved' as const);
    const of = { noun: 'schedule' as const, id, before: as(before), after: as(after) };
    return history.note(transaction, of, { by: person(c).user.name, how });
  }

  return new Hono<ApiEnv>()
    .get('/api/schedules', async (c) => c.json({ schedules: await storage.all('schedules') }))
    .post('/api/schedules', body(ScheduleDraft), async (c) => {
      const draft = c.req.valid('json');
      const id = draft.id ?? idFrom(inLanguage(draft.name, person(c).user.language), random);
      const rules = draft.rules.map((rule) => ({ ...rule, id: rule.id ?? idFrom('rule', random) }));
      const parsed = Schedule.safeParse({ ...draft, id, rules });
      if (!parsed.success) return problem(c, 'body-invalid', { fields: fieldProblems(parsed.error) });
      const schedule = parsed.data;
      const outcome = await storage.transact(async (transaction) => {
        const wrong = await wrongRule(transaction, schedule);
        if (wrong !== undefined) return invalidField(c, ...wrong);
        const all = await transaction.all('schedules');
        if (all.some((other) => other.id === schedule.id)) {
          return problem(c, 'id-taken', { fields: [{ field: 'id', reason: 'another schedule has this id' }] });
        }
        if (all.length >= MAX_SCHEDULES) return problem(c, 'full', { detail: 'There are 1,000 schedules already.' });
        await transaction.put('schedules', schedule);
        await noted(transaction, c, undefined, schedule);
        return undefined;
      });
      if (outcome instanceof Response) return outcome;
      c.header('ETag', etagOf(schedule));
      return c.json(schedule, 201);
    })
    .get('/api/schedules/:id', async (c) => {
      const schedule = await storage.get('schedules', c.req.param('id'));
      if (schedule === undefined) return problem(c, 'not-found');
      c.header('ETag', etagOf(schedule));
      return c.json(schedule);
    })
    .put('/api/schedules/:id', body(Schedule), async (c) => {
      const schedule = c.req.valid('json');
      if (schedule.id !== c.req.param('id')) return invalidField(c, 'id', 'it is not the id in the address');
      const outcome = await storage.transact(async (transaction) => {
        const present = await transaction.get('schedules', schedule.id);
        if (present === undefined) return problem(c, 'not-found');
        const stale = staleOrMissing(c, present);
        if (stale !== undefined) return stale;
        const wrong = await wrongRule(transaction, schedule);
        if (wrong !== undefined) return invalidField(c, ...wrong);
        await transaction.put('schedules', schedule);
        await noted(transaction, c, present, schedule);
        return undefined;
      });
      if (outcome instanceof Response) return outcome;
      c.header('ETag', etagOf(schedule));
      return c.json(schedule);
    })
    .delete('/api/schedules/:id', async (c) => {
      const id = c.req.param('id');
      const removed = await storage.transact(async (transaction) => {
        const before = await transaction.get('schedules', id);
        if (before !== undefined) await noted(transaction, c, before, undefined);
        await transaction.remove('drafts', keyOf('schedule', id));
        return transaction.remove('schedules', id);
      });
      return removed === true ? c.body(null, 204) : problem(c, 'not-found');
    });
}

/** Field and reason of the first rule that cannot be. */
async function wrongRule(transaction: Transaction, schedule: Schedule): Promise<[string, string] | undefined> {
  const seen = new Set<string>();
  for (const [index, rule] of schedule.rules.entries()) {
    if (seen.has(rule.id)) return [`rules.${index}.id`, `the rule id "${rule.id}" is used twice`];
    seen.add(rule.id);
    if ((await transaction.get('playlists', rule.playlistId)) === undefined) {
      return [`rules.${index}.playlistId`, `there is no playlist "${rule.playlistId}"`];
    }
  }
  return undefined;
}
