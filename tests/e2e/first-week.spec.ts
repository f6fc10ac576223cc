/**
 * The first week of somebody new: files of every kind go into the library, a text becomes a document, a table becomes a
 * result, and what was chosen plays on weekdays from eight to six, on every screen. In French, in a real Chromium.
 */
import type { Page } from '@playwright/test';
import { pdfOf } from '../api/pdf.ts';
import { ADMIN, approve, pictureOf, startPalier, type Palier } from '../support/palier.ts';
import { expect, test } from './test.ts';
import { pairingCode } from './wall.ts';

const CHARTER = '# Charte des réseaux\n\n1. Dites « je ».\n2. Rien de confidentiel.\n3. Un doute ? Demandez.\n';
const RESULTS =
  '\ufeffMois;Recommandation (%);Objectif\r\n01/09/2026;66;70\r\n01/10/2026;68,2;70\r\n01/11/2026;71,3;70\r\n';

test('from a few files to a published week', async ({ browser }) => {
  const palier = await startPalier();
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
  });
  const panel = await context.newPage();
  try {
    const wall = await context.newPage();
    await wall.goto(`${palier.url}/play/`);
    await approve(palier, await pairingCode(wall), 'Accueil');
    await signIn(panel, palier);
    await bringFiles(panel);
    await makeDocument(panel);
    await makeFigure(panel);
    await publishWeek(panel);
    await theWeekStands(panel, palier);
  } finally {
    await context.close();
    await palier.stop();
  }
});

async function signIn(panel: Page, palier: Palier): Promise<void> {
  await panel.goto(`${palier.url}/sign-in`);
  await panel.locator('input[name=email]').fill(ADMIN.email);
  await panel.locator('input[name=password]').fill(ADMIN.password);
  await panel.getByRole('button', { name: 'Se connecter' }).click();
  await expect(panel.getByRole('heading', { name: 'Vue d’ensemble' })).toBeVisible();
}

/** The card of a file, by the title people see. */
const fileOf = (panel: Page, title: string) =>
  panel.locator('article').filter({ hasText: title }).getByRole('button').first();

async function bringFiles(panel: Page): Promise<void> {
  await panel.getByRole('link', { name: 'Bibliothèque' }).click();
  await panel.locator('input[type=file]').setInputFiles([
    { name: 'Charte.md', mimeType: 'text/markdown', buffer: Buffer.from(CHARTER) },
    { name: 'resultats.csv', mimeType: 'text/csv', buffer: Buffer.from(RESULTS) },
    { name: 'Livret.pdf', mimeType: 'application/pdf', buffer: pdfOf(2) },
    { name: 'Équipe.jpg', mimeType: 'image/jpeg', buffer: await pictureOf({ r: 30, g: 80, b: 140 }) },
  ]);
  for (const title of ['charte', 'resultats', 'livret', 'equipe']) {
    await expect(fileOf(panel, title)).toBeVisible({ timeout: 30_000 });
  }
}

async function makeDocument(panel: Page): Promise<void> {
  await fileOf(panel, 'charte').click();
  await panel.getByRole('button', { name: 'En faire un document' }).click();
  await expect(panel.getByLabel('Nature')).toHaveValue('charter');
  await panel.getByRole('button', { name: 'Commencer' }).click();
  await panel.getByRole('button', { name: 'Publier', exact: true }).click();
  await expect(panel.getByText('Version 1 publiée sur les téléphones.')).toBeVisible();
}

async function makeFigure(panel: Page): Promise<void> {
  await panel.getByRole('link', { name: 'Bibliothèque' }).click();
  await fileOf(panel, 'resultats').click();
  await panel.getByRole('button', { name: 'En tirer un résultat' }).click();
  await expect(panel.getByLabel('Unité')).toHaveValue('%');
  await panel.getByRole('button', { name: 'Enregistrer' }).click();
  // What is missing has the focus: one only has to type.
  await expect(panel.getByLabel(/^Source/).first()).toBeFocused();
  await panel.keyboard.type('Baromètre');
  await panel.getByRole('button', { name: 'Enregistrer' }).click();
  await panel.waitForURL('**/results/recommandation-*');
}

async function publishWeek(panel: Page): Promise<void> {
  await panel.getByRole('link', { name: 'Playlists' }).click();
  await panel.locator('main a[href="/playlists/new"]').first().click();
  for (const name of ['Livret page 1', 'Équipe']) {
    const title = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    await panel.getByRole('button', { name: title }).first().click();
  }
  await panel.getByRole('button', { name: /^Document/ }).click();
  await panel.getByRole('dialog').locator('select').first().selectOption({ label: 'Charte des réseaux' });
  await panel.getByRole('button', { name: 'Ajouter à la playlist' }).click();
  await panel.getByRole('button', { name: /^Résultats Un chiffre/ }).click();
  await panel.getByRole('dialog').getByText('Recommandation').first().click();
  await panel.getByRole('button', { name: 'Ajouter à la playlist' }).click();
  // The list says what will be seen, and not the names it is kept under.
  await expect(panel.getByRole('listitem').filter({ hasText: 'Charte des réseaux' })).toBeVisible();
  await panel.getByLabel('Quand ?').selectOption({ label: 'Choisir les jours et les heures' });
  await panel.getByRole('button', { name: 'Publier', exact: true }).click();
  await panel.waitForURL('**/schedule');
}

async function theWeekStands(panel: Page, palier: Palier): Promise<void> {
  await expect(panel.getByText('08:00–18:00').first()).toBeVisible();
  const { schedules } = (await palier.api<{ schedules: object[] }>('GET', '/api/schedules')).body;
  expect(schedules).toMatchObject([
    {
      target: { all: true },
      rules: [
        { daypart: { from: '08:00', until: '18:00' }, recurrence: { kind: 'weekly', weekdays: [1, 2, 3, 4, 5] } },
      ],
    },
  ]);
}
