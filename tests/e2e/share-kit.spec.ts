/** Colleagues behind one address share a story, without scripts: few get the same words, and who has them keeps them. */
import { devices, type Page } from '@playwright/test';
import { startPalier } from '../support/palier.ts';
import { expect, test } from './test.ts';

test('the fourth phone of an office is offered other words, and the first one comes back to its own', async ({
  browser,
}) => {
  const palier = await startPalier();
  try {
    const own = { name: 'Le Port', voice: 'trade' };
    const { source } = (await palier.api<{ source: { id: string } }>('POST', '/api/sources', own)).body;
    const draft = {
      title: 'Le quai nord rouvre',
      url: 'https://port.example/quai',
      language: 'fr',
    };
    const { id } = (await palier.api<{ id: string }>('POST', `/api/sources/${source.id}/stories`, draft)).body;
    const options = {
      ...devices['Pixel 7'],
      locale: 'fr-FR',
      javaScriptEnabled: false,
    };
    const phones = await Promise.all(
      Array.from({ length: 4 }, async () => (await browser.newContext(options)).newPage()),
    );
    const [first, ...others] = phones;
    if (first === undefined) throw new Error('no phone was opened');
    // After the all-hands they all have the page open.
    for (const phone of phones) await phone.goto(`${palier.url}/f/${id}/share`);
    const chosen = first.getByRole('radio', { checked: true });
    const words = await chosen.inputValue();
    const takes = (phone: Page, name: string) => phone.getByRole('button', { name, exact: true }).click();
    const ready = (phone: Page) => phone.getByRole('heading', { name: 'C’est prêt' });

    for (const phone of phones) await takes(phone, 'Copier le texte');
    for (const phone of phones.slice(0, 3)) await expect(ready(phone)).toBeVisible();
    const fourth = others.at(-1);
    if (fourth === undefined) throw new Error('no fourth phone');
    await expect(fourth.getByRole('alert')).toContainText('Ce texte a assez servi aujourd’hui');
    await expect(fourth.getByText(words)).toHaveCount(0);
    await expect(fourth.getByRole('radio', { checked: true })).not.toHaveValue(words);
    await takes(fourth, 'Copier le texte');
    await expect(ready(fourth)).toBeVisible();

    // It is used up by now, and yet this page had it.
    await takes(first, 'Revenir au choix du texte');
    await expect(chosen).toHaveValue(words);
    await takes(first, 'LinkedIn');
    await expect(ready(first)).toBeVisible();
    await expect(first.getByLabel('Le texte')).toHaveValue(new RegExp(`^${words.slice(0, 20)}`));
    for (const phone of phones) expect(await phone.context().cookies()).toEqual([]);
  } finally {
    await palier.stop();
  }
});
