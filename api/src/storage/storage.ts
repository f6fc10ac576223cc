/**
 * The one storage interface, in the terms the product needs. Two engines implement it and one contract suite
 * (`tests/storage/contract.ts`) holds both to it. Absent is `undefined`, refused is a tagged value, failure throws.
 *
 * A promise that resolves is durable: `transact` and `append` answer only once what they wrote survives a power cut.
 */
import type { CollectionName, DocumentOf, LogName, LookupOf, RecordOf, Topic } from './collections.ts';

/** A unique look-up already belongs to another document; nothing was written. */
export type Refused = { refused: 'unique'; collection: CollectionName; lookup: string; value: string };

export type Reader = {
  get<C extends CollectionName>(collection: C, id: string): Promise<DocumentOf<C> | undefined>;
  /** All documents of a collection, by ascending id. For collections that are small by nature. */
  all<C extends CollectionName>(collection: C): Promise<DocumentOf<C>[]>;
  /** Documents whose secondary look-up has this value, by ascending id. */
  find<C extends CollectionName>(collection: C, lookup: LookupOf<C>, value: string): Promise<DocumentOf<C>[]>;
  /** How often anything under this topic was committed: grows by one with each transaction that touches it. */
  revision(topic: Topic): Promise<number>;
};

/** Reads see the transaction's own writes. Nothing is visible outside before it is durable. */
export type Transaction = Reader & {
  put<C extends CollectionName>(collection: C, document: DocumentOf<C>): Promise<void>;
  /** Answers whether there was such a document. */
  remove(collection: CollectionName, id: string): Promise<boolean>;
  /** Appends to a stream of a log; a key that the stream already holds is not added again. Answers whether it was added. */
  append<L extends LogName>(log: L, stream: string, key: string, record: RecordOf<L>): Promise<boolean>;
};

export type LogEntry<L extends LogName> = { position: number; key: string; record: RecordOf<L> };

export type Change = { topic: Topic; revision: number };

export type Storage = Reader & {
  /**
   * Runs `work` alone, as if no other transaction ran beside it, and makes all of its writes durable at once or
   * none. `work` may run again from the start on a conflict, so it must not act on the outside. If it throws,
   * nothing is written and the error is passed on. If a unique look-up is taken, answers `Refused`.
   */
  transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T | Refused>;
  /** Entries of one stream after `position` (exclusive), oldest first, at most `limit`. */
  readLog<L extends LogName>(log: L, stream: string, after: number, limit: number): Promise<LogEntry<L>[]>;
  countLog(log: LogName, stream: string): Promise<number>;
  /** The streams of a log that hold entries, ascending: for moving and verifying, not for requests. */
  streams(log: LogName): Promise<string[]>;
  /** Drops a whole stream. */
  dropLog(log: LogName, stream: string): Promise<void>;
  /**
   * Rewrites the files without what was removed or dropped: afterwards the folder of the embedded engine holds none of
   * it. On PostgreSQL the space is given back (`vacuum`); what its pages, its own log and backups hold is theirs to forget.
   */
  purge(): Promise<void>;
  /** Called after each commit, here or in another process, with the topics it touched. May coalesce: the revision is the truth. */
  watch(listener: (changes: readonly Change[]) => void): () => void;
  /** Whether writes are possible now; `reason` says why not (disk full, disk failing, database gone). */
  health(): { writable: true } | { writable: false; reason: string };
  close(): Promise<void>;
};

export function isRefused(outcome: unknown): outcome is Refused {
  return typeof outcome === 'object' && outcome !== null && 'refused' in outcome && outcome.refused === 'unique';
}

/** Thrown by writes while the disk is full (`status` 507) or the engine cannot write (`status` 503). Reads go on. */
export class StorageUnavailable extends Error {
  readonly status: 503 | 507;
  constructor(status: 503 | 507, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StorageUnavailable';
    this.status = status;
  }
}
