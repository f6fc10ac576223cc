/** The library beside pictures: documents, texts and tables, what is done to many files, uploads in pieces, the manifest. */
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Media } from '@palier/playlists/media';
import { openHouse, playlistOf, testClock, until, type House } from './house.ts';
import { pdfOf } from './pdf.ts';

let house: House;
let cookie: string;
let photo: Buffer;
beforeAll(async () => {
  photo = await sharp({
    create: { width: 4000, height: 3000, channels: 3, background: '#1d4f91', noise: { type: 'gaussian', sigma: 20 } },
  })
    .jpeg({ quality: 90 })
    .toBuffer();
});
beforeEach(async () => {
  house = await openHouse({ clock: testClock({ realTimers: true }) });
  cookie = await house.as('editor');
});
afterEach(() => house.close());

const upload = (name: string, bytes: Uint8Array | string) =>
  house.call('POST', `/api/media?name=${encodeURIComponent(name)}`, {
    raw: typeof bytes === 'string' ? bytes : new Uint8Array(bytes),
    cookie,
    headers: { 'content-type': 'application/octet-stream' },
  });
const library = async () => (await house.call('GET', '/api/library', { cookie })).body;
const media = async (): Promise<Media[]> => (await house.call('GET', '/api/media', { cookie })).body.media;

describe('a document', () => {
  test('becomes a picture of each page, in order, and goes as one', async () => {
    const answer = await upload('guides/welcome.pdf', pdfOf(12));
    expect([answer.status, answer.body.kind, answer.body.pages.length]).toEqual([201, 'document', 12]);
    const pages = (await media()).toSorted((a, b) => (a.page?.number ?? 0) - (b.page?.number ?? 0));
    expect(pages.map((page) => page.id)).toEqual(answer.body.pages);
    expect(pages[0]).toMatchObject({ page: { of: 'guides/welcome.pdf', number: 1 }, type: 'image/jpeg' });
    expect(Math.max(pages[0]?.widthPx ?? 0, pages[0]?.heightPx ?? 0)).toBe(2560);
    expect((await library()).files[0].id).toBe('guides/welcome.pdf');
    const shorter = await upload('guides/welcome.pdf', pdfOf(3));
    expect(shorter.body.pages).toHaveLength(3);
    expect(await media()).toHaveLength(3);
    const removed = await house.edit('POST', '/api/library/remove', { names: ['guides/welcome.pdf'] });
    expect(removed.body).toEqual({ removed: ['guides/welcome.pdf'], kept: [] });
    expect([await media(), (await library()).files]).toEqual([[], []]);
    await house.edit('POST', '/api/library/restore', { names: ['guides/welcome.pdf'] });
    expect(await media()).toHaveLength(3);
  });

  test.each([
    ['of too many pages', () => pdfOf(300), { code: 'too-many-pages', params: { pages: 300, most: 200 } }],
    ['cut short', () => pdfOf(4).subarray(0, 300), { code: 'pdf-unreadable', params: {} }],
    ['with a password', () => pdfOf(1, { locked: true }), { code: 'pdf-password', params: {} }],
  ])('%s is refused with the reason', async (_name, bytes, reason) => {
    const answer = await upload('a.pdf', bytes());
    expect([answer.status, answer.body.reason]).toEqual([415, reason]);
    expect([await media(), (await library()).files]).toEqual([[], []]);
  });

  test('of an office program needs LibreOffice, and says so', async () => {
    const answer = await upload('a.docx', 'PK\x03\x04 some document');
    expect(answer.body.reason.code).toBe('office-missing');
    expect(answer.body.fields[0].reason).toContain('export it as PDF');
  });
});

describe('tables and texts', () => {
  test('are kept as they came, with a glimpse of them', async () => {
    const csv = '\ufeffMois;Ventes\r\nJanvier;"=1+1"\r\nFévrier;12,5\r\n';
    const table = (await upload('ventes.csv', csv)).body;
    expect(table).toMatchObject({ kind: 'table', format: 'csv', preview: { rowCount: 3, columnCount: 2 } });
    expect(table.preview.rows).toEqual([
      ['Mois', 'Ventes'],
      ['Janvier', '=1+1'],
      ['Février', '12,5'],
    ]);
    const text = (await upload('charte.md', '# Charte\n\nBonjour.')).body;
    expect(text).toMatchObject({ kind: 'text', format: 'md', excerpt: '# Charte\n\nBonjour.' });
    const served = await house.call('GET', `/media/${table.sha256}`, { cookie });
    expect(served.headers.get('content-disposition')).toBe('attachment');
    expect(await served.response.clone().text()).toBe(csv.slice(1));
  });
});

