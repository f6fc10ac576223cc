/**
 * Never black: every composited frame of as many item changes as there are ordered pairs of kinds is measured for its
 * mean luminance. One dark frame counts. The rival is the one-slot player many products ship: it empties the page,
 * then makes the next item. A second, unobserved run times the frames of the transitions.
 */
import { readFile } from 'node:fs/promises';
import type { Browser, CDPSession, Page } from '@playwright/test';
import { ITEM_KINDS } from '@palier/playlists/item-kind';
import sharp from 'sharp';
import {
  approve,
  libraryOf,
  pictureOf,
  scheduleEverywhere,
  startKiosk,
  startPalier,
  type Palier,
} from '../support/palier.ts';
import { pairingCode, untilState } from '../e2e/wall.ts';
import type { BenchRow } from './table.ts';

/** Stops after so many changes; default: every pair. */
const CHANGES = Number(process.env['BENCH_CHANGES'] ?? Number.POSITIVE_INFINITY);
/** Kinds that take no time where there is nothing of theirs to show. */
const TAKES_NO_TIME = new Set(['feed', 'story']);
/** A playlist holds 200. */
const AT_ONCE = 190;
const TURN_MS = 1000;
/** Mean luminance, 0 to 255, under which a frame is dark. Paper is about 240, the darkest field of the house, its blue, about 70. */
const DARK_BELOW = 32;
const FRAME_MS = 1000 / 60;

export async function benchLuminance(browser: Browser): Promise<BenchRow[]> {
  const palier = await startPalier();
  const kiosk = await startKiosk(palier.url);
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  try {
    await storeMedia(palier);
    const kinds = ITEM_KINDS.filter((kind) => !TAKES_NO_TIME.has(kind));
    const entries = pairsOfKinds(kinds).map((kind, index) => ({
      id: `e${index}-${kind}`,
      durationMs: TURN_MS,
      item: itemOf(kind, palier.url),
    }));
    // Each part begins with the item that ends the one before: no pair is lost between them.
    const parts = Array.from({ length: Math.ceil(entries.length / AT_ONCE) }, (_, part) =>
      entries.slice(part * AT_ONCE, (part + 1) * AT_ONCE + 1),
    );
    const [first] = parts;
    await palier.api('POST', '/api/playlists', libraryOf('pairs', first ?? [])['pairs']);
    await scheduleEverywhere(palier, 'pairs');
    await page.goto(kiosk.url);
    await approve(palier, await pairingCode(page));
    await untilState(page, 'playing');
    const ours = { changes: 0, frames: 0, dark: 0, darkest: 255 };
    for (const [index, part] of parts.entries()) {
      const wanted = Math.min(part.length, CHANGES - ours.changes);
      if (wanted <= 0) break;
      if (index > 0) {
        const { etag } = await palier.api('GET', '/api/playlists/pairs');
        await palier.api('PUT', '/api/playlists/pairs', libraryOf('pairs', part)['pairs'], { 'if-match': etag });
      }
      const seen = await watchFrames(page, wanted);
      ours.changes += seen.changes;
      ours.frames += seen.frames;
      ours.dark += seen.dark;
      ours.darkest = Math.min(ours.darkest, seen.darkest);
    }
    const onTime = await timeFrames(page, 40);
    const rival = await oneSlot(browser);
    return [
      {
        what: `dark frames in ${ours.changes} item changes, every pair of ${kinds.length} kinds (${ours.frames} frames seen)`,
        limit: '0',
        rival: `${rival.dark} in ${rival.changes} changes (one slot, emptied first)`,
        ours: `${ours.dark}, darkest frame ${ours.darkest.toFixed(0)} of 255`,
        ratio: '-',
        held: ours.dark === 0 && ours.changes >= Math.min(CHANGES, entries.length),
      },
      {
        what: `frames on time in ${onTime.changes} transitions`,
        limit: '>= 99 %',
        rival: '-',
        ours: `${(onTime.part * 100).toFixed(1)} % of ${onTime.frames}`,
        ratio: '-',
        held: onTime.part >= 0.99,
      },
    ];
  } finally {
    await page.close();
    await kiosk.stop();
    await palier.stop();
  }
}

