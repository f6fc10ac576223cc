/** What comes over the wire: events, answers, and what the page reports. */
import { describe, expect, it } from 'vitest';
import { createNowStream } from '../../kiosk/player/src/now-stream.ts';
import { parseNow } from '../../kiosk/player/src/parse-now.ts';
import { createReports, MAX_WAITING } from '../../kiosk/player/src/reports.ts';
import { createSseParser } from '../../kiosk/player/src/sse.ts';
import { checkWeb, sandboxFor } from '../../kiosk/player/src/web-check.ts';

describe('server-sent events', () => {
  it('are read whatever way the bytes are cut', () => {
    const text = ': hello\r\n\r\nevent: now\r\nid: 4\ndata: {"a":\ndata: 1}\n\ndata:x\r\n\r\n';
    for (let cut = 1; cut < text.length; cut += 1) {
      const parse = createSseParser();
      const events = [...parse(text.slice(0, cut)), ...parse(text.slice(cut))];
      expect(events).toEqual([
        { event: 'now', data: '{"a":\n1}' },
        { event: 'message', data: 'x' },
      ]);
    }
  });
  it('may not grow without end', () => {
    const parse = createSseParser();
    expect(() => {
      for (let round = 0; round < 100; round += 1) parse('data: '.padEnd(100_000, 'x'));
    }).toThrow('too large');
  });
});

describe('an answer of the core', () => {
  it.each(['', '{', 'null', '[]', '{"state":"idle"}', '{"state":"idle","atMs":"x","revision":1}'])(
    '%s is none',
    (text) => expect(parseNow(text)).toBeUndefined(),
  );
  it('may say more than this page knows, and entries it cannot read are left out', () => {
    const entry = { key: 'a', version: '1', durationMs: 1000, item: { kind: 'notice' } };
    const text = JSON.stringify({
      state: 'playing',
      atMs: 1,
      revision: 2,
      news: true,
      program: { kind: 'scheduled', anchorMs: 0, entries: [entry, { key: 'b' }] },
    });
    const now = parseNow(text);
    expect(now?.program?.entries).toEqual([entry]);
    expect(now?.program?.excluded).toEqual([]);
    expect(now?.media).toEqual([]);
  });
});

describe('the stream', () => {
  it('hears answers, opens anew when it ends, and asks plainly when it cannot be opened', async () => {
    const asked: string[] = [];
    const heard: number[] = [];
    const answer = (revision: number) => JSON.stringify({ state: 'idle', atMs: 1, revision });
    const replies = [
      () => new Response(`event: now\ndata: ${answer(1)}\n\n`),
      () => new Response('', { status: 503 }),
      () => new Response(answer(2)),
      () => Promise.reject(new TypeError('no network')),
      () => Promise.reject(new TypeError('no network')),
      () => new Response(`event: now\ndata: ${answer(3)}\n\n`),
    ];
    const waits: number[] = [];
    const stream = createNowStream({
      fetch: async (path) => {
        asked.push(typeof path === 'string' ? path : 'something else');
        const reply = replies.shift();
        if (reply === undefined) throw new TypeError('over');
        return reply();
      },
      random: () => 1,
      wait: async (ms) => {
        waits.push(ms);
        if (heard.includes(3)) stream.stop();
      },
      onnow: (now) => heard.push(now.revision),
    });
    await stream.run();
    expect(asked).toEqual(['events', 'events', 'now', 'events', 'now', 'events']);
    expect(heard).toEqual([1, 2, 3]);
    expect(waits).toEqual([250, 500, 1000, 250]);
  });
});

describe('reports', () => {
  const play = (index: number) => ({ key: `k${index}`, startedAtMs: index, endedAtMs: index + 1, revision: 1 });

  it('are sent in order, each until it is taken', async () => {
    const taken: string[] = [];
    let failing = 2;
    let waits = 0;
    const reports = createReports({
      fetch: async (_path, init) => {
        if (failing > 0) {
          failing -= 1;
          throw new TypeError('no network');
        }
        taken.push(typeof init?.body === 'string' ? init.body : '');
        return new Response(null, { status: 204 });
      },
      wait: async () => void (waits += 1),
    });
    reports.play(play(1));
    reports.play(play(2));
    await expect.poll(() => taken.length).toBe(2);
    expect(waits).toBe(2);
    expect(taken[0]).toContain('k1');
  });

  it('that are refused are not repeated, and at most 200 wait', async () => {
    const refusing = createReports({
      fetch: async () => new Response(null, { status: 400 }),
      wait: async () => undefined,
    });
    refusing.play(play(1));
    await expect.poll(() => refusing.waiting()).toBe(0);
    const deaf = createReports({ fetch: () => new Promise(() => undefined), wait: async () => undefined });
    for (let index = 0; index < 500; index += 1) deaf.play(play(index));
    expect(deaf.waiting()).toBe(MAX_WAITING);
  });
});

describe('a page from outside', () => {
  const quiet = new AbortController().signal;
  it.each([
    [async () => Response.json({ ok: true }), { ok: true }],
    [
      async () => Response.json({ ok: false, reason: 'refuses to be framed' }),
      { ok: false, reason: 'a.fr: refuses to be framed' },
    ],
    [async () => new Response('', { status: 500 }), { ok: false, reason: 'could not ask about a.fr: 500' }],
    [() => Promise.reject(new TypeError('no network')), { ok: false, reason: 'could not ask about a.fr: no network' }],
  ])('is shown only when the core says so', async (fetch, expected) =>
    expect(await checkWeb('https://a.fr/x', quiet, fetch)).toEqual(expected),
  );
  it('never shares our origin', () => {
    expect(sandboxFor('http://kiosk.local/x', 'http://kiosk.local')).toBe('allow-scripts');
    expect(sandboxFor('https://a.fr/', 'http://kiosk.local')).toContain('allow-same-origin');
  });
});