describe('the manifest', () => {
  const manifestOf = async (token: string) => (await house.call('GET', '/api/player/manifest', { token })).body;

  test('names the copy that fits the screen, and another when the screen says it is larger', async () => {
    const full = (await upload('a.jpg', photo)).body;
    const { token } = await house.pair('Hall');
    const tall = await house.pair('Stairs', { orientation: 'portrait' });
    await house.edit(
      'POST',
      '/api/playlists',
      playlistOf('day', [{ id: 'p', item: { kind: 'picture', media: 'a.jpg' } }]),
    );
    await house.edit('POST', '/api/schedules', {
      name: { fr: 'x' },
      target: { all: true },
      rules: [{ playlistId: 'day' }],
    });
    expect((await manifestOf(token)).media).toMatchObject([{ id: 'a.jpg', widthPx: 1920, heightPx: 1440 }]);
    expect((await manifestOf(tall.token)).media).toMatchObject([{ id: 'a.jpg', widthPx: 2560, heightPx: 1920 }]);
    const heartbeat = { state: 'playing', revision: 1, shell: 'chromium', version: '1' };
    const page = { pagePx: { width: 3840, height: 2160 } };
    await house.call('POST', '/api/player/heartbeats', { token, body: { ...heartbeat, ...page } });
    const [now] = (await manifestOf(token)).media;
    expect(now).toMatchObject({ sha256: full.sha256, widthPx: 3840 });
    const served = await house.call('GET', `/api/player/media/${now.sha256}`, { token });
    expect(served.headers.get('content-type')).toBe('image/jpeg');
  });

  test('lets an entry end with the last day of what it shows', async () => {
    await upload('a.jpg', photo);
    await house.edit('PATCH', '/api/library', { names: ['a.jpg'], expiresOn: '2026-12-24', addTags: ['noël'] });
    expect((await media())[0]).toMatchObject({ expiresOn: '2026-12-24', tags: ['noël'] });
    const { token } = await house.pair();
    const item = { kind: 'picture', media: 'a.jpg' };
    await house.edit(
      'POST',
      '/api/playlists',
      playlistOf('day', [
        { id: 'p', item },
        { id: 'q', item, valid: { from: '2026-12-20T08:00', until: '2026-12-21T08:00' } },
        { id: 'r', item, valid: { from: '2027-01-01T00:00' } },
      ]),
    );
    await house.edit('POST', '/api/schedules', {
      name: { fr: 'x' },
      target: { all: true },
      rules: [{ playlistId: 'day' }],
    });
    const { playlists } = await manifestOf(token);
    expect(playlists[0].entries.map((entry: { id: string; valid: unknown }) => [entry.id, entry.valid])).toEqual([
      ['p', { until: '2026-12-25T00:00' }],
      ['q', { from: '2026-12-20T08:00', until: '2026-12-21T08:00' }],
    ]);
    await upload('a.jpg', photo.subarray(0, photo.length));
    expect((await media())[0]).toMatchObject({ expiresOn: '2026-12-24', tags: ['noël'], owner: 'editor' });
  });
});