/** A round trip over all ordered pairs of kinds: a de Bruijn sequence of order two, made by always taking the least used arrow. */
export function pairsOfKinds<K extends string>(kinds: readonly K[]): K[] {
  const used = new Set<string>();
  const order: K[] = [];
  const visit = (kind: K): void => {
    for (const next of kinds) {
      const arrow = `${kind}>${next}`;
      if (used.has(arrow)) continue;
      used.add(arrow);
      visit(next);
      order.push(next);
    }
  };
  const [first] = kinds;
  if (first !== undefined) visit(first);
  return order.toReversed();
}

async function watchFrames(
  page: Page,
  changes: number,
): Promise<{ changes: number; frames: number; dark: number; darkest: number }> {
  const session = await page.context().newCDPSession(page);
  const luminances: Promise<number>[] = [];
  session.on('Page.screencastFrame', ({ data, sessionId }) => {
    luminances.push(luminanceOf(Buffer.from(data, 'base64')));
    void session.send('Page.screencastFrameAck', { sessionId });
  });
  await session.send('Page.startScreencast', {
    format: 'jpeg',
    quality: 60,
    maxWidth: 320,
    maxHeight: 180,
    everyNthFrame: 1,
  });
  const seen = await page.evaluate(countChanges, { changes, timeoutMs: changes * 4 * TURN_MS });
  await stop(session);
  const values = await Promise.all(luminances);
  return {
    changes: seen,
    frames: values.length,
    dark: values.filter((value) => value < DARK_BELOW).length,
    darkest: Math.min(...values),
  };
}

async function stop(session: CDPSession): Promise<void> {
  await session.send('Page.stopScreencast');
  await session.detach();
}

async function luminanceOf(jpeg: Buffer): Promise<number> {
  // Of the picture as it came: `stats` passes over what would be done to it.
  const [red, green, blue] = (await sharp(jpeg).stats()).channels;
  return 0.2126 * (red?.mean ?? 0) + 0.7152 * (green?.mean ?? 0) + 0.0722 * (blue?.mean ?? 0);
}

/** Runs in the page: waits for so many changes of `data-item`, answers how many there were in time. */
function countChanges({ changes, timeoutMs }: { changes: number; timeoutMs: number }): Promise<number> {
  return new Promise((resolve) => {
    const root = document.documentElement;
    let last = root.dataset['item'];
    let seen = 0;
    const finish = () => {
      observer.disconnect();
      resolve(seen);
    };
    const observer = new MutationObserver(() => {
      if (root.dataset['item'] === last) return;
      last = root.dataset['item'];
      seen += 1;
      if (seen >= changes) finish();
    });
    observer.observe(root, { attributes: true, attributeFilter: ['data-item'] });
    setTimeout(finish, timeoutMs);
  });
}

