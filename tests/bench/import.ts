/**
 * Files into the library of a real server: photographs and a booklet of 200 pages, how fast they come in beside bare
 * sharp, how long everybody else waits meanwhile, and thumbnails and pages served from the cache.
 */
import { createServer } from 'node:http';
import sharp from 'sharp';
import { Upload } from 'tus-js-client';
import { pdfOf } from '../api/pdf.ts';
import { startPalier, type Palier } from '../support/palier.ts';
import { milliseconds, quantile, type BenchRow } from './table.ts';

const PHOTOS = 12;
const PAGES = 200;
const ASK_EVERY_MS = 10;
const FETCHES = 2_000;
/** What people and screens ask for all day. */
const OTHERS = ['/api/health', '/api/playlists', '/api/screens', '/api/media', '/api/library'];
type Media = { id: string; sha256: string; variants?: { use: string; sha256: string }[]; page?: { of: string } };

export async function benchImport(): Promise<BenchRow[]> {
  const palier = await startPalier();
  try {
    const photos = await Promise.all(Array.from({ length: PHOTOS }, (_, index) => photo(index)));
    const bareMs = await timed(() => inTurn(photos, bare));
    const quiet = await waits(palier, () => new Promise((resolve) => setTimeout(resolve, 3_000)));
    let photoMs = 0;
    const duringPhotos = await waits(palier, async () => {
      photoMs = await timed(() =>
        bringAll(
          palier,
          photos.map((bytes, index) => [`photo-${index}.jpg`, bytes] as const),
        ),
      );
    });
    let bookletMs = 0;
    const duringBooklet = await waits(palier, async () => {
      bookletMs = await timed(() => bringAll(palier, [['booklet.pdf', pdfOf(PAGES)]]));
    });
    const { media } = (await palier.api<{ media: Media[] }>('GET', '/api/media')).body;
    const pages = media.filter((one) => one.page !== undefined);
    if (pages.length !== PAGES) throw new Error(`${pages.length} of ${PAGES} pages came in`);
    return [
      {
        what: `import of ${PHOTOS} photographs of 12 MP, re-encoded with copies for every use`,
        limit: '-',
        rival: `bare sharp, one after the other ${perSecond(PHOTOS, bareMs)}`,
        ours: perSecond(PHOTOS, photoMs),
        ratio: `${(bareMs / photoMs).toFixed(2)} x`,
        held: true,
      },
      waitRow(`others' requests meanwhile (${duringPhotos.length})`, duringPhotos, quiet),
      {
        what: `import of a PDF of ${PAGES} pages, each a picture`,
        limit: '-',
        rival: '-',
        ours: `${perSecond(PAGES, bookletMs, 'pages')}, ${(bookletMs / 1000).toFixed(1)} s in all`,
        ratio: '-',
        held: true,
      },
      waitRow(`others' requests meanwhile (${duringBooklet.length})`, duringBooklet, quiet),
      await served(palier, pages),
    ];
  } finally {
    await palier.stop();
  }
}

function waitRow(what: string, during: readonly number[], quiet: readonly number[]): BenchRow {
  const [p99, quietP99] = [quantile(during, 0.99), quantile(quiet, 0.99)];
  return {
    what,
    limit: 'p99 < 100 ms',
    rival: `nothing going on: p99 ${milliseconds(quietP99)}`,
    ours: `median ${milliseconds(quantile(during, 0.5))}, p99 ${milliseconds(p99)}`,
    ratio: `${(quietP99 / p99).toFixed(2)} x`,
    held: p99 < 100,
  };
}

/** A picture that is dear to decode: noise, upright by its EXIF only. */
function photo(seed: number): Promise<Buffer> {
  const noise = { type: 'gaussian' as const, mean: 90 + seed * 4, sigma: 30 };
  return sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#000', noise } })
    .jpeg({ quality: 70 })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

/** The least that any library of screens does: decode, turn, one copy for the wall and one thumbnail. */
async function bare(bytes: Buffer): Promise<void> {
  const turned = sharp(bytes).rotate();
  await turned.clone().resize(1920, 1080, { fit: 'inside' }).jpeg().toBuffer();
  await turned.clone().resize(400, 400, { fit: 'inside' }).webp().toBuffer();
}

async function inTurn<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  for (const one of all) await act(one);
}

