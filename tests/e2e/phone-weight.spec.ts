/** Phone pages are light: what the first view of each costs on the wire, fonts and scripts included. */
import { expect, test } from '@playwright/test';
import { startPalier } from '../support/palier.ts';
import { firstView } from '../support/wire-weight.ts';

const MAX_BYTES = 30_000;

test('the first view of a phone page weighs at most 30 kB', async ({ page }) => {
  const palier = await startPalier();
  try {
    for (const path of ['/d/nothing']) {
      const { bytes, parts } = await firstView(page, palier.url + path);
      expect(parts.length).toBeGreaterThan(2);
      expect(bytes, `${path}: ${JSON.stringify(parts)}`).toBeLessThan(MAX_BYTES);
    }
  } finally {
    await palier.stop();
  }
});
