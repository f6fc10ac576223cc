/**
 * What was typed is planted everywhere, and looked for in everything a server leaves behind: store, logs, backup,
 * temporary files, media, process arguments. And nobody but HR reads it: no other role, no disk, no slip of the store.
 */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Role } from '@palier/playlists/views';
import { backUp } from '../../api/src/storage/backup.ts';
import { canonicalReceipt } from '../../api/src/threads/receipt.ts';
import { openTalkHouse, PASSPHRASE, type TalkHouse } from './talk-house.ts';

let house: TalkHouse;
beforeEach(async () => {
  house = await openTalkHouse();
});
afterEach(() => house.close());

const PLANTED = {
  text: 'pelargonium-in-the-first-message',
  name: 'Bartholomea Quill',
  answer: 'wisteria-in-the-answer',
  note: 'foxglove-in-a-private-note',
  theme: 'oleander theme',
  file: 'hydrangea-file-name',
  pdf: 'delphinium inside a pdf',
  search: 'snapdragon-search',
};

/** Every way in which a marker may stand in a file. */
function shapesOf(text: string): Buffer[] {
  const plain = Buffer.from(text);
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from(
      Buffer.concat([Buffer.alloc(shift, 120), plain])
        .toString('base64')
        .slice(4, -4),
    ),
  );
  const hex = Buffer.from(plain.toString('hex'));
  const wide = Buffer.from(text, 'utf16le');
  return [plain, hex, wide, Buffer.from(encodeURIComponent(text)), ...base64];
}

async function filesBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function findIn(paths: readonly string[], secrets: Readonly<Record<string, string>>): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const bytes = await readFile(path);
    for (const [what, secret] of Object.entries(secrets)) {
      if (shapesOf(secret).some((shape) => bytes.includes(shape))) found.push(`${what} in ${path}`);
    }
  }
  return found;
}

/** A whole life of a thread, with a marker in every place where something can be typed. */
async function live() {
  const { claire, recovery } = await house.setUp();
  const phone = house.phone();
  const words = await phone.begin(PLANTED.text, { name: PLANTED.name, topic: 'colleague' });
  const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from(PLANTED.pdf), Buffer.alloc(90_000, 65)]);
  const sent = await house.call('POST', '/api/public/thread/attachments', {
    raw: pdf,
    cookie: phone.jar.cookie(),
    headers: { 'x-file-name': `${PLANTED.file}.pdf`, 'content-type': 'application/pdf' },
  });
  expect(sent.status).toBe(201);
  await phone.ask('POST', '/thread/messages', { text: '', key: 'with-a-file', attachments: [sent.body.id] });
  await house.settled();
  const { id } = await house.only();
  await claire.ask('POST', `/inbox/threads/${id}/messages`, { text: PLANTED.answer, key: 'answer-1' });
  await claire.ask('POST', `/inbox/threads/${id}/notes`, { text: PLANTED.note });
  await claire.ask('PATCH', `/inbox/threads/${id}`, { handling: { themes: [PLANTED.theme], priority: 'high' } });
  expect((await claire.ask('POST', '/inbox/search', { text: PLANTED.search })).status).toBe(200);
  const view = (await claire.ask('GET', `/inbox/threads/${id}`)).body;
  expect(view.notes.map(({ text }: { text: string }) => text)).toContain(PLANTED.note);
  const file = await house.call('GET', `/api/public/thread/attachments/${sent.body.id}`, {
    cookie: phone.jar.cookie(),
  });
  expect(file.headers.get('content-disposition')).toMatch(/^attachment/);
  expect(file.headers.get('content-security-policy')).toContain('sandbox');
  const secrets = {
    ...PLANTED,
    receipt: canonicalReceipt(words),
    'half a receipt': canonicalReceipt(words.slice(0, 3)),
    passphrase: PASSPHRASE,
    recovery,
    'recovery without hyphens': recovery.replaceAll('-', ''),
    cookie: phone.jar.cookie().split('=')[1] ?? '',
  };
  return { claire, phone, words, secrets, id };
}

