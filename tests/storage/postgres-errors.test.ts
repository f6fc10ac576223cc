/** What each error of PostgreSQL or of the way to it means: run again, 503, 507, or a fault of ours. */
import pg from 'pg';
import { expect, test } from 'vitest';
import { isConflict, isLoss, toUnavailable } from '../../api/src/storage/postgres/connection.ts';
import { StorageUnavailable } from '../../api/src/storage/storage.ts';

function database(code: string): Error {
  const error = new pg.DatabaseError('said the server', 0, 'error');
  error.code = code;
  return error;
}
const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' });

type Meaning = 'again' | 'lost' | 503 | 507 | 'fault';

test.each<[string, Error, Meaning]>([
  ['serialization failure', database('40001'), 'again'],
  ['deadlock', database('40P01'), 'again'],
  ['lock not available in time', database('55P03'), 'again'],
  ['unique violation by a rival', database('23505'), 'again'],
  ['administrator shut it down', database('57P01'), 'lost'],
  ['crash of the server', database('57P02'), 'lost'],
  ['still starting', database('57P03'), 'lost'],
  ['idle in transaction for too long', database('25P03'), 'lost'],
  ['too many connections', database('53300'), 'lost'],
  ['refused connection', refused, 'lost'],
  ['connection that ended', new Error('Connection terminated unexpectedly'), 'lost'],
  ['no answer in time', new Error('Query read timeout'), 'lost'],
  ['pool that gave up', new Error('timeout exceeded when trying to connect'), 'lost'],
  ['statement cancelled for its time', database('57014'), 503],
  ['a standby, or read-only', database('25006'), 503],
  ['out of memory', database('53200'), 503],
  ['input or output error', database('58030'), 503],
  ['full disk', database('53100'), 507],
  ['a mistake of ours in SQL', database('42601'), 'fault'],
  ['anything else', new TypeError('x is not a function'), 'fault'],
])('%s', (_what, error, meaning) => {
  expect(meaningOf(error)).toBe(meaning);
});

test('what is told already stays as it is', () => {
  const told = new StorageUnavailable(507, 'full');
  expect(toUnavailable(told)).toBe(told);
  expect(isLoss(told)).toBe(false);
});

function meaningOf(error: Error): Meaning {
  if (isConflict(error)) return 'again';
  const told = toUnavailable(error);
  if (isLoss(error)) return told instanceof StorageUnavailable && told.status === 503 ? 'lost' : 'fault';
  return told instanceof StorageUnavailable ? told.status : 'fault';
}
