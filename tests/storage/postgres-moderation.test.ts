/** Moderation on the other engine: the same races. */
import { openPostgresStorage } from '../../api/src/storage/postgres.ts';
import { moderationRules } from '../moderation/rules.ts';
import { describePostgres } from '../support/postgres.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };

await describePostgres('moderation on PostgreSQL', (postgres) => {
  moderationRules(async () => openPostgresStorage({ url: await postgres.createDatabase(), log }));
});
