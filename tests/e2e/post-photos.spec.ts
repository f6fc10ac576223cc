/** A colleague's post with four photos, as the others meet it on their phones: all four seen, saved, and shared by choice. */
import { devices, type Page } from '@playwright/test';
import { axeFaults } from '../support/axe.ts';
import { pictureOf, startPalier, type Palier } from '../support/palier.ts';
import { firstView } from '../support/wire-weight.ts';
import { expect, test } from './test.ts';

const MAX_BYTES = 30_000;
const isPicture = (path: string) => path.includes('/media/');

test('every photo of a post is on the phone of a colleague, and goes along where it is shared', async ({ browser }) => {
  const palier = await startPalier();
  try {
    const id = await postWithPhotos(palier);
    const plain = await browser.newContext({
      locale: 'fr-FR',
      viewport: { width: 390, height: 844 },
      javaScriptEnabled: false,
    });
    const reader = await plain.newPage();
    await reader.goto(`${palier.url}/f/${id}`);
    const photos = reader.locator('main img');
    await expect(photos).toHaveCount(4);
    expect(await photos.evaluateAll((all) => all.map((one) => one.getAttribute('alt')))).toEqual([
      'Le bac à compost',
      'Photo 2 sur 4',
      'Photo 3 sur 4',
      'Photo 4 sur 4',
    ]);
    for (const photo of await photos.all()) {
      await photo.scrollIntoViewIfNeeded();
      await expect.poll(() => photo.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(0);
    }
    await reader.getByText('Signaler cette actualité').click();
    await expect(reader.getByLabel('C’est de la publicité')).toBeVisible();
    await reader.goBack();

    // Saved by a plain link, under the words of the post.
    await reader.getByRole('link', { name: 'Partager dehors' }).click();
    const [saved] = await Promise.all([
      reader.waitForEvent('download'),
      reader.getByRole('link', { name: 'Enregistrer la photo 3' }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe('le-compost-de-la-cour-est-pret-3.jpg');
    // Words of one's own are never passed over for a suggestion.
    await reader.locator('textarea[name=own]').fill('Mes mots à moi');
    await reader.getByRole('button', { name: 'Copier le texte' }).click();
    await expect(reader.getByText('Vous avez écrit vos mots')).toBeVisible();
    await reader.getByRole('button', { name: 'Copier le texte' }).click();
    await expect(reader.getByLabel('Le texte')).toHaveValue(/^Mes mots à moi/);
    await plain.close();

    await sharesThePhotos(await (await browser.newContext({ ...devices['Pixel 7'], locale: 'fr-FR' })).newPage(), {
      url: palier.url,
      id,
    });
  } finally {
    await palier.stop();
  }
});

/** A phone with a share sheet that takes files. */
async function sharesThePhotos(phone: Page, { url, id }: { url: string; id: string }): Promise<void> {
  await phone.addInitScript(() => {
    const shared: unknown[] = [];
    Object.assign(globalThis, { shared });
    Object.assign(navigator, {
      canShare: ({ files }: ShareData) => files?.every(({ type }) => type === 'image/jpeg') === true,
      share: async ({ files, text }: ShareData) =>
        void shared.push({ text, files: files?.map(({ name, size }) => [name, size > 500]) }),
    });
  });
  for (const path of [`/f/${id}`, `/f/${id}/share`]) {
    const { parts } = await firstView(phone, url + path);
    const bytes = parts.reduce((sum, part) => sum + (isPicture(part.path) ? 0 : part.bytes), 0);
    expect(bytes, `${path}: ${JSON.stringify(parts)}`).toBeLessThan(MAX_BYTES);
    expect(await axeFaults(phone), path).toEqual([]);
  }
  await phone.locator('textarea[name=own]').fill('Venez avec un sac.');
  await expect(phone.getByLabel('Mes propres mots').first()).toBeChecked();
  await phone.getByRole('button', { name: 'Une autre application' }).click();
  await expect(phone.getByText('Les photos partent avec le texte.')).toBeVisible();
  await phone.getByRole('button', { name: 'Choisir l’application' }).click();
  const shared = () => phone.evaluate(() => (globalThis as unknown as { shared: unknown[] }).shared);
  await expect.poll(shared).toHaveLength(1);
  expect((await shared())[0]).toEqual({
    text: expect.stringContaining('Venez avec un sac.'),
    files: [1, 2, 3, 4].map((number) => [`le-compost-de-la-cour-est-pret-${number}.jpg`, true]),
  });
}

/** Sent from a phone, approved in the panel, and allowed to leave the house. Answers the story's id. */
async function postWithPhotos(palier: Palier): Promise<string> {
  const ask = async (path: string, headers: Record<string, string>, body: BodyInit) => {
    const answer = await fetch(`${palier.url}/api/public/proposals${path}`, {
      method: 'POST',
      headers: { origin: palier.url, 'content-type': 'application/json', ...headers },
      body,
    });
    expect(answer.ok, `${path} answered ${answer.status}`).toBe(true);
    return answer.json();
  };
  const { words } = await ask('/words', {}, JSON.stringify({ language: 'fr' }));
  const key = { 'x-proposal-key': encodeURIComponent(words.join(' ')) };
  const pictures: string[] = [];
  for (const shade of [40, 90, 140, 190]) {
    const photo = await pictureOf({ r: shade, g: 120, b: 60 }, 900, 1200);
    const { name } = await ask('/files', { ...key, 'content-type': 'image/jpeg' }, new Uint8Array(photo));
    pictures.push(name);
  }
  const content = {
    title: 'Le compost de la cour est prêt',
    text: 'Vendredi midi, à côté des vélos.',
    category: 'news',
    language: 'fr',
    credit: { kind: 'team', text: 'Les moyens généraux' },
    pictures,
    alt: 'Le bac à compost',
  };
  await ask('', key, JSON.stringify({ content }));
  const { body } = await palier.api<{ entries: { id: string; storyId: string; revision: number }[] }>(
    'GET',
    '/api/proposals',
  );
  const [sent] = body.entries;
  await palier.api('POST', `/api/proposals/${sent?.id}/decision`, { did: 'approved', revision: sent?.revision });
  await palier.api('PUT', `/api/share/${sent?.storyId}`, { allowed: true });
  return sent?.storyId ?? '';
}
