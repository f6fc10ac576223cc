/** Conversations on PostgreSQL: two processes behave as one, keys stay in the process that has them, nothing is in clear. */
import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { openPostgresStorage } from '../../api/src/storage/postgres.ts';
import type { Storage } from '../../api/src/storage/storage.ts';
import { checkThreads } from '../../api/src/threads/check.ts';
import { eventsOf } from '../api/house.ts';
import { describePostgres } from '../support/postgres.ts';
import { openTalkHouse, PASSPHRASE, until } from './talk-house.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };

await describePostgres('conversations on PostgreSQL', ({ createDatabase }) => {
  let url = '';
  beforeAll(async () => {
    url = await createDatabase();
  });

  async function node() {
    const storage = await openPostgresStorage({ url, log });
    let embedded: Storage | undefined;
    const house = await openTalkHouse({
      databaseUrl: url,
      storage: (opened) => {
        embedded = opened;
        return storage;
      },
    });
    await embedded?.close();
    return house;
  }

  /** Everything the database holds, as a dump would. */
  async function dump(): Promise<string> {
    const client = new pg.Client(url);
    await client.connect();
    const tables = ['documents', 'lookups', 'records', 'streams', 'revisions', 'jobs'];
    const parts = [];
    for (const table of tables) parts.push((await client.query(`select t::text from palier.${table} t`)).rows);
    await client.end();
    return JSON.stringify(parts);
  }

  test('a thread begun at one process is answered at the other; what was typed is in no table', async () => {
    const [one, two] = [await node(), await node()];
    try {
      const { claire } = await one.setUp();
      const marc = await two.officer('marc');
      await marc.ask('POST', '/inbox/members', { passphrase: 'marc has a phrase' });
      expect((await claire.ask('POST', `/inbox/members/${marc.id}/admit`)).status).toBe(200);
      expect((await marc.ask('POST', '/inbox/session', { passphrase: 'marc has a phrase' })).status).toBe(200);
      const phone = one.phone();
      const words = await phone.begin('pelargonium-in-postgres', { name: 'Bartholomea' });
      const author = eventsOf((await phone.ask('GET', '/thread/events')).response);
      const { id } = await two.only();
      await until('the other process saw it', async () => {
        two.clock.advance(600);
        return (await marc.ask('GET', '/inbox/threads')).body.threads.length === 1;
      });
      const answer = { text: 'wisteria-in-postgres', key: 'the-answer' };
      expect((await marc.ask('POST', `/inbox/threads/${id}/messages`, answer)).status).toBe(201);
      let heard = false;
      void author.next().then(() => (heard = true));
      await until('the author was told at the first process', () => {
        one.clock.advance(600);
        return heard;
      });
      expect((await phone.thread()).messages.map(({ text }: { text: string }) => text)).toEqual([
        'pelargonium-in-postgres',
        'wisteria-in-postgres',
      ]);
      const text = await dump();
      const secrets = ['pelargonium', 'wisteria', 'Bartholomea', words.slice(0, 3).join(' '), PASSPHRASE];
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
      expect(text).toContain(id);
      const elsewhere = await two.call('GET', '/api/public/thread', { cookie: phone.jar.cookie() });
      expect([elsewhere.status, elsewhere.body.type]).toEqual([401, '/api/docs#thread-shut']);

      expect((await two.phone().open(words.join(' '))).status).toBe(200);
      await phone.ask('DELETE', '/thread');
      await one.storage.purge();
      expect(await dump()).not.toContain(id);
      expect(await checkThreads(two.storage, one.clock.now())).toEqual({ threads: 0, findings: [] });
    } finally {
      await two.close();
      await one.close();
    }
  });
});
