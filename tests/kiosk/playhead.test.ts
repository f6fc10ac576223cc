/** What is on: boundaries, takeovers, turns that go on through edits, entries that cannot be shown, clocks that jump. */
import { loopAt } from '@palier/playlists/loop';
import type { Now } from '@palier/playlists/now';
import { describe, expect, test } from 'vitest';
import { manifest, notice, picture, pictureEntry, playlist, rule, START_MS, takeover } from './support/content.ts';
import { rig, type Rig } from './support/rig.ts';

const day = (...entries: Parameters<typeof playlist>[1]) => playlist('day', entries);
const three = manifest(1, { playlists: [day(notice('a'), notice('b'), notice('c'))] });
const alarm = (id: string, fromMs: number, toMs: number) =>
  takeover(id, fromMs, toMs, {
    kind: 'item',
    item: { kind: 'notice', title: { en: 'Leave the building' }, tone: 'alarm' },
  });

function onAt(now: Now, atMs: number): string | undefined {
  if (now.program === undefined) return undefined;
  return loopAt(now.program.entries, now.program.anchorMs, atMs, new Set(now.program.excluded))?.entry.key;
}

async function on(made: Rig): Promise<string | undefined> {
  return onAt(await made.now(), made.clock.now());
}

describe('boundaries', () => {
  const rules = [
    rule('morning', 'day'),
    rule('lunch', 'lunch', { daypart: { from: '12:00', until: '14:00' }, priority: 1 }),
  ];
  const lists = [day(notice('a')), playlist('lunch', [notice('menu')])];

  test('the next program is on at its minute, and pages are told', async () => {
    const made = await rig({ manifest: manifest(1, { playlists: lists, rules }) });
    const heard = await listen(made);
    await made.clock.pass(2 * 3_600_000 - 1);
    expect(await made.keys()).toEqual(['a']);
    await made.clock.pass(1);
    expect(await made.keys()).toEqual(['menu']);
    expect(heard().at(-1)?.program?.playlistId).toBe('lunch');
    await made.clock.pass(2 * 3_600_000);
    expect(await made.keys()).toEqual(['a']);
  });

  test('a clock that jumps forwards or backwards is seen within half a minute', async () => {
    const made = await rig({ manifest: manifest(1, { playlists: lists, rules }) });
    const heard = await listen(made);
    made.clock.jump(2.5 * 3_600_000);
    await made.clock.pass(30_000);
    expect(heard().at(-1)?.program?.playlistId).toBe('lunch');
    made.clock.jump(-2.5 * 3_600_000);
    await made.clock.pass(30_000);
    expect(heard().at(-1)?.program?.playlistId).toBe('day');
    expect((await made.now()).state).toBe('playing');
  });

  test('an idle screen keeps only a few timers', async () => {
    const made = await rig({ manifest: three });
    await made.clock.pass(600_000);
    expect(made.clock.pending()).toBeLessThanOrEqual(5);
  });
});

describe('a takeover', () => {
  test('starts at its time, ends by itself, and the screen returns to what is due now', async () => {
    const made = await rig({
      manifest: manifest(1, {
        playlists: [day(notice('a'))],
        takeovers: [alarm('fire', START_MS + 60_000, START_MS + 120_000)],
      }),
    });
    expect(await on(made)).toBe('a');
    await made.clock.pass(60_000);
    expect(await on(made)).toBe('fire');
    expect((await made.now()).program?.kind).toBe('takeover');
    await made.clock.pass(60_000);
    expect(await on(made)).toBe('a');
  });

  test('ended by hand is off at once', async () => {
    const running = alarm('fire', START_MS, START_MS + 600_000);
    const made = await rig({ manifest: manifest(1, { playlists: [day(notice('a'))], takeovers: [running] }) });
    expect(await on(made)).toBe('fire');
    await made.publish(manifest(2, { playlists: [day(notice('a'))], takeovers: [] }));
    expect(await on(made)).toBe('a');
  });

  test('ends by itself without the network and over a restart', async () => {
    const running = alarm('fire', START_MS, START_MS + 600_000);
    const made = await rig({ manifest: manifest(1, { playlists: [day(notice('a'))], takeovers: [running] }) });
    made.server.state.offline = true;
    await made.restart();
    expect(await on(made)).toBe('fire');
    await made.clock.pass(600_000);
    expect(await on(made)).toBe('a');
  });

  test('of which nothing can be shown gives way to what is due', async () => {
    const made = await rig({
      manifest: manifest(1, {
        playlists: [day(notice('a'))],
        takeovers: [alarm('fire', START_MS, START_MS + 600_000)],
      }),
    });
    const entry = (await made.now()).program?.entries[0];
    await made.post('/faults', { key: entry?.key, version: entry?.version, reason: 'no font' });
    expect(await on(made)).toBe('a');
    await made.clock.pass(30_000);
    expect(await on(made)).toBe('fire');
  });
});

