/** Playwright's global set-up for runs on several nodes: one PostgreSQL for all tests; each takes a database of its own. */
import { startPostgres } from './postgres-server.ts';

export default async function startForAll(): Promise<(() => Promise<void>) | undefined> {
  const postgres = await startPostgres();
  if (!postgres.available) return undefined;
  console.log(`two API processes on ${postgres.name}`);
  process.env['TEST_DATABASE_URL'] = postgres.url;
  return () => postgres.stop();
}
