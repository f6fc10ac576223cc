/** PostgreSQL for unit and fault tests: a `describe` that has a server, or says why it was skipped. */
import { afterAll, describe, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from './postgres-server.ts';

export { once, startPostgres, type NoPostgres, type TestPostgres } from './postgres-server.ts';

/** A `describe` with a server of its own; without one it is one skipped test that says why. */
export async function describePostgres(title: string, tests: (postgres: TestPostgres) => void): Promise<void> {
  const postgres = await startPostgres();
  describe(`${title} (${postgres.available ? postgres.name : 'skipped'})`, () => {
    if (postgres.available) withServer(postgres, tests);
    else skipped(postgres.reason);
  });
}

function withServer(postgres: TestPostgres, tests: (postgres: TestPostgres) => void): void {
  afterAll(() => postgres.stop());
  tests(postgres);
}

function skipped(reason: string): void {
  test.skipIf(true)(`needs a server: ${reason}`, () => expect.unreachable());
}
