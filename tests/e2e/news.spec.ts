/**
 * News on a wall, as the comms person lives it: a site's address pasted in the panel, its stories looked at and approved,
 * one pinned and one set aside again, and the wall that follows each time. The site is served on this machine.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { audienceMark, EVERYONE } from '@palier/playlists/audience';
import { devices, type BrowserContext, type Page } from '@playwright/test';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { axeFaults } from '../support/axe.ts';
import {
  ADMIN,
  approve,
  libraryOf,
  noticeEntry,
  scheduleEverywhere,
  startKiosk,
  startPalier,
} from '../support/palier.ts';
import { firstView } from '../support/wire-weight.ts';
import { rss } from '../feeds/made-feeds.ts';
import { expect, test } from './test.ts';
import { pairingCode, untilState } from './wall.ts';

test('a feed subscribed in the panel is on the wall, and what is set aside leaves it', async ({ browser }) => {
  const now = Date.now();
  const items = [
    'Le quai nord rouvre lundi aux poids lourds',
    'Une norme pour les batteries démontables',
    'Le fret ferroviaire repart',
  ];
  const feed = rss(
    items.map((title, index) => ({
      title,
      link: `https://port.example/${index}`,
      text: 'Après six semaines de travaux, les camions accèdent de nouveau au terminal.',
      date: new Date(now - (index + 1) * 3_600_000).toUTCString(),
    })),
  );
  const site = createServer((request, response) => {
    if (request.url === '/nouvelles.xml')
      return response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feed);
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(
      '<html><head><link rel="alternate" type="application/rss+xml" href="/nouvelles.xml"></head><body>Port',
    );
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  const place = `127.0.0.1:${(site.address() as AddressInfo).port}`;
  const stories = { id: 'news', durationMs: 2_000, item: { kind: 'feed', stories: 2 } };
  const palier = await startPalier({
    library: libraryOf('hall', [noticeEntry('one', 'Bienvenue'), stories]),
    env: { EGRESS_ALLOW: place },
  });
  const kiosk = await startKiosk(palier.url);
  try {
    await scheduleEverywhere(palier, 'hall');
    const wall = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await wall.goto(kiosk.url);
    await approve(palier, await pairingCode(wall), 'Hall');
    await untilState(wall, 'playing');

    const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1366, height: 768 } });
    const panel = await context.newPage();
    await panel.goto(`${palier.url}/sign-in`);
    await panel.getByLabel('Adresse e-mail').fill(ADMIN.email);
    await panel.locator('input[name=password]').fill(ADMIN.password);
    await panel.locator('form.stack button').click();
    await panel.waitForURL(`${palier.url}/`);
    await panel.goto(`${palier.url}/sources`);
    await panel.locator('html[data-awake]').waitFor();
    await panel.getByText('Aucune source pour l’instant').waitFor();

    await panel.getByRole('button', { name: 'Par son adresse' }).click();
    const dialog = panel.getByRole('dialog');
    await dialog.getByLabel('Adresse du site').fill(`http://${place}/`);
    await dialog.getByRole('button', { name: 'Chercher' }).click();
    await dialog.getByText('Un flux trouvé').waitFor();
    await dialog.getByLabel('Nom').fill('Le Port');
    await dialog.getByLabel('Source de confiance').uncheck();
    await dialog.getByRole('button', { name: 'Ajouter', exact: true }).click();
    await panel.getByText('À jour, visitée').waitFor();
    await expect(panel.getByRole('article')).toHaveCount(3);

    // Nothing is on the wall before somebody looked.
    const story = (title: string) => panel.getByRole('article').filter({ hasText: title });
    await story('quai nord').getByRole('button', { name: 'Mettre à l’écran' }).click();
    await expect(wall.getByText('Le quai nord rouvre lundi aux poids lourds').first()).toBeVisible({ timeout: 30_000 });
    await expect(wall.getByText('Le Port').first()).toBeVisible();
    await expect(wall.getByText('batteries démontables')).toHaveCount(0);

    await panel.getByRole('link', { name: 'Pour les écrans' }).click();
    await expect(story('quai nord')).toBeVisible();
    await story('quai nord').getByRole('button', { name: 'Écarter' }).click();
    await panel.getByText(/^Écartée\u00a0: /).waitFor();
    await expect(wall.getByText('Le quai nord rouvre')).toHaveCount(0, { timeout: 30_000 });
    await panel.getByRole('button', { name: 'Annuler' }).last().click();
    await expect(wall.getByText('Le quai nord rouvre lundi aux poids lourds').first()).toBeVisible({ timeout: 30_000 });

    // The code on the wall leads to the story on a phone without scripts: read, thanked, and shared by choice. Nobody is known, nothing is fetched elsewhere.
    const { body } = await palier.api<{ stories: { id: string }[] }>('GET', '/api/stories?state=live');
    const scanned = await scannedFrom(wall);
    expect(scanned).toBe(`${palier.url}/f/${body.stories[0]?.id}?a=${audienceMark(EVERYONE)}`);
    const person = await browser.newContext({
      locale: 'fr-FR',
      viewport: { width: 390, height: 844 },
      javaScriptEnabled: false,
    });
    const phone = await person.newPage();
    const elsewhere: string[] = [];
    phone.on('request', (request) => {
      if (!request.url().startsWith(palier.url)) elsewhere.push(request.url());
    });
    await phone.goto(scanned);
    await expect(phone.getByRole('heading', { name: 'Le quai nord rouvre' })).toBeVisible();
    await expect(phone.getByRole('link', { name: 'Lire la suite sur port.example' })).toHaveAttribute(
      'href',
      /port\.example/,
    );
    await expect(phone.getByText('Signaler cette actualité')).toBeVisible();
    await phone.getByRole('button', { name: 'Merci' }).click();
    await phone.getByText('C’est dit, merci.').waitFor();
    await phone.getByRole('link', { name: 'Partager dehors' }).click();
    await phone.getByLabel('Mes propres mots').first().check();
    await phone.locator('textarea[name=own]').fill('Enfin, le quai rouvre.');
    await phone.getByRole('button', { name: 'Bluesky' }).click();
    const open = phone.getByRole('link', { name: 'Ouvrir Bluesky' });
    const target = new URL((await open.getAttribute('href')) ?? '');
    expect(target.origin).toBe('https://bsky.app');
    expect(target.searchParams.get('text')).toContain('Enfin, le quai rouvre.');
    expect(target.searchParams.get('text')).toContain('utm_source=bluesky');
    await phone.goto(`${palier.url}/f`);
    await phone.getByRole('link', { name: /Le quai nord rouvre/ }).click();
    await expect(phone.getByRole('heading', { name: 'Le quai nord rouvre' })).toBeVisible();
    // And from there to everything that the same screen shows.
    await phone.goto(scanned);
    await phone.getByRole('link', { name: 'Tout ce que montre cet écran' }).click();
    await expect(phone.getByRole('heading', { name: 'Ce que montrent les écrans' })).toBeVisible();
    await expect(phone.getByRole('link')).toHaveText([/Le quai nord rouvre/]);
    // A story that is gone leads there too.
    await phone.goto(scanned.replace(/\/f\/\w+/, '/f/zzzzzzzz'));
    await expect(phone.getByRole('heading', { name: 'n’est plus à l’écran' })).toBeVisible();
    await phone.getByRole('link', { name: 'Tout ce que montre cet écran' }).click();
    await phone.getByRole('link', { name: /Le quai nord rouvre/ }).click();
    await expect(phone.getByRole('heading', { name: 'Le quai nord rouvre' })).toBeVisible();
    expect(await person.cookies()).toEqual([]);
    expect(elsewhere).toEqual([]);
    await person.close();
    await sharesWithScripts(await browser.newContext({ ...devices['Pixel 7'], locale: 'fr-FR' }), panel, {
      url: palier.url,
      id: body.stories[0]?.id ?? '',
    });
  } finally {
    await kiosk.stop();
    await palier.stop();
    site.closeAllConnections();
    site.close();
  }
});

/** What a phone reads off the wall, once the story is on it. */
async function scannedFrom(wall: Page): Promise<string> {
  let found: string | undefined;
  await expect
    .poll(
      async () => {
        const { data, width, height } = PNG.sync.read(await wall.screenshot());
        return (found = jsQR.default(new Uint8ClampedArray(data), width, height)?.data);
      },
      { timeout: 20_000 },
    )
    .toContain('/f/');
  return found ?? '';
}

