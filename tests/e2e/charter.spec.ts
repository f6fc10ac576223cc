/** The charter of the house is one tap away wherever somebody writes a proposal, with no scripts either. */
import { devices } from '@playwright/test';
import { startPalier } from '../support/palier.ts';
import { firstView } from '../support/wire-weight.ts';
import { expect, test } from './test.ts';

const CONTENT = {
  kind: 'charter',
  fr: {
    title: 'Parler sans risque',
    points: [{ text: 'Dites « je ».' }],
    body: 'Préambule.',
  },
  en: {
    title: 'Talking safely',
    points: [{ text: 'Say “I”.' }],
    body: 'Preamble.',
  },
};

test('the published charter is one tap away on the form, on the form that came back, where a proposal is edited, and where a story is shared', async ({
  browser,
}) => {
  const palier = await startPalier();
  try {
    const options = {
      ...devices['Pixel 7'],
      locale: 'en-GB',
      javaScriptEnabled: false,
    };
    const phone = await (await browser.newContext(options)).newPage();
    const charter = phone.getByRole('link', { name: 'Talking safely' });
    await phone.goto(`${palier.url}/p`);
    await expect(phone.getByRole('button', { name: 'See it as on the screen' })).toBeVisible();
    await expect(charter).toHaveCount(0);

    const { id } = (
      await palier.api<{ id: string }>('POST', '/api/documents', {
        content: CONTENT,
      })
    ).body;
    await palier.api('POST', `/api/documents/${id}/publish`, {});
    await phone.reload();
    const opened = phone.context().waitForEvent('page');
    await charter.click();
    await expect((await opened).getByRole('heading', { name: 'Talking safely' })).toBeVisible();

    await phone.getByRole('radio', { name: 'Thanks' }).check();
    await phone.getByRole('textbox', { name: 'Title' }).fill('Thank you, front desk');
    await phone.getByRole('textbox', { name: 'Text' }).fill('For the coffee at six.');
    await phone.getByRole('button', { name: 'See it as on the screen' }).click();
    await phone.getByRole('button', { name: 'Change' }).click();
    await expect(charter).toBeVisible();
    await phone.getByRole('button', { name: 'See it as on the screen' }).click();
    await phone.getByRole('button', { name: 'Send' }).click();
    await phone.getByRole('link', { name: 'Edit' }).click();
    await expect(phone.getByRole('textbox', { name: 'Title' })).toHaveValue('Thank you, front desk');
    await expect(charter).toBeVisible();

    const own = { name: 'The house', voice: 'corporate' };
    const { source } = (await palier.api<{ source: { id: string } }>('POST', '/api/sources', own)).body;
    const draft = { title: 'The north quay opens', language: 'en' };
    const story = (await palier.api<{ id: string }>('POST', `/api/sources/${source.id}/stories`, draft)).body;
    await phone.goto(`${palier.url}/f/${story.id}/share`);
    const { bytes, parts } = await firstView(phone, phone.url());
    expect(bytes, JSON.stringify(parts)).toBeLessThan(30_000);
    const again = phone.context().waitForEvent('page');
    await charter.click();
    await expect((await again).getByRole('heading', { name: 'Talking safely' })).toBeVisible();
  } finally {
    await palier.stop();
  }
});
