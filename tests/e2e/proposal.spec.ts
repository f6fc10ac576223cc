/**
 * Proposing, as an employee does it: the code on the wall, a photo that tells too much, a look at the screen before
 * sending, a moderator's question, the second try, and where it stands, with scripts and without.
 */
import { devices, type Page } from '@playwright/test';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import sharp from 'sharp';
import { axeFaults } from '../support/axe.ts';
import { ADMIN, approve, scheduleEverywhere, startKiosk, startPalier, type Palier } from '../support/palier.ts';
import { firstView } from '../support/wire-weight.ts';
import { photo } from '../proposals/propose-house.ts';
import { expect, test } from './test.ts';
import { pairingCode, untilState } from './wall.ts';

const TITLE = 'Le potager du toit donne';
const MAX_BYTES = 30_000;

test('proposed from the code on the wall, sent back, edited, approved and live there, found again on another phone and withdrawn', async ({
  browser,
  page: wall,
}) => {
  const palier = await startPalier();
  const kiosk = await startKiosk(palier.url);
  try {
    const address = await hangInvitation(palier, kiosk.url, wall);
    const phone = await (await browser.newContext({ ...devices['Pixel 7'], locale: 'fr-FR' })).newPage();
    const { bytes, parts } = await firstView(phone, address);
    expect(bytes, JSON.stringify(parts)).toBeLessThan(MAX_BYTES);
    await accessible(phone);
    const words = await proposes(phone);
    await accessible(phone);

    await decides(palier, 'asked-changes', 'Dites à quel étage.');
    await phone.reload();
    await expect(phone.getByRole('heading', { name: 'Une modification est demandée' })).toBeVisible();
    await expect(phone.getByText('Dites à quel étage.')).toBeVisible();
    await phone.getByRole('link', { name: 'Modifier et renvoyer' }).click();
    await expect(phone.getByRole('checkbox', { name: 'Garder Photo 1' })).toBeChecked();
    await phone.getByRole('textbox', { name: 'Texte' }).fill('Mardi à midi, au troisième étage.');
    await phone.getByRole('button', { name: 'Voir comme à l’écran' }).click();
    await phone.getByRole('button', { name: 'Renvoyer' }).click();
    await expect(phone.getByRole('heading', { name: 'En attente de relecture' })).toBeVisible();
    await approvesByKeyboard(await (await browser.newContext({ locale: 'fr-FR' })).newPage(), palier);
    // On the wall, with its picture and whose it is; and the page says so.
    const shown = wall.getByRole('article').filter({ hasText: TITLE }).first(); // the next one waits beside it, hidden
    await expect(shown).toBeVisible({ timeout: 30_000 });
    await expect(shown.getByText('Proposé par La production')).toBeVisible();
    await expect(shown.getByText('Proposé par un collègue')).toBeVisible();
    await phone.reload();
    await expect(phone.getByRole('heading', { name: 'À l’écran' })).toBeVisible();
    await expect(phone.getByText(/^Sur les écrans depuis/)).toBeVisible();
    await expect(phone.getByText('Elle reste dans la maison.')).toBeVisible();
    // Nothing there is erased by one tap.
    await phone.getByText('Retirer ou effacer').click();
    await expect(phone.getByRole('button', { name: 'Oui, l’effacer' })).toBeHidden();
    await phone.getByText('L’effacer pour de bon').click();
    await expect(phone.getByRole('button', { name: 'Oui, l’effacer' })).toBeVisible();
    await accessible(phone);

    const other = await (
      await browser.newContext({ viewport: { width: 320, height: 568 }, locale: 'en-GB', javaScriptEnabled: false })
    ).newPage();
    await findsWithoutScripts(other, palier.url, words);
    await other.locator('summary').first().click();
    await other.getByRole('button', { name: 'Withdraw it' }).click();
    await expect(other.getByRole('heading', { name: 'Withdrawn by you' })).toBeVisible();
    await expect(wall.getByText(TITLE)).toHaveCount(0, { timeout: 30_000 });
    await phone.reload();
    await expect(phone.getByRole('heading', { name: 'Retirée par vous' })).toBeVisible();
    const folded = words.join('-').normalize('NFKD').replace(/\p{M}/gu, '');
    expect(phone.url()).toContain(folded);
    expect([words.join(' '), folded].filter((secret) => palier.said().includes(secret))).toEqual([]);
  } finally {
    await kiosk.stop();
    await palier.stop();
  }
});

test('proposed by forms alone on the smallest phone', async ({ browser }) => {
  const palier = await startPalier();
  try {
    const phone = await browser.newPage({
      viewport: { width: 320, height: 568 },
      locale: 'en-GB',
      javaScriptEnabled: false,
    });
    await proposesWithoutScripts(phone, `${palier.url}/p`);
  } finally {
    await palier.stop();
  }
});

