/** Outages by a clock that only moves when told, and a real mail server: once each, grouped, by whoever runs the job. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Job } from '../../api/src/jobs.ts';
import { startSmtp } from '../support/smtp.ts';
import { openHouse, type House } from './house.ts';

const MIN = 60_000;
let smtp: Awaited<ReturnType<typeof startSmtp>>;
let house: House;

beforeEach(async () => {
  smtp = await startSmtp();
  house = await openHouse({ smtp: smtp.settings() });
  await house.as('admin');
});
afterEach(async () => {
  await house.close();
  await smtp.stop();
});

const job = (): Pick<Job, 'commit' | 'signal'> => ({
  commit: (work) => house.storage.transact(work),
  signal: new AbortController().signal,
});
const beat = (token: string, state = 'playing', more: object = {}) =>
  house.call('POST', '/api/player/heartbeats', {
    token,
    body: { state, revision: 0, shell: 'chromium', version: '1', ...more },
  });

/** Minute by minute: those that live speak, the watch looks, the mail goes. */
async function pass(minutes: number, living: string[] = [], more: object = {}): Promise<void> {
  for (let count = 0; count < minutes * 2; count += 1) {
    house.clock.advance(MIN / 2);
    for (const token of living) await beat(token, 'playing', more);
    await house.parts.screenWatch.look(job());
  }
  await house.parts.mail.deliverDue(job());
}
const subjects = async () => (await smtp.received()).map(({ mail }) => mail.subject);

test('one screen: one letter when it is gone, one when it is back, with the cause', async () => {
  const { token, id } = await house.pair('Hall');
  await pass(3, [token]);
  expect(await subjects()).toEqual([]);
  const goneAt = house.clock.now();
  await pass(60);
  expect(await subjects()).toEqual(['Palier: the screen “Hall” is down']);
  const troubles = [
    { kind: 'network', from: new Date(goneAt).toISOString(), to: new Date(goneAt + 59 * MIN).toISOString() },
  ];
  await pass(10, [token], { troubles });
  const received = await smtp.received();
  expect(received.map(({ mail }) => mail.subject)).toEqual([
    'Palier: the screen “Hall” is down',
    'Palier: the screen “Hall” is back',
  ]);
  expect(received[1]?.to).toEqual(['admin@palier.example']);
  const from = new Date(goneAt - 10 * MIN).toISOString();
  const { body } = await house.call(
    'GET',
    `/api/screens/${id}/health?from=${from}&to=${new Date(house.clock.now()).toISOString()}`,
    {
      cookie: await house.as('viewer'),
    },
  );
  expect(body.spans.map((span: { health: string; cause?: string }) => [span.health, span.cause])).toEqual([
    ['playing', undefined],
    ['silent', 'network'],
    ['playing', undefined],
  ]);
  expect(body.weeks[0].downMs).toBeGreaterThan(50 * MIN);
});

test('ten screens of a site are one letter, another site is another; a rule names who gets it', async () => {
  const tokens: string[] = [];
  for (let count = 0; count < 10; count += 1) {
    const { token, id } = await house.pair(`Lyon ${count}`, { groups: ['lyon'] });
    await house.edit('PATCH', `/api/screens/${id}`, { location: 'Lyon' });
    tokens.push(token);
  }
  const { token } = await house.pair('Paris 1');
  await house.call('PUT', '/api/alerts', {
    cookie: await house.as('admin'),
    body: { rules: [{ groups: ['lyon'], to: ['lyon@atelier.example'] }] },
  });
  await pass(3, [...tokens, token]);
  await pass(10);
  // The house's own job may be at the letters too.
  await expect.poll(() => smtp.count()).toBe(2);
  const received = await smtp.received();
  expect(received.map(({ to, mail }) => [to, mail.subject]).sort((a, b) => String(a).localeCompare(String(b)))).toEqual(
    [
      [['admin@palier.example'], 'Palier: the screen “Paris 1” is down'],
      [['lyon@atelier.example'], 'Palier\u00a0: 10 écrans en panne (Lyon)'],
    ],
  );
});

test('a restart of the server neither repeats nor loses an outage, and two watches at once tell it once', async () => {
  const { token } = await house.pair('Hall');
  await pass(3, [token]);
  await pass(10);
  expect(await subjects()).toHaveLength(1);
  const { dir, clock } = house;
  await house.close(true);
  house = await openHouse({ smtp: smtp.settings(), dir, clock });
  await pass(10);
  expect(await subjects()).toHaveLength(1);
  for (let count = 0; count < 12; count += 1) {
    house.clock.advance(MIN / 2);
    await beat(token);
    await Promise.all([house.parts.screenWatch.look(job()), house.parts.screenWatch.look(job())]);
  }
  await house.parts.mail.deliverDue(job());
  expect(await subjects()).toEqual(['Palier: the screen “Hall” is down', 'Palier: the screen “Hall” is back']);
});

test('outside the power hours silence is no outage', async () => {
  const { token, id } = await house.pair('Hall');
  // It is 13:00 in Paris on a Monday.
  await house.edit('PATCH', `/api/screens/${id}`, { powerHours: [{ weekdays: [1], from: '07:00', until: '13:05' }] });
  await pass(4, [token]);
  await pass(60);
  expect(await subjects()).toEqual([]);
  expect((await house.call('GET', `/api/screens/${id}/now`, { cookie: await house.as('viewer') })).body.state).toBe(
    'resting',
  );
});

test('requests reach the screen in the answer to its heartbeat, and a picture comes back small', async () => {
  const { token, id } = await house.pair('Hall');
  await beat(token);
  await house.edit('POST', '/api/screen-commands', { screens: [id], kind: 'screenshot' });
  await house.edit('POST', '/api/screen-commands', { screens: [id], kind: 'identify' });
  await house.parts.commands.load();
  const { body } = await beat(token);
  expect(body.commands).toMatchObject({ screenshot: expect.any(String), identifyUntilMs: expect.any(Number) });
  const sharp = (await import('sharp')).default;
  const noise = await sharp({ create: { width: 1920, height: 1080, channels: 3, background: '#1d4f91' } })
    .png()
    .toBuffer();
  const takenAt = new Date(house.clock.now()).toISOString();
  const sent = { takenAt, asked: body.commands.screenshot, entryId: 'one', image: noise.toString('base64') };
  expect((await house.call('POST', '/api/player/screenshots', { token, body: sent })).status).toBe(204);
  const { body: list } = await house.call('GET', `/api/screens/${id}/screenshots`, {
    cookie: await house.as('viewer'),
  });
  expect(list).toMatchObject({ waiting: false, shots: [{ takenAt, entryId: 'one', url: expect.any(String) }] });
  const picture = await house.call('GET', list.shots[0].url, { cookie: await house.as('viewer') });
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/webp']);
  expect((await picture.response.arrayBuffer()).byteLength).toBeLessThan(100_000);
  const bad = { takenAt, image: Buffer.from('<script>').toString('base64') };
  expect((await house.call('POST', '/api/player/screenshots', { token, body: bad })).status).toBe(422);
  expect((await house.call('GET', list.shots[0].url, { token })).status).toBe(401);
});
