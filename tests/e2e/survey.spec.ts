/**
 * A question from the wall to the phone and back: its code is read off a photograph of the running screen, answered with
 * and without scripts, once each however often it is sent, and the wall tells how many. Of those who answer nothing is
 * kept: no address, no browser, no cookie, no time.
 */
import { randomUUID } from 'node:crypto';
import type { ResultsView, SurveyView } from '@palier/api/client';
import type { Browser, Page } from '@playwright/test';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { axeFaults } from '../support/axe.ts';
import { approve, pictureOf, scheduleEverywhere, startKiosk, startPalier, type Palier } from '../support/palier.ts';
import { everythingKept, instantsBetween } from '../support/traces.ts';
import { expect, test } from './test.ts';
import { pairingCode, untilState } from './wall.ts';

const say = (fr: string, en: string) => ({ fr, en });
const QUESTIONS = [
  {
    kind: 'single',
    id: 'rythme',
    title: say('Deux jours chez soi : ça marche ?', 'Two days from home: does it work?'),
    required: true,
    options: [
      { id: 'bien', label: say('Bien', 'Well') },
      { id: 'mal', label: say('Mal', 'Badly') },
    ],
    jumps: [{ when: { op: 'is', value: 'bien' }, to: 'note' }],
  },
  { kind: 'long-text', id: 'pourquoi', title: say('Qu’est-ce qui gêne ?', 'What gets in the way?') },
  { kind: 'scale', id: 'note', title: say('Et votre semaine ?', 'And your week?'), steps: 5 },
];
const option = (id: string, label: string) => ({ id, label: say(label, label) });
const ask = (kind: string, title: string) => ({ kind, id: kind, title: say(title, title) });
/** One of every further kind. */
const OTHER_KINDS = [
  { ...ask('multiple', 'Plusieurs'), options: [option('a', 'Bureau'), option('b', 'Atelier')], other: true },
  ask('stars', 'Étoiles'),
  { ...ask('enps', 'Recommander'), low: say('Jamais', 'Never'), high: say('Toujours', 'Always') },
  { ...ask('ranking', 'Ordre'), options: [option('a', 'Café'), option('b', 'Calme')] },
  { ...ask('matrix', 'Cantine'), rows: [option('x', 'Goût')], columns: [option('g', 'Bon'), option('m', 'Moyen')] },
  ask('short-text', 'Un mot'),
  {
    ...ask('picture', 'Image'),
    options: [
      { ...option('p', 'Jardin'), media: 'jardin.jpg' },
      { ...option('q', 'Toit'), media: 'jardin.jpg' },
    ],
  },
  ask('date', 'Jour'),
  { ...ask('consent', 'Accord'), required: true, text: say('Je suis d’accord', 'I agree') },
];

test('scanned off the wall, answered with and without scripts, counted once, told on the wall, and nobody is known', async ({
  browser,
  page: wall,
}) => {
  const palier = await startPalier({ env: { TRUST_PROXY: '1' } });
  let kiosk: Awaited<ReturnType<typeof startKiosk>> | undefined;
  try {
    // Before any screen runs: every instant that is kept from these seconds would be one of a person.
    const earlier = await published(palier, 'Les réunions', 'open');
    const planted = await answerInDisguise(palier, earlier);
    await decide(palier, earlier.id);

    const survey = await published(palier, 'Le télétravail', 'onsite');
    kiosk = await startKiosk(palier.url);
    await upload(palier, 'jardin.jpg');
    const every = await published(palier, 'Toutes les questions', 'open', [...QUESTIONS, ...OTHER_KINDS]);
    await showOnTheWall(palier, wall, kiosk.url, survey.id);
    const address = await scanned(wall, survey.code);

    await Promise.all([
      withScripts(browser, address),
      withoutScripts(browser, address).then(() => everyKind(browser, `${palier.url}/s/${every.code}`)),
    ]);
    for (let person = 0; person < 3; person += 1) await sendForm(address, { 'a.rythme': 'bien', key: randomUUID() });
    await expect(wall.getByText('5 réponses').first()).toBeVisible();

    // Six forms came, one of them a second time: had that counted, "mal" would be more than one in five.
    // Released by a round of its own, a moment after they were counted.
    const released = async () => {
      const { body } = await palier.api<ResultsView>('GET', `/api/surveys/${survey.id}/results`);
      const [figure] = body.all.figures;
      return [figure?.answers, figure?.bars.find(({ cell }) => cell === 'mal')?.percent];
    };
    await expect.poll(released).toEqual([5, 20]);

    const kept = await everythingKept(palier);
    expect(kept.size).toBeGreaterThan(4);
    for (const [where, text] of kept) {
      expect([where, PLANTED.exec(text)?.[0]]).toEqual([where, undefined]);
      const instants = instantsBetween(text, planted.fromMs, planted.toMs);
      expect([where, instants.filter((instant) => !OF_THE_HOUSE.test(instant))]).toEqual([where, []]);
    }
    // Without the server the kiosk goes on making codes, from what it has on its disk.
    await palier.process.stop();
    await kiosk.restart();
    await wall.goto(kiosk.url);
    await scanned(wall, survey.code);
  } finally {
    await kiosk?.stop();
    await palier.stop();
  }
});