test('who is signed in to the panel while proposing is told what is noted; who is not is told nothing of accounts, and signing out is one tap', async ({
  browser,
}) => {
  const palier = await startPalier();
  try {
    const robin = { name: 'Robin Vial', email: 'robin@palier.example', password: 'une rampe et un palier' };
    const { body: account } = await palier.api<{ id: string }>('POST', '/api/users', {
      ...robin,
      role: 'moderator',
      language: 'fr',
    });
    const noted = (page: Page) => page.getByText('Ce navigateur est connecté à Palier au nom de Robin Vial.');
    const context = await browser.newContext({ ...devices['Pixel 7'], locale: 'fr-FR', javaScriptEnabled: false });
    const phone = await context.newPage();
    await phone.goto(`${palier.url}/sign-in?next=/p`);
    await phone.getByLabel('Adresse e-mail', { exact: true }).fill(robin.email);
    await phone.getByLabel('Mot de passe', { exact: true }).fill(robin.password);
    await phone.getByRole('button', { name: 'Se connecter' }).click();
    await phone.waitForURL(`${palier.url}/p`);
    await expect(noted(phone)).toBeVisible();
    await expect(phone.getByText('Sans compte.')).toHaveCount(0);
    await sendsByForms(phone, 'Avec compte', async () => {
      await expect(noted(phone)).toBeVisible();
      await expect(phone.getByText('personne n’approuve la sienne')).toBeVisible();
    });
    await phone.goto(`${palier.url}/p`);
    await phone.getByRole('button', { name: 'Se déconnecter' }).click();
    await expect(phone.getByText('Sans compte.')).toBeVisible();
    await expect(noted(phone)).toHaveCount(0);
    expect(await phone.content()).not.toContain('Robin');
    await sendsByForms(phone, 'Sans compte aucun', async () => expect(noted(phone)).toHaveCount(0));
    expect((await phone.request.get(`${palier.url}/api/proposals`)).status()).toBe(401);

    // What moderators read names nobody; its author alone is told that it is theirs.
    type Queue = { entries: { id: string; title: string; own: boolean }[] };
    const asked = await palier.api<Queue>('GET', '/api/proposals');
    expect(asked.body.entries.map(({ title, own }) => [title, own])).toEqual([
      ['Avec compte', false],
      ['Sans compte aucun', false],
    ]);
    const answers = [JSON.stringify(asked.body), JSON.stringify((await palier.api('GET', '/api/proposal-audit')).body)];
    for (const { id } of asked.body.entries) {
      answers.push(JSON.stringify((await palier.api('GET', `/api/proposals/${id}`)).body));
    }
    expect(answers.filter((answer) => answer.includes('Robin') || answer.includes(account.id))).toEqual([]);
    const desk = await (await browser.newContext()).newPage();
    const { email, password } = robin;
    await desk.request.post(`${palier.url}/api/session`, {
      data: { email, password },
      headers: { origin: palier.url },
    });
    const own: Queue = await (await desk.request.get(`${palier.url}/api/proposals`)).json();
    expect(own.entries.map((entry) => entry.own)).toEqual([true, false]);
  } finally {
    await palier.stop();
  }
});

test('before it is sent the author sees what the wall shows of it, how many photos the phone has more as well; the charter is one tap away', async ({
  browser,
}) => {
  const palier = await startPalier();
  try {
    await palier.api('PUT', '/api/topics', { topics: [{ id: 'rail', name: { fr: 'Le rail', en: 'Rail' } }] });
    const text = { title: 'Charte des réseaux', points: [{ text: 'Restez polis.' }], body: 'Soyez bienveillants.' };
    const { body: charter } = await palier.api<{ id: string; code: string }>('POST', '/api/documents', {
      content: { kind: 'charter', fr: text },
    });
    await palier.api('POST', `/api/documents/${charter.id}/publish`, {});
    const phone = await browser.newPage({ ...devices['Pixel 7'], locale: 'fr-FR', javaScriptEnabled: false });
    await phone.goto(`${palier.url}/p`);
    await phone.getByRole('checkbox', { name: 'Le rail' }).check();
    const buffer = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#2f6f4f' } })
      .jpeg()
      .toBuffer();
    await phone
      .getByLabel('Photos ou film', { exact: true })
      .setInputFiles([1, 2].map((number) => ({ name: `${number}.jpg`, mimeType: 'image/jpeg', buffer })));
    await sendsByForms(phone, 'Le tram de nuit', async () => {
      for (const glass of await phone.locator('.glass').all()) {
        await expect(glass).toContainText('1 photo de plus sur le téléphone');
      }
      await expect(phone.getByText('Pour : Le rail')).toBeVisible();
      const way = phone.getByRole('link', { name: 'Lire la charte : Charte des réseaux' });
      await expect(way).toHaveAttribute('href', `/d/${charter.code}`);
    });
    type Queue = { entries: { id: string }[] };
    const [sent] = (await palier.api<Queue>('GET', '/api/proposals')).body.entries;
    type Shown = { shown: { more: number; topic: object } };
    const { shown } = (await palier.api<Shown>('GET', `/api/proposals/${sent?.id}`)).body;
    expect(shown).toMatchObject({ more: 1, topic: { fr: 'Le rail' } });
  } finally {
    await palier.stop();
  }
});

