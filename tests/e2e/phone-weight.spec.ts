/** Phone pages are light: what the first view of each costs on the wire, fonts and scripts included. */
import type { SurveyView } from '@palier/api/client';
import { startPalier, type Palier } from '../support/palier.ts';
import { firstView } from '../support/wire-weight.ts';
import { expect, test } from './test.ts';

const MAX_BYTES = 30_000;

test('the first view of a phone page weighs at most 30 kB', async ({ page }) => {
  const palier = await startPalier();
  try {
    for (const path of ['/d/nothing', await longSurvey(palier), '/decided', '/t', '/t/open']) {
      const { bytes, parts } = await firstView(page, palier.url + path);
      expect(parts.length).toBeGreaterThan(2);
      expect(bytes, `${path}: ${JSON.stringify(parts)}`).toBeLessThan(MAX_BYTES);
    }
  } finally {
    await palier.stop();
  }
});

/** As many questions as anybody asks at once, of the heaviest template. */
async function longSurvey(palier: Palier): Promise<string> {
  const { body } = await palier.api<SurveyView>('POST', '/api/surveys', { template: 'barometer' });
  await palier.api('POST', `/api/surveys/${body.survey.id}/publish`);
  return `/s/${body.survey.code}`;
}