async function published(palier: Palier, title: string, access: 'open' | 'onsite', questions: unknown[] = QUESTIONS) {
  const content = { title: say(title, title), questions, access };
  const { body } = await palier.api<SurveyView>('POST', '/api/surveys', { content });
  await palier.api('POST', `/api/surveys/${body.survey.id}/publish`);
  return body.survey;
}

async function upload(palier: Palier, name: string): Promise<void> {
  const picture = new Uint8Array(await pictureOf({ r: 44, g: 122, b: 63 }));
  await palier.api('POST', `/api/media?name=${name}`, picture, { 'content-type': 'image/jpeg' });
}

async function decide(palier: Palier, surveyId: string): Promise<void> {
  const what = say('Aucune réunion après 16 h 30', 'No meeting after 16:30');
  await palier.api('POST', '/api/actions', { surveyId, verdict: 'we-will', what, owner: 'Direction', published: true });
}

async function showOnTheWall(palier: Palier, wall: Page, kioskUrl: string, survey: string): Promise<void> {
  const entries = [{ id: 'question', durationMs: 60_000, item: { kind: 'survey', survey } }];
  await palier.api('POST', '/api/playlists', { id: 'hall', name: { fr: 'Hall' }, entries });
  await scheduleEverywhere(palier, 'hall');
  await wall.setViewportSize({ width: 1920, height: 1080 });
  await wall.goto(kioskUrl);
  await approve(palier, await pairingCode(wall));
  await untilState(wall, 'playing');
}

/** The address in the wall's code, which proves that somebody stood there. */
async function scanned(wall: Page, code: string): Promise<string> {
  let address = '';
  await expect
    .poll(async () => (address = codeIn(await wall.screenshot()) ?? ''))
    .toMatch(new RegExp(`/s/${code}\\?k=\\w{6}$`));
  expect(Number(await wall.locator('[data-qr-version]').getAttribute('data-qr-version'))).toBeLessThanOrEqual(3);
  return address;
}

