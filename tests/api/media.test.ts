/** Files: what is taken and what is refused, what stays of them, how their bytes are served, and the watched folder. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Media } from '@palier/playlists/media';
import { sniff, typeOfName } from '../../api/src/media/sniff.ts';
import { notice, openHouse, playlistOf, testClock, type House } from './house.ts';

let house: House;
let cookie: string;
let jpeg: Buffer;
let png: Buffer;
beforeAll(async () => {
  const colours = { create: { width: 80, height: 40, channels: 3, background: '#0b5d57' } } as const;
  jpeg = await sharp(colours)
    .withExif({ IFD0: { Copyright: 'SECRET-PLACE' } })
    .jpeg()
    .toBuffer();
  png = await sharp({ create: { ...colours.create, channels: 4, background: '#0b5d5780' } })
    .png()
    .toBuffer();
});
beforeEach(async () => {
  house = await openHouse({ clock: testClock({ realTimers: true }) });
  cookie = await house.as('editor');
});
afterEach(() => house.close());

const upload = (name: string, bytes: BodyInit, type = '') =>
  house.call('POST', `/api/media?name=${encodeURIComponent(name)}`, {
    raw: bytes,
    cookie,
    headers: { 'content-type': type },
  });
const bytesOf = (buffer: Buffer) => new Uint8Array(buffer);
const fetchMedia = (sha256: string, headers: Record<string, string> = {}) =>
  house.api.request(`http://palier.test/media/${sha256}`, { headers: { cookie, ...headers } });
const reasonOf = (answer: { body: { fields: { reason: string }[] } }) => answer.body.fields[0]?.reason ?? '';

describe('uploads', () => {
  test('a picture is made anew: no hidden words, right side up, known by its content', async () => {
    const turned = await sharp(jpeg).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const answer = await upload('photos/harbour.jpg', bytesOf(turned), 'image/jpeg');
    const media = Media.parse(answer.body);
    expect([answer.status, media.id, media.origin]).toEqual([201, 'photos/harbour.jpg', 'upload']);
    expect([media.widthPx, media.heightPx]).toEqual([40, 80]);
    const served = Buffer.from(await (await fetchMedia(media.sha256)).arrayBuffer());
    expect(served.length).toBe(media.sizeBytes);
    expect(turned.includes('SECRET-PLACE')).toBe(true);
    expect(served.includes('SECRET-PLACE')).toBe(false);
    expect((await sharp(served).metadata()).orientation).toBeUndefined();
  });

  test('what lets light through stays so; what is too large becomes smaller', async () => {
    const clear = Media.parse((await upload('clear.png', bytesOf(png))).body);
    expect(clear.type).toBe('image/webp');
    const wide = await sharp({ create: { width: 5000, height: 100, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    expect(Media.parse((await upload('wide.png', bytesOf(wide))).body)).toMatchObject({
      type: 'image/jpeg',
      widthPx: 3840,
      heightPx: 77,
    });
  });

  test('replacing keeps the name; the old bytes are still there for who fetches them', async () => {
    const first = (await upload('a.png', bytesOf(png))).body;
    const other = await sharp(png).resize(20).png().toBuffer();
    const second = (await upload('a.png', bytesOf(other))).body;
    expect(second.sha256).not.toBe(first.sha256);
    const { body } = await house.call('GET', '/api/media', { cookie });
    expect(body.media.map((one: Media) => [one.id, one.sha256])).toEqual([['a.png', second.sha256]]);
    expect((await fetchMedia(first.sha256)).status).toBe(200);
  });

  test.each([
    ['a PDF called .jpg', 'a.jpg', () => '%PDF-1.7\n', '', 'its name says image/jpeg but its content is PDF'],
    ['a PNG called .jpg', 'a.jpg', () => bytesOf(png), '', 'its name says image/jpeg but its content is PNG'],
    ['a PNG sent as a video', 'a.png', () => bytesOf(png), 'video/mp4', 'sent as video/mp4 but its content is PNG'],
    ['a drawing', 'a.svg', () => '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml', 'export it as PNG'],
    ['a drawing called .png', 'a.png', () => '<?xml version="1.0"?><svg/>', '', 'an SVG drawing'],
    ['a web page called .jpg', 'a.jpg', () => '<!doctype html><script>', '', 'its content is HTML/XML'],
    ['a program called .mp4', 'a.mp4', () => '\x7fELF\x02\x01', '', 'its content is EXE'],
    ['a picture cut short', 'a.jpg', () => bytesOf(jpeg.subarray(0, 400)), '', 'it cannot be read as a picture'],
    ['a head and nothing behind it', 'a.jpg', () => '\xff\xd8\xff\xe0 no picture', '', 'its name says image/jpeg'],
    ['nothing', 'a.jpg', () => '', '', 'it is empty'],
    ['no ending', 'picture', () => bytesOf(png), '', 'its name must end as its content is'],
    ['a QuickTime film', 'a.mov', () => '\0\0\0\x14ftypqt  \0\0\0\0qt  ', '', 'ffmpeg -i "a.mov"'],
    ['a film of nothing', 'a.mp4', () => '\0\0\0\x18ftypisom\0\0\0\0isomavc1', '', 'it has no picture track'],
  ])('%s is refused with the reason', async (_name, name, bytes, type, reason) => {
    const answer = await upload(name, bytes(), type);
    expect([answer.status, answer.body.type]).toEqual([415, '/api/docs#file-refused']);
    expect(reasonOf(answer)).toContain(reason === 'its name says image/jpeg' ? 'image/jpeg' : reason);
    expect((await house.call('GET', '/api/media', { cookie })).body.media).toEqual([]);
  });

  test('a picture whose end is missing is refused, though its beginning can be shown', async () => {
    const noise = await sharp({
      create: {
        width: 300,
        height: 300,
        channels: 3,
        background: 'grey',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .jpeg()
      .toBuffer();
    const reason = reasonOf(await upload('a.jpg', bytesOf(noise.subarray(0, noise.length * 0.6))));
    expect(reason).toContain('it cannot be read as a picture');
  });

  test('a picture whose header promises too much is refused before it is decoded', async () => {
    const bomb = Buffer.from(png);
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    const { crc32 } = await import('node:zlib');
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
    expect(reasonOf(await upload('bomb.png', bytesOf(bomb)))).toContain('60000 x 60000 pixels');
  });

  test.each([
    '../a.png',
    '/a.png',
    'a//b.png',
    'brand/logo.png',
    'fonts/a.png',
    '.hidden.png',
    'a/.b.png',
    'a\\b.png',
    '',
  ])('the name %j is refused', async (name) => {
    const answer = await upload(name, bytesOf(png));
    expect([answer.status, answer.body.fields[0].field]).toEqual([422, 'name']);
  });

  test('an upload that breaks off leaves nothing', async () => {
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytesOf(png.subarray(0, 50)));
        controller.error(new Error('the line went dead'));
      },
    });
    const response = house.api.request(
      new Request('http://palier.test/api/media?name=a.png', {
        method: 'POST',
        headers: { cookie, origin: 'http://palier.test' },
        body: broken,
        duplex: 'half',
      } as RequestInit),
    );
    expect((await response).status).toBe(500);
    expect((await house.call('GET', '/api/media', { cookie })).body.media).toEqual([]);
  });
});

describe('videos', () => {
  const film = new URL('../../assets/demo/', import.meta.url).pathname;
  const demoFilm = async () => {
    const { readdir } = await import('node:fs/promises');
    const name = (await readdir(film)).find((file) => file.endsWith('.mp4'));
    if (name === undefined) throw new Error('the demo has no film');
    return readFile(join(film, name));
  };

  test('H.264 is taken as it is, with its length', async () => {
    const bytes = await demoFilm();
    const media = Media.parse((await upload('film.mp4', bytesOf(bytes), 'video/mp4')).body);
    expect(media.type).toBe('video/mp4');
    expect(media.sizeBytes).toBe(bytes.length);
    expect(media.durationMs).toBeGreaterThan(1000);
  });

  test('what no screen plays is refused with the command that helps', async () => {
    const bytes = Buffer.from(await demoFilm());
    for (let at = bytes.indexOf('avc1', 32); at >= 0; at = bytes.indexOf('avc1', at + 4))
      bytes.write('hvc1', at, 'latin1');
    for (let at = bytes.indexOf('avcC'); at >= 0; at = bytes.indexOf('avcC', at + 4)) bytes.write('hvcC', at, 'latin1');
    const reason = reasonOf(await upload('film.mp4', bytesOf(bytes)));
    expect(reason).toMatch(/H\.265|cannot be read/);
    expect(reason).toContain('ffmpeg -i "film.mp4" -c:v libx264');
  });
});

describe('bytes', () => {
  let sha256: string;
  let whole: Buffer;
  beforeEach(async () => {
    sha256 = (await upload('a.png', bytesOf(png))).body.sha256;
    whole = Buffer.from(await (await fetchMedia(sha256)).arrayBuffer());
  });

  test('whole: for ever, as what it is, and unable to run', async () => {
    const { headers, status } = await fetchMedia(sha256);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toContain('immutable');
    expect(headers.get('etag')).toBe(`"${sha256}"`);
    expect(headers.get('content-type')).toBe('image/webp');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('content-length')).toBe(String(whole.length));
    expect((await fetchMedia(sha256, { 'if-none-match': `"${sha256}"` })).status).toBe(304);
  });

  test.each([
    ['bytes=0-9', [0, 10]],
    ['bytes=10-', [10, undefined]],
    ['bytes=-5', [-5, undefined]],
    ['bytes=0-999999', [0, undefined]],
  ] as const)('a part: %s', async (range, span) => {
    const response = await fetchMedia(sha256, { range });
    const expected = whole.subarray(...span);
    const start = span[0] < 0 ? whole.length + span[0] : span[0];
    expect(response.status).toBe(206);
    expect(Buffer.from(await response.arrayBuffer()).equals(expected)).toBe(true);
    const last = start + expected.length - 1;
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${last}/${whole.length}`);
  });

  test.each(['bytes=999999-', 'bytes=-0'])('a part that is not there: %s', async (range) => {
    const response = await fetchMedia(sha256, { range });
    expect([response.status, response.headers.get('content-range')]).toEqual([416, `bytes */${whole.length}`]);
  });

  test.each(['bytes=5-2', 'bytes=0-1,4-5', 'chapters=1-2'])('not a part we know: the whole: %s', async (range) => {
    const response = await fetchMedia(sha256, { range });
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer()).equals(whole)).toBe(true);
  });

  test('If-Range of another version gets the whole file', async () => {
    expect((await fetchMedia(sha256, { range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200);
    expect((await fetchMedia(sha256, { range: 'bytes=0-1', 'if-range': `"${sha256}"` })).status).toBe(206);
  });

  test('for screens by their token, for nobody without', async () => {
    const { token } = await house.pair();
    expect((await house.call('GET', `/api/player/media/${sha256}`, { token })).status).toBe(200);
    expect((await house.call('GET', `/media/${sha256}`, { token })).status).toBe(200);
    expect((await house.call('GET', `/media/${sha256}`)).status).toBe(401);
    const tv = await house.call('GET', `/media/${sha256}`, { headers: { cookie: `palier-screen=${token}` } });
    expect(tv.status).toBe(200);
    for (const address of ['0'.repeat(64), '../../etc/passwd', 'x']) {
      expect((await fetchMedia(encodeURIComponent(address))).status).toBe(404);
    }
  });
});

describe('in use', () => {
  test('a file that a playlist shows is not removed, and the playlist is named', async () => {
    await upload('photos/a b.png', bytesOf(png));
    const entry = { id: 'p', item: { kind: 'picture', media: 'photos/a b.png' } };
    await house.edit('POST', '/api/playlists', playlistOf('day', [entry]));
    const { body } = await house.call('GET', '/api/media', { cookie });
    expect(body.media[0].usedIn).toEqual([{ playlistId: 'day', name: 'day' }]);
    const remove = () => house.call('DELETE', '/api/media/photos/a%20b.png', { cookie });
    expect(await remove()).toMatchObject({ status: 409, body: { usedIn: ['day'] } });
    await house.edit('DELETE', '/api/playlists/day');
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
  });

  test('a screen gets exactly the files of its playlists', async () => {
    const media = (await upload('a.png', bytesOf(png))).body;
    await upload('b.png', bytesOf(png));
    const { token } = await house.pair();
    const entries = [
      { id: 'p', item: { kind: 'picture', media: 'a.png' } },
      { id: 'q', item: { kind: 'picture', media: 'gone.png' } },
      notice('n'),
    ];
    await house.edit('POST', '/api/playlists', playlistOf('day', entries));
    await house.edit('POST', '/api/schedules', {
      name: { fr: 'x' },
      target: { all: true },
      rules: [{ playlistId: 'day' }],
    });
    const { body } = await house.call('GET', '/api/player/manifest', { token });
    expect(body.media).toEqual([
      { id: 'a.png', sha256: media.sha256, sizeBytes: media.sizeBytes, type: 'image/webp', widthPx: 80, heightPx: 40 },
    ]);
  });
});

describe('first bytes', () => {
  test.each([
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['GIF89a', 'image/gif'],
    ['RIFF\x10\0\0\0WEBPVP8 ', 'image/webp'],
    ['\0\0\0\x1cftypavif\0\0\0\0avifmif1', 'image/avif'],
    ['\0\0\0\x18ftypmp42\0\0\0\0isommp42', 'video/mp4'],
    ['\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm', 'video/webm'],
    ['\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska', 'video/x-matroska'],
  ])('%j', (head, type) => {
    expect(sniff(Buffer.from(head, 'latin1'))).toMatchObject({ type });
  });
  test.each([
    ['\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'other', 'HEIC'],
    ['PK\x03\x04', 'zip', 'ZIP'],
    ['%PDF-1.7', 'pdf', 'PDF'],
    ['just words', 'text', 'text'],
    ['\x00\x01\x02', 'other', '?'],
  ])('%j is %s', (head, kind, word) => {
    expect(sniff(Buffer.from(head, 'latin1'))).toEqual({ kind, word });
  });
  test('endings', () => {
    expect([typeOfName('a/B.JPG'), typeOfName('a.txt'), typeOfName('mp4')]).toEqual([
      'image/jpeg',
      undefined,
      'video/mp4',
    ]);
  });
});
