/** Proposing over HTTP: by six words that are stored nowhere, with files that tell no place, within bounds. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MediaName } from '@palier/playlists/media';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAIL_EVERY_MS } from '../../api/src/mail/mail.ts';
import { DAY_MS } from '../../api/src/proposals/terms.ts';
import { canonicalReceipt } from '../../api/src/threads/receipt.ts';
import { until } from '../api/house.ts';
import { startSmtp } from '../support/smtp.ts';
import { contentOf, openProposeHouse, photo, type ProposeHouse } from './propose-house.ts';

let smtp: Awaited<ReturnType<typeof startSmtp>>;
let house: ProposeHouse;
beforeAll(async () => {
  smtp = await startSmtp();
  house = await openProposeHouse({ smtp: smtp.settings() });
});
afterAll(async () => {
  await house.close();
  await smtp.stop();
});
/** Files of the server that hold one of these, as far as they are text. */
async function filesWith(secrets: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(house.dir, 'data'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const text = await readFile(join(entry.parentPath, entry.name), 'utf8');
    if (secrets.some((secret) => text.includes(secret))) found.push(entry.name);
  }
  return found;
}
const empty = async () => {
  for (const { id } of await house.storage.all('proposals')) {
    await house.storage.transact((transaction) => transaction.remove('proposals', id));
  }
};

test('words come without signs that nobody sees; what was kept with them is still read', async () => {
  const phone = await house.phone();
  expect((await phone.send({ title: '\u200b\u200b\u200b' })).status).toBe(422);
  const credit = { kind: 'name' as const, text: '\u200b\u200b' };
  expect((await phone.send({ credit })).status).toBe(422);
  expect((await phone.send({ title: 'Le\npotager \u202edu\u0000 toit \ud800' })).status).toBe(201);
  const [kept] = await house.storage.all('proposals');
  if (kept === undefined) throw new Error('no proposal was kept');
  expect(kept.content.title).toBe('Le potager du toit');
  const old = { ...kept, content: { ...kept.content, text: '\u200b', credit } };
  await house.storage.transact((transaction) => transaction.put('proposals', old));
  expect((await house.storage.get('proposals', kept.id))?.content.credit).toEqual(credit);
  await empty();
});

test('a photo is made anew: place and camera are gone, and no screen or stranger has it before approval', async () => {
  const bytes = await photo();
  expect((await sharp(bytes).metadata()).exif).toBeDefined();
  expect(bytes.includes('Tellphone')).toBe(true);
  const phone = await house.phone();
  const sent = await phone.file(bytes, 'image/jpeg');
  expect(sent.status).toBe(201);
  expect(sent.body).toMatchObject({ kind: 'picture', widthPx: 640, heightPx: 480 });
  const kept = await house.bytesOf(sent.body.path);
  const about = await sharp(kept).metadata();
  expect([about.exif, about.xmp, about.iptc]).toEqual([undefined, undefined, undefined]);
  expect(kept.includes('Tellphone')).toBe(false);
  // What came lies nowhere on the disk.
  expect(await filesWith(['Tellphone'])).toEqual([]);
  expect((await phone.send({ pictures: [sent.body.name] })).status).toBe(201);
  expect(await house.storage.all('media')).toEqual([]);
  expect(await house.storage.all('storyMedia')).toEqual([]);
  await house.decide({ did: 'approved' });
  expect((await house.storage.all('storyMedia')).map(({ sha256 }) => sha256)).toEqual([sent.body.sha256]);
  // A file of the house that is no proposal's is not served by its content.
  expect((await house.call('GET', `/api/public/proposals/files/${'0'.repeat(64)}`)).status).toBe(404);
  expect((await phone.ask('DELETE', '/mine')).status).toBe(204);
  expect((await house.call('GET', sent.body.path)).status).toBe(404);
  expect(await house.parts.mediaStore.sizeOf(sent.body.sha256)).toBeUndefined();
});

test('a picture opens at the address that its author was given, for a while; by its content for nobody', async () => {
  const phone = await house.phone();
  const sent = await phone.file(await photo());
  const { sha256, path } = sent.body;
  const statusOf = async (address: string) => (await house.call('GET', address)).status;
  const bare = `/api/public/proposals/files/${sha256}`;
  expect([await statusOf(path), await statusOf(bare)]).toEqual([200, 404]);
  const pass = path.split('?pass=')[1] ?? '';
  const [hour = '', signature = ''] = pass.split('.');
  expect(await statusOf(`${bare}?pass=${Number(hour) + 1}.${signature}`)).toBe(404);
  // The pass of one file opens no other.
  const small: string = sent.body.thumbnail;
  expect([await statusOf(small), await statusOf(`${small.split('?')[0]}?pass=${pass}`)]).toEqual([200, 404]);
  await phone.send({ pictures: [sent.body.name] });
  await house.decide({ did: 'approved' });
  const [{ path: shown }] = (await phone.view()).files;
  expect(await statusOf(shown)).toBe(200);
  await phone.ask('POST', '/mine/withdraw', {});
  house.clock.advance(2 * 3600_000);
  expect([await statusOf(path), await statusOf(shown), await statusOf(bare)]).toEqual([404, 404, 404]);
  const [{ path: again }] = (await phone.view()).files;
  expect(await statusOf(again)).toBe(200);
  await empty();
});