/** The panel writes a text, a phone finds it, hands it to its own share sheet and copies it; then the story stays inside. */
async function sharesWithScripts(person: BrowserContext, panel: Page, { url, id }: { url: string; id: string }) {
  await panel.goto(`${url}/sharing?of=trade`);
  await panel.locator('html[data-awake]').waitFor();
  const kit = panel.getByRole('article').filter({ hasText: 'quai nord' });
  await kit.getByRole('button', { name: /^Écrire les textes/ }).click();
  await panel.getByRole('dialog').getByLabel('Texte 1').fill('Une bonne nouvelle pour nos quais.');
  await panel.getByRole('dialog').getByRole('button', { name: 'Enregistrer' }).click();
  await kit.getByText(/^Textes écrits par/).waitFor();

  const phone = await person.newPage();
  await phone.addInitScript(() => {
    const shared: unknown[] = [];
    Object.assign(globalThis, { shared });
    Object.assign(navigator, { share: async (data: unknown) => void shared.push(data) });
  });
  for (const path of ['/f', `/f/${id}`, `/f/${id}/share`]) {
    const { bytes, parts } = await firstView(phone, url + path);
    expect(bytes, JSON.stringify(parts)).toBeLessThan(30_000);
    expect(await axeFaults(phone), path).toEqual([]);
  }
  await phone.getByText('Une bonne nouvelle pour nos quais.').click();
  await phone.getByRole('button', { name: 'Une autre application' }).click();
  await phone.getByRole('button', { name: 'Choisir l’application' }).click();
  const [handed] = await phone.evaluate(() => (globalThis as unknown as { shared: ShareData[] }).shared);
  expect(handed).toMatchObject({ title: 'Le quai nord rouvre lundi aux poids lourds' });
  expect(handed?.text).toContain('Une bonne nouvelle pour nos quais.');
  expect(handed?.url).toContain('utm_source=sheet');
  await phone.getByRole('button', { name: 'Copier' }).click();
  await expect(phone.getByRole('button', { name: 'Copié' })).toBeVisible();
  expect(await person.cookies()).toEqual([]);

  await kit.getByRole('button', { name: /^Garder entre nous/ }).click();
  await panel.getByText('L’actualité reste entre nous').waitFor();
  await phone.goto(`${url}/f/${id}`);
  await expect(phone.getByRole('heading', { name: 'Le quai nord rouvre' })).toBeVisible();
  await expect(phone.getByRole('link', { name: 'Partager dehors' })).toHaveCount(0);
  await person.close();
}
