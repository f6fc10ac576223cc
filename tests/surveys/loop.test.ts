/** Closing the loop: decisions, cards with figures that may be told, reminders, the public page, and screens. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import QRCode from 'qrcode';
import { presenceText, surveyUrl } from '@palier/playlists/presence';
import { presenceAt } from '../../kiosk/core/presence.ts';
import { startSmtp } from '../support/smtp.ts';
import { openHouse, type House } from '../api/house.ts';
import { ask, later, mixed } from './asking.ts';

const DAY_MS = 24 * 3600_000;
let house: House;
let smtp: Awaited<ReturnType<typeof startSmtp>>;
beforeEach(async () => {
  smtp = await startSmtp();
  house = await openHouse({ smtp: smtp.settings() });
  await house.parts.jobs.close();
});
afterEach(async () => {
  await house.close();
  await smtp.stop();
});

describe('a survey that is closed', () => {
  test('without a decision for 14 days reminds its owner once, and is overdue', async () => {
    const survey = await ask(house, { audience: { people: 10 } });
    for (let index = 0; index < 7; index += 1) await survey.answer(mixed(index));
    await later(house);
    await survey.close();
    const loop = async () => (await house.call('GET', '/api/loop', { cookie: survey.cookie })).body;
    await later(house, 13 * DAY_MS);
    expect((await loop()).overdue).toEqual([]);
    await later(house, 2 * DAY_MS);
    await later(house, DAY_MS);
    expect((await loop()).overdue.map(({ id }: { id: string }) => id)).toEqual([survey.id]);
    const mails = await house.storage.all('mails');
    expect(mails.map(({ letter }) => [letter?.to, letter?.subject])).toEqual([
      ['editor@palier.example', 'To decide: The canteen'],
    ]);
    const decided = await house.call('POST', '/api/actions', {
      cookie: survey.cookie,
      body: { surveyId: survey.id, verdict: 'we-will', what: { en: 'More vegetables' }, owner: 'Inès', state: 'done' },
    });
    expect(decided.status).toBe(201);
    expect(await loop()).toMatchObject({ overdue: [], decisions: 1, done: 1, donePercent: 100, participation: 50 });
    expect((await loop()).daysToDecision).toBeGreaterThan(14);
  });

  test('whose owner is gone reminds those who run the house', async () => {
    await house.as('admin');
    const survey = await ask(house);
    await survey.close();
    await house.storage.transact((tx) => tx.remove('users', 'user-editor'));
    await later(house, 15 * DAY_MS);
    const mails = await house.storage.all('mails');
    expect(mails.map(({ letter }) => letter?.to)).toEqual(['admin@palier.example']);
    expect(mails[0]?.letter?.text).toContain(`http://palier.test/surveys/${survey.id}/decisions`);
  });

  test('a no says why; cards name what enough people asked for, and nothing of few', async () => {
    const survey = await ask(house);
    for (let index = 0; index < 12; index += 1) await survey.answer({ meal: index < 8 ? 'good' : 'bad' });
    await later(house);
    const post = (path: string, body: object) => house.call('POST', path, { cookie: survey.cookie, body });
    const no = { surveyId: survey.id, verdict: 'we-will-not', what: { en: 'A pool' }, owner: 'Inès' };
    expect((await post('/api/actions', no)).body.fields[0].field).toBe('because');
    const card = async (more: object) =>
      (await post('/api/actions/card', { surveyId: survey.id, verdict: 'we-will', what: no.what, ...more })).body.card
        .asked.en;
    expect(await card({})).toBe('67\u00a0% asked for good');
    // Four people: no phrase names them.
    expect(await card({ figure: 'meal', cell: 'bad' })).toBe('You told us.');
  });

  test('stands on the public page once its decision is published, and on screens', async () => {
    const { id: screenId, token } = await house.pair();
    const survey = await ask(house, { access: 'onsite' });
    const body = {
      surveyId: survey.id,
      verdict: 'we-will',
      what: { fr: 'Du pain frais' },
      owner: 'Inès',
      card: { asked: { fr: 'Du pain' }, answer: { fr: 'Chaque matin' } },
    };
    const made = await house.call('POST', '/api/actions', { cookie: survey.cookie, body });
    const decided = async () => (await house.call('GET', '/api/public/decided')).body.decided;
    expect(await decided()).toEqual([]);
    const entries = [
      { id: 'a', durationMs: 10_000, item: { kind: 'survey', survey: survey.id } },
      { id: 'b', durationMs: 10_000, item: { kind: 'decision', action: made.body.id } },
      { id: 'c', durationMs: 10_000, item: { kind: 'survey-results', survey: survey.id, figure: 'meal' } },
    ];
    await house.edit('POST', '/api/playlists', { id: 'ask', name: { fr: 'x' }, entries });
    const rules = [{ playlistId: 'ask' }];
    await house.edit('POST', '/api/schedules', { name: { fr: 'x' }, target: { all: true }, rules });
    const manifest = async () => (await house.call('GET', '/api/player/manifest', { token })).body;
    const items = async () =>
      (await manifest()).playlists[0].entries.map(({ item }: { item: { shown?: unknown } }) => item.shown);
    const [shown, card, results] = await items();
    expect(shown).toMatchObject({ state: 'open', rotates: true, url: `http://palier.test/s/${survey.code}` });
    expect([card, results]).toMatchObject([undefined, { title: { fr: 'Meal' }, waitsFor: 5, bars: [] }]);
    expect(results).not.toHaveProperty('answers');

    // The kiosk makes from its manifest, by itself, a code that the server takes.
    const { k } = presenceAt((await manifest()).presence, house.clock.now());
    expect((await house.call('GET', `${survey.path}?k=${k}`)).body.admitted).toBe(true);
    expect(
      JSON.stringify((await house.call('GET', `/api/screens/${screenId}/now`, { cookie: survey.cookie })).body),
    ).not.toContain('presence');

    await house.call('PUT', `/api/actions/${made.body.id}`, {
      cookie: survey.cookie,
      headers: { 'if-match': made.headers.get('etag') ?? '' },
      body: { ...body, published: true },
    });
    for (let index = 0; index < 6; index += 1) await survey.answer(mixed(index), { presence: k });
    await later(house);
    const [asked, told, seen] = await items();
    expect(asked).toMatchObject({ participation: 5 });
    expect(told).toMatchObject({ answer: { fr: 'Chaque matin' }, verdict: 'we-will' });
    expect(seen).toMatchObject({ answers: 6, closed: false });
    expect((await decided()).map(({ actions }: { actions: { what: unknown }[] }) => actions[0]?.what)).toEqual([
      { fr: 'Du pain frais' },
    ]);
  });
});

test('the on-site QR fits version 3 at level M for a usual host, and at L for any address of a network', () => {
  const k = presenceText(new Uint8Array(32).fill(7));
  expect(k).toHaveLength(6);
  const version = (origin: string, level: 'M' | 'L') =>
    QRCode.create(surveyUrl(origin, 'abcdef', k), { errorCorrectionLevel: level }).version;
  expect(surveyUrl('http://192.168.1.20:8080', 'abcdef', k)).toHaveLength(42);
  for (const origin of ['https://palier.acme.fr', 'http://192.168.1.20:8080', 'http://palier.lan:8080'])
    expect([origin, version(origin, 'M')]).toEqual([origin, 3]);
  expect(version('http://192.168.100.100:8080', 'L')).toBe(3);
});