/** The part of animation frames that came within one and a half frame times, in the 700 ms after each change. */
async function timeFrames(page: Page, changes: number): Promise<{ changes: number; frames: number; part: number }> {
  const gaps = await page.evaluate(
    ({ wanted, windowMs }) =>
      new Promise<number[]>((resolve) => {
        const root = document.documentElement;
        const found: number[] = [];
        let item = root.dataset['item'];
        let seen = 0;
        let changedAt = -windowMs;
        let previous = performance.now();
        const frame = (at: number) => {
          if (at - changedAt < windowMs && changedAt > 0) found.push(at - previous);
          previous = at;
          if (root.dataset['item'] !== item) {
            item = root.dataset['item'];
            seen += 1;
            changedAt = at;
          }
          if (seen > wanted) resolve(found);
          else requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    { wanted: changes, windowMs: 700 },
  );
  return { changes, frames: gaps.length, part: gaps.filter((gap) => gap <= FRAME_MS * 1.5).length / gaps.length };
}

async function oneSlot(browser: Browser): Promise<{ dark: number; changes: number }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  const colours = [
    { r: 247, g: 242, b: 232 },
    { r: 29, g: 79, b: 145 },
    { r: 194, g: 58, b: 31 },
  ];
  const pictures = await Promise.all(
    colours.map(async (colour) => (await pictureOf(colour, 3840, 2160)).toString('base64')),
  );
  await page.route('**/slot/*', async (route) => {
    const index = Number(new URL(route.request().url()).pathname.split('/').at(-1)) % pictures.length;
    await route.fulfill({ contentType: 'image/jpeg', body: Buffer.from(pictures[index] ?? '', 'base64') });
  });
  await page.route('http://slot.test/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<body style="margin:0;background:#000">' }),
  );
  await page.goto('http://slot.test/');
  const run = page.evaluate(async (turnMs) => {
    const root = document.documentElement;
    for (let index = 0; index < 22; index += 1) {
      document.body.replaceChildren();
      const image = document.createElement('img');
      image.style.cssText = 'width:100vw;height:100vh;object-fit:cover';
      image.src = `/slot/${index}`;
      document.body.append(image);
      root.dataset['item'] = String(index);
      await new Promise((resolve) => setTimeout(resolve, turnMs));
    }
  }, TURN_MS);
  const seen = await watchFrames(page, 20);
  await run;
  await page.close();
  return { dark: seen.dark, changes: seen.changes };
}

async function storeMedia(palier: Palier): Promise<void> {
  const picture = await pictureOf({ r: 210, g: 190, b: 150 }, 1920, 1080);
  await palier.api('POST', '/api/media?name=uploads/bench.jpg', new Uint8Array(picture), {
    'content-type': 'image/jpeg',
  });
  const video = await readFile(new URL('../../assets/demo/day.mp4', import.meta.url));
  await palier.api('POST', '/api/media?name=uploads/bench.mp4', new Uint8Array(video), { 'content-type': 'video/mp4' });
}

function itemOf(kind: (typeof ITEM_KINDS)[number], url: string): unknown {
  const text = (value: string) => ({ fr: value, en: value });
  const items: Record<(typeof ITEM_KINDS)[number], unknown> = {
    cover: { kind, title: text('Bonjour') },
    quote: { kind, text: text('Une phrase'), author: 'Banc' },
    split: { kind, title: text('Ici'), body: text('Là'), media: 'uploads/bench.jpg' },
    picture: { kind, media: 'uploads/bench.jpg' },
    video: { kind, media: 'uploads/bench.mp4' },
    rules: { kind, title: text('Nos règles'), body: text('1. Un\n2. Deux\n3. Trois') },
    steps: { kind, title: text('Comment faire'), steps: [{ text: text('Un') }, { text: text('Deux') }] },
    results: {
      kind,
      title: text('Résultat'),
      value: 61,
      unit: '%',
      series: [1, 4, 3, 6].map((value, index) => ({ label: `T${index + 1}`, value })),
      source: text('Banc'),
      asOf: '2026-01-01',
      staleAfter: '2099-01-01',
    },
    wifi: { kind, ssid: 'Palier', password: 'trois-marches' },
    notice: { kind, title: text('Une annonce') },
    clock: { kind },
    web: { kind, url: `${url}/api/docs` },
    qr: { kind, title: text('Votre avis'), link: { url: 'https://palier.example/avis' } },
    'thread-call': { kind },
    propose: { kind },
    // There is no survey: they show the quiet card.
    survey: { kind, survey: 'none' },
    'survey-results': { kind, survey: 'none', figure: 'none' },
    decision: { kind, action: 'none' },
    document: { kind, document: 'bench' },
    feed: { kind },
    story: { kind, story: 'bench234' },
  };
  return items[kind];
}
