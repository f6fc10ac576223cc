/** What a page weighs on the wire at its first view: every byte of every answer, headers included, nothing cached. */
import type { Page } from '@playwright/test';

export type Weight = { bytes: number; parts: { path: string; bytes: number }[] };

/** Opens `url` with an empty cache and adds up what came over the wire until it is quiet. */
export async function firstView(page: Page, url: string): Promise<Weight> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const paths = new Map<string, string>();
  const parts: Weight['parts'] = [];
  session.on('Network.responseReceived', ({ requestId, response }) => {
    paths.set(requestId, new URL(response.url).pathname);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    parts.push({ path: paths.get(requestId) ?? '?', bytes: encodedDataLength });
  });
  await page.goto(url);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForLoadState('networkidle');
  await session.detach();
  return { bytes: parts.reduce((sum, part) => sum + part.bytes, 0), parts };
}
