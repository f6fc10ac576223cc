/** The built page in a real Chromium, against a core that says what the test wants. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import type { Now } from '@palier/playlists/now';
import sharp, { type Stats } from 'sharp';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureHeadless } from '../support/chromium.mjs';
import { freePort } from '../support/processes.ts';
import { startFakeCore, type FakeCore } from './fake-core.ts';
import { nowOf, type ProgramSpec } from './stage-harness.ts';

let dir: string;
let browser: Browser;
let core: FakeCore;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'palier-page-'));
  await build({
    configFile: join(import.meta.dirname, '../../kiosk/player/vite.config.ts'),
    build: { outDir: dir, emptyOutDir: true },
    logLevel: 'error',
  });
  browser = await chromium.launch({ executablePath: await ensureHeadless() });
});

afterAll(async () => {
  await browser.close();
  await rm(dir, { recursive: true, force: true });
});

beforeEach(async () => {
  core = await startFakeCore(dir, await freePort());
  page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
});

afterEach(async () => {
  await page.close();
  await core.stop();
});

const abc = (seconds = 2) => ['a', 'b', 'c'].map((key) => ({ key, seconds }));
const shows = (key: string) =>
  page.waitForFunction((wanted) => document.documentElement.dataset['item'] === wanted, key);

function program(revision: number, spec: ProgramSpec): Now {
  return nowOf(revision, { anchorMs: Date.now(), ...spec });
}

/** The same program with other items. */
function withItems(now: Now, items: Record<string, object>, media: Now['media'] = []): Now {
  const entries = now.program?.entries.map((entry) => ({ ...entry, item: { ...entry.item, ...items[entry.key] } }));
  return JSON.parse(JSON.stringify({ ...now, media, program: { ...now.program, entries } }));
}

