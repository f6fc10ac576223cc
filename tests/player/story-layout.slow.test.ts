/** Stories on a wall, in a real Chromium: every layout, upright and across, stays within its bounds and legible from afar. */
import { chromium, type Browser, type Page } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STORIES } from '../../kiosk/player/gallery/stories.ts';
import { ensureHeadless } from '../support/chromium.mjs';
import { freePort } from '../support/processes.ts';

const WALLS = [
  ['across', 1920, 1080],
  ['upright', 1080, 1920],
] as const;
/** Samples in whose words something must give: nothing else may be cut. */
const MAY_BE_CUT = new Set(['story-wide', 'story-word']);

let vite: ViteDevServer;
let browser: Browser;
let url: string;

beforeAll(async () => {
  const port = await freePort();
  vite = await createServer({
    configFile: new URL('../../kiosk/player/vite.config.ts', import.meta.url).pathname,
    server: { port, host: '127.0.0.1', watch: null, hmr: false },
    logLevel: 'error',
  });
  await vite.listen();
  url = `http://127.0.0.1:${port}/gallery.html`;
  browser = await chromium.launch({ executablePath: await ensureHeadless() });
});
afterAll(async () => {
  await browser.close();
  await vite.close();
});

/** What can be seen of a story: sizes in percent of the shorter side, where 1 is the design's unit across. */
function measured(page: Page) {
  return page.evaluate(() => {
    const side = Math.min(innerWidth, innerHeight) / 100;
    const texts = [...document.querySelectorAll<HTMLElement>('.story :is(h1, .lead, .credit, .age, .read, .address)')];
    const seen = texts.filter((text) => text.getClientRects().length > 0);
    const luminance = (colour: string) => {
      const [red = 0, green = 0, blue = 0] = (/[\d.]+(?:, | )[\d.]+(?:, | )[\d.]+/.exec(colour)?.[0] ?? '')
        .split(/, | /)
        .map((channel) => {
          const share = Number(channel) / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const groundOf = (node: Element): string => {
      const colour = getComputedStyle(node).backgroundColor;
      const isClear = /^rgba\(.+, 0\)$|^transparent$/.test(colour);
      return isClear && node.parentElement !== null ? groundOf(node.parentElement) : colour;
    };
    const contrastOf = (node: Element) => {
      const both = [luminance(getComputedStyle(node).color), luminance(groundOf(node))].toSorted((a, b) => b - a);
      return ((both[0] ?? 0) + 0.05) / ((both[1] ?? 0) + 0.05);
    };
    const story = document.querySelector('.story')?.getBoundingClientRect();
    const isWithin = ({ left, top, right, bottom }: DOMRect) =>
      story !== undefined &&
      left >= story.left - 1 &&
      top >= story.top - 1 &&
      right <= story.right + 1 &&
      bottom <= story.bottom + 1;
    const words = document.querySelector<HTMLElement>('.words');
    const sized = (node: HTMLElement) => Number.parseFloat(getComputedStyle(node).fontSize) / side;
    const title = document.querySelector<HTMLElement>('.story h1');
    const box = title?.getBoundingClientRect();
    const apart = (selector: string) => document.querySelector(selector)?.getBoundingClientRect();
    const [above, below] = [words?.getBoundingClientRect(), apart('.story .code')];
    return {
      smallest: Math.min(...seen.map(sized)),
      title: title === null ? 0 : sized(title),
      contrast: Math.min(...seen.map(contrastOf)),
      outside: seen.filter((text) => !isWithin(text.getBoundingClientRect())).map(({ className }) => className),
      overflow:
        words === null
          ? 1
          : Math.max(0, words.scrollHeight - words.clientHeight - 1, words.scrollWidth - words.clientWidth - 1),
      cut: words?.dataset['clamped'] !== undefined,
      titleLines:
        title === null || box === undefined
          ? 0
          : Math.round(box.height / Number.parseFloat(getComputedStyle(title).lineHeight)),
      lead: seen.some((text) => text.classList.contains('lead')),
      /** The code is whole, square, and touches no words. */
      code: below === undefined ? 0 : below.width / side,
      overlaps:
        above !== undefined &&
        below !== undefined &&
        above.right > below.left + 1 &&
        above.bottom > below.top + 1 &&
        above.left < below.right &&
        above.top < below.bottom,
      titleStart: title === null ? '' : getComputedStyle(title).direction,
      picture: document.querySelector<HTMLElement>('.story .picture')?.getBoundingClientRect().height ?? 0,
    };
  });
}

async function shown(page: Page, name: string) {
  await page.goto(`${url}#${name}`);
  await page.waitForSelector(`[data-name="${name.split('?')[0] ?? ''}"][data-ready=ready]`);
  await page.evaluate(() => document.fonts.ready);
  // Two frames: what is fitted once the shape of its picture is known has been fitted.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return measured(page);
}

describe.each(WALLS)('%s', (way, width, height) => {
  test('every story is within its bounds, large enough, and stands out from its ground', async () => {
    const page = await browser.newPage({ viewport: { width, height } });
    const faults: string[] = [];
    for (const name of Object.keys(STORIES).filter((one) => one !== 'story-none')) {
      const is = await shown(page, name);
      // Upright, 0.82 of a unit: the text is as wide as a wall that is read from nearer by.
      const unit = way === 'across' ? 1 : 0.82;
      if (is.smallest < 3.5 * unit - 0.01) faults.push(`${name}: text of ${is.smallest.toFixed(2)}`);
      if (is.title < 5 * unit) faults.push(`${name}: a title of ${is.title.toFixed(2)}`);
      if (is.contrast < 4.5) faults.push(`${name}: a contrast of ${is.contrast.toFixed(2)}`);
      if (is.outside.length > 0) faults.push(`${name}: outside ${is.outside.join(', ')}`);
      if (is.overflow > 0) faults.push(`${name}: words too large by ${is.overflow}`);
      if (is.overlaps) faults.push(`${name}: words over the code`);
      if (is.code < 15) faults.push(`${name}: a code of ${is.code.toFixed(1)}`);
      if (is.cut && !MAY_BE_CUT.has(name)) faults.push(`${name}: cut`);
      // The excerpt goes before a word of the headline does.
      if (is.cut && is.lead && is.title <= 5.8 * unit) faults.push(`${name}: an excerpt under a headline at its floor`);
    }
    await page.close();
    expect(faults).toEqual([]);
  });

  test('a short film runs beside the words, silent and again and again; in a miniature it stands still', async () => {
    const state = (page: Page) =>
      page.locator('.story .picture video').evaluate((video: HTMLVideoElement) => ({
        runs: !video.paused && video.currentTime > 0,
        silent: video.muted,
        loops: video.loop,
        fills: video.getBoundingClientRect().width >= (video.parentElement?.clientWidth ?? Infinity) - 1,
        wide: video.videoWidth > 0,
      }));
    const running = await browser.newPage({ viewport: { width, height } });
    await shown(running, 'story-post-film');
    expect(await running.locator('.story img').count()).toBe(0);
    await expect.poll(() => state(running)).toEqual({ runs: true, silent: true, loops: true, fills: true, wide: true });
    await running.close();
    const still = await browser.newPage({ viewport: { width, height } });
    await shown(still, 'story-post-film?still');
    expect(await state(still)).toMatchObject({ runs: false, fills: true, wide: true });
    await still.close();
  });

  test('a script that runs from the right begins at the right', async () => {
    const page = await browser.newPage({ viewport: { width, height } });
    expect((await shown(page, 'story-urdu')).titleStart).toBe('rtl');
    expect((await shown(page, 'story-urdu-bare')).titleStart).toBe('rtl');
    expect((await shown(page, 'story')).titleStart).toBe('ltr');
    await page.close();
  });
});
