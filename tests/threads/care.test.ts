/** What is noticed, bounded and done by itself: tampering, retention, blocking, floods, queues, the seven days. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verify } from '../../api/src/storage/verify.ts';
import { eventsOf } from '../api/house.ts';
import { openTalkHouse, PASSPHRASE, type TalkHouse } from './talk-house.ts';

let house: TalkHouse;
beforeEach(async () => {
  house = await openTalkHouse();
});
afterEach(() => house.close());

const DAY_MS = 86_400_000;
const signal = new AbortController().signal;

async function threadWith(answers: number) {
  const { claire } = await house.setUp();
  const phone = house.phone();
  const words = await phone.begin('one');
  await house.settled();
  const { id } = await house.only();
  for (let count = 0; count < answers; count += 1) {
    await claire.ask('POST', `/inbox/threads/${id}/messages`, { text: `answer ${count}`, key: `answer-${count}` });
  }
  return { claire, phone, words, id };
}

describe('tampering with the store is noticed', () => {
  test.each(['swapped', 'cut off', 'moved to another thread'] as const)('messages %s', async (how) => {
    const { phone, id } = await threadWith(2);
    const pieces = await house.storage.readLog('threadMessages', id, 0, 9);
    await house.storage.dropLog('threadMessages', id);
    const sealed = pieces.map(({ record }) => record.sealed);
    if (how === 'moved to another thread') {
      const other = house.phone();
      await other.begin('foreign');
      const all = await house.storage.all('threads');
      const foreign = all.find((record) => record.id !== id)?.id ?? '';
      sealed[1] = (await house.storage.readLog('threadMessages', foreign, 0, 1))[0]?.record.sealed ?? '';
    }
    const order = how === 'swapped' ? [0, 2, 1] : how === 'cut off' ? [0, 1] : [0, 1, 2];
    await house.storage.transact(async (transaction) => {
      for (const [index, from] of order.entries()) {
        await transaction.append('threadMessages', id, String(index + 1), { sealed: sealed[from] ?? '' });
      }
    });
    expect((await phone.thread()).damaged).toBe(true);
  });

  test('a record with fewer messages than its head says does not open at all', async () => {
    const { phone, id } = await threadWith(1);
    const record = await house.only();
    await house.storage.transact((transaction) => transaction.put('threads', { ...record, messages: 1 }));
    expect((await phone.ask('GET', '/thread')).status).toBe(401);
    expect((await phone.write('more')).status).toBe(401);
    expect(id).toBe(record.id);
  });
});

describe('by itself', () => {
  test('a thread goes on its day, with all it had; a word in between moves the day', async () => {
    const { phone, words } = await threadWith(0);
    const { retention } = house.parts.threads;
    house.clock.advance(300 * DAY_MS);
    expect(await retention.round({ signal })).toEqual({ threads: 0, files: 0 });
    await phone.open(words.join(' '));
    await phone.write('still here');
    house.clock.advance(364 * DAY_MS);
    expect((await retention.round({ signal })).threads).toBe(0);
    house.clock.advance(2 * DAY_MS);
    expect((await retention.round({ signal })).threads).toBe(1);
    expect(await house.storage.all('threads')).toEqual([]);
    expect(await house.storage.streams('threadMessages')).toEqual([]);
    expect((await phone.open(words.join(' '))).status).toBe(404);
  });

  test('verify proves it: a thread past its day, and what is left of one that is gone, are findings', async () => {
    const { id } = await threadWith(1);
    const places = { ...house.settings, mediaDir: undefined };
    const findings = async (days: number) => {
      const verified = await verify(places, undefined, house.clock.now() + days * DAY_MS);
      expect(verified.threads).toBeLessThanOrEqual(1);
      return verified.findings.map(({ reason }) => reason);
    };
    expect(await findings(365)).toEqual([]);
    expect(await findings(368)).toEqual(['it was to be deleted on 2027-11-23, 3 days ago']);
    await house.storage.dropLog('threadNotes', id);
    expect(await findings(1)).toEqual(['1 of its threadNotes are missing']);
    await house.storage.transact((transaction) => transaction.remove('threads', id));
    expect(await findings(1)).toEqual(['what it belonged to is gone']);
  });

  test('what a crash between two deletions left is removed', async () => {
    const { id } = await threadWith(1);
    await house.storage.transact((transaction) => transaction.remove('threads', id));
    await house.parts.threads.retention.round({ signal });
    expect(await house.storage.streams('threadMessages')).toEqual([]);
    expect(await house.storage.streams('threadNotes')).toEqual([]);
  });
});

describe('the call back', () => {
  test('reaches the screens at a fixed time, from three answers on, as a figure alone', async () => {
    const { claire } = await house.setUp();
    await house.edit('POST', '/api/playlists', {
      id: 'hall',
      name: { fr: 'Hall' },
      entries: [{ id: 'call', durationMs: 12_000, item: { kind: 'thread-call' } }],
    });
    await house.edit('POST', '/api/schedules', {
      name: { fr: 'Hall' },
      target: { all: true },
      rules: [{ playlistId: 'hall' }],
    });
    const screen = await house.pair();
    const shown = async () => {
      const { body } = await house.call('GET', '/api/player/manifest', { token: screen.token });
      return body.playlists[0].entries[0].item.shown;
    };
    for (let count = 0; count < 3; count += 1) await house.phone().begin(`number ${count}`);
    await house.settled();
    await house.parts.threads.index.follow();
    const records = await house.storage.all('threads');
    for (const { id } of records.slice(0, 2)) {
      await claire.ask('POST', `/inbox/threads/${id}/messages`, { text: 'answer', key: 'the-answer' });
    }
    await house.parts.threads.calls.round();
    expect(await shown()).toEqual({ url: 'http://palier.test/t' });
    await claire.ask('POST', `/inbox/threads/${records[2]?.id}/messages`, { text: 'answer', key: 'the-answer' });
    await house.parts.threads.calls.round();
    expect(await shown()).toEqual({ url: 'http://palier.test/t' });
    house.clock.advance(7 * DAY_MS);
    await house.parts.threads.calls.round();
    expect(await shown()).toEqual({ url: 'http://palier.test/t', answers: 3 });
  });
});

describe('bounds', () => {
  test('the same message sent twice is stored once', async () => {
    const { phone } = await threadWith(0);
    const [first, again] = [await phone.write('hello', 'the-same-key'), await phone.write('hello', 'the-same-key')];
    expect([first.status, again.body]).toEqual([201, first.body]);
    expect((await phone.thread()).messages).toHaveLength(2);
  });

  test('one thread cannot flood; another phone behind the same address goes on', async () => {
    const { phone } = await threadWith(0);
    const statuses = [];
    for (let count = 0; count < 25; count += 1) statuses.push((await phone.write(`word ${count}`)).status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(20);
    expect(statuses.at(-1)).toBe(429);
    const other = house.phone();
    await other.begin('not me');
    expect((await other.write('free')).status).toBe(201);
  });

  test('without a proof of work a bucket is narrow; wrong receipts make the riddle harder, for that address', async () => {
    await house.setUp();
    const { body: before } = await house.phone().ask('GET', '/talk/challenge?for=open');
    const statuses = [];
    for (let count = 0; count < 24; count += 1) {
      statuses.push((await house.phone().open('abandon ability able about above absent')).status);
    }
    expect(statuses.slice(0, 20).every((status) => status === 404)).toBe(true);
    expect(statuses.slice(20).every((status) => status === 429)).toBe(true);
    const { body: after } = await house.phone().ask('GET', '/talk/challenge?for=open');
    expect(after.bits).toBeGreaterThan(before.bits);
  });

  test('two words must be typed back before anything is sent', async () => {
    await house.setUp();
    const phone = house.phone();
    const { body: receipt } = await phone.ask('POST', '/talk/receipts', { language: 'en' });
    const draft = { topic: 'other', text: 'hello', key: 'first-message' };
    expect((await phone.ask('POST', '/threads', draft)).status).toBe(409);
    const wrong = await phone.ask('POST', '/talk/receipts/mine/check', { words: ['wrong', 'wronger'] });
    expect([wrong.status, wrong.body.wrong]).toEqual([422, receipt.ask]);
    expect((await phone.ask('GET', '/talk/receipts/mine')).body.words).toEqual(receipt.words);
    expect(await house.storage.all('threads')).toEqual([]);
  });
});

describe('the inbox', () => {
  test('blocks: its author may read and delete, and not write', async () => {
    const { claire, phone, id } = await threadWith(0);
    await claire.ask('PATCH', `/inbox/threads/${id}`, { state: 'blocked' });
    expect((await phone.write('again')).status).toBe(403);
    expect(await phone.thread()).toMatchObject({ state: 'blocked', canWrite: false });
    expect((await phone.ask('POST', '/thread/attachments')).body.type).toBe('/api/docs#thread-blocked');
    const last = { text: 'That was all.', key: 'answer-last', close: true };
    expect((await claire.ask('POST', `/inbox/threads/${id}/messages`, last)).status).toBe(201);
    expect((await phone.write('once more')).status).toBe(403);
    expect((await phone.ask('DELETE', '/thread')).status).toBe(204);
  });

  test('queues: waiting, mine, snoozed until the author writes, closed until the author writes', async () => {
    const { claire, phone, id } = await threadWith(0);
    const counts = async () => (await claire.ask('GET', '/inbox/threads')).body.counts;
    expect(await counts()).toMatchObject({ waiting: 1, unassigned: 1, mine: 0, all: 1 });
    await claire.ask('GET', `/inbox/threads/${id}`);
    const snoozedUntil = new Date(house.clock.now() + DAY_MS).toISOString();
    const handling = { assignee: claire.id, snoozedUntil, themes: [] };
    await claire.ask('PATCH', `/inbox/threads/${id}`, { handling });
    expect(await counts()).toMatchObject({ snoozed: 1, waiting: 0 });
    await phone.write('hello?');
    await house.parts.threads.index.follow();
    expect(await counts()).toMatchObject({ snoozed: 0, waiting: 1, mine: 1 });
    await claire.ask('PATCH', `/inbox/threads/${id}`, { state: 'closed' });
    expect(await counts()).toMatchObject({ closed: 1, waiting: 0 });
    await phone.write('one more thing');
    await house.parts.threads.index.follow();
    expect(await counts()).toMatchObject({ closed: 0, waiting: 1 });
  });

  test('handover hides nothing from HR and is told to the author; who read is told to nobody else', async () => {
    const { claire, phone, id } = await threadWith(1);
    const marc = await house.officer('marc');
    await claire.ask('POST', `/inbox/threads/${id}/notes`, { text: 'a note' });
    const given = await claire.ask('PATCH', `/inbox/threads/${id}`, { handling: { assignee: marc.id, themes: [] } });
    expect(given.body.notes.map(({ by, did }: { by: string; did?: string }) => [by, did])).toEqual([
      ['claire', 'handled'],
      ['claire', undefined],
      ['claire', 'handled'],
    ]);
    const { messages, ...seen } = await phone.thread();
    expect(messages.at(-1)).toMatchObject({ event: 'handed-over', from: 'hr' });
    expect(JSON.stringify(seen)).not.toContain('note');
  });

  test('the seven days: overdue once they have passed, until somebody acknowledges; its author knows both', async () => {
    const { claire, phone, words, id } = await threadWith(0);
    const row = async () => (await claire.ask('GET', '/inbox/threads?queue=all')).body.threads[0];
    expect(await row()).toMatchObject({ acknowledgeBy: '2026-11-30', overdue: false });
    house.clock.advance(8 * DAY_MS);
    expect((await claire.ask('GET', '/inbox/threads')).status).toBe(423);
    await claire.ask('POST', '/inbox/session', { passphrase: PASSPHRASE });
    await house.settled();
    expect(await row()).toMatchObject({ acknowledgeBy: '2026-11-30', overdue: true });
    await phone.open(words.join(' '));
    expect(await phone.thread()).toMatchObject({ acknowledged: false, acknowledgeBy: '2026-11-30', readByHr: 0 });
    expect((await claire.ask('POST', `/inbox/threads/${id}/acknowledge`)).status).toBe(204);
    await house.parts.threads.index.follow();
    expect((await row()).acknowledgeBy).toBeUndefined();
    expect(await phone.thread()).toMatchObject({ acknowledged: true, readByHr: 2 });
  });

  test('both sides hear of a message at once, without its content', async () => {
    const { claire, phone, id } = await threadWith(0);
    const hr = eventsOf((await claire.ask('GET', '/inbox/events')).response);
    const author = eventsOf((await phone.ask('GET', '/thread/events')).response);
    await phone.write('a secret word');
    house.clock.advance(50);
    const heard = await hr.next();
    expect(heard).toMatchObject({ event: 'inbox', data: { threads: [{ id, seq: 2 }] } });
    expect(JSON.stringify(heard)).not.toContain('secret');
    expect(await author.next()).toMatchObject({ event: 'thread', data: { seq: 2 } });
    await phone.ask('DELETE', '/thread/session');
    expect(await author.next()).toBe('closed');
    await hr.cancel();
  });

  test('themes are ready from five threads on', async () => {
    const { claire, id } = await threadWith(0);
    await claire.ask('PATCH', `/inbox/threads/${id}`, { handling: { themes: ['parking'] } });
    await house.parts.threads.index.follow();
    expect((await claire.ask('GET', '/inbox/themes')).body).toEqual({
      themes: [{ theme: 'parking', threads: 1, ready: false }],
      complete: true,
    });
    const draft = { theme: 'parking', heard: { fr: 'Trop peu de places' }, did: { fr: 'Dix de plus en mai' } };
    expect((await claire.ask('POST', '/inbox/cards', draft)).status).toBe(422);
    for (let count = 0; count < 4; count += 1) await house.phone().begin(`another ${count}`);
    await house.parts.threads.index.follow();
    for (const other of await house.storage.all('threads')) {
      await claire.ask('PATCH', `/inbox/threads/${other.id}`, { handling: { themes: ['parking'] } });
    }
    await house.parts.threads.index.follow();
    const made = await claire.ask('POST', '/inbox/cards', draft);
    expect(made.body.item).toMatchObject({ kind: 'notice', loop: 'talk', title: { fr: 'Trop peu de places' } });
    expect(JSON.stringify(await house.storage.all('threadCards'))).not.toContain('parking');
    const { body } = await house.call('GET', '/api/talk/cards', { cookie: await house.as('editor') });
    expect(body.cards).toEqual([made.body]);
  });
});