describe('the page', () => {
  it('draws a clock with two places of the same name', async () => {
    const zones = ['Asia/Tokyo', 'America/Lima'];
    const places = zones.map((zone) => ({ name: 'Atelier', zone }));
    const now = program(1, { entries: [{ key: 'a', seconds: 60 }] });
    const entries = now.program?.entries.map((entry) => ({
      ...entry,
      item: { kind: 'clock', loop: 'inform', places },
    }));
    await page.goto(core.url);
    core.push(JSON.parse(JSON.stringify({ ...now, program: { ...now.program, entries } })));
    await shows('a');
    expect(await page.getByText('Atelier').count()).toBe(2);
    expect(complaints).toEqual([]);
  });

  it('goes from loading to pairing to the program, and plays in a loop without one complaint', async () => {
    await page.goto(core.url);
    await page.waitForSelector('html[data-state=loading]');
    core.push(
      nowOf(0, undefined, {
        state: 'pairing',
        pairing: { code: 'KM4P7XWB', url: 'http://10.0.0.2/p?code=KM4P7XWB', expiresAtMs: 0 },
      }),
    );
    await page.waitForSelector('html[data-state=pairing]');
    expect(await page.locator('[data-pairing-code]').innerText()).toMatch(/KM4P\s*7XWB/);
    core.push(program(3, { entries: abc() }));
    for (const key of ['a', 'b', 'c', 'a']) await shows(key);
    expect(await page.evaluate(() => document.documentElement.dataset['revision'])).toBe('3');
    await expect.poll(() => core.heard.plays).toMatchObject([{ key: 'a' }, { key: 'b' }, { key: 'c' }]);
    expect(core.heard.alive).toContainEqual(expect.objectContaining({ state: 'playing', key: 'b' }));
    expect(complaints).toEqual([]);
  });

  it('swaps an edit in place a few frames after its arrival', async () => {
    const anchorMs = Date.now();
    const version = (number: number) =>
      program(number, { anchorMs, entries: [{ key: 'a', version: String(number), seconds: 60 }, ...abc(60).slice(1)] });
    await page.addInitScript(countFrames);
    core.push(version(1));
    await page.goto(core.url);
    await shows('a');
    await page.waitForTimeout(800);
    for (let number = 2; number <= 9; number += 1) {
      core.push(version(number));
      await page.waitForFunction((count) => Reflect.get(window, 'counted').length === count, number);
    }
    const frames = await page.evaluate((): number[] => Reflect.get(window, 'counted'));
    expect(await page.locator('.layer').count()).toBe(2);
    expect(await page.locator('.shown h1').innerText()).toBe('a 9');
    // A machine under load misses frames; a gesture or a wait for the next tick would take 36 or more.
    expect(Math.min(...frames.slice(1))).toBeLessThanOrEqual(4);
  });

  it('goes on without its core, and hears it again', async () => {
    core.push(program(1, { entries: abc(1) }));
    await page.goto(core.url);
    await shows('a');
    core.fall();
    for (const key of ['b', 'c', 'a', 'b']) await shows(key);
    core.revive();
    core.push(program(2, { entries: [{ key: 'new' }] }));
    await shows('new');
    await expect.poll(() => core.heard.plays.length).toBeGreaterThan(3);
  });

  it('passes over a picture that is missing, one that is broken, and a web page that refuses', async () => {
    const sha = (letter: string) => letter.repeat(64);
    core.media.set(sha('b'), { type: 'image/png', bytes: new TextEncoder().encode('not a picture') });
    const media = [{ id: 'broken.png', sha256: sha('b'), sizeBytes: 13, type: 'image/png', widthPx: 1, heightPx: 1 }];
    const spec = { entries: ['ok', 'gone', 'broken', 'web', 'odd'].map((key) => ({ key, seconds: 1 })) };
    const items = {
      gone: { kind: 'picture', media: 'gone.png', fit: 'cover', loop: 'inform' },
      broken: { kind: 'picture', media: 'broken.png', fit: 'cover', loop: 'inform' },
      web: { kind: 'web', url: 'https://example.com/' },
      odd: { kind: 'hologram' },
    };
    core.push(withItems(program(1, spec), items, JSON.parse(JSON.stringify(media))));
    await page.goto(core.url);
    await shows('ok');
    await expect.poll(() => core.heard.faults.length, { timeout: 20_000 }).toBe(4);
    expect(await page.evaluate(() => document.documentElement.dataset['item'])).toBe('ok');
    expect(core.heard.faults).toMatchObject([
      { key: 'gone', reason: expect.stringContaining('not here') },
      { key: 'broken', reason: expect.stringContaining('decoded') },
      { key: 'web', reason: 'example.com: it refuses to be framed' },
      { key: 'odd', reason: expect.stringContaining('hologram') },
    ]);
  });

  it('never shows a dark frame while items slide over each other', async () => {
    const spec = { entries: ['a', 'b', 'c', 'd'].map((key) => ({ key, seconds: 1 })) };
    const items = { b: { kind: 'qr', loop: 'ask', link: { url: 'https://x.fr' }, facts: [] }, d: { tone: 'alarm' } };
    core.push(withItems(program(1, spec), items));
    await page.goto(core.url);
    await shows('a');
    const session = await page.context().newCDPSession(page);
    const frames: Buffer[] = [];
    session.on('Page.screencastFrame', ({ data, sessionId }) => {
      frames.push(Buffer.from(data, 'base64'));
      void session.send('Page.screencastFrameAck', { sessionId });
    });
    await session.send('Page.startScreencast', { format: 'jpeg', quality: 60, maxWidth: 160, maxHeight: 90 });
    await page.waitForTimeout(9_000);
    await session.send('Page.stopScreencast');
    const means = await Promise.all(frames.map(async (frame) => meanOf(await sharp(frame).stats())));
    expect(frames.length).toBeGreaterThan(60);
    // The alarm's field is the darkest thing on the wall: about 40 of 255.
    expect(Math.min(...means)).toBeGreaterThan(32);
  });
});

function meanOf(stats: Stats): number {
  const [red, green, blue] = stats.channels.map((channel) => channel.mean);
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** In the page: counts the frames between each answer's arrival and the wall's word that it is shown, into `window.counted`. */
function countFrames(): void {
  const parse = JSON.parse;
  const frames: number[] = [];
  Object.assign(window, { counted: frames });
  JSON.parse = (text: string) => {
    const answer = parse(text);
    let passed = 0;
    const count = () => {
      passed += 1;
      if (document.documentElement.dataset['revision'] !== String(answer.revision)) requestAnimationFrame(count);
      else frames.push(passed);
    };
    requestAnimationFrame(count);
    return answer;
  };
}
