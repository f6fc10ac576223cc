/** Mail by a real SMTP conversation: once each, tried again, given up in sight, and never a header of somebody's making. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { letterOf } from '../../api/src/mail/letter.ts';
import { createMail, RETRY_AFTER_MS } from '../../api/src/mail/mail.ts';
import { createSmtp } from '../../api/src/mail/smtp.ts';
import { startSmtp } from '../support/smtp.ts';
import { openHouse, type House } from './house.ts';

let smtp: Awaited<ReturnType<typeof startSmtp>>;
let house: House;

beforeEach(async () => {
  smtp = await startSmtp();
  house = await openHouse({ smtp: smtp.settings(), start: false });
});
afterEach(async () => {
  await house.close();
  await smtp.stop();
});

const silent = () => undefined;
const letter = { to: 'camille@atelier.example', subject: 'Écran\u00a0: éteint', text: 'L’écran « Hall » est éteint.' };
const deliver = (own = house) =>
  own.parts.mail.deliverDue({ commit: (work) => own.storage.transact(work), signal: new AbortController().signal });
const view = async () => (await house.call('GET', '/api/mail', { cookie: await house.as('admin') })).body;

describe('the queue', () => {
  test('a letter arrives whole, once, however often it is queued and the queue is emptied', async () => {
    expect(await house.parts.mail.send({ key: 'one', ...letter, html: '<p>Hall</p>' })).toBe('queued');
    expect(await house.parts.mail.send({ key: 'one', ...letter })).toBe('known');
    await deliver();
    await deliver();
    expect(await house.parts.mail.send({ key: 'one', ...letter })).toBe('known');
    await deliver();
    expect(smtp.count()).toBe(1);
    const [{ mail, to } = { mail: undefined, to: [] }] = await smtp.received();
    expect(to).toEqual([letter.to]);
    expect([mail?.subject, mail?.text?.trim(), mail?.from?.text]).toEqual([
      letter.subject,
      letter.text,
      '"Palier" <palier@atelier.example>',
    ]);
    expect(mail?.html).toContain('Hall');
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    const [mark] = await house.storage.all('mails');
    expect(mark).toMatchObject({ state: 'sent' });
    expect(mark?.letter).toBeUndefined();
  });

  test('what waits survives a restart', async () => {
    await house.parts.mail.send({ key: 'one', ...letter });
    await house.close(true);
    house = await openHouse({ smtp: smtp.settings(), start: false, dir: house.dir });
    await deliver();
    expect((await smtp.received()).map(({ mail }) => mail.subject)).toEqual([letter.subject]);
  });

  test('two processes that empty one queue at the same time send the same Message-ID', async () => {
    await house.parts.mail.send({ key: 'one', ...letter });
    const { storage, clock } = house;
    const other = createMail({
      storage,
      clock,
      log: { info: silent, warn: silent, error: silent },
      smtp: createSmtp(smtp.settings()),
      host: () => 'palier.test',
    });
    const job = { commit: storage.transact.bind(storage), signal: new AbortController().signal };
    await Promise.all([deliver(), other.deliverDue(job)]);
    const received = await smtp.received();
    expect(received).toHaveLength(2);
    expect(new Set(received.map(({ mail }) => mail.messageId?.split('@')[0])).size).toBe(1);
  });

  test('rounds of one process that overlap offer a letter once', async () => {
    await house.parts.mail.send({ key: 'one', ...letter });
    await Promise.all([deliver(), deliver(), deliver()]);
    expect(smtp.count()).toBe(1);
  });

  test('a server that is busy is asked again, later and later, then the letter is given up in sight', async () => {
    smtp.refuse({ code: 451, words: 'try again later' });
    await house.parts.mail.send({ key: 'one', ...letter });
    await deliver();
    expect(await view()).toMatchObject({ waiting: 1, givenUp: 0, lastFault: { words: /451.*try again later/ } });
    await deliver();
    expect((await house.storage.all('mails'))[0]?.tries).toBe(1);
    for (const waitMs of RETRY_AFTER_MS) {
      house.clock.advance(waitMs);
      await deliver();
    }
    expect(await view()).toMatchObject({ waiting: 0, givenUp: 1, lastFault: { to: letter.to } });
    smtp.refuse(undefined);
    const again = await house.call('POST', '/api/mail/retry', { cookie: await house.as('admin'), body: {} });
    expect(again.body).toMatchObject({ waiting: 1, givenUp: 0 });
    await deliver();
    expect(smtp.count()).toBe(1);
  });

  test('an address that is refused for good is not tried again', async () => {
    smtp.refuse({ code: 550, words: 'no such user' });
    await house.parts.mail.send({ key: 'one', ...letter });
    await deliver();
    expect(await view()).toMatchObject({ waiting: 0, givenUp: 1, lastFault: { words: /no such user/ } });
  });

  test('it is bounded', async () => {
    await house.storage.transact(async (transaction) => {
      for (let count = 0; count < 1_000; count += 1) {
        await house.parts.mail.enqueue(transaction, { key: `${count}`, ...letter });
      }
    });
    expect(await house.parts.mail.send({ key: 'more', ...letter })).toEqual({ refused: 'full' });
  });
});

describe('headers', () => {
  test('a line break in a subject or an address makes no header and no further addressee', async () => {
    const evil = { ...letter, subject: 'Bonjour\r\nBcc: eve@evil.example\r\n\r\nhello' };
    await house.parts.mail.send({ key: 'evil', ...evil });
    for (const to of ['a@b.example\r\nBcc: eve@evil.example', 'a@b.example, eve@evil.example', '<a@b.example>', '']) {
      expect(await house.parts.mail.send({ key: `to ${to}`, ...letter, to })).toEqual({ refused: 'address' });
    }
    await deliver();
    expect(smtp.count()).toBe(1);
    const [{ mail, to } = { mail: undefined, to: [] }] = await smtp.received();
    expect(to).toEqual([letter.to]);
    expect(mail?.bcc).toBeUndefined();
    expect(mail?.subject).toBe('Bonjour Bcc: eve@evil.example hello');
  });

  test('what people typed is text in the HTML twin', () => {
    const made = letterOf({
      language: 'fr',
      subject: 'x',
      paragraphs: ['<script>', ['<b>Hall</b>']],
      link: { label: 'Ouvrir', url: 'http://palier.test/?a=1&b="2"' },
    });
    expect(made.html).not.toMatch(/<script>|<b>|"2"/);
    expect(made.text).toContain('- <b>Hall</b>');
  });
});

describe('the test letter', () => {
  const sendTest = async () =>
    house.call('POST', '/api/mail/test', { cookie: await house.as('admin', true), body: {} });

  test('goes to the one who asks, in their language, and answers the server’s words', async () => {
    const answer = await sendTest();
    expect([answer.status, answer.body.to]).toEqual([200, 'admin@palier.example']);
    expect(answer.body.words).toMatch(/^250/);
    expect((await smtp.received())[0]?.mail.subject).toBe('Palier: test mail');
  });

  test('a refusal is told in the server’s own words', async () => {
    smtp.refuse({ code: 550, words: 'relaying denied for this host' });
    const answer = await sendTest();
    expect([answer.status, answer.body.detail]).toEqual([
      502,
      expect.stringContaining('relaying denied for this host'),
    ]);
  });

  test('a password never travels in the clear, nor to the panel', async () => {
    await house.close();
    house = await openHouse({ smtp: smtp.settings('', 'palier:s3cret@'), start: false });
    const answer = await sendTest();
    expect(answer.status).toBe(502);
    expect(JSON.stringify([answer.body, await view(), house.said])).not.toContain('s3cret');
  });

  test('a server that is not there is a clear answer', async () => {
    await smtp.stop();
    const answer = await sendTest();
    expect([answer.status, answer.body.detail]).toEqual([502, expect.stringMatching(/ECONNREFUSED/)]);
  });

  test('without SMTP_URL the panel says so, nothing is queued and nothing breaks', async () => {
    await house.close();
    house = await openHouse({ start: false });
    expect(await view()).toEqual({ configured: false, waiting: 0, givenUp: 0 });
    expect((await sendTest()).status).toBe(409);
    expect(await house.parts.mail.send({ key: 'one', ...letter })).toEqual({ refused: 'not-set-up' });
    await deliver();
  });
});