/** One question at a time; the first reply is lost on the way, and the same answers go again. */
async function withScripts(browser: Browser, address: string): Promise<void> {
  const phone = await phoneIn(browser, true);
  const sent: (string | null)[] = [];
  await phone.route(/\/s\//, async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    sent.push(new URLSearchParams(route.request().postData() ?? '').get('key'));
    if (sent.length !== 2) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await phone.goto(address);
  await expect(phone.getByText('Personne ne peut savoir ce que vous avez répondu').first()).toBeVisible();
  await isReachable(phone, ['dark', 'light']);
  const onward = phone.getByRole('button', { name: /Commencer|Continuer/ });
  await onward.click();
  await onward.click();
  await expect(phone.getByText('Cette question attend une réponse.')).toBeVisible();
  await phone.getByText('Bien', { exact: true }).click();
  await onward.click();
  await expect(phone.getByRole('heading', { name: 'Et votre semaine' })).toBeVisible();
  await phone.goBack();
  await phone.getByText('Mal', { exact: true }).click();
  await onward.click();
  await phone.locator('textarea').fill('Trop de bruit');
  await phone.reload();
  await expect(phone.locator('textarea')).toHaveValue('Trop de bruit');
  await onward.click();
  await phone.getByLabel('4', { exact: true }).check();
  await isReachable(phone);
  // While one thinks, the screen's code runs out.
  const k = phone.locator('input[name="k"]');
  await k.evaluate((field) => field.setAttribute('value', 'abcdef'));
  await phone.getByRole('button', { name: 'Envoyer mes réponses' }).click();
  await expect(phone.getByText('Le code de l’écran a changé')).toBeVisible();
  await phone.getByLabel('Code affiché sur l’écran').fill(new URL(address).searchParams.get('k') ?? '');
  await phone.getByRole('button', { name: 'Envoyer mes réponses' }).click();
  await expect(phone.getByText('ne répond pas')).toBeVisible();
  await phone.getByRole('button', { name: 'Envoyer maintenant' }).click();
  await expect(phone.getByRole('heading', { name: 'Merci' })).toBeVisible();
  expect([sent.length, new Set(sent).size]).toEqual([3, 1]);
  expect(await phone.evaluate(() => sessionStorage.length)).toBe(0);
  await phone.getByRole('link', { name: 'Ce qui a déjà changé' }).click();
  await expect(phone.getByRole('heading', { name: 'Aucune réunion après' })).toBeVisible();
  await isReachable(phone);
  await phone.goto(address);
  await expect(phone.getByRole('heading', { name: 'Cet appareil a déjà répondu' })).toBeVisible();
  await phone.context().close();
}

/** The whole form at once; the server finds what is missing, and keeps what was typed. */
async function withoutScripts(browser: Browser, address: string): Promise<void> {
  const { origin, pathname, searchParams } = new URL(address);
  const phone = await phoneIn(browser, false);
  await phone.goto(`${origin}${pathname}?k=abcdef`);
  await expect(phone.getByText('Ce QR n’est plus valable')).toBeVisible();
  await phone.getByLabel('Code affiché sur l’écran').fill(searchParams.get('k') ?? '');
  await phone.getByRole('button', { name: 'Ouvrir le sondage' }).click();
  await phone.getByLabel('5', { exact: true }).check();
  await phone.getByRole('button', { name: 'Envoyer mes réponses' }).click();
  await expect(phone.getByText('Cette question attend une réponse.')).toBeVisible();
  await expect(phone.getByLabel('5', { exact: true })).toBeChecked();
  await phone.getByLabel('Bien').check();
  await phone.getByRole('button', { name: 'Envoyer mes réponses' }).click();
  await expect(phone.getByRole('heading', { name: 'Merci' })).toBeVisible();
  await phone.context().close();
}

/** Every way of answering, on a phone where the script never arrives. */
async function everyKind(browser: Browser, address: string): Promise<void> {
  const phone = await phoneIn(browser, true);
  await phone.route(/\.js$/, (route) => route.abort());
  await phone.goto(address);
  await expect(phone.getByRole('heading', { name: 'Recommander' })).toBeVisible();
  await isReachable(phone, ['dark', 'light']);
  await phone.getByLabel('Bien').check();
  await phone.getByLabel('Atelier').check();
  await phone.getByLabel('Autre', { exact: true }).check();
  await phone.getByPlaceholder('Autre, en quelques mots').fill('Le quai');
  // The star lies over its field, within the same label.
  await phone.getByLabel('3 étoiles').check({ force: true });
  await phone.getByLabel('10 Toujours').check();
  await phone.getByLabel('Café').selectOption('2');
  await phone.getByLabel('Calme').selectOption('2');
  await phone.getByLabel('Moyen').check();
  await phone.getByLabel('Un mot').fill('Merci');
  await phone.getByLabel('Toit').check();
  await phone.getByLabel('Jour', { exact: true }).fill('2026-12-18');
  await phone.getByRole('button', { name: 'Envoyer mes réponses' }).click();
  await expect(phone.getByText('2 réponses sont à revoir')).toBeVisible();
  await expect(phone.getByText('Donnez une place différente')).toBeVisible();
  await expect(phone.getByText('Cochez cette case')).toBeVisible();
  await expect(phone.getByPlaceholder('Autre, en quelques mots')).toHaveValue('Le quai');
  await phone.getByLabel('Café').selectOption('1');
  await phone.getByLabel('Je suis d’accord').check();
  await phone.getByRole('button', { name: 'Envoyer mes réponses' }).click();
  await expect(phone.getByRole('heading', { name: 'Merci' })).toBeVisible();
  await phone.context().close();
}

/** For everybody, and on the narrowest phone with text twice as large. */
async function isReachable(phone: Page, schemes: readonly ('dark' | 'light')[] = ['light']): Promise<void> {
  for (const colorScheme of schemes) {
    await phone.emulateMedia({ colorScheme });
    expect(await axeFaults(phone)).toEqual([]);
  }
  await phone.setViewportSize({ width: 320, height: 640 });
  const width = await phone.evaluate(() => {
    document.documentElement.style.fontSize = '212.5%';
    const { scrollWidth } = document.documentElement;
    document.documentElement.style.fontSize = '';
    return scrollWidth;
  });
  expect(width).toBeLessThanOrEqual(320);
  await phone.setViewportSize({ width: 390, height: 844 });
}

/** What the server notes by itself soon after its start, whoever asks what. */
const OF_THE_HOUSE = /threadCalls|releasedAt/;
const PLANTED =
  /203\.0\.113\.|198\.51\.100\.|PlantedPhone|planted-cookie|planted-request|planted\.example|x-planted|said-in-private|5eed5eed/;
const disguise = (person: number) => ({
  'x-forwarded-for': `203.0.113.${person}, 198.51.100.${person}`,
  'user-agent': `PlantedPhone/${person}.77`,
  'x-request-id': `planted-request-${person}`,
  referer: `http://planted.example/${person}`,
  'accept-language': `x-planted-${person}`,
});

/** Five people, each to be recognised by everything a request can carry; then some who send what cannot be taken. */
async function answerInDisguise(palier: Palier, survey: { id: string; code: string }) {
  const page = `${palier.url}/s/${survey.code}`;
  const fromMs = Date.now();
  for (let person = 0; person < 5; person += 1) {
    const cookie = `a=planted-cookie-${person}; palier_survey=${survey.id}.${`5eed5eed${person}`.padEnd(32, '0')}`;
    const headers = { ...disguise(person), cookie };
    const form = { 'a.rythme': 'mal', 'a.pourquoi': `said-in-private-${person}`, key: randomUUID() };
    expect(await (await fetch(page, { headers })).text()).toContain('déjà répondu');
    // The way without scripts, the way with them, and the API's own door.
    if (person < 4) expect(await sendForm(page, form, headers)).toContain('data-taken');
    else expect((await sendJson(palier.url, survey.code, form, headers)).status).toBe(200);
  }
  expect(await sendForm(page, { 'a.rythme': 'soup', 'a.pourquoi': 'said-in-private' }, disguise(8))).toContain(
    'said-in',
  );
  const broken = { ...disguise(9), origin: palier.url, 'content-type': 'multipart/form-data; boundary=x' };
  expect((await fetch(page, { method: 'POST', headers: broken, body: 'said-in-private' })).ok).toBe(false);
  expect((await fetch(`${palier.url}/s/zzzzzz`, { headers: disguise(7) })).status).toBe(404);
  return { fromMs, toMs: Date.now() };
}

async function sendForm(url: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const { origin, searchParams } = new URL(url);
  const k = searchParams.get('k');
  const body = new URLSearchParams({ ...form, ...(k === null ? {} : { k }) });
  return (await fetch(url, { method: 'POST', body, headers: { ...headers, origin, accept: 'text/html' } })).text();
}

function sendJson(url: string, code: string, form: Record<string, string>, headers: Record<string, string>) {
  const answers = { rythme: form['a.rythme'], pourquoi: form['a.pourquoi'] };
  return fetch(`${url}/api/public/surveys/${code}/answers`, {
    method: 'POST',
    headers: { ...headers, origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ key: form['key'], answers, marker: '5eed5eed4'.padEnd(32, '0') }),
  });
}

async function phoneIn(browser: Browser, javaScriptEnabled: boolean): Promise<Page> {
  const viewport = { width: 390, height: 844 };
  return (await browser.newContext({ locale: 'fr-FR', javaScriptEnabled, viewport })).newPage();
}

function codeIn(screenshot: Buffer): string | undefined {
  const { data, width, height } = PNG.sync.read(screenshot);
  return jsQR.default(new Uint8ClampedArray(data), width, height)?.data;
}
