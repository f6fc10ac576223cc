/** Documents by the API: drafts, versions, who may what, what phones get, and readings that leave no trace of a reader. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createReminders } from '../../api/src/documents/reminders.ts';
import { openHouse, testClock, type House, type TestClock } from './house.ts';

const CONTENT = {
  kind: 'charter',
  fr: { title: 'Charte', points: [{ text: 'Dites « je »' }], body: 'Le texte **entier**.\n\n![Plan](plan.webp)' },
  en: { title: 'Charter', points: [{ text: 'Say “I”' }], body: 'The whole text.' },
};

let clock: TestClock;
let house: House;
let editor: string;
beforeEach(async () => {
  clock = testClock();
  house = await openHouse({ clock });
  editor = await house.as('editor');
});
afterEach(() => house.close());

const make = async (content: unknown = CONTENT, more: object = {}) =>
  (await house.call('POST', '/api/documents', { cookie: editor, body: { content, ...more } })).body;
const publish = async (id: string) =>
  (await house.call('POST', `/api/documents/${id}/publish`, { cookie: editor, body: {} })).body;
const read = (code: string) => house.call('GET', `/api/public/documents/${code}`);
const itemOf = (id: string) =>
  house.call('POST', '/api/items/fill', { cookie: editor, body: { items: [{ kind: 'document', document: id }] } });

describe('drafts and versions', () => {
  test('a draft is shown to nobody; publishing shows it on screens and phones', async () => {
    const made = await make();
    expect([made.changed, made.published, made.code]).toEqual([
      true,
      undefined,
      expect.stringMatching(/^[2-9a-z]{6}$/),
    ]);
    expect((await read(made.code)).status).toBe(404);
    expect((await itemOf(made.id)).body.items[0].shown).toBeUndefined();

    expect((await publish(made.id)).published.version).toBe(1);
    expect((await read(made.code)).body).toMatchObject({ version: 1, isOverdue: false, fr: { title: 'Charte' } });
    const { shown } = (await itemOf(made.id)).body.items[0];
    expect(shown.link.url).toBe(`http://palier.test/d/${made.code}`);
    expect(shown.en.points).toEqual([{ text: 'Say “I”' }]);
  });

  test('an edit waits in the draft, publishing it makes the next version, and the first one comes back', async () => {
    const { id, code } = await make();
    await publish(id);
    const { headers } = await house.call('GET', `/api/documents/${id}`, { cookie: editor });
    const content = { ...CONTENT, en: { ...CONTENT.en, title: 'Charter of 2027' } };
    const put = {
      cookie: editor,
      body: { content, reviewOn: '2027-01-31' },
      headers: { 'if-match': headers.get('etag') ?? '' },
    };
    expect((await house.call('PUT', `/api/documents/${id}`, put)).body).toMatchObject({
      changed: true,
      reviewOn: '2027-01-31',
    });
    expect((await house.call('PUT', `/api/documents/${id}`, put)).status).toBe(412);
    expect((await read(code)).body.en.title).toBe('Charter');
    expect((await publish(id)).published.version).toBe(2);
    expect((await publish(id)).published.version).toBe(2);
    await house.call('POST', `/api/documents/${id}/restore`, { cookie: editor, body: { version: 1 } });
    expect((await publish(id)).published.version).toBe(3);
    expect((await read(code)).body.en.title).toBe('Charter');
    const { versions } = (await house.call('GET', `/api/documents/${id}/versions`, { cookie: editor })).body;
    expect(versions.map((one: { version: number }) => one.version)).toEqual([3, 2, 1]);
  });

  test('whoever reads sees which versions were in force when, and each as it was, without who wrote it', async () => {
    const { id, code } = await make();
    const versions = () => house.call('GET', `/api/public/documents/${code}/versions`);
    const at = (version: number | string) => house.call('GET', `/api/public/documents/${code}?version=${version}`);
    expect((await versions()).status).toBe(404);
    await publish(id);
    const firstDay = new Date(clock.now()).toISOString();
    expect((await versions()).body).toEqual({ versions: [{ version: 1, publishedAt: firstDay }] });
    clock.advance(24 * 3600_000);
    const { headers } = await house.call('GET', `/api/documents/${id}`, { cookie: editor });
    const content = { ...CONTENT, fr: { title: 'Charte', points: [], body: 'Un autre texte.' } };
    const etag = headers.get('etag') ?? '';
    await house.call('PUT', `/api/documents/${id}`, {
      cookie: editor,
      body: { content },
      headers: { 'if-match': etag },
    });
    expect((await at(2)).status).toBe(404);
    await publish(id);
    const listed = (await versions()).body.versions;
    expect(listed.map((one: { version: number }) => one.version)).toEqual([2, 1]);
    expect(JSON.stringify(listed)).not.toContain('editor');
    const first = (await at(1)).body;
    expect(first).toMatchObject({ version: 1, newest: 2, publishedAt: firstDay, fr: { body: CONTENT.fr.body } });
    const newest = (await at(2)).body;
    expect([newest.newest, newest.fr.body]).toEqual([undefined, 'Un autre texte.']);
    expect(newest).toEqual((await read(code)).body);
    for (const wrong of ['3', '0', '-1', 'x', '1e9']) expect([404, 422]).toContain((await at(wrong)).status);
  });

  test('a file that only an older version shows is seen with that version alone', async () => {
    const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#0b5d57' } })
      .png()
      .toBuffer();
    const sent = await house.call('POST', '/api/media?name=plan.png', { cookie: editor, raw: new Uint8Array(png) });
    expect(sent.status).toBe(201);
    const named = { ...CONTENT, fr: { ...CONTENT.fr, body: '![Plan](plan.png)' } };
    const { id, code } = await make(named);
    await publish(id);
    const { headers } = await house.call('GET', `/api/documents/${id}`, { cookie: editor });
    const etag = headers.get('etag') ?? '';
    const without = { ...CONTENT, fr: { ...CONTENT.fr, body: 'Rien.' } };
    await house.call('PUT', `/api/documents/${id}`, {
      cookie: editor,
      body: { content: without },
      headers: { 'if-match': etag },
    });
    await publish(id);
    const shown = (await house.call('GET', `/api/public/documents/${code}?version=1`)).body.media['plan.png'];
    const file = (query: string) => house.call('GET', `/api/public/documents/${code}/media/${shown.sha256}${query}`);
    expect([(await file('')).status, (await file('?version=2')).status, (await file('?version=1')).status]).toEqual([
      404, 404, 200,
    ]);
  });

  test('what a playlist shows is not removed', async () => {
    const { id } = await make();
    const entries = [{ id: 'e1', item: { kind: 'document', document: id, shown: undefined } }];
    await house.call('POST', '/api/playlists', { cookie: editor, body: { id: 'hall', name: { fr: 'Hall' }, entries } });
    const refused = await house.call('DELETE', `/api/documents/${id}`, { cookie: editor });
    expect([refused.status, refused.body.usedIn]).toEqual([409, ['hall']]);
    await house.call('DELETE', '/api/playlists/hall', { cookie: editor });
    expect((await house.call('DELETE', `/api/documents/${id}`, { cookie: editor })).status).toBe(204);
  });

  test.each([
    ['no language', { kind: 'rules' }],
    ['an empty title', { kind: 'rules', fr: { title: ' ' } }],
    ['seven points', { kind: 'rules', fr: { title: 'A', points: Array.from({ length: 7 }, () => ({ text: 'x' })) } }],
    ['an unknown kind', { kind: 'memo', fr: { title: 'A' } }],
  ])('%s is refused at its field', async (_, content) => {
    const answer = await house.call('POST', '/api/documents', { cookie: editor, body: { content } });
    expect([answer.status, answer.body.fields.length > 0]).toEqual([422, true]);
  });
});

describe('review', () => {
  test('the day after its date it is overdue, in the panel and on the phone', async () => {
    const { id, code } = await make(CONTENT, { reviewOn: '2026-11-23' });
    await publish(id);
    expect((await read(code)).body.isOverdue).toBe(false);
    clock.advance(24 * 3600_000);
    expect((await read(code)).body).toMatchObject({ isOverdue: true, reviewOn: '2026-11-23' });
    const { documents } = (await house.call('GET', '/api/documents', { cookie: editor })).body;
    expect(documents[0].review).toBe('overdue');
  });
});

describe('readings', () => {
  const PLANTED = { address: '203.0.113.77', agent: 'Planted-Agent-5f3c/9.1' };
  const open = (code: string) =>
    house.call('POST', `/api/public/documents/${code}/reads`, {
      body: {},
      headers: { 'user-agent': PLANTED.agent, 'x-forwarded-for': PLANTED.address },
    });
  const told = async () => {
    clock.advance(10 * 60_000);
    await new Promise((resolve) => setTimeout(resolve, 30));
    return (await house.call('GET', '/api/documents', { cookie: editor })).body.documents[0].readsAtLeast;
  };

  test('nothing is told under five, then only whole fives', async () => {
    const { id, code } = await make();
    await publish(id);
    for (let count = 0; count < 4; count += 1) await open(code);
    expect(await told()).toBeUndefined();
    await open(code);
    await expect.poll(told).toBe(5);
    for (let count = 0; count < 4; count += 1) await open(code);
    await expect.poll(told).toBe(5);
    await open(code);
    await expect.poll(told).toBe(10);
  });

  test('address and agent of a reader are nowhere: not in the store, not in the log', async () => {
    await house.close();
    house = await openHouse({ clock, trustedProxies: 1 });
    editor = await house.as('editor');
    const { id, code } = await make();
    await publish(id);
    for (let count = 0; count < 6; count += 1) await open(code);
    await read('zzzzzz');
    await expect.poll(told).toBe(5);
    const kept =
      filesIn(house.dir)
        .map((file) => readFileSync(file, 'latin1'))
        .join('\n') + house.said.join('\n');
    expect(kept).toContain(`${id}:2026-W48`);
    expect(kept).not.toContain(PLANTED.address);
    expect(kept).not.toContain(PLANTED.agent);
  });
});

test('a file is served under a document that shows it, and under no other', async () => {
  const { id, code } = await make();
  await publish(id);
  const sha256 = 'a'.repeat(64);
  expect((await house.call('GET', `/api/public/documents/${code}/media/${sha256}`)).status).toBe(404);
});

function filesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile());
}

describe('the letter to the owner', () => {
  const smtp = { url: 'smtp://127.0.0.1:9', from: { name: 'Palier', address: 'palier@palier.example' } };
  const letters = async () => (await house.storage.all('mails')).length;

  test('goes once a date, to an owner of something published', async () => {
    await house.close();
    house = await openHouse({ clock, smtp, start: false });
    editor = await house.as('editor');
    const { storage } = house;
    const remind = createReminders({ storage, clock, mail: house.parts.mail, publicUrl: () => 'http://palier.test' });
    const job = { commit: storage.transact.bind(storage), signal: new AbortController().signal };
    const { id } = await make(CONTENT, { reviewOn: '2026-11-22' });
    await remind(job);
    expect(await letters()).toBe(0);
    await publish(id);
    await remind(job);
    await remind(job);
    expect(await letters()).toBe(1);
    expect((await storage.all('mails'))[0]?.letter).toMatchObject({
      to: 'editor@palier.example',
      subject: 'To review: Charter',
    });
  });
});
