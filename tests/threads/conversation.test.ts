/** A conversation with HR from the first word to the last, as both sides live it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTalkHouse, PASSPHRASE, type TalkHouse } from './talk-house.ts';

let house: TalkHouse;
beforeEach(async () => {
  house = await openTalkHouse();
});
afterEach(() => house.close());

test('an employee writes, closes the page, comes back by receipt on another phone and finds the answer', async () => {
  const { claire } = await house.setUp();
  const phone = house.phone();
  const words = await phone.begin('Mon salaire de mai est faux.');
  expect(words).toHaveLength(6);
  const first = await phone.thread();
  expect(first.messages).toMatchObject([{ seq: 1, from: 'author', text: 'Mon salaire de mai est faux.' }]);
  expect(first).toMatchObject({ topic: 'pay', state: 'open', deleteInDays: 365, damaged: false, readByHr: 0 });

  await house.settled();
  const { body: list } = await claire.ask('GET', '/inbox/threads');
  expect(list.threads).toMatchObject([{ topic: 'pay', unread: true, excerpt: 'Mon salaire de mai est faux.' }]);
  const { id } = list.threads[0];
  const { body: read } = await claire.ask('GET', `/inbox/threads/${id}`);
  expect(read.messages).toHaveLength(1);
  const answer = await claire.ask('POST', `/inbox/threads/${id}/messages`, {
    text: 'Nous regardons.',
    key: 'answer-1',
  });
  expect(answer.status).toBe(201);

  await phone.ask('DELETE', '/thread/session');
  expect(phone.jar.names()).toEqual([]);
  const other = house.phone();
  const typed = words.map((word) => word.toUpperCase().normalize('NFD')).join(' - ');
  expect((await other.open(typed)).status).toBe(200);
  const again = await other.thread();
  expect(again.messages).toMatchObject([{ from: 'author' }, { from: 'hr', by: 'claire', text: 'Nous regardons.' }]);
  expect(again).toMatchObject({ acknowledged: true, readByAuthor: 2 });
  expect((await other.write('Merci !')).status).toBe(201);
  await house.settled();
  const { body: after } = await claire.ask('GET', `/inbox/threads/${id}`);
  expect(after.messages.map(({ text }: { text: string }) => text)).toEqual([
    'Mon salaire de mai est faux.',
    'Nous regardons.',
    'Merci !',
  ]);
  expect(after.row.handling.assignee).toBe(claire.id);
  expect(house.said.filter((line) => line.startsWith('FAULT'))).toEqual([]);
});

test('a locked inbox shows nothing; the passphrase opens it again and everything is there', async () => {
  const { claire } = await house.setUp();
  await house.phone().begin('Une question');
  await claire.ask('DELETE', '/inbox/session');
  const locked = await claire.ask('GET', '/inbox/threads');
  expect([locked.status, locked.body.type]).toEqual([423, '/api/docs#inbox-locked']);
  expect((await claire.ask('POST', '/inbox/session', { passphrase: 'something else' })).status).toBe(403);
  expect((await claire.ask('POST', '/inbox/session', { passphrase: PASSPHRASE })).status).toBe(200);
  await house.settled();
  expect((await claire.ask('GET', '/inbox/threads')).body.threads).toHaveLength(1);
});
