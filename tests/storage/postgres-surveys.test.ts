/** Surveys on the other engine, as one of several processes: answers, releases, closing; keys have no place but the store. */
import { readdir } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { openPostgresStorage } from '../../api/src/storage/postgres.ts';
import type { Storage } from '../../api/src/storage/storage.ts';
import { openHouse } from '../api/house.ts';
import { ask, later, mixed } from '../surveys/asking.ts';
import { describePostgres } from '../support/postgres.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };

await describePostgres('surveys on PostgreSQL', (postgres) => {
  test('count every answer once, and leave no key behind', async () => {
    const storage = await openPostgresStorage({ url: await postgres.createDatabase(), log });
    let unused: Promise<void> | undefined;
    const swap = (embedded: Storage) => {
      unused = embedded.close();
      return storage;
    };
    const house = await openHouse({ storage: swap, databaseUrl: 'postgres://shared' });
    await unused;
    await house.parts.jobs.close();
    const survey = await ask(house);
    const key = randomUUID();
    const both = await Promise.all([survey.answer(mixed(0), { key }), survey.answer(mixed(0), { key })]);
    expect(both.map(({ body }) => body.again).toSorted((a, b) => Number(a) - Number(b))).toEqual([false, true]);
    const marker = 'a-device-of-somebody';
    await Promise.all(Array.from({ length: 20 }, (_, index) => survey.answer(mixed(index))));
    expect((await survey.answer(mixed(1), { marker })).status).toBe(200);
    expect((await survey.answer(mixed(1), { marker })).status).toBe(409);
    await later(house);
    expect((await survey.results()).body.all.answers).toBe(22);
    await survey.close();
    await later(house, 11 * 60_000);
    expect(await storage.all('surveyKeys')).toEqual([]);
    expect(await storage.streams('surveyBuffer')).toEqual([]);
    expect(await storage.streams('surveyMarkers')).toEqual([]);
    expect(await readdir(house.settings.dataDir)).not.toContain('survey-keys');
    await house.close();
  });
});
