/** What the page is served: its files, media by range, and words on web pages. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rangeOf } from '@palier/kiosk/core/media-answer';
import { frameVerdict } from '@palier/kiosk/core/web-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manifest, picture, pictureEntry, playlist } from './support/content.ts';
import { rig } from './support/rig.ts';

let playerDir = '';
beforeAll(async () => {
  playerDir = await mkdtemp(join(tmpdir(), 'palier-player-'));
  await mkdir(join(playerDir, 'assets'));
  await writeFile(join(playerDir, 'index.html'), '<!doctype html><title>Palier</title>');
  await writeFile(join(playerDir, 'assets', 'index-1a2b.js'), 'export {};');
  await writeFile(join(playerDir, 'notes.txt'), 'not for the page');
});
afterAll(() => rm(playerDir, { recursive: true, force: true }));

describe('the page', () => {
  test('has a policy, and nothing of it is taken from elsewhere', async () => {
    const made = await rig({ playerDir });
    const page = await made.kiosk.app.request('/');
    expect(await page.text()).toContain('Palier');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    const script = await made.kiosk.app.request('/assets/index-1a2b.js');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(script.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/assets/..%2f..%2fpackage.json',
    '/.git/config',
    '/notes.txt',
    '/assets',
    '/assets/',
  ])('does not reach %s', async (path) => {
    const made = await rig({ playerDir });
    expect((await made.kiosk.app.request(path)).status).toBe(404);
  });

  test('that was never built says what to do', async () => {
    const made = await rig({ playerDir: '/nowhere' });
    const answer = await made.kiosk.app.request('/');
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('npm run build');
  });
});

describe('media', () => {
  const harbour = picture('harbour', 1_000);
  const content = manifest(1, { playlists: [playlist('day', [pictureEntry('a', harbour)])], pictures: [harbour] });
  const path = `/media/${content.media[0]?.sha256}`;

  test.each([
    ['bytes=0-99', 206, 'bytes 0-99/1000', 0, 100],
    ['bytes=900-', 206, 'bytes 900-999/1000', 900, 1000],
    ['bytes=-10', 206, 'bytes 990-999/1000', 990, 1000],
    ['bytes=990-5000', 206, 'bytes 990-999/1000', 990, 1000],
    ['bytes=0-1,5-6', 200, null, 0, 1000],
    ['items=0-1', 200, null, 0, 1000],
  ])('by %s', async (range, status, contentRange, start, end) => {
    const made = await rig({ manifest: content, pictures: [harbour] });
    const answer = await made.kiosk.app.request(path, { headers: { range } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-range')).toBe(contentRange);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(harbour.bytes.slice(start, end));
  });

  test('beyond the end is said so', async () => {
    const made = await rig({ manifest: content, pictures: [harbour] });
    const answer = await made.kiosk.app.request(path, { headers: { range: 'bytes=1000-' } });
    expect(answer.status).toBe(416);
    expect(answer.headers.get('content-range')).toBe('bytes */1000');
  });

  test('never change, and are sent once', async () => {
    const made = await rig({ manifest: content, pictures: [harbour] });
    const first = await made.kiosk.app.request(path);
    const again = await made.kiosk.app.request(path, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
  });

  test("of a hosted player are the host's, and nothing is downloaded", async () => {
    const asked: string[] = [];
    const made = await rig({
      manifest: content,
      shell: 'hosted',
      media: async (sha256) => {
        asked.push(sha256);
        return new Response('here');
      },
    });
    expect(await made.keys()).toEqual(['a']);
    expect(await (await made.kiosk.app.request(path)).text()).toBe('here');
    expect(asked).toHaveLength(1);
    expect(made.server.state.requests.filter((request) => request.path.includes('/media/'))).toEqual([]);
  });

  test('ranges of an empty or odd kind', () => {
    expect(rangeOf('bytes=-0', 10)).toBe('beyond');
    expect(rangeOf('bytes=5-2', 10)).toBeUndefined();
    expect(rangeOf('bytes=-', 10)).toBeUndefined();
    expect(rangeOf(null, 10)).toBeUndefined();
  });
});

describe('a web page', () => {
  const url = 'https://intranet.example/menu';
  const content = manifest(1, { playlists: [playlist('day', [{ id: 'w', item: { kind: 'web', url } }])] });
  const ask = async (answer: (url: string) => Response | Promise<Response>, asked = url) => {
    const made = await rig({ manifest: content, webFetch: async (address) => answer(address) });
    return (await made.kiosk.app.request(`/web-check?url=${encodeURIComponent(asked)}`)).json();
  };

  test('that answers may be shown', async () => {
    expect(await ask(() => new Response('ok'))).toEqual({ ok: true });
  });

  test.each([
    ['is gone', () => new Response('', { status: 404 }), 'it answered 404'],
    ['does not answer', () => Promise.reject(new TypeError('fetch failed')), 'fetch failed'],
    [
      'leads elsewhere',
      () => new Response('', { status: 302, headers: { location: 'file:///etc/passwd' } }),
      'it leads to something that is not a web page',
    ],
    ['leads in circles', () => new Response('', { status: 302, headers: { location: url } }), 'it redirects too often'],
    [
      'forbids frames',
      () => new Response('', { headers: { 'x-frame-options': 'SAMEORIGIN' } }),
      'the site does not let itself be shown inside another page',
    ],
  ])('that %s may not', async (_what, answer, reason) => {
    expect(await ask(answer)).toEqual({ ok: false, reason });
  });

  test('that no item names is not asked for', async () => {
    expect(await ask(() => new Response('ok'), 'http://192.168.0.1/admin')).toMatchObject({ ok: false });
  });

  test.each([
    ["frame-ancestors 'self'", false],
    ["default-src 'self'; frame-ancestors 'none'", false],
    ['frame-ancestors *', true],
    ["default-src 'self'", true],
  ])('with the policy %s', (policy, ok) => {
    expect(frameVerdict(new Headers({ 'content-security-policy': policy })).ok).toBe(ok);
  });
});
