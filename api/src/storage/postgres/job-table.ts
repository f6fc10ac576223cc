/**
 * Jobs in the database: who runs which one until when, by the database's clock. A claim raises the job's token; a
 * node that was paused meanwhile holds an old token, and `commit` refuses it inside the same transaction as its result.
 */
import { JobLost, type JobTable, type Lease } from '../../jobs.ts';
import type { Refused } from '../storage.ts';
import type { Query } from './connection.ts';
import type { Work } from './session.ts';

export type { JobTable } from '../../jobs.ts';

type JobTableDeps = {
  query: Query;
  transact: <T>(work: Work<T>) => Promise<T | Refused>;
  /** This process. */
  owner: string;
};

export function createJobTable({ query, transact, owner }: JobTableDeps): JobTable {
  const ids = (lease: Lease): unknown[] => [lease.name, owner, lease.token];
  return {
    async ensure(name, inMs) {
      await query(ENSURE, [name, inMs]);
    },
    async claim(names, leaseMs) {
      const rows = await query<Lease>(CLAIM, [owner, names, leaseMs]);
      return rows[0];
    },
    async renew(lease, leaseMs) {
      return (await query(RENEW, [...ids(lease), leaseMs])).length > 0;
    },
    async finish(lease, nextInMs) {
      return (await query(FINISH, [...ids(lease), nextInMs ?? null])).length > 0;
    },
    async retry(lease, inMs) {
      return (await query(RETRY, [...ids(lease), inMs])).length > 0;
    },
    commit: (lease, work) =>
      transact(async (transaction) => {
        // Shared with nobody who claims: the claim and this commit cannot both go through.
        const held = await transaction.query(FENCE, ids(lease));
        if (held.length === 0) throw new JobLost(lease.name);
        return await work(transaction);
      }),
  };
}

const ENSURE = {
  name: 'palier_job_ensure',
  text: `insert into palier.jobs (name, due_at) values ($1, clock_timestamp() + $2::double precision * interval '1 ms')
    on conflict (name) do nothing`,
};
const CLAIM = {
  name: 'palier_job_claim',
  text: `update palier.jobs set owner = $1, token = token + 1,
      leased_until = clock_timestamp() + $3::double precision * interval '1 ms'
    where name = (
      select name from palier.jobs
      where name = any($2::text[]) and due_at <= clock_timestamp()
      and (leased_until is null or leased_until < clock_timestamp())
      order by due_at limit 1 for update skip locked
    )
    returning name, token, failures`,
};
const RENEW = {
  name: 'palier_job_renew',
  text: `update palier.jobs set leased_until = clock_timestamp() + $4::double precision * interval '1 ms'
    where name = $1 and owner = $2 and token = $3 returning name`,
};
const FINISH = {
  name: 'palier_job_finish',
  text: `update palier.jobs set leased_until = null, failures = 0,
      due_at = clock_timestamp() + $4::double precision * interval '1 ms'
    where name = $1 and owner = $2 and token = $3 returning name`,
};
const RETRY = {
  name: 'palier_job_retry',
  text: `update palier.jobs set leased_until = null, failures = failures + 1,
      due_at = clock_timestamp() + $4::double precision * interval '1 ms'
    where name = $1 and owner = $2 and token = $3 returning name`,
};
const FENCE = {
  name: 'palier_job_fence',
  text: 'select name from palier.jobs where name = $1 and owner = $2 and token = $3 for share',
};
