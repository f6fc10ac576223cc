/** A colleague's post with a short film: it runs on the wall beside its words, and is played by who wants to on a phone. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axeFaults } from '../support/axe.ts';
import { approve, libraryOf, scheduleEverywhere, startKiosk, startPalier, type Palier } from '../support/palier.ts';
import { firstView } from '../support/wire-weight.ts';
import { expect, test } from './test.ts';
import { pairingCode, untilState } from './wall.ts';

const FFMPEG = '/usr/bin/ffmpeg';
const MAX_BYTES = 30_000;

test('a film of a post runs on the wall, silent, and waits on the phone until it is wanted', async ({ browser }) => {
  test.skip(!existsSync(FFMPEG), 'there is no ffmpeg, with which films are taken');
  const news = { id: 'news', durationMs: 120_000, item: { kind: 'feed', stories: 1 } };
  const palier = await startPalier({ library: libraryOf('hall', [news]) });
  const kiosk = await startKiosk(palier.url);
  try {
    const id = await postWithFilm(palier);
    await scheduleEverywhere(palier, 'hall');
    const wall = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    await wall.goto(kiosk.url);
    await approve(palier, await pairingCode(wall), 'Hall');
    await untilState(wall, 'playing');
    const shown = wall.locator('.layer.shown .story');
    await expect(shown.locator('h1')).toHaveText('Le compost de la cour est prêt');
    const runs = (video: HTMLVideoElement) => video.muted && !video.paused && video.videoWidth > 0;
    await expect.poll(() => shown.locator('.picture video').evaluate(runs)).toBe(true);

    for (const javaScriptEnabled of [false, true]) {
      const options = { locale: 'fr-FR', viewport: { width: 390, height: 844 }, javaScriptEnabled };
      const phone = await (await browser.newContext(options)).newPage();
      const { parts } = await firstView(phone, `${palier.url}/f/${id}`);
      const bytes = parts.reduce((sum, part) => sum + (part.path.includes('/media/') ? 0 : part.bytes), 0);
      expect(bytes, JSON.stringify(parts)).toBeLessThan(MAX_BYTES);
      const film = phone.locator('main video');
      await expect(film).toHaveAttribute('aria-label', 'Le bac à compost');
      const waits = (video: HTMLVideoElement) => [video.controls, video.paused, video.videoWidth];
      await expect.poll(() => film.evaluate(waits)).toEqual([true, true, 320]);
      expect(await phone.locator('main img').count()).toBe(0);
      const box = await film.boundingBox();
      expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 999) <= 390).toBe(true);
      if (!javaScriptEnabled) continue;
      await film.evaluate((video: HTMLVideoElement) => video.play());
      await expect.poll(() => film.evaluate((video: HTMLVideoElement) => video.currentTime > 0)).toBe(true);
      expect(await axeFaults(phone)).toEqual([]);
    }
  } finally {
    await kiosk.stop();
    await palier.stop();
  }
});

/** Sent from a phone and approved in the panel. Answers the story's id. */
async function postWithFilm(palier: Palier): Promise<string> {
  const ask = async (path: string, headers: Record<string, string>, body: BodyInit) => {
    const answer = await fetch(`${palier.url}/api/public/proposals${path}`, {
      method: 'POST',
      headers: { origin: palier.url, 'content-type': 'application/json', ...headers },
      body,
    });
    expect(answer.ok, `${path} answered ${answer.status}`).toBe(true);
    return answer.json();
  };
  const path = join(await mkdtemp(join(tmpdir(), 'palier-film-')), 'film.mp4');
  const made = [
    '-f',
    'lavfi',
    '-i',
    'testsrc=duration=3:size=320x240:rate=10',
    '-c:v',
    'libx264',
    '-pix_fmt',
    'yuv420p',
  ];
  execFileSync(FFMPEG, ['-v', 'error', ...made, path]);
  const { words } = await ask('/words', {}, JSON.stringify({ language: 'fr' }));
  const key = { 'x-proposal-key': encodeURIComponent(words.join(' ')) };
  const film = new Uint8Array(await readFile(path));
  const { name: video } = await ask('/files', { ...key, 'content-type': 'video/mp4' }, film);
  const content = {
    title: 'Le compost de la cour est prêt',
    text: 'Vendredi midi, à côté des vélos.',
    category: 'news',
    language: 'fr',
    credit: { kind: 'team', text: 'Les moyens généraux' },
    pictures: [],
    video,
    alt: 'Le bac à compost',
  };
  await ask('', key, JSON.stringify({ content }));
  type Entries = { entries: { id: string; storyId: string; revision: number }[] };
  const { body } = await palier.api<Entries>('GET', '/api/proposals');
  const [sent] = body.entries;
  await palier.api('POST', `/api/proposals/${sent?.id}/decision`, { did: 'approved', revision: sent?.revision });
  return sent?.storyId ?? '';
}
