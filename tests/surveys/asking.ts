/** A house that asks: a published survey, people who answer, and time that passes until what may be seen is seen. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { House } from '../api/house.ts';

const say = (text: string) => ({ fr: text, en: text });
const options = (...ids: string[]) => ids.map((id) => ({ id, label: say(id) }));

export const CONTENT = {
  title: { fr: 'La cantine', en: 'The canteen' },
  questions: [
    { kind: 'single', id: 'team', title: say('Team'), options: options('it', 'hr') },
    { kind: 'single', id: 'meal', title: say('Meal'), options: options('good', 'bad'), other: true },
    { kind: 'enps', id: 'enps', title: say('Recommend') },
    { kind: 'long-text', id: 'words', title: say('Words') },
  ],
};

export type Asking = Awaited<ReturnType<typeof ask>>;

/** Publishes a survey; answers how to answer it and how to look at it. */
export async function ask(house: House, changes: object = {}) {
  const cookie = await house.as('editor');
  const draft = await house.call('POST', '/api/surveys', { cookie, body: { content: { ...CONTENT, ...changes } } });
  expect(draft).toMatchObject({ status: 201, body: { survey: { state: 'draft' } } });
  const { id, code } = draft.body.survey;
  const published = await house.call('POST', `/api/surveys/${id}/publish`, { cookie });
  expect(published).toMatchObject({ status: 200, body: { survey: { state: 'published' } } });
  const path = `/api/public/surveys/${code}`;
  return {
    id: String(id),
    code: String(code),
    cookie,
    path,
    answer: (answers: object, more: object = {}, headers: Record<string, string> = {}) =>
      house.call('POST', `${path}/answers`, { body: { key: randomUUID(), answers, ...more }, headers }),
    results: (query = '') => house.call('GET', `/api/surveys/${id}/results${query}`, { cookie }),
    close: () => house.call('POST', `/api/surveys/${id}/close`, { cookie }),
  };
}

/** Lets pass the seconds after which answers are released and screens told. */
export async function later(house: House, ms = 10_000): Promise<void> {
  house.clock.advance(ms);
  await house.parts.surveys.lifecycle.idle();
  await house.parts.surveys.lifecycle.lookAtAll();
  house.clock.advance(10_000);
  await house.parts.surveys.lifecycle.idle();
  await house.parts.surveys.faces.idle();
}

export const mixed = (index: number) => ({ meal: index % 3 === 0 ? 'bad' : 'good', enps: index % 11 });