describe('nothing that was typed is left behind', () => {
  test('in store, journal, snapshot, backup, log, media, temporary files, arguments', async () => {
    const before = new Set(await readdir(tmpdir()));
    const { secrets } = await live();
    const afterWork = (await readdir(tmpdir())).filter((name) => !before.has(name) && !name.startsWith('palier-'));
    const beside = await mkdtemp(join(tmpdir(), 'palier-backup-'));
    const places = { ...house.settings, mediaDir: join(house.settings.dataDir, 'media') };
    await backUp(join(beside, 'all.tar'), places, '2026-11-23T12:00:00Z');
    await house.storage.purge();
    await backUp(join(beside, 'later.tar'), places, '2026-11-23T12:00:00Z');
    const temporary = [];
    for (const name of afterWork) {
      const path = join(tmpdir(), name);
      if ((await stat(path)).isFile()) temporary.push(path);
    }
    const kept = await filesBelow(house.settings.dataDir);
    expect(kept.some((path) => path.includes('snapshot-'))).toBe(true);
    const own = ['/proc/self/cmdline', '/proc/self/environ'];
    const found = await findIn([...kept, ...(await filesBelow(beside)), ...temporary, ...own], secrets);
    expect(found).toEqual([]);
    const log = house.said.join('\n');
    expect(Object.entries(secrets).filter(([, secret]) => log.includes(secret))).toEqual([]);
    await rm(beside, { recursive: true });
  });

  test('the test itself finds what is not sealed', async () => {
    const { secrets } = await live();
    await house.storage.transact((transaction) =>
      transaction.put('settings', { id: 'slip', value: Buffer.from(`..${PLANTED.note}`).toString('base64') }),
    );
    expect((await findIn(await filesBelow(house.settings.dataDir), secrets)).join()).toContain('note in');
  });

  test('in the files of the store, once the author has deleted it: not even the ciphertext', async () => {
    const { phone, words, id } = await live();
    const record = await house.only();
    const [piece] = await house.storage.readLog('threadMessages', id, 0, 1);
    const marks = {
      head: record.head.slice(20, 80),
      wrap: record.toInbox,
      message: piece?.record.sealed.slice(20, 80) ?? '',
    };
    expect(await findIn(await filesBelow(house.settings.dataDir), marks)).not.toEqual([]);
    expect((await phone.ask('DELETE', '/thread')).status).toBe(204);
    await house.storage.purge();
    expect(await findIn(await filesBelow(house.settings.dataDir), marks)).toEqual([]);
    expect((await phone.open(words.join(' '))).status).toBe(404);
    expect(await house.storage.all('threadFiles')).toEqual([]);
  });
});

describe('who may read', () => {
  test('no role but hr, and an administrator sees counts and the audit alone', async () => {
    const { id } = await live();
    for (const role of Role.options.filter((one) => one !== 'hr')) {
      const cookie = await house.as(role);
      for (const path of ['/api/inbox', '/api/inbox/threads', `/api/inbox/threads/${id}`, '/api/inbox/themes']) {
        expect([role, path, (await house.call('GET', path, { cookie })).status]).toEqual([role, path, 403]);
      }
    }
    const admin = await house.as('admin');
    const counts = await house.call('GET', '/api/threads/counts', { cookie: admin });
    expect(counts.body).toEqual({ setUp: true, members: 1, threads: 1, waiting: 0, overdueDeletion: 0 });
    const audit = await house.call('GET', '/api/threads/audit', { cookie: admin });
    const text = JSON.stringify(audit.body);
    expect(audit.body.entries.map(({ did }: { did: string }) => did)).toEqual(
      expect.arrayContaining(['set-up', 'opened', 'searched']),
    );
    expect(Object.values(PLANTED).filter((secret) => text.includes(secret))).toEqual([]);
  });

  test('whoever sees a conversation by changing its handling is noted as well', async () => {
    const { claire } = await house.setUp();
    await house.phone().begin('A question.');
    await house.settled();
    const { id } = await house.only();
    expect((await claire.ask('PATCH', `/inbox/threads/${id}`, {})).body.messages).toHaveLength(1);
    const audit = await claire.ask('GET', '/threads/audit');
    expect(audit.body.entries.at(-1)).toMatchObject({ did: 'opened', userId: claire.id });
  });

  test('an administrator who gives the role hr to an account opens nothing with it', async () => {
    const { id } = await live();
    const mallory = await house.officer('mallory');
    expect((await mallory.ask('GET', `/inbox/threads/${id}`)).status).toBe(423);
    expect((await mallory.ask('POST', '/inbox', { passphrase: 'let me in please' })).status).toBe(409);
    expect((await mallory.ask('POST', '/inbox/members', { passphrase: 'let me in please' })).status).toBe(200);
    expect((await mallory.ask('POST', '/inbox/session', { passphrase: 'let me in please' })).status).toBe(403);
    expect((await mallory.ask('POST', `/inbox/members/${mallory.id}/admit`)).status).toBe(423);
  });

  test('a wrong receipt, an unknown one and a deleted one look alike', async () => {
    const { phone, words } = await live();
    const wrong = [...words.slice(1), words[0] ?? ''];
    const other = house.phone();
    const first = await other.open(wrong.join(' '));
    await phone.ask('DELETE', '/thread');
    const second = await other.open(words.join(' '));
    const third = await other.open('abandon ability able about above absent');
    const shape = ({ status, body }: typeof first) => [status, body.type, body.detail, Object.keys(body)];
    expect(shape(second)).toEqual(shape(first));
    expect(shape(third)).toEqual(shape(first));
    expect(other.jar.names()).toEqual([]);
  });
});
