/**
 * One database transaction that carries the works of a batch, one after the other. Each work sees the writes of
 * those before it, and is undone alone when it throws or is refused. Nothing of it is told to anyone before the commit.
 */
import type { CollectionName, DocumentOf, LogName, RecordOf, Topic } from '../collections.ts';
import type { Change, Refused, Transaction } from '../storage.ts';
import { asKey, isLoss, queryOn, WORK_MS, type Client, type Query } from './connection.ts';
import type { Model } from './model.ts';
import { createReader } from './reader.ts';
import { APPEND, DROP_RECORDS, DROP_STREAM, PUT, PUT_WITH_LOOKUPS, REMOVE, SEAL } from './statements.ts';

/** The gate is locked before the snapshot is taken: together the first time, alone after a conflict. */
const BEGIN = {
  together: 'begin isolation level serializable; lock table palier.gate in row share mode',
  alone: 'begin isolation level serializable; lock table palier.gate in exclusive mode',
};

export type WriteTransaction = Transaction & {
  query: Query;
  dropLog(log: LogName, stream: string): Promise<void>;
};
export type Work<T> = (transaction: WriteTransaction) => Promise<T>;
export type Outcome<T> = { value: T | Refused } | { thrown: unknown };

/** The database, and not the work, ended this transaction. */
export class SessionBroken extends Error {
  readonly committing: boolean;
  constructor(cause: unknown, committing: boolean) {
    super('the transaction was ended by the database', { cause });
    this.committing = committing;
  }
}

/** A work has to be undone among others, and no savepoint was set for it: the batch begins anew with savepoints. */
export class NeedsSavepoints extends Error {}

export type SessionOptions = {
  alone: boolean;
  /** How a work is undone: with all (it is the only one), by its savepoint, or by beginning anew (the quick way). */
  undo: 'all' | 'savepoint' | 'anew';
};
export type Session = Awaited<ReturnType<typeof beginSession>>;

export async function beginSession(client: Client, model: Model, options: SessionOptions) {
  const moves = new Map<Topic, number>();
  let wrote = false;
  let savepointSet = false;
  let rolledBack = false;
  let broken: { error: unknown } | undefined;
  const plainQuery = queryOn(client);
  const guarded = async <T>(sent: Promise<T>): Promise<T> => {
    try {
      return await sent;
    } catch (error) {
      // The first error is the cause; those behind it in the pipeline only say that the transaction is aborted.
      broken ??= { error };
      throw error;
    }
  };
  const query: Query = <Row>(...asked: Parameters<Query>) => guarded(plainQuery<Row>(...asked));
  const begun = guarded(client.query(options.alone ? BEGIN.alone : BEGIN.together));
  // What follows is sent behind it without waiting, and fails with it.
  begun.catch(() => undefined);
  if (options.alone) await begun;

  async function run<T>(work: Work<T>): Promise<Outcome<T>> {
    const state = { wrote: false, over: false, refused: undefined as Refused | undefined, topics: new Set<Topic>() };
    const pending = new Set<Promise<unknown>>();
    const patience = createPatience();
    const tracked: Query = async <Row>(...asked: Parameters<Query>) => {
      if (state.over) throw new Error('this transaction is over');
      const sent = query<Row>(...asked);
      pending.add(sent);
      return await patience.whileAsking(sent);
    };
    const write: Query = async <Row>(...asked: Parameters<Query>) => {
      if (!state.wrote && !state.over) {
        state.wrote = true;
        wrote = true;
        if (options.undo === 'savepoint') setSavepoint(pending);
      }
      return await tracked<Row>(...asked);
    };
    const transaction = createTransaction(tracked, write, { model, moves, state });
    const outcome = await outcomeOf(work, transaction, patience);
    state.over = true;
    await Promise.allSettled(pending);
    if (broken !== undefined) throw new SessionBroken(broken.error, false);
    if (state.refused === undefined && 'value' in outcome) {
      for (const topic of state.topics) moves.set(topic, (moves.get(topic) ?? 0) + 1);
      return outcome;
    }
    if (state.wrote) await undo();
    return state.refused === undefined ? outcome : { value: state.refused };
  }

  function setSavepoint(pending: Set<Promise<unknown>>): void {
    const text = savepointSet ? 'release savepoint work; savepoint work' : 'savepoint work';
    savepointSet = true;
    // Sent without waiting: the statement behind it is already on its way.
    const sent = guarded(client.query(text));
    pending.add(sent);
    sent.catch(() => undefined);
  }

  async function undo(): Promise<void> {
    if (options.undo === 'anew') breaks(new NeedsSavepoints());
    rolledBack = options.undo === 'all';
    await client.query(rolledBack ? 'rollback' : 'rollback to savepoint work').catch(breaks);
  }

  /** The revisions that moved; `undefined` when there was nothing to write. */
  async function commit(writerId: string, batch: number): Promise<Change[] | undefined> {
    if (rolledBack) return undefined;
    if (!wrote) {
      await client.query('commit').catch(breaks);
      return undefined;
    }
    const sealing = plainQuery<Change>(SEAL, [[...moves.keys()], [...moves.values()], writerId, batch]);
    const [sealed, committed] = await Promise.allSettled([sealing, client.query('commit')]);
    const failed = sealed.status === 'rejected' ? sealed : committed;
    if (failed.status === 'rejected') throw new SessionBroken(failed.reason, isLoss(failed.reason));
    if (sealed.status === 'rejected' || committed.status === 'rejected' || committed.value.command !== 'COMMIT')
      throw new SessionBroken(new Error('PostgreSQL rolled the transaction back'), false);
    return sealed.value.map(({ topic, revision }) => ({ topic, revision }));
  }

  return { run, commit };
}