/** The whole way by forms; `look` at the preview. */
async function sendsByForms(phone: Page, title: string, look: () => Promise<void>): Promise<void> {
  await phone.getByRole('radio', { name: 'Nouvelle' }).check();
  await phone.getByRole('textbox', { name: 'Titre' }).fill(title);
  await phone.getByRole('textbox', { name: 'Texte' }).fill('Mardi à midi.');
  await phone.getByRole('button', { name: 'Voir comme à l’écran' }).click();
  await expect(phone.getByRole('heading', { name: 'Voilà ce que verront vos collègues' })).toBeVisible();
  await look();
  await phone.getByRole('button', { name: 'Envoyer' }).click();
  await expect(phone.getByRole('heading', { name: 'En attente de relecture' })).toBeVisible();
}

/** A wall with the invitation, and the mix, which is empty still; answers the address its code holds. */
async function hangInvitation(palier: Palier, kiosk: string, wall: Page): Promise<string> {
  const entries = [
    { id: 'proposer', durationMs: 3_000, item: { kind: 'propose' } },
    { id: 'veille', durationMs: 3_000, item: { kind: 'feed' } },
  ];
  await palier.api('POST', '/api/playlists', { id: 'hall', name: { fr: 'Hall' }, entries });
  await scheduleEverywhere(palier, 'hall');
  await wall.setViewportSize({ width: 1920, height: 1080 });
  await wall.goto(kiosk);
  await approve(palier, await pairingCode(wall));
  await untilState(wall, 'playing');
  await expect.poll(async () => codeIn(await wall.screenshot())).toBe(`${palier.url}/p`);
  return codeIn(await wall.screenshot()) ?? '';
}

/** Writes it with a photo, meets an error, looks at it, changes a word and sends it. Answers the six words. */
async function proposes(phone: Page): Promise<string[]> {
  await phone.getByRole('radio', { name: 'Nouvelle' }).check();
  await phone.getByRole('textbox', { name: 'Titre' }).fill('Le potager du toit');
  await phone.getByRole('textbox', { name: 'Texte' }).fill('Mardi à midi.');
  await phone.getByRole('radio', { name: 'Mon équipe' }).check();
  // A page that is loaded again has what was typed.
  await phone.reload();
  await expect(phone.getByRole('textbox', { name: 'Titre' })).toHaveValue('Le potager du toit');
  await expect(phone.getByRole('radio', { name: 'Mon équipe' })).toBeChecked();
  const files = phone.getByLabel('Photos ou film', { exact: true });
  await files.setInputFiles([
    { name: 'potager.jpg', mimeType: 'image/jpeg', buffer: await photo() },
    { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('plain') },
  ]);
  // A dead network loses nothing that was typed.
  await phone.context().setOffline(true);
  await phone.getByRole('button', { name: 'Voir comme à l’écran' }).click();
  await expect(phone.getByText('Pas de réseau')).toBeVisible();
  await phone.context().setOffline(false);
  await phone.getByRole('button', { name: 'Voir comme à l’écran' }).click();
  await expect(phone.getByText('note.txt')).toBeVisible();
  await expect(phone.getByText('Écrivez le nom à afficher')).toBeVisible();
  const toField = phone.getByRole('alert').getByRole('link', { name: 'Au nom de qui' });
  await expect(toField).toHaveAttribute('href', '#f-credit');
  await expect(phone.getByRole('textbox', { name: 'Titre' })).toHaveValue('Le potager du toit');
  await accessible(phone);
  await phone.getByRole('textbox', { name: 'Nom à afficher' }).fill('La production');
  await phone.getByRole('button', { name: 'Voir comme à l’écran' }).click();
  await expect(phone.getByRole('img', { name: 'Aperçu de l’écran' }).first()).toBeVisible();
  await accessible(phone);
  await phone.getByRole('button', { name: 'Modifier' }).click();
  await phone.getByRole('textbox', { name: 'Titre' }).fill(TITLE);
  await phone.getByRole('button', { name: 'Voir comme à l’écran' }).click();
  const frame = phone.locator('.glass').first();
  await expect(frame.getByRole('heading', { name: TITLE })).toBeVisible();
  await expect(frame).toContainText('Proposé par');
  const picture = frame.locator('img').first();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(640);
  const kept = await phone.request.get(new URL((await picture.getAttribute('src')) ?? '', phone.url()).href);
  expect((await sharp(await kept.body()).metadata()).exif).toBeUndefined();
  await phone.getByRole('button', { name: 'Envoyer' }).click();
  await expect(phone.getByRole('heading', { name: 'En attente de relecture' })).toBeVisible();
  return ((await phone.locator('.six').textContent()) ?? '').split(' ');
}

