/** HR sets its inbox up, is told by mail and by the page that somebody wrote, answers, and locks; nobody else can read. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { ADMIN, startPalier, type Palier } from '../support/palier.ts';
import { startSmtp } from '../support/smtp.ts';
import { must, talker } from '../support/talk.ts';
import { expect, test } from './test.ts';

const PASSWORD = 'des marches et des paliers';
const PASSPHRASE = 'une longue marche sous la pluie';
const PLANTED = 'pélargonium dans le premier message';
const ANSWER = 'glycine dans la réponse';
const NOTE = 'digitale dans la note privée';

async function pageOf(browser: Browser, palier: Palier, email: string, password: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  await page.goto(`${palier.url}/sign-in?next=/inbox`);
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', password);
  await page.press('[name=password]', 'Enter');
  await page.waitForURL((url) => url.pathname.startsWith('/inbox'));
  return page;
}

async function filesBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test('HR answers what nobody else can read, by the keyboard, and learns of it by a letter without a word of it', async ({
  browser,
}) => {
  const smtp = await startSmtp();
  const { url: smtpUrl, from } = smtp.settings();
  const palier = await startPalier({ env: { SMTP_URL: smtpUrl, MAIL_FROM: from.address } });
  try {
    const claire = { email: 'claire@palier.example', name: 'Claire Aubry', role: 'hr', language: 'fr' };
    await palier.api('POST', '/api/users', { ...claire, password: PASSWORD });

    // The first visit sets the inbox up: a passphrase of its own, and a key that is read off the paper.
    const page = await pageOf(browser, palier, claire.email, PASSWORD);
    expect(new URL(page.url()).pathname).toBe('/inbox/set-up');
    await page.fill('[name=passphrase]', PASSPHRASE);
    await page.fill('[name=again]', PASSPHRASE);
    await page.getByRole('button', { name: 'Créer la boîte' }).click();
    const key = (await page.locator('[data-recovery]').getAttribute('data-recovery')) ?? '';
    await page.getByLabel(/derniers signes/).fill(key.split('-').at(-1) ?? '');
    await page.getByRole('button', { name: 'C’est imprimé' }).click();
    await expect(page.getByText('Personne n’attend de réponse.')).toBeVisible();

    // Somebody writes: it stands in the list and in the rail without a reload.
    const phone = await talker(palier.url, { topic: 'pay', text: PLANTED });
    await expect(page.locator('a[data-thread]')).toContainText(PLANTED);
    await expect(page.getByRole('link', { name: 'Messages RH' })).toContainText('1');

    // J, Enter, R, the answer, Ctrl + Enter.
    await page.locator('html[data-awake]').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const talk = page.getByRole('region', { name: /^Échanges avec/ });
    await expect(talk).toContainText(PLANTED);
    await page.keyboard.press('r');
    await page.keyboard.type(ANSWER);
    await page.keyboard.press('Control+Enter');
    await expect(talk).toContainText(ANSWER);
    const seen = await must(phone.client.threads.get());
    expect(seen.messages.map(({ text }) => text)).toEqual([PLANTED, ANSWER]);
    await expect(talk).toContainText('Lue par l’auteur');

    // A note for colleagues is dashed, and never leaves.
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await page.keyboard.type(NOTE);
    await page.keyboard.press('Control+Enter');
    await expect(talk).toContainText(NOTE);
    expect(JSON.stringify(await must(phone.client.threads.get()))).not.toContain(NOTE);

    // Whoever answers has it; it sleeps until tomorrow, and stands in its queue.
    await expect(page.getByLabel('Confiée à')).toHaveValue(/.+/);
    await page.getByLabel('Mettre en sommeil').selectOption('tomorrow');
    await page.getByLabel('File').selectOption('snoozed');
    await expect(page.locator('a[data-thread]')).toContainText('Jusqu’à');

    // Locked: nothing of it is left on the page, and going back finds the lock.
    await page.keyboard.press('l');
    await expect(page.getByRole('heading', { name: 'La boîte RH est verrouillée' })).toBeVisible();
    await page.goBack();
    await expect(page.getByRole('heading', { name: 'La boîte RH est verrouillée' })).toBeVisible();
    expect(await page.content()).not.toContain(PLANTED);
    await page.fill('[autocomplete=current-password]', 'ce n’est pas elle');
    await page.getByRole('button', { name: 'Ouvrir la boîte' }).click();
    await expect(page.getByRole('alert')).toContainText('Ce n’est pas la bonne');
    await page.fill('[autocomplete=current-password]', PASSPHRASE);
    await page.getByRole('button', { name: 'Ouvrir la boîte' }).click();
    // Going back may have led to the list or to the conversation: it sleeps, and is in no other queue.
    await page.getByLabel('File').selectOption('snoozed');
    await page.locator('a[data-thread]').first().click();
    await expect(talk).toContainText(ANSWER);
    const { pathname } = new URL(page.url());

    // An administrator: that it exists, and why it cannot be read; neither page, data nor API shows a word.
    const admin = await pageOf(browser, palier, ADMIN.email, ADMIN.password);
    await expect(admin.getByRole('heading', { name: 'Vous ne pouvez pas lire ces conversations' })).toBeVisible();
    await expect(admin.getByText('a ouvert la conversation').first()).toBeVisible();
    for (const path of [pathname, `${pathname}/__data.json`, '/inbox', '/inbox/themes', '/inbox/settings']) {
      const answer = await admin.request.get(palier.url + path);
      expect([path, /pélargonium|glycine|digitale/.test(await answer.text())]).toEqual([path, false]);
    }
    const asked = await admin.request.get(`${palier.url}/api${pathname.replace('/inbox/', '/inbox/threads/')}`);
    expect(asked.status()).toBe(403);

    // The letter says that something waits, and nothing of what.
    await expect.poll(() => smtp.count(), { timeout: 10_000 }).toBe(1);
    const [letter] = await smtp.received();
    expect(letter?.to).toEqual([claire.email]);
    expect(letter?.mail.subject).toBe('Palier : un message attend une réponse');
    expect(letter?.mail.text).toContain(`${palier.url}/inbox`);
    const name = (await page.locator('#who').textContent()) ?? '';
    expect(name).not.toBe('');
    expect(`${letter?.mail.text} ${letter?.mail.html}`).not.toMatch(new RegExp(`pélargonium|paie|${name}`, 'i'));

    // And the disk holds none of it.
    const found: string[] = [];
    for (const path of await filesBelow(palier.dir)) {
      const bytes = await readFile(path);
      if ([PLANTED, ANSWER, NOTE, PASSPHRASE, key].some((text) => bytes.includes(Buffer.from(text)))) found.push(path);
    }
    expect(found).toEqual([]);
  } finally {
    await palier.stop();
    await smtp.stop();
  }
});
