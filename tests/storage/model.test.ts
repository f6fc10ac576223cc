/** The embedded engine against the plainest model there is, over random histories with checkpoints, drops, restarts and power cuts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRefused } from '../../api/src/storage/storage.ts';
import { createMemoryDisk, seeded } from '../faults/support/memory-disk.ts';
import { openOn } from '../faults/support/stores.ts';
import { play, user, uuid } from './documents.ts';

const id = fc.constantFrom('ann', 'ben', 'cem', 'dee');
const email = fc.constantFrom('1@example.com', '2@example.com', '3@example.com');
const stream = fc.constantFrom('hall', 'lobby');
const write = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), id, email }),
  fc.record({ kind: fc.constant('remove' as const), id }),
  fc.record({ kind: fc.constant('append' as const), stream, number: fc.integer({ min: 1, max: 30 }) }),
);
type Write = typeof write extends fc.Arbitrary<infer W> ? W : never;
const action = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('transact' as const),
      writes: fc.array(write, { minLength: 1, maxLength: 4 }),
      fails: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('together' as const),
      writes: fc.array(write, { minLength: 2, maxLength: 6 }),
      checkpoint: fc.boolean(),
      dropped: fc.option(stream, { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), stream }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'checkpoint' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('power cut' as const), seed: fc.nat() }) },
);

type Model = { users: Map<string, string>; streams: Map<string, number[]> };

/** Applies one write; answers whether it was refused. */
function applied(model: Model, one: Write): boolean {
  if (one.kind === 'put') {
    if ([...model.users].some(([other, held]) => other !== one.id && held === one.email)) return true;
    model.users.set(one.id, one.email);
  }
  if (one.kind === 'remove') model.users.delete(one.id);
  if (one.kind === 'append') {
    const held = model.streams.get(one.stream) ?? [];
    if (!held.includes(one.number)) model.streams.set(one.stream, [...held, one.number]);
  }
  return false;
}

const copyOf = ({ users, streams }: Model): Model => ({ users: new Map(users), streams: new Map(streams) });

test('any history leaves what the model has', { timeout: 60_000 }, async () => {
  const checked = fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 25 }), async (actions) => {
      let disk = createMemoryDisk();
      let storage = await openOn(disk, { leastJournalBytes: 3_000 });
      let model: Model = { users: new Map(), streams: new Map() };
      const run = (writes: readonly Write[], fails: boolean) =>
        storage.transact(async (tx) => {
          for (const one of writes) {
            if (one.kind === 'put') await tx.put('users', user(one.id, one.email));
            if (one.kind === 'remove') await tx.remove('users', one.id);
            if (one.kind === 'append') await tx.append('plays', one.stream, uuid(one.number), play(one.number));
          }
          if (fails) throw new Error('fails');
        });
      for (const act of actions) {
        if (act.kind === 'transact') {
          const tried = copyOf(model);
          const refused = act.writes.some((one) => applied(tried, one));
          const outcome = await run(act.writes, act.fails).catch(() => 'failed');
          if (isRefused(outcome) !== refused)
            throw new Error(`refused ${isRefused(outcome)}, the model says ${refused}`);
          if (!refused && !act.fails) model = tried;
        }
        if (act.kind === 'together') {
          // Transactions keep the order in which they were begun; a checkpoint runs while they do.
          const half = Math.floor(act.writes.length / 2);
          const first = act.writes.slice(0, half).map((one) => run([one], false));
          const checkpoint = act.checkpoint ? storage.checkpoint() : undefined;
          const drop = act.dropped === undefined ? undefined : storage.dropLog('plays', act.dropped);
          const outcomes = await Promise.all([...first, ...act.writes.slice(half).map((one) => run([one], false))]);
          await Promise.all([checkpoint, drop]);
          const refused = act.writes.map((one, index) => {
            if (index === half && act.dropped !== undefined) model.streams.delete(act.dropped);
            return applied(model, one);
          });
          if (outcomes.map(isRefused).join() !== refused.join()) throw new Error('refused others than the model');
        }
        if (act.kind === 'drop') {
          await storage.dropLog('plays', act.stream);
          model.streams.delete(act.stream);
        }
        if (act.kind === 'checkpoint') await storage.checkpoint();
        if (act.kind === 'restart') {
          await storage.close();
          storage = await openOn(disk, { leastJournalBytes: 3_000 });
        }
        if (act.kind === 'power cut') {
          disk = disk.powerCut(seeded(act.seed));
          storage = await openOn(disk, { leastJournalBytes: 3_000 });
        }
        await same(storage, model);
      }
      await storage.close();
    }),
    { numRuns: 1_000 },
  );
  await expect(checked).resolves.toBeUndefined();
});

async function same(storage: Awaited<ReturnType<typeof openOn>>, model: Model): Promise<void> {
  const users = (await storage.all('users')).map((one) => `${one.id} ${one.email}`).join();
  const expected = [...model.users]
    .map((pair) => pair.join(' '))
    .toSorted()
    .join();
  if (users !== expected) throw new Error(`users ${users}, the model has ${expected}`);
  for (const address of ['1@example.com', '2@example.com', '3@example.com']) {
    const found = (await storage.find('users', 'email', address)).map((one) => one.id).join();
    const holders = [...model.users]
      .filter(([, held]) => held === address)
      .map(([holder]) => holder)
      .join();
    if (found !== holders) throw new Error(`${address} finds ${found}, the model has ${holders}`);
  }
  for (const name of ['hall', 'lobby']) {
    const entries = await storage.readLog('plays', name, 0, 100);
    const numbers = (model.streams.get(name) ?? []).map(uuid).join();
    if (entries.map(({ key }) => key).join() !== numbers) throw new Error(`${name} differs`);
    if ((await storage.countLog('plays', name)) !== entries.length) throw new Error(`${name} is miscounted`);
  }
}
