/** Two whole API processes on one PostgreSQL, as a balancer would have them: whichever one answers, it is one server. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { ADMIN, startPalier, type Palier } from '../support/palier.ts';
import { describePostgres } from '../support/postgres.ts';

const PATIENT = { timeout: 15_000 };

await describePostgres('two API processes', ({ url, server }) => {
  let one: Palier;
  let two: Palier;
  beforeAll(async () => {
    one = await startPalier({ env: { DATABASE_URL: url } });
    two = await startPalier({ env: { DATABASE_URL: url } });
  });
  afterAll(() => Promise.all([one?.stop(), two?.stop()]));

  test('a session that one opened holds on the other, and ends on both', async () => {
    const cookie = await signIn(one);
    expect((await fetch(`${two.url}/api/playlists`, { headers: { cookie } })).status).toBe(200);
    const ended = await fetch(`${two.url}/api/session`, { method: 'DELETE', headers: { cookie, origin: two.url } });
    expect([ended.status, await ended.text()]).toEqual([204, '']);
    expect((await fetch(`${one.url}/api/playlists`, { headers: { cookie } })).status).toBe(401);
  });

  test('a node whose playlists folder holds other files adds them, and deletes nothing', async () => {
    const playlist = (id: string) => ({ id, name: { en: id, fr: id }, entries: [] });
    await one.api('POST', '/api/playlists', playlist('lobby'));
    const three = await startPalier({ env: { DATABASE_URL: url }, library: { third: playlist('third') } });
    onTestFinished(() => three.stop());
    const ids = async (palier: Palier) => {
      const { body } = await palier.api<{ playlists: { playlist: { id: string } }[] }>('GET', '/api/playlists');
      return body.playlists.map((view) => view.playlist.id);
    };
    await expect.poll(() => ids(one), PATIENT).toEqual(['lobby', 'third']);
    await one.api('POST', '/api/playlists', playlist('hall'));
    // A file that is missing is believed to be gone after 0.8 s.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(await ids(three)).toEqual(['hall', 'lobby', 'third']);
    expect(await ids(one)).toEqual(['hall', 'lobby', 'third']);
    // Nor for a moment: what is deleted may come back from another node's folder.
    for (const palier of [one, two, three]) expect(palier.process.output()).not.toContain('deleted with its file');
  });

  test('a change through one reaches a stream on the other within a second, and is there when it looks', async () => {
    const cookie = await signIn(two);
    const events = await listen(`${two.url}/api/events`, cookie);
    for (let round = 1; round <= 5; round += 1) {
      const id = `news-${round}`;
      const heard = events.next((text) => text.includes('playlists'));
      const startedAt = performance.now();
      await one.api('POST', '/api/playlists', { id, name: { en: 'News', fr: 'Nouvelles' } });
      await heard;
      expect(performance.now() - startedAt).toBeLessThan(1_000);
      expect((await fetch(`${two.url}/api/playlists/${id}`, { headers: { cookie } })).status).toBe(200);
    }
    await events.close();
  });

  test.skipIf(server === undefined)('both outlive a crash of the database, and say so meanwhile', async () => {
    await server?.kill();
    const health = async (palier: Palier) => {
      const answer = await fetch(`${palier.url}/api/health`);
      return { code: answer.status, ...(await answer.json()) };
    };
    for (const palier of [one, two]) {
      await expect
        .poll(() => health(palier), PATIENT)
        .toMatchObject({ code: 200, status: 'degraded', writable: false, reason: expect.any(String) });
    }
    const created = one.api('POST', '/api/playlists', { id: 'meanwhile', name: { en: 'M', fr: 'M' } });
    await expect(created).rejects.toThrow('503');
    await server?.start();
    for (const palier of [one, two]) {
      await expect.poll(() => health(palier), PATIENT).toMatchObject({ status: 'ok', writable: true });
    }
    await one.api('POST', '/api/playlists', { id: 'afterwards', name: { en: 'A', fr: 'A' } });
    await two.api('GET', '/api/playlists/afterwards');
  });
});

async function signIn({ url }: Palier): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(ADMIN),
  });
  expect(answer.status).toBe(200);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** An event stream read as text, for as long as a test needs. */
async function listen(url: string, cookie: string) {
  const abort = new AbortController();
  const answer = await fetch(url, { headers: { cookie }, signal: abort.signal });
  expect(answer.status).toBe(200);
  const waiting = new Set<(text: string) => void>();
  const reading = (async () => {
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? [])
      for (const hear of waiting) hear(chunk);
  })().catch((error: unknown) => {
    if (!abort.signal.aborted) throw error;
  });
  return {
    next: (wanted: (text: string) => boolean): Promise<void> =>
      new Promise((resolve) => {
        const hear = (text: string): void => {
          if (!wanted(text)) return;
          waiting.delete(hear);
          resolve();
        };
        waiting.add(hear);
      }),
    close: async (): Promise<void> => {
      abort.abort();
      await reading;
    },
  };
}
