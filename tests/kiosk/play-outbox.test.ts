/** Proof of play: nothing lost, nothing counted twice, nothing without end. */
import { createPlayOutbox } from '@palier/kiosk/core/play-outbox';
import { createServerLink } from '@palier/kiosk/core/server-link';
import { memoryDisk } from '@palier/kiosk/core';
import { Play } from '@palier/playlists/play';
import { describe, expect, test } from 'vitest';
import { manifest, notice, playlist, START_MS } from './support/content.ts';
import { createFakeClock } from './support/fake-clock.ts';
import { createFakeServer, TOKEN } from './support/fake-server.ts';
import { rig, type Rig } from './support/rig.ts';

const content = manifest(1, { playlists: [playlist('day', [notice('a')])] });

async function show(made: Rig, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const endedAtMs = made.clock.now();
    const answer = await made.post('/plays', {
      key: 'a',
      playlistId: 'day',
      startedAtMs: endedAtMs - 10_000,
      endedAtMs,
      revision: 1,
    });
    expect(answer.status).toBe(204);
    await made.clock.pass(10);
  }
}

describe('plays', () => {
  test('reach the server with the times of the kiosk', async () => {
    const made = await rig({ manifest: content });
    await show(made, 3);
    await made.clock.pass(40_000);
    const plays = [...made.server.state.plays.values()];
    expect(plays).toHaveLength(3);
    expect(plays[0]).toMatchObject({
      entryId: 'a',
      playlistId: 'day',
      startedAt: new Date(START_MS - 10_000).toISOString(),
    });
    expect([...made.disk.files.keys()].filter((name) => name.startsWith('plays/'))).toEqual([]);
  });

  test('wait on disk while there is no network, also through a restart', async () => {
    const made = await rig({ manifest: content });
    made.server.state.offline = true;
    await show(made, 5);
    await made.clock.pass(2_000);
    await made.restart();
    await show(made, 2);
    await made.clock.pass(3 * 3_600_000);
    expect(made.server.state.plays.size).toBe(0);
    made.server.state.offline = false;
    await made.clock.pass(6 * 60_000);
    expect(made.server.state.plays.size).toBe(7);
  });

  test('are counted once although the reply was lost', async () => {
    const made = await rig({ manifest: content });
    made.server.state.fail = (path) => (path === '/api/player/plays' ? 'lost-reply' : undefined);
    await show(made, 4);
    await made.clock.pass(10 * 60_000);
    expect(made.server.state.batches).toBeGreaterThan(2);
    made.server.state.fail = undefined;
    await made.clock.pass(10 * 60_000);
    expect(made.server.state.plays.size).toBe(4);
    expect(made.server.state.heartbeats.at(-1)).toMatchObject({ playsWaiting: 0 });
  });

  test('with a torn last line after a power cut are sent but for that one', async () => {
    const made = await rig({ manifest: content });
    made.server.state.offline = true;
    await show(made, 3);
    await made.clock.pass(2_000);
    const [name = ''] = [...made.disk.files.keys()].filter((file) => file.startsWith('plays/'));
    made.disk.files.set(name, (made.disk.files.get(name) ?? new Uint8Array()).slice(0, -40));
    made.server.state.offline = false;
    await made.restart();
    await made.clock.pass(60_000);
    expect(made.server.state.plays.size).toBe(2);
  });

  test('that make no sense are refused', async () => {
    const made = await rig({ manifest: content });
    for (const body of [
      {},
      { key: 'a', startedAtMs: 2, endedAtMs: 1, revision: 1 },
      { key: 'a', startedAtMs: 1e300, endedAtMs: 1e301, revision: 1 },
    ]) {
      expect((await made.post('/plays', body)).status).toBe(400);
    }
    const text = await made.kiosk.app.request('/plays', { method: 'POST', body: '{}' });
    expect(text.status).toBe(400);
  });
});

describe('the bound', () => {
  function outbox(maxWaiting: number) {
    const clock = createFakeClock(START_MS);
    const server = createFakeServer();
    const disk = memoryDisk();
    const link = createServerLink({ serverUrl: 'http://palier.test', fetch: server.fetch, clock });
    const made = createPlayOutbox({
      disk,
      server: link,
      identity: () => ({ token: TOKEN }),
      clock,
      log: { info() {}, warn() {} },
      random: () => 0.5,
      onReply: () => {},
      maxWaiting,
    });
    let serial = 0;
    const play = () =>
      Play.parse({
        id: `00000000-0000-4000-8000-${String((serial += 1)).padStart(12, '0')}`,
        entryId: 'a',
        startedAt: new Date(clock.now()).toISOString(),
        endedAt: new Date(clock.now()).toISOString(),
        revision: 1,
      });
    return { made, clock, server, play };
  }

  test('of number drops the oldest and counts them', async () => {
    const { made, clock, server, play } = outbox(2_000);
    server.state.offline = true;
    made.start();
    for (let index = 0; index < 3_000; index += 1) made.add(play());
    await clock.pass(2_000);
    expect(made.waiting()).toBeLessThanOrEqual(2_000);
    expect(made.waiting() + made.dropped()).toBe(3_000);
    server.state.offline = false;
    await made.send();
    expect(server.state.plays.has('00000000-0000-4000-8000-000000003000')).toBe(true);
    expect(server.state.plays.has('00000000-0000-4000-8000-000000000001')).toBe(false);
  });

  test('of age lets a week pass', async () => {
    const { made, clock, server, play } = outbox(200_000);
    server.state.offline = true;
    made.start();
    made.add(play());
    await clock.pass(2_000);
    clock.jump(6 * 24 * 3_600_000);
    made.add(play());
    await clock.pass(3_600_000);
    expect(made.waiting()).toBe(2);
    clock.jump(24 * 3_600_000);
    made.add(play());
    await clock.pass(2_000);
    expect(made.dropped()).toBe(1);
    expect(made.waiting()).toBe(2);
  });

  test('of a batch holds', async () => {
    const { made, clock, server, play } = outbox(200_000);
    made.start();
    for (let index = 0; index < 1_200; index += 1) made.add(play());
    await clock.pass(2_000);
    await made.send();
    expect(server.state.batches).toBe(3);
    expect(server.state.plays.size).toBe(1_200);
  });
});
