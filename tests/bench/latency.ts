/**
 * Publish to pixels: from the request that changes the item on the wall to the frame that shows it, through the real
 * server, kiosk and browser. The rival is the least one could do on the same machine in the same browser: a bare
 * `node:http` server that pushes the text over SSE to a page that only sets it, with no store, no manifest, no slots.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from '@playwright/test';
import type { PlaylistView } from '@palier/playlists/views';
import { approve, libraryOf, noticeEntry, scheduleEverywhere, startKiosk, startPalier } from '../support/palier.ts';
import { pairingCode, untilState } from '../e2e/wall.ts';
import { milliseconds, quantile, type BenchRow } from './table.ts';

const CHANGES = 60;
const LIMIT_P95_MS = 50;
const now = () => performance.timeOrigin + performance.now();

export async function benchLatency(browser: Browser): Promise<BenchRow[]> {
  const rival = await bareLatencies(browser);
  const ours = await ourLatencies(browser);
  const [bare95, ours95] = [quantile(rival, 0.95), quantile(ours, 0.95)];
  return [
    {
      what: `publish to pixels, text item on the wall, ${CHANGES} changes`,
      limit: `p95 <= ${LIMIT_P95_MS} ms`,
      rival: `median ${milliseconds(quantile(rival, 0.5))}, p95 ${milliseconds(bare95)} (bare SSE to \`textContent\`)`,
      ours: `median ${milliseconds(quantile(ours, 0.5))}, p95 ${milliseconds(ours95)}`,
      ratio: `${(bare95 / ours95).toFixed(2)} x`,
      held: ours95 <= LIMIT_P95_MS,
    },
  ];
}

async function ourLatencies(browser: Browser): Promise<number[]> {
  const palier = await startPalier({ library: libraryOf('hall', [noticeEntry('one', 'Change 0', 3_600_000)]) });
  const kiosk = await startKiosk(palier.url);
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  try {
    await scheduleEverywhere(palier, 'hall');
    await page.goto(kiosk.url);
    await approve(palier, await pairingCode(page));
    await untilState(page, 'playing');
    await rest(2000);
    return await measure(page, async (text) => {
      const { body, etag } = await palier.api<PlaylistView>('GET', '/api/playlists/hall');
      const playlist = { ...body.playlist, entries: [noticeEntry('one', text, 3_600_000)] };
      const startedAt = now();
      await palier.api('PUT', '/api/playlists/hall', playlist, { 'if-match': etag });
      return startedAt;
    });
  } finally {
    await page.close();
    await kiosk.stop();
    await palier.stop();
  }
}

async function bareLatencies(browser: Browser): Promise<number[]> {
  const readers = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    if (request.url === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      readers.add(response);
    } else if (request.method === 'POST') {
      request.on('data', (chunk: Buffer) => readers.forEach((reader) => reader.write(`data: ${chunk.toString()}\n\n`)));
      request.on('end', () => response.end());
    } else {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(
        `<body style="font:8vh sans-serif;height:100vh;margin:0;display:grid;place-items:center"><h1>.</h1><script>new EventSource('/events').onmessage=e=>{document.querySelector('h1').textContent=e.data}</script>`,
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  try {
    await page.goto(`http://127.0.0.1:${port}/`);
    await rest(1000);
    return await measure(page, async (text) => {
      const startedAt = now();
      await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: text });
      return startedAt;
    });
  } finally {
    await page.close();
    server.closeAllConnections();
    server.close();
  }
}

/** Makes `CHANGES` changes and answers, for each, the time until the frame after the text stood visible in the page. */
async function measure(page: Page, change: (text: string) => Promise<number>): Promise<number[]> {
  const latencies: number[] = [];
  for (let index = 1; index <= CHANGES; index += 1) {
    const text = `Change ${index} of ${CHANGES}`;
    const shown = page.evaluate(untilVisible, text);
    const startedAt = await change(text);
    latencies.push((await shown) - startedAt);
    await rest(250);
  }
  return latencies.slice(5);
}

/** Runs in the page: resolves with the wall-clock time of the frame after the one in which the text is visible on top. */
function untilVisible(text: string): Promise<number> {
  const plain = (value: string) => value.replaceAll(/\s+/g, ' ').toLowerCase();
  const onTop = (): boolean => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
    for (let node = walker.currentNode as Element | null; node !== null; node = walker.nextNode() as Element | null) {
      if (node.childElementCount > 3 || !plain(node.textContent ?? '').includes(plain(text))) continue;
      const box = node.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      if (top === null || !(node.contains(top) || top.contains(node))) continue;
      if (node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return true;
    }
    return false;
  };
  return new Promise((resolve) => {
    const look = () => {
      if (!onTop()) return void requestAnimationFrame(look);
      requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
    };
    requestAnimationFrame(look);
  });
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
