/** Push: a wake-up that may be lost, late or silent, and never a stampede. */
import { TakeoverId } from '@palier/playlists/ids';
import { Item } from '@palier/playlists/item';
import { describe, expect, test } from 'vitest';
import { manifest, notice, playlist } from './support/content.ts';
import { rig } from './support/rig.ts';

const first = manifest(1, { playlists: [playlist('day', [notice('a')])] });
const second = manifest(2, { playlists: [playlist('day', [notice('b')])] });

describe('push', () => {
  test('waits its part of the spread, then asks', async () => {
    const made = await rig({ manifest: first });
    const asked = made.server.asked('/api/player/manifest');
    made.server.state.manifest = second;
    made.server.push(2, 4_000);
    await made.clock.pass(1_999);
    expect(made.server.asked('/api/player/manifest')).toBe(asked);
    await made.clock.pass(1);
    expect(await made.keys()).toEqual(['b']);
  });

  test('asks few times for a burst of events', async () => {
    const made = await rig({ manifest: first });
    const asked = made.server.asked('/api/player/manifest');
    for (let index = 0; index < 50; index += 1) made.server.push(2);
    await made.clock.pass(0);
    expect(made.server.asked('/api/player/manifest') - asked).toBeLessThanOrEqual(10);
  });

  test('reconnects after a break, says what it has seen, and asks for what it missed', async () => {
    const made = await rig({ manifest: first });
    made.server.push(1);
    await made.clock.pass(0);
    made.server.dropStreams();
    made.server.state.manifest = second;
    await made.clock.pass(2_000);
    expect(made.server.connected()).toBe(1);
    expect(
      made.server.state.requests
        .filter((request) => request.path === '/api/player/events')
        .at(-1)
        ?.headers.get('last-event-id'),
    ).toBe('1');
    expect(await made.keys()).toEqual(['b']);
  });

  test('drops a stream on which nothing was heard for 45 s', async () => {
    const made = await rig({ manifest: first });
    const asked = made.server.asked('/api/player/events');
    await made.clock.pass(44_000);
    expect(made.server.asked('/api/player/events')).toBe(asked);
    await made.clock.pass(10_000);
    expect(made.server.asked('/api/player/events')).toBe(asked + 1);
    expect(made.server.connected()).toBe(1);
  });

  test('does not knock more often than its back-off while the server is away', async () => {
    const made = await rig({ manifest: first });
    made.server.state.offline = true;
    made.server.dropStreams();
    const before = made.server.state.requests.filter((request) => request.path === '/api/player/events').length;
    await made.clock.pass(10 * 60_000);
    const tries = made.server.state.requests.filter((request) => request.path === '/api/player/events').length - before;
    expect(tries).toBeLessThan(60);
    expect(tries).toBeGreaterThan(10);
  });

  test('to pages is one whole Now, and a page that reads slowly gets the latest', async () => {
    const made = await rig({ manifest: first });
    const response = await made.kiosk.app.request('/events');
    for (let revision = 2; revision < 30; revision += 1) {
      await made.publish(manifest(revision, { playlists: [playlist('day', [notice('a', `Version ${revision}`)])] }));
    }
    const reader = response.body?.getReader();
    const seen: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      const chunk = await Promise.race([reader?.read(), made.clock.pass(0).then(() => undefined)]);
      if (chunk?.value !== undefined) seen.push(new TextDecoder().decode(chunk.value));
    }
    expect(seen.length).toBeLessThanOrEqual(4);
    expect(seen.at(-1)).toContain('Version 29');
    await reader?.cancel();
  });
});

describe('the watchdog', () => {
  test('has the page loaded again when it is silent, less and less often', async () => {
    const reloads: number[] = [];
    const made = await rig({ manifest: first, reloadPage: () => void reloads.push(made.clock.monotonicMs()) });
    await made.clock.pass(10 * 60_000);
    expect(reloads.slice(0, 4).map((atMs) => Math.round(atMs / 1000))).toEqual([30, 90, 210, 450]);
  });

  test('leaves a page alone that speaks', async () => {
    const reloads: string[] = [];
    const made = await rig({ manifest: first, reloadPage: (reason) => void reloads.push(reason) });
    for (let turn = 0; turn < 30; turn += 1) {
      expect((await made.post('/alive', { key: 'a', state: 'playing' })).status).toBe(204);
      await made.clock.pass(10_000);
    }
    expect(reloads).toEqual([]);
  });
});

describe('heartbeats', () => {
  test('come every half minute, and at once when the wall shows another program', async () => {
    const made = await rig({ manifest: first });
    await made.clock.pass(1_000);
    await made.post('/alive', { key: 'a', state: 'playing' });
    await made.clock.pass(2_000);
    const last = made.server.state.heartbeats.at(-1);
    expect(last).toMatchObject({
      state: 'playing',
      revision: 1,
      entryId: 'a',
      playlistId: 'day',
      shell: 'chromium',
      playsWaiting: 0,
    });
    const count = made.server.state.heartbeats.length;
    await made.clock.pass(300_000);
    expect(made.server.state.heartbeats.length - count).toBeGreaterThanOrEqual(9);
    expect(made.server.state.heartbeats.length - count).toBeLessThanOrEqual(11);
  });

  test('name a takeover only when a page says that it shows it', async () => {
    const made = await rig({ manifest: first });
    await made.post('/alive', { key: 'a', state: 'playing' });
    const at = made.clock.now();
    await made.publish({
      ...second,
      takeovers: [
        {
          id: TakeoverId.parse('fire'),
          target: { all: true, screens: [], groups: [] },
          content: { kind: 'item', item: Item.parse({ kind: 'notice', title: { en: 'Out' } }) },
          startsAt: new Date(at).toISOString(),
          endsAt: new Date(at + 60_000).toISOString(),
          startedBy: 'Ada',
        },
      ],
    });
    await made.clock.pass(2_000);
    expect(made.server.state.heartbeats.at(-1)?.['takeoverId']).toBeUndefined();
    await made.post('/alive', { key: 'fire', state: 'playing' });
    await made.clock.pass(1_500);
    expect(made.server.state.heartbeats.at(-1)).toMatchObject({ takeoverId: 'fire', entryId: 'fire' });
  });
});
