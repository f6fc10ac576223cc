/**
 * A workload whose remains can be judged. Step n, in the order of commit, raises one total, sets its writer's count, and
 * appends to its writer's stream and to the stream "all". After any fault the store must equal the first T steps for
 * some T that is no less than any step that was acknowledged, and hold none that was refused.
 */
import type { Storage } from '../../../api/src/storage/storage.ts';
import { StorageUnavailable } from '../../../api/src/storage/storage.ts';
import { play, setting, uuid } from '../../storage/documents.ts';

/** Which steps were answered, by writer and round. */
export type Ledger = { acknowledged: Set<string>; refused: Set<string> };

export const newLedger = (): Ledger => ({ acknowledged: new Set(), refused: new Set() });

const MAX_ROUNDS = 1_000_000;
export const nameOfStep = (writer: number, round: number): string => `${writer}.${round}`;
const keyOf = (writer: number, round: number): string => uuid(writer * MAX_ROUNDS + round);

/** One step. Answers its place in the order; throws what the store threw. */
export async function step(storage: Storage, writer: number, round: number): Promise<number> {
  const outcome = await storage.transact(async (tx) => {
    const total = Number((await tx.get('settings', 'total'))?.value ?? 0) + 1;
    await tx.put('settings', setting('total', total));
    await tx.put('settings', setting(`writer-${writer}`, round));
    await tx.append('plays', `writer-${writer}`, keyOf(writer, round), play(round));
    await tx.append('plays', 'all', keyOf(writer, round), play(total));
    return total;
  });
  if (typeof outcome !== 'number') throw new Error('a step was refused for a look-up it does not have');
  return outcome;
}

/** Steps of several writers at once, each in a row from `first`; what the store refuses is noted and left out. */
export async function work(
  storage: Storage,
  ledger: Ledger,
  writers: number,
  rounds: number,
  first = 1,
): Promise<void> {
  const one = async (writer: number) => {
    for (let round = first; round < first + rounds; round++) {
      try {
        await step(storage, writer, round);
        ledger.acknowledged.add(nameOfStep(writer, round));
      } catch (error) {
        if (!(error instanceof StorageUnavailable)) throw error;
        ledger.refused.add(nameOfStep(writer, round));
      }
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => one(writer)));
}

/** What is wrong with the store, in words; nothing if it is a prefix that holds all that was acknowledged. */
export async function judge(storage: Storage, ledger: Ledger, refusedMayStand = false): Promise<string[]> {
  const faults: string[] = [];
  const all = await readAll(storage, 'all');
  const present = new Set(all.map(({ name }) => name));
  for (const name of ledger.acknowledged)
    if (!present.has(name)) faults.push(`step ${name} was acknowledged and is lost`);
  for (const name of refusedMayStand ? [] : ledger.refused)
    if (present.has(name)) faults.push(`step ${name} was refused and is there`);
  all.forEach(({ total }, index) => {
    if (total !== index + 1) faults.push(`place ${index + 1} holds step ${total}: not a prefix`);
  });
  const stored = Number((await storage.get('settings', 'total'))?.value ?? 0);
  if (stored !== all.length) faults.push(`the total says ${stored}, the log has ${all.length}`);
  if ((await storage.revision('settings')) !== all.length)
    faults.push(`the revision is ${await storage.revision('settings')}, not ${all.length}`);
  const writers = Map.groupBy(all, ({ name }) => name.split('.')[0] ?? '');
  for (const [writer, steps] of writers) {
    const count = (await storage.get('settings', `writer-${writer}`))?.value;
    const last = Number(steps.at(-1)?.name.split('.')[1]);
    if (count !== last) faults.push(`writer ${writer} counts ${JSON.stringify(count)}, its last step is ${last}`);
    const own = await readAll(storage, `writer-${writer}`);
    if (own.map(({ name }) => name).join() !== steps.map(({ name }) => name).join())
      faults.push(`the stream of writer ${writer} differs`);
  }
  return faults;
}

async function readAll(storage: Storage, stream: string): Promise<{ name: string; total: number }[]> {
  const found: { name: string; total: number }[] = [];
  for (let after = 0; ;) {
    const page = await storage.readLog('plays', stream, after, 500);
    for (const { key, record, position } of page) {
      const number = Number.parseInt(key.slice(24), 16);
      found.push({
        name: nameOfStep(Math.floor(number / MAX_ROUNDS), number % MAX_ROUNDS),
        total: record.play.revision,
      });
      after = position;
    }
    if (page.length === 0) return found;
  }
}