async function outcomeOf<T>(work: Work<T>, transaction: WriteTransaction, patience: Patience): Promise<Outcome<T>> {
  try {
    return { value: await Promise.race([work(transaction), patience.ended]) };
  } catch (error) {
    return { thrown: error };
  } finally {
    patience.stop();
  }
}

type Patience = ReturnType<typeof createPatience>;

/**
 * A work that does something else for long holds up all others, and the server would cut its connection. The time in
 * which it waits for the database itself does not count.
 */
function createPatience() {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  ended.catch(() => undefined);
  let asking = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const fail = (): void => reject(new Error(`a transaction took longer than ${WORK_MS} ms; nothing was written`));
  const start = (): void => {
    if (!stopped && asking === 0) timer = setTimeout(fail, WORK_MS);
  };
  start();
  return {
    ended,
    async whileAsking<T>(sent: Promise<T>): Promise<T> {
      clearTimeout(timer);
      asking += 1;
      try {
        return await sent;
      } finally {
        asking -= 1;
        start();
      }
    },
    stop: (): void => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function breaks(error: unknown): never {
  throw new SessionBroken(error, false);
}

type Shared = {
  model: Model;
  moves: ReadonlyMap<Topic, number>;
  state: { refused: Refused | undefined; topics: Set<Topic> };
};

function createTransaction(query: Query, write: Query, { model, moves, state }: Shared): WriteTransaction {
  const reader = createReader(query, model);
  return {
    ...reader,
    query: write,
    /** The rows move at the end of the batch; works before this one, and this one itself, count already. */
    revision: async (topic) =>
      (await reader.revision(topic)) + (moves.get(topic) ?? 0) + (state.topics.has(topic) ? 1 : 0),
    async put<C extends CollectionName>(collection: C, given: DocumentOf<C>): Promise<void> {
      const document = model.parseDocument(collection, given);
      for (const topic of model.topicsOf(collection)) state.topics.add(topic);
      const values = [collection, asKey(document.id), JSON.stringify(document)];
      if (!model.hasLookups(collection)) {
        await write(PUT, values);
        return;
      }
      const entries = model.lookupsOf(collection, document);
      const taken = await write<{ lookup: string; value: string }>(PUT_WITH_LOOKUPS, [
        ...values,
        entries.map((entry) => entry.lookup),
        entries.map((entry) => asKey(entry.value)),
        entries.map((entry) => entry.unique),
      ]);
      if (taken[0] === undefined) return;
      const { lookup, value } = taken[0];
      const entry = entries.find((each) => each.lookup === lookup && asKey(each.value) === value);
      state.refused ??= { refused: 'unique', collection, lookup, value: entry?.value ?? value };
      throw new Error(`${collection}.${lookup} is taken`);
    },
    async remove(collection: CollectionName, id: string): Promise<boolean> {
      const rows = await write(REMOVE, [collection, asKey(id)]);
      if (rows.length > 0) for (const topic of model.topicsOf(collection)) state.topics.add(topic);
      return rows.length > 0;
    },
    async append<L extends LogName>(log: L, stream: string, key: string, record: RecordOf<L>): Promise<boolean> {
      const parsed = model.parseRecord(log, record);
      const rows = await write(APPEND, [log, asKey(stream), asKey(key), JSON.stringify(parsed)]);
      return rows.length > 0;
    },
    async dropLog(log: LogName, stream: string): Promise<void> {
      await write(DROP_RECORDS, [log, asKey(stream)]);
      await write(DROP_STREAM, [log, asKey(stream)]);
    },
  };
}
