/** Reading a wall screen from outside: what stands on `<html data-state data-item data-revision>`, and every change of it. */
import type { Page } from '@playwright/test';

/** What is on the wall now. */
export function onTheWall(page: Page): Promise<{ state: string; item: string; revision: number }> {
  return page.evaluate(() => {
    const { state, item, revision } = document.documentElement.dataset;
    return { state: state ?? '', item: item ?? '', revision: Number(revision ?? 0) };
  });
}

/** Waits until the wall shows the entry. */
export async function untilShown(page: Page, entryId: string, timeout = 20_000): Promise<void> {
  await page.waitForFunction((id) => document.documentElement.dataset['item'] === id, entryId, { timeout });
}

/** Waits until the player is in one of the states. */
export async function untilState(page: Page, state: string, timeout = 20_000): Promise<void> {
  await page.waitForFunction((wanted) => document.documentElement.dataset['state'] === wanted, state, { timeout });
}

/** The entries shown one after the other during `durationMs`, without repeats in a row. */
export async function watchWall(page: Page, durationMs: number): Promise<string[]> {
  return page.evaluate(
    (waitMs) =>
      new Promise<string[]>((resolve) => {
        const root = document.documentElement;
        const seen = [root.dataset['item'] ?? ''];
        const observer = new MutationObserver(() => {
          const item = root.dataset['item'] ?? '';
          if (item !== seen.at(-1)) seen.push(item);
        });
        observer.observe(root, { attributes: true, attributeFilter: ['data-item'] });
        setTimeout(() => {
          observer.disconnect();
          resolve(seen);
        }, waitMs);
      }),
    durationMs,
  );
}

/** The pairing code as the wall shows it, without its gap. */
export async function pairingCode(page: Page): Promise<string> {
  await untilState(page, 'pairing');
  const code = page.locator('[data-pairing-code]');
  await code.waitFor();
  return ((await code.getAttribute('data-pairing-code')) ?? '').replace(/\s/g, '');
}