/** The whole way on the smallest phone, by forms alone. */
async function proposesWithoutScripts(phone: Page, address: string): Promise<void> {
  await phone.goto(address);
  await phone.getByRole('radio', { name: 'Thanks' }).check();
  await phone.getByRole('textbox', { name: 'Title' }).fill('Thank you, front desk');
  await phone.getByRole('textbox', { name: 'Text' }).fill('For the coffee at six.');
  await phone.getByLabel('Photos or film', { exact: true }).setInputFiles({
    name: 'note.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('plain'),
  });
  await phone.getByRole('button', { name: 'See it as on the screen' }).click();
  await expect(phone.getByText('note.txt')).toBeVisible();
  await expect(phone.getByRole('textbox', { name: 'Title' })).toHaveValue('Thank you, front desk');
  await phone.getByRole('button', { name: 'See it as on the screen' }).click();
  await expect(phone.getByRole('heading', { name: 'This is what your colleagues will see' })).toBeVisible();
  expect(await phone.locator('html').evaluate((html) => html.scrollWidth)).toBeLessThanOrEqual(320);
  await phone.getByRole('button', { name: 'Send' }).click();
  await expect(phone.getByRole('heading', { name: 'Waiting to be read' })).toBeVisible();
  await expect(phone.getByText('It is sent')).toBeVisible();
}

async function findsWithoutScripts(phone: Page, url: string, words: readonly string[]): Promise<void> {
  await phone.goto(`${url}/p/find`);
  await phone.getByLabel('The six words').fill([...words].reverse().join(' '));
  await phone.getByRole('button', { name: 'Open' }).click();
  await expect(phone.getByText('These words open no proposal')).toBeVisible();
  await phone.getByLabel('The six words').fill(words.join(' ').toUpperCase());
  await phone.getByRole('button', { name: 'Open' }).click();
  await expect(phone.getByText(TITLE)).toBeVisible();
  expect(await phone.locator('html').evaluate((html) => html.scrollWidth)).toBeLessThanOrEqual(320);
}

/** A moderator in the panel, who touches keys alone: the oldest, its picture that nobody else sees yet, approved. */
async function approvesByKeyboard(panel: Page, palier: Palier): Promise<void> {
  await panel.goto(`${palier.url}/sign-in?next=/proposals`);
  for (const words of [ADMIN.email, ADMIN.password]) {
    await panel.getByLabel(words === ADMIN.email ? 'Adresse e-mail' : 'Mot de passe', { exact: true }).focus();
    await panel.keyboard.type(words);
  }
  await panel.keyboard.press('Enter');
  await expect(panel.getByRole('heading', { name: 'proposition attend une réponse' })).toBeVisible();
  await panel.keyboard.press('j');
  await expect(panel.getByRole('heading', { level: 2, name: TITLE })).toBeVisible();
  const picture = panel.locator('.stage img').first();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(640);
  await panel.keyboard.press('a');
  await expect(panel.getByText(`Approuvée : ${TITLE}`)).toBeVisible();
  await expect(panel.getByRole('heading', { name: 'Rien n’attend' })).toBeVisible();
}

async function decides(palier: Palier, did: 'asked-changes', reason: string): Promise<void> {
  type Queue = { entries: { id: string; revision: number }[] };
  const { body } = await palier.api<Queue>('GET', '/api/proposals');
  const [first] = body.entries;
  await palier.api('POST', `/api/proposals/${first?.id}/decision`, { did, revision: first?.revision, reason });
}

async function accessible(phone: Page): Promise<void> {
  expect(await axeFaults(phone)).toEqual([]);
}

function codeIn(screenshot: Buffer): string | undefined {
  const { data, width, height } = PNG.sync.read(screenshot);
  return jsQR.default(new Uint8ClampedArray(data), width, height)?.data;
}
