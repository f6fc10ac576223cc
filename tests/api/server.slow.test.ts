/** The server as a process, over real sockets: start, set-up link, push by raw sockets, the panel's door, and a good end. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openJsonStorage } from '../../api/src/storage/json.ts';
import { prepareLocalScreen } from '../../api/src/local-screen.ts';
import { ADMIN, libraryOf, noticeEntry, scheduleEverywhere, startPalier, type Palier } from '../support/palier.ts';
import { runSource } from '../support/processes.ts';
import { openHouse } from './house.ts';

let palier: Palier | undefined;
afterEach(async () => {
  await palier?.stop();
  palier = undefined;
});

async function pairScreen(server: Palier): Promise<{ id: string; token: string }> {
  const offer = await (
    await fetch(`${server.url}/api/pairings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
  ).json();
  const { body } = await server.api<{ id: string }>('POST', `/api/pairings/${offer.code}/approve`, {
    name: 'Hall',
    zone: 'UTC',
    language: 'fr',
  });
  const mine = await fetch(`${server.url}/api/pairings/mine`, {
    headers: { authorization: `Bearer ${offer.pollSecret}` },
  });
  return { id: body.id, token: (await mine.json()).token };
}

function openStream(url: string, token: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    httpGet(url, { headers: { authorization: `Bearer ${token}` } }, resolve).on('error', reject);
  });
}

describe('the server', () => {
  test('prints the set-up link, which works once', async () => {
    palier = await startPalier({ admin: false });
    const [, token] = await palier.process.printed(/\/setup\?token=([\w-]+)/);
    const setUp = () =>
      fetch(`${palier?.url}/api/setup`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token, ...ADMIN, name: 'Camille', language: 'fr' }),
      });
    expect((await setUp()).status).toBe(200);
    expect((await setUp()).status).toBe(409);
    await palier.restart();
    expect(palier.process.output()).not.toContain('/setup');
  });

  test('all faults of its settings at once', async () => {
    const server = runSource('api/src/server.ts', [], { PORT: 'x', KIOSK: 'perhaps', LANG: 'fr_FR.UTF-8' });
    await server.printed(/KIOSK: /);
    expect(server.output()).toContain('Réglages à corriger');
    expect(server.output()).toContain('PORT: ');
    await server.stop();
  });

  test('push over a real socket; a change reaches it; a stop ends it', async () => {
    palier = await startPalier({ library: libraryOf('day', [noticeEntry('one', 'One')]) });
    const { token } = await pairScreen(palier);
    const stream = await openStream(`${palier.url}/api/player/events`, token);
    expect(stream.headers['content-type']).toContain('text/event-stream');
    expect(stream.headers['x-content-type-options']).toBe('nosniff');
    let text = '';
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await expect.poll(() => text).toContain('event: revision');
    const before = text;
    await scheduleEverywhere(palier, 'day');
    await expect.poll(() => text.slice(before.length), { timeout: 3_000 }).toContain('event: revision');
    const manifest = await fetch(`${palier.url}/api/player/manifest`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect((await manifest.json()).playlists).toHaveLength(1);
    const ended = new Promise((resolve) => stream.on('close', resolve));
    const startedAt = performance.now();
    await palier.process.stop();
    await ended;
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await palier.restart();
  });

  test('a client cannot make the panel believe it came by https', async () => {
    palier = await startPalier();
    const page = await fetch(`${palier.url}/sign-in`, { headers: { 'x-forwarded-proto': 'https' } });
    expect([200, 503]).toContain(page.status);
    expect(page.headers.get('content-security-policy')).toContain('frame-ancestors');
    // The panel compares the form's origin with what it believes to be its own: told https, it would refuse.
    const form = await fetch(`${palier.url}/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: palier.url, 'x-forwarded-proto': 'https' },
      body: new URLSearchParams(ADMIN),
    });
    expect(form.status).not.toBe(403);
    const signedIn = await fetch(`${palier.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-proto': 'https', origin: palier.url },
      body: JSON.stringify(ADMIN),
    });
    expect(signedIn.headers.getSetCookie()[0]).toMatch(/^palier=/);
  });
});

describe('the screen of this machine', () => {
  test('needs nobody to approve it; its token is in a file for this user alone, and stays the same', async () => {
    const house = await openHouse();
    const { storage, parts, settings } = house;
    const prepare = () =>
      prepareLocalScreen({
        storage,
        screenTokens: parts.screenTokens,
        dataDir: settings.dataDir,
        zone: 'Europe/Paris',
        language: 'fr',
      });
    const path = (await prepare()) ?? '';
    const token = (await readFile(path, 'utf8')).trim();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const answer = await house.call('GET', '/api/player/manifest', { token });
    expect(answer.body.screen).toMatchObject({ id: 'this-machine', name: 'Cet écran', zone: 'Europe/Paris' });
    await prepare();
    expect((await readFile(path, 'utf8')).trim()).toBe(token);
    await rm(path);
    await prepare();
    expect((await readFile(path, 'utf8')).trim()).not.toBe(token);
    await house.edit('DELETE', '/api/screens/this-machine');
    expect(await prepare()).toBeUndefined();
    await house.close();
  });
});

test('two servers on one data folder: the second says why it does not start', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'palier-two-'));
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const storage = await openJsonStorage({ dir, clock: { now: () => 0 }, log });
  const second = runSource('api/src/server.ts', [], { DATA_DIR: dir, PORT: '0', KIOSK: 'none' });
  await new Promise((resolve) => second.child.once('exit', resolve));
  expect(second.child.exitCode).toBe(1);
  await storage.close();
  await rm(dir, { recursive: true });
});