test('what is no picture or film, too many, too long or not begun is refused, and says why', async () => {
  const phone = await house.phone();
  const text = await phone.file(Buffer.from('plain words'));
  expect(text.body).toMatchObject({ status: 415, reason: { code: 'unknown-kind' } });
  const broken = await phone.file((await photo()).subarray(0, 900));
  expect(broken.body).toMatchObject({ status: 415, reason: { code: 'picture-unreadable' } });
  const stranger = house.withWords(['abaisser', 'abandon', 'abdiquer', 'abeille', 'abolir', 'aborder']);
  expect((await stranger.file(await photo())).status).toBe(404);
  const dot = await sharp({ create: { width: 2, height: 2, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  const { status } = await phone.file(dot);
  expect(status).toBe(201);
  // One proposal's files are counted by its own words, however many phones share the address.
  const outcomes = [];
  for (let count = 0; count < 7; count += 1) outcomes.push((await phone.file(dot)).status);
  expect(outcomes.at(-1)).toBe(429);
  expect((await (await house.phone()).file(dot)).status).toBe(201);
  // Files of somebody else cannot be named.
  const [file] = (await phone.ask('GET', '/files')).body.files;
  const thief = await (await house.phone()).send({ pictures: [file.name] });
  expect(thief.body).toMatchObject({ status: 422, fields: [{ field: 'content.pictures' }] });
  await empty();
});

test.skipIf(!existsSync('/usr/bin/ffmpeg'))(
  'a film is packed anew without its place, and never longer than 30 seconds',
  async () => {
    const dir = await mkdtemp(join(tmpdir(), 'palier-film-'));
    const film = async (name: string, seconds: number) => {
      const path = join(dir, name);
      const source = `testsrc=duration=${seconds}:size=160x120:rate=5`;
      execFileSync('/usr/bin/ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, '-c:v', 'libx264', '-pix_fmt', 'yuv420p',
      '-metadata', 'location=+48.8583+002.2945/', '-metadata', 'comment=Chez Camille, rue Haute', '-metadata', 'com.apple.quicktime.location.ISO6709=+48.8583+002.2945/',
      '-movflags', 'use_metadata_tags', path]); // prettier-ignore
      return readFile(path);
    };
    const mov = await film('one.mov', 2);
    expect(mov.includes('+48.8583')).toBe(true);
    const phone = await house.phone();
    const sent = await phone.file(mov, 'video/quicktime');
    expect(sent.body).toMatchObject({ kind: 'film', widthPx: 160, durationMs: 2000 });
    const kept = await house.bytesOf(sent.body.path);
    expect(kept.subarray(4, 8).toString()).toBe('ftyp');
    expect(mov.includes('rue Haute')).toBe(true);
    expect([kept.includes('48.85'), kept.includes('rue Haute')]).toEqual([false, false]);
    expect((await phone.file(await film('long.mp4', 31))).body).toMatchObject({ reason: { code: 'video-length' } });
  },
);

test('from sending to the decision: each state with its reason, mail without the words, the words in no file', async () => {
  const phone = await house.phone();
  const sent = await phone.send({ title: 'Le club de go' }, 'camille@atelier.example');
  expect(sent.body).toMatchObject({ state: 'waiting', revision: 1, mail: true, content: { title: 'Le club de go' } });
  expect(sent.body.words).toEqual(phone.words);
  expect((await phone.send({ title: 'Encore' })).body.content.title).toBe('Le club de go');
  await house.decide({ did: 'asked-changes', reason: 'Dites où et quand.' });
  expect(await phone.view()).toMatchObject({ state: 'changes-requested', reason: 'Dites où et quand.' });
  const { content } = await phone.view();
  const edited = await phone.ask('PUT', '/mine', { revision: 1, content: { ...content, text: 'Mardi à midi.' } });
  expect(edited.body).toMatchObject({ state: 'waiting', revision: 2 });
  expect(edited.body.reason).toBeUndefined();
  expect((await phone.ask('PUT', '/mine', { revision: 1, content })).status).toBe(409);
  await house.decide({ did: 'approved' });
  const approved = await phone.view();
  expect(approved.state).toBe('approved');
  expect(approved.steps.map(({ did, by }: { did: string; by: string }) => `${by} ${did}`)).toEqual([
    'author submitted',
    'moderator asked-changes',
    'author resubmitted',
    'moderator approved',
  ]);
  expect(JSON.stringify(approved)).not.toContain('Mona');
  await until('two letters', () => {
    house.clock.advance(MAIL_EVERY_MS);
    return smtp.count() === 2;
  });
  const received = (await smtp.received()).map(({ to, mail }) => ({
    to,
    subject: mail.subject ?? '',
    text: mail.text,
  }));
  const letters = received.toSorted((a, b) => b.subject.length - a.subject.length);
  expect(letters.map(({ to, subject }) => [to[0], subject])).toEqual([
    ['camille@atelier.example', 'Votre proposition\u00a0: une modification est demandée'],
    ['camille@atelier.example', 'Votre proposition est acceptée'],
  ]);
  expect(letters[0]?.text).toContain('Dites où et quand.');
  expect(letters[0]?.text).toContain('/p/find');
  const withdrawn = await phone.ask('POST', '/mine/withdraw', {});
  expect(withdrawn.body).toMatchObject({ state: 'withdrawn', mail: false });
  const folded = canonicalReceipt(phone.words);
  const secrets = [phone.words.join(' '), folded, folded.replaceAll(' ', '-'), folded.split(' ').slice(0, 3).join(' ')];
  expect(await filesWith(secrets)).toEqual([]);
  expect(house.said.join('\n')).not.toContain(phone.words[0] ?? '?');
  await empty();
});

test('pictures and a film together are refused by the server as well, and by the name of the field', async () => {
  const phone = await house.phone();
  const picture = (await phone.file(await photo())).body.name;
  const both = { pictures: [picture], video: MediaName.parse('posts/film.mp4') };
  const refused = { status: 422, fields: [{ field: 'content.video', reason: 'pictures or a film, not both' }] };
  expect((await phone.send(both)).body).toMatchObject(refused);
  expect((await phone.send({ pictures: [picture] })).status).toBe(201);
  const content = contentOf(both);
  expect((await phone.ask('PUT', '/mine', { revision: 1, content })).body).toMatchObject(refused);
  await empty();
});

test('who left an address and was never read gets a letter when the time is over, in their language', async () => {
  const [french, english] = [await house.phone(), await house.phone()];
  await french.send({ title: 'Le club de go' }, 'lea@atelier.example');
  await english.send({ title: 'Chess on Friday', language: 'en' }, 'sam@atelier.example');
  const before = smtp.count();
  house.clock.advance(31 * DAY_MS);
  const job = { commit: house.storage.transact.bind(house.storage), signal: new AbortController().signal };
  await house.parts.proposals.calendar.round(job);
  await house.parts.mail.deliverDue(job);
  await house.parts.proposals.calendar.round(job);
  await house.parts.mail.deliverDue(job);
  const letters = (await smtp.received())
    .slice(before)
    .map(({ to, mail }) => ({ to: to[0], subject: mail.subject, text: mail.text ?? '' }));
  expect(new Map(letters.map(({ to, subject }) => [to, subject]))).toEqual(
    new Map([
      ['lea@atelier.example', 'Votre proposition est restée sans réponse'],
      ['sam@atelier.example', 'Your proposal was left without an answer'],
    ]),
  );
  expect(letters).toHaveLength(2);
  const [one, other] = letters.toSorted((a, b) => (a.to ?? '').localeCompare(b.to ?? ''));
  expect(one?.text).toContain('«\u00a0Le club de go\u00a0»');
  expect(one?.text).toContain('/p/find');
  expect(other?.text).toContain('You can edit it and send it again: it is kept for 90 days.');
  expect(await french.view()).toMatchObject({ state: 'expired', mail: false });
  const { content } = await french.view();
  expect((await french.ask('PUT', '/mine', { revision: 1, content })).body).toMatchObject({ state: 'waiting' });
  await empty();
});

test('the charter of the house is one tap away, once it is published', async () => {
  const about = async () => (await house.call('GET', '/api/public/proposals/about')).body;
  expect((await about()).charter).toBeUndefined();
  const text = {
    title: 'Charte des réseaux sociaux',
    points: [{ text: 'Restez polis.' }],
    body: 'Soyez bienveillants.',
  };
  const { id, code } = (await house.edit('POST', '/api/documents', { content: { kind: 'charter', fr: text } })).body;
  expect((await about()).charter).toBeUndefined();
  await house.edit('POST', `/api/documents/${id}/publish`, {});
  expect((await about()).charter).toEqual({ path: `/d/${code}`, title: { fr: 'Charte des réseaux sociaux' } });
});

test('found again by its words however they are typed; wrong ones are slowed, and dates must make sense', async () => {
  const phone = await house.phone();
  expect((await phone.send({ fromOn: '2026-11-20' })).body).toMatchObject({ status: 422, dates: [{ code: 'past' }] });
  await phone.send();
  const open = (words: string) => house.call('POST', '/api/public/proposals/open', { body: { words } });
  const found = await open(`  ${phone.words.join(' – ').toUpperCase()} `);
  await expect(house.withWords([found.body.key]).view()).resolves.toMatchObject({ state: 'waiting' });
  expect((await open('zzzz abeille')).body).toMatchObject({ status: 422 });
  const wrong = 'abaisser abandon abdiquer abeille abolir aborder';
  const statuses = [];
  for (let tries = 0; tries < 40; tries += 1) statuses.push((await open(wrong)).status);
  expect(statuses[0]).toBe(404);
  expect(statuses.at(-1)).toBe(429);
  // Whoever has the right address reads on.
  expect((await phone.ask('GET', '/mine')).status).toBe(200);
});