describe('an edit', () => {
  test('leaves the turn of the entry that is on', async () => {
    const made = await rig({ manifest: three });
    const before = await made.now();
    const key = onAt(before, made.clock.now());
    await made.publish(manifest(2, { playlists: [day(notice('c'), notice('new'), notice('b'), notice('a'))] }));
    expect(await on(made)).toBe(key);
    const position = (now: Now) =>
      now.program && loopAt(now.program.entries, now.program.anchorMs, made.clock.now())?.endsAtMs;
    expect(position(await made.now())).toBe(position(before));
  });

  test('that deletes the item that plays gives way to the next one at once', async () => {
    const made = await rig({ manifest: three });
    const all = ['a', 'b', 'c'];
    const playing = (await on(made)) ?? '';
    const next = all[(all.indexOf(playing) + 1) % 3] ?? '';
    await made.publish(
      manifest(2, { playlists: [day(...all.filter((key) => key !== playing).map((key) => notice(key)))] }),
    );
    expect(await on(made)).toBe(next);
    await made.clock.pass(9_999);
    expect(await on(made)).toBe(next);
  });

  test('that deletes everything shows the brand card, never nothing', async () => {
    const made = await rig({ manifest: three });
    await made.publish(manifest(2, { playlists: [day()] }));
    expect((await made.now()).state).toBe('idle');
  });
});

describe('an entry that cannot be shown', () => {
  const fault = async (made: Rig, key: string) => {
    const entry = (await made.now()).program?.entries.find((one) => one.key === key);
    return made.post('/faults', { key, version: entry?.version, reason: 'cannot be decoded' });
  };

  test('is skipped for 30 s, then for twice as long, at most a quarter of an hour', async () => {
    const made = await rig({ manifest: three });
    for (const waitMs of [30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 900_000]) {
      await fault(made, 'b');
      expect(await made.keys()).toEqual(['a', 'c']);
      await made.clock.pass(waitMs - 1);
      expect(await made.keys()).toEqual(['a', 'c']);
      await made.clock.pass(1);
      expect(await made.keys()).toEqual(['a', 'b', 'c']);
    }
  });

  test('is told to pages and in the heartbeat, with the time of the next try', async () => {
    const made = await rig({ manifest: three });
    const heard = await listen(made);
    await fault(made, 'b');
    expect(heard().at(-1)?.program?.excluded).toEqual(['b']);
    await made.clock.pass(2_000);
    expect(made.server.state.heartbeats.at(-1)).toMatchObject({
      state: 'playing',
      faults: [
        {
          entryId: 'b',
          playlistId: 'day',
          kind: 'notice',
          reason: 'cannot be decoded',
          retryAt: new Date(START_MS + 30_000).toISOString(),
        },
      ],
    });
  });

  test('gets a fresh chance with a new version', async () => {
    const made = await rig({ manifest: three });
    await fault(made, 'b');
    await made.publish(manifest(2, { playlists: [day(notice('a'), notice('b', 'Mended'), notice('c'))] }));
    expect(await made.keys()).toEqual(['a', 'b', 'c']);
  });

  test('is forgiven once it was shown', async () => {
    const made = await rig({ manifest: three });
    for (let tries = 0; tries < 3; tries += 1) {
      await fault(made, 'b');
      await made.clock.pass(120_000);
    }
    const endedAtMs = made.clock.now();
    await made.post('/plays', { key: 'b', startedAtMs: endedAtMs - 10_000, endedAtMs, revision: 1 });
    await fault(made, 'b');
    await made.clock.pass(30_000);
    expect(await made.keys()).toEqual(['a', 'b', 'c']);
  });

  test('that is the last one leaves the state `fault`', async () => {
    const made = await rig({ manifest: manifest(1, { playlists: [day(notice('a'))] }) });
    await fault(made, 'a');
    expect(await made.now()).toMatchObject({ state: 'fault', detail: 'cannot be decoded' });
    await made.clock.pass(30_000);
    expect((await made.now()).state).toBe('playing');
  });

  test('whose file is damaged on disk is fetched again', async () => {
    const harbour = picture('harbour');
    const made = await rig({
      manifest: manifest(1, { playlists: [day(pictureEntry('p', harbour), notice('n'))], pictures: [harbour] }),
      pictures: [harbour],
    });
    const [name = ''] = [...made.disk.files.keys()].filter((file) => file.startsWith('media/'));
    made.disk.files.set(name, new Uint8Array(harbour.bytes.length));
    await fault(made, 'p');
    await made.clock.pass(5_000);
    expect(made.disk.files.get(name)).toEqual(harbour.bytes);
  });

  test('reported with words of an older version changes nothing', async () => {
    const made = await rig({ manifest: three });
    await made.post('/faults', { key: 'b', version: 'old', reason: 'late' });
    expect(await made.keys()).toEqual(['a', 'b', 'c']);
  });
});

/** What a page hears from now on. */
async function listen(made: Rig): Promise<() => Now[]> {
  const response = await made.kiosk.app.request('/events');
  const heard: Now[] = [];
  const decoder = new TextDecoder();
  void (async () => {
    for await (const chunk of response.body ?? []) {
      const data = /^data: (.*)$/m.exec(decoder.decode(chunk))?.[1];
      if (data !== undefined) heard.push(JSON.parse(data));
    }
  })();
  await made.clock.pass(0);
  return () => heard;
}
