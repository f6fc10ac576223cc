/** Reporting a post from a phone: one phone counts once however often it taps, three take the post off the screens. */
import { devices, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { axeFaults } from '../support/axe.ts';
import { startPalier, type Palier } from '../support/palier.ts';
import { firstView } from '../support/wire-weight.ts';
import { expect, test } from './test.ts';

const TITLE = 'Le potager du toit donne';
const MAX_BYTES = 30_000;

test('one phone that reports three times leaves the post up, one without cookies too; three phones hide it', async ({
  browser,
}) => {
  const palier = await startPalier();
  try {
    const { id, address } = await postUp(palier);
    const phone = await phoneIn(browser);
    const { bytes, parts } = await firstView(phone, `${address}/report`);
    expect(bytes, JSON.stringify(parts)).toBeLessThan(MAX_BYTES);
    expect(await axeFaults(phone)).toEqual([]);
    await phone.goto(address);
    // Who only reads is given nothing.
    const stranger = await phoneIn(browser);
    await stranger.goto(address);
    expect(await stranger.context().cookies()).toEqual([]);

    for (let taps = 0; taps < 3; taps += 1) {
      await phone.getByRole('link', { name: 'Signaler cette actualité' }).click();
      await expect(phone.getByText('elle ne sert qu’à compter votre signalement une fois')).toBeVisible();
      await readsPage(phone);
      await reports(phone);
      await phone.getByRole('link', { name: 'Revenir à l’actualité' }).click();
    }
    // The mark is for the page of this report alone, and no script reads it.
    expect(await phone.context().cookies()).toMatchObject([
      { name: 'palier_report', path: `${new URL(address).pathname}/report`, httpOnly: true, sameSite: 'Lax' },
    ]);
    expect(await standing(palier, id)).toEqual({ hidden: false, reports: 1 });

    const forgetful = await phoneIn(browser, { javaScriptEnabled: false });
    for (let taps = 0; taps < 3; taps += 1) {
      await forgetful.goto(`${address}/report`);
      await forgetful.context().clearCookies();
      await reports(forgetful);
    }
    expect(await standing(palier, id)).toEqual({ hidden: false, reports: 2 });

    // The third one takes it off, without scripts, and is thanked like the others.
    const third = await phoneIn(browser, { javaScriptEnabled: false });
    await third.goto(address);
    await third.getByRole('link', { name: 'Signaler cette actualité' }).click();
    await third.waitForURL(/report/);
    await readsPage(third);
    await reports(third);
    expect(await standing(palier, id)).toEqual({ hidden: true, reports: 3 });
    await third.goto(address);
    await expect(third.getByRole('heading', { name: TITLE })).toHaveCount(0);
  } finally {
    await palier.stop();
  }
});

async function phoneIn(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  return (await browser.newContext({ ...devices['Pixel 7'], locale: 'fr-FR', ...options })).newPage();
}

/** As long as anybody takes to read the page; what comes back faster than that is no mark. */
async function readsPage(phone: Page): Promise<void> {
  const mark = (await phone.context().cookies(phone.url())).find(({ name }) => name === 'palier_report');
  const givenMs = Number.parseInt(mark?.value ?? '', 36);
  expect(givenMs).toBeGreaterThan(0);
  await expect.poll(() => Date.now() - givenMs).toBeGreaterThan(3_000);
}

async function reports(phone: Page): Promise<void> {
  await phone.getByRole('radio', { name: 'C’est blessant' }).check();
  await phone.getByRole('button', { name: 'Signaler' }).click();
  await expect(phone.getByText('Une personne de la modération va regarder')).toBeVisible();
}

/** A post that a moderator has approved. */
async function postUp(palier: Palier): Promise<{ id: string; address: string }> {
  const { words } = (await palier.api<{ words: string[] }>('POST', '/api/public/proposals/words', { language: 'fr' }))
    .body;
  const content = {
    title: TITLE,
    text: 'Mardi à midi.',
    category: 'news',
    language: 'fr',
    credit: { kind: 'colleague' },
  };
  const key = { 'x-proposal-key': encodeURIComponent(words.join(' ')) };
  // As a phone that nobody is signed in on: nobody approves their own.
  const answer = await fetch(`${palier.url}/api/public/proposals`, {
    method: 'POST',
    headers: { ...key, origin: palier.url, 'content-type': 'application/json' },
    body: JSON.stringify({ content }),
  });
  expect(answer.status).toBe(201);
  const { storyId } = await answer.json();
  const [entry] = (await palier.api<{ entries: { id: string }[] }>('GET', '/api/proposals')).body.entries;
  const id = entry?.id ?? '';
  await palier.api('POST', `/api/proposals/${id}/decision`, { did: 'approved', revision: 1 });
  return { id, address: `${palier.url}/f/${storyId}` };
}

async function standing(palier: Palier, id: string): Promise<{ hidden: boolean; reports: number }> {
  type View = { entry: { hidden: boolean; reports: number } };
  const { hidden, reports: count } = (await palier.api<View>('GET', `/api/proposals/${id}`)).body.entry;
  return { hidden, reports: count };
}