/** As the panel sends them: in pieces, two at a time; done when the last is in the library. */
async function bringAll(palier: Palier, files: readonly (readonly [name: string, bytes: Buffer])[]): Promise<void> {
  const cookie = await palier.cookie();
  const waiting = [...files];
  const sender = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await send(palier.url, cookie, ...next);
  };
  await Promise.all([sender(), sender()]);
  for (;;) {
    const { imports } = (await palier.api<{ imports: { state: string; name: string }[] }>('GET', '/api/library')).body;
    const failed = imports.find(({ state }) => state === 'refused');
    if (failed !== undefined) throw new Error(`${failed.name} was refused`);
    if (imports.every(({ state }) => state === 'done')) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function send(url: string, cookie: string, name: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    new Upload(bytes, {
      endpoint: `${url}/api/uploads`,
      chunkSize: 8 * 1024 ** 2,
      headers: { cookie, origin: url },
      metadata: { name: `uploads/${name}` },
      onSuccess: () => resolve(),
      onError: reject,
    }).start();
  });
}

/** How long others wait, one request every 10 ms in turn, while something goes on. From when it is due, not sent. */
async function waits(palier: Palier, goingOn: () => Promise<unknown>): Promise<number[]> {
  const cookie = await palier.cookie();
  const samples: number[] = [];
  const open = new Set<Promise<void>>();
  let ended = false;
  const asking = (async () => {
    for (let due = performance.now(), turn = 0; !ended; due += ASK_EVERY_MS, turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      const path = OTHERS[turn % OTHERS.length] ?? '/api/health';
      const asked = fetch(palier.url + path, { headers: { cookie } }).then(async (answer) => {
        await answer.arrayBuffer();
        if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
        samples.push(performance.now() - due);
      });
      open.add(asked);
      void asked.finally(() => open.delete(asked)).catch(() => undefined);
    }
  })();
  await goingOn();
  ended = true;
  await asking;
  await Promise.all(open);
  return samples;
}

/** Thumbnails as the library shows them, against the same bytes from bare `node:http` out of memory; then asked again. */
async function served(palier: Palier, pages: readonly Media[]): Promise<BenchRow> {
  const thumbs = pages.map((page) => page.variants?.find(({ use }) => use === 'thumbnail')?.sha256 ?? page.sha256);
  const cookie = await palier.cookie();
  const [first = ''] = thumbs;
  const one = await fetch(`${palier.url}/media/${first}`, { headers: { cookie } });
  const bytes = Buffer.from(await one.arrayBuffer());
  const cache = one.headers.get('cache-control') ?? '';
  const again = await fetch(`${palier.url}/media/${first}`, {
    headers: { cookie, 'if-none-match': one.headers.get('etag') ?? '' },
  });
  const rival = createServer((_request, response) => response.end(bytes));
  await new Promise<void>((resolve) => rival.listen(0, '127.0.0.1', resolve));
  const address = rival.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const ask = (url: (index: number) => string) =>
    timed(async () => {
      let next = 0;
      const asker = async () => {
        for (let turn = next++; turn < FETCHES; turn = next++) {
          await (await fetch(url(turn), { headers: { cookie } })).arrayBuffer();
        }
      };
      await Promise.all(Array.from({ length: 8 }, asker));
    });
  const bareMs = await ask(() => `http://127.0.0.1:${port}/`);
  const oursMs = await ask((turn) => `${palier.url}/media/${thumbs[turn % thumbs.length] ?? ''}`);
  rival.closeAllConnections();
  rival.close();
  return {
    what: `thumbnails of ${thumbs.length} pages (${Math.round(bytes.length / 1024)} kB) made once, then served`,
    limit: 'asked again: 304, and not at all by a browser',
    rival: `bare \`node:http\`, from memory ${perSecond(FETCHES, bareMs)}`,
    ours: `${perSecond(FETCHES, oursMs)}; asked again ${again.status}, ${cache.includes('immutable') ? 'immutable' : cache}`,
    ratio: `${(bareMs / oursMs).toFixed(2)} x`,
    held: again.status === 304 && cache.includes('immutable'),
  };
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await act();
  return performance.now() - startedMs;
}

function perSecond(count: number, ms: number, unit = ''): string {
  return `${((count * 1000) / ms).toFixed(1)} ${unit === '' ? '' : `${unit} `}a second`;
}
