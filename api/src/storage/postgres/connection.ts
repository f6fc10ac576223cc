/**
 * How this process talks to PostgreSQL: bounds of every connection and what each error means.
 * The time-outs are ordered: a node that was paused inside a transaction is cut off by the server (`IDLE_MS`)
 * before others give up waiting for its locks (`LOCK_MS`), and those before their statement ends (`STATEMENT_MS`).
 */
import pg from 'pg';
import { StorageUnavailable } from '../storage.ts';

export const CONNECT_MS = 3_000;
/** A work may take this long; less than the server's patience with a silent transaction. */
export const WORK_MS = 4_000;
export const IDLE_MS = 5_000;
export const LOCK_MS = 8_000;
export const STATEMENT_MS = 10_000;
/** The client's own patience, for a server that went silent. */
export const ANSWER_MS = 15_000;
/** Connections for reads; besides them one writes and one listens. */
export const POOL_MAX = 8;

const INT8 = 20;

export type Client = pg.Client;
export type Statement = { name: string; text: string };

/** Anything that runs a prepared statement: the pool, or the one connection of a transaction. */
export type Query = <Row>(statement: Statement, values: readonly unknown[]) => Promise<Row[]>;

/** `session` names what the connection is for; it shows in `pg_stat_activity`. */
export function connectionConfig(url: string, session: 'read' | 'write' | 'listen' | 'migrate'): pg.ClientConfig {
  // A migration may wait for another process that migrates, and may rebuild a large index.
  const patient = session === 'migrate';
  // Without sequential scans a serializable transaction locks the rows it read and not whole tables.
  const settings = ['synchronous_commit=on', ...(session === 'write' ? ['enable_seqscan=off'] : [])];
  return {
    connectionString: url,
    application_name: `palier ${session}`,
    connectionTimeoutMillis: CONNECT_MS,
    idle_in_transaction_session_timeout: patient ? 600_000 : IDLE_MS,
    lock_timeout: patient ? 60_000 : LOCK_MS,
    statement_timeout: patient ? 600_000 : STATEMENT_MS,
    query_timeout: patient ? 610_000 : ANSWER_MS,
    keepAlive: true,
    options: settings.map((setting) => `-c ${setting}`).join(' '),
    pipeline: session === 'write',
    types: { getTypeParser: parserOf },
  };
}

/** Positions and revisions are counts well below 2^53. */
function parserOf(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  return oid === INT8 ? Number : pg.types.getTypeParser(oid, format === 'binary' ? 'text' : format);
}

/** Another transaction came first: running the work again can succeed. */
export function isConflict(error: unknown): boolean {
  const code = sqlState(error);
  return code === '40001' || code === '40P01' || code === '55P03' || code === '23505';
}

/** The statement got no answer: the server is gone, going, or was cut off. */
export function isLoss(error: unknown): boolean {
  if (error instanceof StorageUnavailable) return false;
  const code = sqlState(error);
  if (code !== undefined) return /^(08|57P0[1-5]|25P03|53300)/.test(code);
  if (!(error instanceof Error)) return false;
  return 'syscall' in error || /connection|timeout|not queryable/i.test(error.message);
}

/** What a caller is told: the engine cannot write (503), the disk is full (507); anything else stays the fault it is. */
export function toUnavailable(error: unknown): unknown {
  if (error instanceof StorageUnavailable) return error;
  const code = sqlState(error);
  if (code === '53100') return new StorageUnavailable(507, 'PostgreSQL has no space left', { cause: error });
  if (isLoss(error) || (code !== undefined && /^(25006|53|55P03|57014|58)/.test(code)))
    return new StorageUnavailable(503, `PostgreSQL does not answer: ${messageOf(error)}`, { cause: error });
  return error;
}

export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '')
    return error.errors.map((each) => messageOf(each)).join('; ');
  return error instanceof Error ? error.message : String(error);
}

function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** A client whose loss is noticed even while nobody waits for it. */
export async function connect(
  config: pg.ClientConfig,
  onLoss: (error: Error, client: Client) => void,
): Promise<Client> {
  const client = new pg.Client(config);
  client.on('error', (error) => onLoss(error, client));
  client.on('end', () => onLoss(new Error('connection ended'), client));
  await client.connect();
  return client;
}

export function queryOn(client: { query: pg.Client['query'] }): Query {
  return async <Row>(statement: Statement, values: readonly unknown[]) => {
    const result = await client.query<Row & pg.QueryResultRow>({ ...statement, values: [...values] });
    return result.rows;
  };
}

/**
 * Keys as PostgreSQL can hold them: its text has no NUL and no lone surrogate. Ordinary keys stay as they are;
 * the escape is one-to-one.
 */
export function asKey(text: string): string {
  if (text.isWellFormed() && !/[\\\0]/.test(text)) return text;
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\0', '\\0')
    .replace(/\p{Surrogate}/gu, (half) => `\\u${half.charCodeAt(0).toString(16)}`);
}

export function fromKey(key: string): string {
  if (!key.includes('\\')) return key;
  return key.replace(/\\(?:u([0-9a-f]{4})|(0)|\\)/g, (_, unit: string | undefined, nul: string | undefined) => {
    if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16));
    return nul === undefined ? '\\' : '\0';
  });
}
