/** Moving answers to where they are counted: cut off anywhere and done again, nothing is lost and nothing counts twice. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Storage } from '../../api/src/storage/storage.ts';
import { openHouse, type House } from '../api/house.ts';
import { ask, later, mixed } from './asking.ts';

let house: House;
/** How many more writes of the store go through. */
let writesLeft = Infinity;
const limited = (storage: Storage): Storage => {
  const allowed = () => {
    writesLeft -= 1;
    if (writesLeft < 0) throw new Error('the power went out');
  };
  return {
    ...storage,
    transact: async (work) => {
      allowed();
      return storage.transact(work);
    },
    dropLog: async (log, stream) => {
      allowed();
      return storage.dropLog(log, stream);
    },
  };
};
beforeEach(async () => {
  writesLeft = Infinity;
  house = await openHouse({ storage: limited });
  // The job looks at surveys too, by the real clock: here they are looked at only when told.
  await house.parts.jobs.close();
});
afterEach(() => house.close());

const record = async (id: string) => {
  const found = await house.storage.get('surveys', id);
  if (found === undefined) throw new Error('the survey is gone');
  return found;
};

describe('a release', () => {
  test.each([0, 1, 2, 3])('that is cut off after %i writes is made up for by the next', async (writes) => {
    const survey = await ask(house);
    for (let index = 0; index < 8; index += 1) await survey.answer(mixed(index));
    writesLeft = writes;
    await house.parts.surveys.lifecycle.lookAtAll();
    writesLeft = Infinity;
    for (let index = 0; index < 3; index += 1) await survey.answer(mixed(index));
    await later(house);
    // Where nothing was written at all, the three that came later are of the same turn.
    expect((await survey.results()).body.all.answers).toBe(writes === 0 ? 11 : 8);
    for (let index = 0; index < 5; index += 1) await survey.answer(mixed(index));
    await later(house);
    expect((await survey.results()).body.all.answers).toBe(16);
    expect(await house.storage.countLog('surveySeen', survey.id)).toBe(16);
  });

  test('that runs many times at once counts once', async () => {
    const survey = await ask(house);
    const adding = Array.from({ length: 40 }, (_, index) => survey.answer(mixed(index)));
    await Promise.all([...adding, ...Array.from({ length: 5 }, () => house.parts.surveys.lifecycle.lookAtAll())]);
    await later(house);
    await survey.close();
    expect((await survey.results()).body.all.answers).toBe(40);
  });

  test('at the closing takes the last ones too, and leaves out fewer than five', async () => {
    const survey = await ask(house);
    for (let index = 0; index < 6; index += 1) await survey.answer(mixed(index));
    await later(house);
    for (let index = 0; index < 4; index += 1) await survey.answer(mixed(index));
    await survey.close();
    const results = (await survey.results()).body;
    expect([results.all.answers, results.waiting]).toEqual([6, true]);
  });

  test('tells screens in steps, after a wait, and at most once in some seconds', async () => {
    const survey = await ask(house);
    let told = 0;
    const stop = house.storage.watch((changes) => {
      told += changes.some(({ topic }) => topic === 'content') ? 1 : 0;
    });
    for (let index = 0; index < 30; index += 1) {
      await survey.answer(mixed(index));
      house.clock.advance(200);
      await house.parts.surveys.lifecycle.idle();
      await house.parts.surveys.faces.idle();
    }
    stop();
    // Six seconds of answering: no more than one change of content in four of them.
    expect(told).toBeLessThanOrEqual(2);
    await later(house);
    const face = await house.storage.get('surveyFaces', survey.id);
    expect(face?.participation).toBe(30);
    expect((await record(survey.id)).survey.state).toBe('published');
  });

  test('after a restore without keys: what waited is lost, the survey goes on', async () => {
    const survey = await ask(house);
    for (let index = 0; index < 6; index += 1) await survey.answer(mixed(index));
    await later(house);
    for (let index = 0; index < 3; index += 1) await survey.answer(mixed(index));
    const { dir } = house;
    await house.close(true);
    await rm(`${dir}/data/survey-keys`, { recursive: true });
    house = await openHouse({ dir });
    await house.parts.jobs.close();
    const cookie = await house.as('editor');
    const answer = (index: number) =>
      house.call('POST', `${survey.path}/answers`, { body: { key: randomUUID(), answers: mixed(index) } });
    for (let index = 0; index < 6; index += 1) expect((await answer(index)).status).toBe(200);
    await later(house);
    const results = await house.call('GET', `/api/surveys/${survey.id}/results`, { cookie });
    expect(results.body.all.answers).toBe(12);
    expect(house.said.join()).toContain('key is in no backup');
  });
});
