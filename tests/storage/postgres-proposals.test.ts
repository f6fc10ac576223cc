/** Proposals on the other engine: the same rules. */
import { openPostgresStorage } from '../../api/src/storage/postgres.ts';
import { proposalRules } from '../proposals/rules.ts';
import { describePostgres } from '../support/postgres.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };

await describePostgres('proposals on PostgreSQL', (postgres) => {
  proposalRules(async () => openPostgresStorage({ url: await postgres.createDatabase(), log }));
});