describe('uploads in pieces', () => {
  const tus = { 'tus-resumable': '1.0.0' };
  const metadata = (fields: Record<string, string>) =>
    Object.entries(fields)
      .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
      .join(',');
  const begin = (name: string, length: number, more: Record<string, string> = {}) =>
    house.call('POST', '/api/uploads', {
      cookie,
      headers: { ...tus, 'upload-length': String(length), 'upload-metadata': metadata({ name, ...more }) },
    });
  const piece = (path: string, offset: number, bytes: Uint8Array) =>
    house.call('PATCH', path, {
      cookie,
      raw: new Uint8Array(bytes),
      headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    });
  const ended = () =>
    until('the import', async () => !['waiting', 'running'].includes((await library()).imports[0]?.state));

  test('go on where they were, and become a file once all is there', async () => {
    const begun = await begin('uploads/a.jpg', photo.length);
    expect(begun.status).toBe(201);
    const path = begun.headers.get('location') ?? '';
    expect(path).toMatch(/^\/api\/uploads\//);
    await piece(path, 0, photo.subarray(0, 5000));
    const asked = await house.call('HEAD', path, { cookie, headers: tus });
    expect([asked.status, asked.headers.get('upload-offset')]).toEqual([200, '5000']);
    const last = await piece(path, 5000, photo.subarray(5000));
    expect(last.headers.get('palier-import')).toBeTruthy();
    expect(last.headers.get('access-control-allow-origin')).toBeNull();
    await ended();
    expect((await library()).imports[0]).toMatchObject({ state: 'done', result: 'uploads/a.jpg', by: 'editor' });
    expect((await media())[0]).toMatchObject({ id: 'uploads/a.jpg', owner: 'editor', origin: 'upload' });
  });

  test('two of one name get names of their own; one that replaces keeps it', async () => {
    const thrice: Record<string, string>[] = [{}, {}, { replaces: 'yes' }];
    for (const more of thrice) {
      const small = await sharp(photo).resize(60).jpeg().toBuffer();
      const { headers } = await begin('uploads/a.jpg', small.length, more);
      await piece(headers.get('location') ?? '', 0, small);
      await until('all of them', async () =>
        (await library()).imports.every((one: { state: string }) => one.state === 'done'),
      );
    }
    expect((await media()).map((one) => one.id)).toEqual(['uploads/a-2.jpg', 'uploads/a.jpg']);
  });

  test('a refused one says why, stays on the list until it is taken off, and leaves nothing behind', async () => {
    const { headers } = await begin('uploads/a.jpg', 9);
    await piece(headers.get('location') ?? '', 0, Buffer.from('%PDF-1.7\n'));
    await ended();
    const [refused] = (await library()).imports;
    expect(refused).toMatchObject({ state: 'refused', reason: { code: 'wrong-ending' } });
    await house.edit('POST', `/api/imports/${refused.id}/cancel`, {});
    expect((await library()).imports).toEqual([]);
    const path = headers.get('location') ?? '';
    await until('it to go', async () => (await house.call('HEAD', path, { cookie, headers: tus })).status === 404);
  });

  test.each(['../a.jpg', 'brand/a.jpg', ''])('the name %j is refused before anything is sent', async (name) => {
    const answer = await begin(name, 10);
    expect([answer.status, answer.response.headers.get('location')]).toEqual([422, null]);
  });

  test('only for editors', async () => {
    const viewer = await house.as('viewer');
    const answer = await house.call('POST', '/api/uploads', {
      cookie: viewer,
      headers: { ...tus, 'upload-length': '5' },
    });
    expect(answer.status).toBe(403);
  });
});

test('what a playlist shows is not removed with the others, and the answer says where it is shown', async () => {
  const small = await sharp(photo).resize(60).jpeg().toBuffer();
  for (const name of ['a.jpg', 'b.jpg']) await upload(name, small);
  await house.edit(
    'POST',
    '/api/playlists',
    playlistOf('day', [{ id: 'p', item: { kind: 'picture', media: 'a.jpg' } }]),
  );
  const { body } = await house.edit('POST', '/api/library/remove', { names: ['a.jpg', 'b.jpg', 'c.jpg'] });
  expect(body).toEqual({ removed: ['b.jpg'], kept: [{ name: 'a.jpg', usedIn: ['day'], stories: [] }] });
  await house.edit('POST', '/api/library/restore', { names: ['b.jpg'] });
  expect((await media()).map((one) => one.id)).toEqual(['a.jpg', 'b.jpg']);
});

test('a file that took its place by another kind is refused', async () => {
  await upload('a.jpg', photo);
  const answer = await upload('a.jpg', pdfOf(1));
  expect(answer.body.reason?.code).toBe('wrong-ending');
});
