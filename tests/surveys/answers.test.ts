/** Surveys through the API: written, published, answered once each, seen through the gate, closed, decided. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PRESENCE_WINDOW_MS, presenceWindow } from '@palier/playlists/presence';
import { codeOf } from '../../api/src/surveys/presence.ts';
import { openHouse, type House } from '../api/house.ts';
import { ask, CONTENT, later, mixed } from './asking.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

describe('answering', () => {
  test('four answers show nothing, not even how many; a fifth shows the figures', async () => {
    const survey = await ask(house);
    for (let index = 0; index < 4; index += 1) expect((await survey.answer(mixed(index))).status).toBe(200);
    await later(house);
    const few = (await survey.results()).body;
    expect([few.all.answers, few.participation.answers]).toEqual([undefined, undefined]);
    expect(JSON.stringify(few)).not.toContain('"percent":');
    await survey.answer(mixed(4));
    await later(house);
    const seen = (await survey.results()).body;
    expect([seen.all.answers, seen.participation.answers]).toEqual([5, 5]);
    const meal = seen.all.figures.find(({ id }: { id: string }) => id === 'meal');
    expect(meal.bars.map(({ cell, percent, few: rare }: never) => [cell, percent, rare])).toEqual([
      ['good', 60, true],
      ['bad', 40, true],
      ['other', 0, false],
    ]);
  });

  test('a retry counts once, whatever it says the second time', async () => {
    const survey = await ask(house);
    const key = randomUUID();
    const first = await survey.answer(mixed(1), { key });
    const again = await survey.answer(mixed(2), { key });
    expect([first.body.again, again.body.again]).toEqual([false, true]);
    expect(await house.storage.countLog('surveySeen', survey.id)).toBe(1);
  });

  test('one answer a device, also when it sends both at once', async () => {
    const survey = await ask(house);
    const marker = 'a-device-of-somebody';
    const both = await Promise.all([survey.answer(mixed(1), { marker }), survey.answer(mixed(2), { marker })]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(await house.storage.countLog('surveySeen', survey.id)).toBe(1);
    expect((await survey.answer(mixed(1), { marker: 'another-device-here' })).status).toBe(200);
  });

  test('what cannot be is refused, question by question', async () => {
    const survey = await ask(house);
    const answer = await survey.answer({ meal: 'soup', enps: 11 });
    expect(answer.status).toBe(422);
    expect(answer.body.faults).toEqual([
      { question: 'meal', fault: 'not-an-option' },
      { question: 'enps', fault: 'out-of-range' },
    ]);
  });

  test('the phone is told the mode and every stored field before it is asked', async () => {
    const survey = await ask(house);
    const { body } = await house.call('GET', survey.path);
    expect(body).toMatchObject({ state: 'open', mode: 'anonymous', admitted: true, modeName: { en: 'Anonymous' } });
    expect(body.stored.length).toBeGreaterThan(1);
    expect(body.questions).toHaveLength(4);
    expect(JSON.stringify(body)).not.toContain('createdOn');
  });

  test('drafts and unknown codes are nowhere to be found', async () => {
    const cookie = await house.as('editor');
    const draft = await house.call('POST', '/api/surveys', { cookie, body: { content: CONTENT } });
    const codes = [draft.body.survey.code, 'zzzzzz', 'nonsense'];
    const answers = await Promise.all(codes.map((code) => house.call('GET', `/api/public/surveys/${code}`)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });
});

describe('access', () => {
  test('on site: the code that a screen shows now and showed in two windows before', async () => {
    const { id: screenId } = await house.pair();
    const survey = await ask(house, { access: 'onsite' });
    const secret = house.parts.surveys.presence.secretOf(screenId);
    const at = (back: number) => codeOf(secret, presenceWindow(house.clock.now()) - back);
    expect((await survey.answer(mixed(1))).status).toBe(403);
    const statuses: number[] = [];
    for (const back of [-1, 0, 1, 2, 3]) statuses.push((await survey.answer(mixed(1), { presence: at(back) })).status);
    expect(statuses).toEqual([403, 200, 200, 200, 403]);
    const shown = at(0);
    expect((await house.call('GET', `${survey.path}?k=${shown.toUpperCase()}`)).body.admitted).toBe(true);
    house.clock.advance(3 * PRESENCE_WINDOW_MS);
    expect((await house.call('GET', `${survey.path}?k=${shown}`)).body.admitted).toBe(false);
  });

  test('codes work once, and a retry of the same answers still counts as taken', async () => {
    const survey = await ask(house, { access: 'codes' });
    const made = await house.call('POST', `/api/surveys/${survey.id}/codes`, {
      cookie: survey.cookie,
      body: { count: 3 },
    });
    const [code, other] = made.body.codes;
    const key = randomUUID();
    expect((await survey.answer(mixed(1))).status).toBe(403);
    expect((await survey.answer(mixed(1), { code: code.toUpperCase(), key })).body).toMatchObject({ again: false });
    expect((await survey.answer(mixed(1), { code, key })).body).toMatchObject({ again: true });
    expect((await survey.answer(mixed(1), { code })).status).toBe(403);
    expect((await survey.answer(mixed(1), { code: other })).status).toBe(200);
    const view = await house.call('GET', `/api/surveys/${survey.id}`, { cookie: survey.cookie });
    expect(await house.parts.surveys.codes.left(survey.id)).toBe(1);
    // Two that are used are fewer than may be told.
    expect(view.body.codes).toEqual({ made: 3, left: 3, mail: false });
  });

  test('wrong tries are slowed down; right ones from the same address are not', async () => {
    const survey = await ask(house, { access: 'codes' });
    const made = await house.call('POST', `/api/surveys/${survey.id}/codes`, {
      cookie: survey.cookie,
      body: { count: 1 },
    });
    const statuses: number[] = [];
    for (let index = 0; index < 62; index += 1)
      statuses.push((await survey.answer(mixed(1), { code: 'wrong-wrong' })).status);
    expect([statuses[0], statuses.at(-1)]).toEqual([403, 429]);
    expect((await survey.answer(mixed(1), { code: made.body.codes[0] })).status).toBe(200);
  });
});

describe('publishing', () => {
  test('fixes mode, thresholds and cuts: the route only raises them', async () => {
    const survey = await ask(house, { mode: 'confidential', thresholds: { figures: 6, comments: 12 } });
    const put = async (change: object) => {
      const present = await house.call('GET', `/api/surveys/${survey.id}`, { cookie: survey.cookie });
      const { title, questions, mode, access, thresholds, cuts, audience, opening } = present.body.survey;
      return house.call('PUT', `/api/surveys/${survey.id}`, {
        cookie: survey.cookie,
        headers: { 'if-match': present.headers.get('etag') ?? '' },
        body: { title, questions, mode, access, thresholds, cuts, audience, opening, ...change },
      });
    };
    const refused = [
      { thresholds: { figures: 5, comments: 12 } },
      { mode: 'named' },
      { cuts: [{ by: 'question', question: 'team' }] },
      { questions: [] },
    ];
    for (const change of refused) expect((await put(change)).body.type).toBe('/api/docs#survey-fixed');
    expect((await put({ thresholds: { figures: 5, comments: 12 } })).body.fields[0].field).toBe('thresholds.figures');
    await survey.answer(mixed(1), { name: 'Camille Martin' });
    expect(await house.storage.countLog('surveyTookPart', survey.id)).toBe(1);
    const before = await house.storage.get('surveys', survey.id);
    if (before === undefined) throw new Error('there is no survey');
    expect((await put({ mode: 'anonymous', thresholds: { figures: 7, comments: 20 } })).status).toBe(200);
    // What the raised mode no longer allows to be kept is gone.
    expect(await house.storage.countLog('surveyTookPart', survey.id)).toBe(0);
    // An answer that was on its way meanwhile leaves no name either.
    const late = { key: randomUUID(), answers: mixed(2), name: 'Camille Martin' };
    expect(await house.parts.surveys.take(before, late)).toMatchObject({ taken: true });
    expect(await house.storage.countLog('surveyTookPart', survey.id)).toBe(0);
  });

  test('is refused while something stands in its way, and says what', async () => {
    const cookie = await house.as('editor');
    const draft = await house.call('POST', '/api/surveys', { cookie, body: {} });
    const refused = await house.call('POST', `/api/surveys/${draft.body.survey.id}/publish`, { cookie });
    expect([refused.status, refused.body.type]).toEqual([409, '/api/docs#survey-not-ready']);
    expect(refused.body.fields[0].reason).toContain('question');
  });
});

describe('the end', () => {
  test('closes on its day and at its number; later nothing marks or opens anything', async () => {
    const survey = await ask(house, { opening: { closesAfter: 6, closesAt: '2026-11-24T12:00:00Z' } });
    for (let index = 0; index < 6; index += 1)
      await survey.answer(mixed(index), { marker: `device-numbered-${index}` });
    await later(house);
    expect([(await house.call('GET', survey.path)).body.state, house.said]).toEqual(['closed', []]);
    expect((await survey.answer(mixed(1))).status).toBe(410);
    expect((await survey.results()).body.all.answers).toBe(6);
    await later(house, 11 * 60_000);
    expect(await house.storage.countLog('surveyMarkers', survey.id)).toBe(0);
    expect(await house.storage.streams('surveyBuffer')).toEqual([]);
    const second = await ask(house, { opening: { closesAt: '2026-11-24T12:00:00Z' } });
    await later(house, 24 * 3600_000);
    expect((await house.call('GET', second.path)).body.state).toBe('closed');
  });

  test('a pulse opens its next run by itself, under the same address, with a trend', async () => {
    // Without a date of its own the first run ends after its days, too.
    const survey = await ask(house, { pulse: { every: 'week', openDays: 2 } });
    for (let index = 0; index < 5; index += 1) await survey.answer({ meal: index === 0 ? 'bad' : 'good', enps: index });
    await later(house, 3 * 24 * 3600_000);
    expect((await house.call('GET', survey.path)).body.state).toBe('closed');
    await later(house, 4 * 24 * 3600_000);
    const next = (await house.call('GET', survey.path)).body;
    expect([next.state, next.id === survey.id]).toEqual(['open', false]);
    for (let index = 0; index < 6; index += 1) await survey.answer({ enps: 10 - index });
    await later(house);
    const results = (await house.call('GET', `/api/surveys/${next.id}/results`, { cookie: survey.cookie })).body;
    expect(results.trend.map(({ run, figures }: never) => [run, figures])).toEqual([
      // Of eNPS nothing: all were detractors, and the figure would tell what each of them said.
      [1, [{ id: 'meal', answers: 5, shares: { good: 80, bad: 20, other: 0 } }]],
      [2, [{ id: 'enps', answers: 6, mean: 7.5, enps: 0 }]],
    ]);
    // A run asked for by hand is a draft of the same series, after all others.
    const third = await house.call('POST', '/api/surveys', { cookie: survey.cookie, body: { runOf: survey.id } });
    expect(third.body.survey).toMatchObject({ run: 3, series: survey.id, code: survey.code, state: 'draft' });
  });

  test('of an on-site survey only the codes of the screens that ask are taken', async () => {
    const [{ id: here }, { id: elsewhere }] = [await house.pair(), await house.pair()];
    const survey = await ask(house, { access: 'onsite', audience: { target: { screens: [here] } } });
    const presence = (screen: string) =>
      codeOf(house.parts.surveys.presence.secretOf(screen), presenceWindow(house.clock.now()));
    const admitted = async (screen: string) =>
      (await house.call('GET', `${survey.path}?k=${presence(screen)}`)).body.admitted;
    expect([await admitted(here), await admitted(elsewhere)]).toEqual([true, false]);
    expect((await survey.answer(mixed(1), { presence: presence(elsewhere) })).status).toBe(403);
    expect((await survey.answer(mixed(1), { presence: presence(here) })).status).toBe(200);
  });
});
