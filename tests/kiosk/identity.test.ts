/** Who the screen is: pairing, the token on disk, and when it is given up. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderDisk } from '@palier/kiosk/core';
import { describe, expect, test } from 'vitest';
import { manifest, notice, playlist } from './support/content.ts';
import { TOKEN } from './support/fake-server.ts';
import { rig } from './support/rig.ts';

const content = manifest(1, { playlists: [playlist('day', [notice('a')])] });

describe('pairing', () => {
  test('shows a code, collects the token, and plays', async () => {
    const told: unknown[] = [];
    const made = await rig({
      unpaired: true,
      manifest: content,
      onIdentity: (identity) => void told.push(identity?.screenId),
    });
    expect(await made.now()).toMatchObject({
      state: 'pairing',
      pairing: { code: 'ABCD2345', url: 'http://panel/pair' },
    });
    const secret = made.server.state.pairing?.secret ?? '-';
    expect(JSON.stringify(await made.now())).not.toContain(secret);
    if (made.server.state.pairing) made.server.state.pairing.approved = { screenId: 'lobby', token: TOKEN };
    await made.clock.pass(2_000);
    expect(await made.now()).toMatchObject({ state: 'playing', screen: { id: 'lobby' } });
    expect(told).toEqual(['lobby']);
    await made.restart();
    expect((await made.now()).state).toBe('playing');
  });

  test('shows the same code after a restart', async () => {
    const made = await rig({ unpaired: true });
    await made.restart();
    expect(made.server.asked('/api/pairings')).toBe(1);
    expect((await made.now()).pairing?.code).toBe('ABCD2345');
  });

  test('says how large its page is, once for each size: whoever approves is offered the orientation that fits', async () => {
    const made = await rig({ unpaired: true });
    await made.clock.pass(4_000);
    expect(made.server.state.pairing?.sizes).toBeUndefined();
    await made.post('alive', { state: 'pairing', pagePx: { width: 1080, height: 1920 } });
    await made.clock.pass(10_000);
    expect(made.server.state.pairing?.sizes).toEqual([{ widthPx: 1080, heightPx: 1920 }]);
    await made.post('alive', { state: 'pairing', pagePx: { width: 1920, height: 1080 } });
    await made.clock.pass(10_000);
    expect(made.server.state.pairing?.sizes).toHaveLength(2);
  });

  test('without a server says so, and asks again', async () => {
    const made = await rig({ unpaired: true, fetch: async () => Promise.reject(new TypeError('fetch failed')) });
    const seen = await made.now();
    expect(seen).toMatchObject({ state: 'pairing', detail: 'http://palier.test cannot be reached: fetch failed' });
    expect(seen.pairing).toBeUndefined();
  });

  test('with a code that has expired gets a new one', async () => {
    const made = await rig({ unpaired: true });
    made.server.state.pairing = undefined;
    await made.clock.pass(10_000);
    expect(made.server.asked('/api/pairings')).toBe(2);
  });
});

describe('a refused token', () => {
  for (const status of [401, 403, 410]) {
    test(`(${status}) is given up after two refusals over a minute, not before`, async () => {
      const made = await rig({ manifest: content });
      made.server.state.refuseWith = status;
      made.server.dropStreams();
      await made.clock.pass(60_000);
      expect((await made.now()).state).toBe('playing');
      await made.clock.pass(120_000);
      expect(await made.now()).toMatchObject({ state: 'pairing', pairing: { code: 'ABCD2345' } });
    });
  }

  test('is kept when the refusal comes from a portal, the network or a broken server', async () => {
    const made = await rig({ manifest: content });
    for (const failure of ['portal', 'refused', 'error', 'lost-reply', 'half-body'] as const) {
      made.server.state.fail = () => failure;
      made.server.dropStreams();
      await made.clock.pass(10 * 60_000);
      expect((await made.now()).state).toBe('playing');
    }
  });

  test('is kept when the server takes it again in between', async () => {
    const made = await rig({ manifest: content });
    for (let round = 0; round < 3; round += 1) {
      made.server.state.refuseWith = 401;
      await made.clock.pass(55_000);
      made.server.state.refuseWith = undefined;
      await made.clock.pass(70_000);
    }
    expect((await made.now()).state).toBe('playing');
  });

  test('leads back to playing once the screen is paired again', async () => {
    const made = await rig({ manifest: content });
    made.server.state.refuseWith = 410;
    await made.clock.pass(200_000);
    made.server.state.refuseWith = undefined;
    made.server.state.tokens.add('another-token-0123456789abc');
    if (made.server.state.pairing)
      made.server.state.pairing.approved = { screenId: 'lobby', token: 'another-token-0123456789abc' };
    await made.clock.pass(5_000);
    expect((await made.now()).state).toBe('playing');
  });
});

describe('a token given from outside', () => {
  test('that was lost stays lost, although it is given again', async () => {
    const made = await rig({ manifest: content });
    made.server.state.tokens.clear();
    await made.clock.pass(200_000);
    made.server.state.tokens.add('another-token-0123456789abc');
    if (made.server.state.pairing) {
      made.server.state.pairing.approved = { screenId: 'lobby', token: 'another-token-0123456789abc' };
    }
    await made.clock.pass(5_000);
    await made.restart();
    await made.clock.pass(300_000);
    expect((await made.now()).state).toBe('playing');
  });

  test('that is new takes the place of the one on disk', async () => {
    const made = await rig({ manifest: content });
    made.server.state.nextToken = 'rotated-token-0123456789abc';
    await made.clock.pass(60_000);
    made.server.state.tokens.clear();
    made.server.state.tokens.add('brand-new-token-0123456789abc');
    made.server.state.nextToken = undefined;
    await made.restart({ token: 'brand-new-token-0123456789abc' });
    await made.clock.pass(300_000);
    expect((await made.now()).state).toBe('playing');
  });
});

describe('a new token', () => {
  test('is taken up, and the old one is forgotten once the new one has worked', async () => {
    const made = await rig({ manifest: content });
    made.server.state.nextToken = 'rotated-token-0123456789abc';
    await made.clock.pass(120_000);
    made.server.state.tokens.delete(TOKEN);
    await made.restart();
    await made.clock.pass(200_000);
    expect((await made.now()).state).toBe('playing');
    expect(new TextDecoder().decode(made.disk.files.get('identity.json'))).not.toContain(TOKEN);
  });

  test('that the server does not know gives way to the old one', async () => {
    const made = await rig({ manifest: content });
    made.server.state.nextToken = 'rotated-token-0123456789abc';
    await made.clock.pass(1_000);
    made.server.state.nextToken = undefined;
    made.server.state.tokens.delete('rotated-token-0123456789abc');
    await made.clock.pass(300_000);
    expect((await made.now()).state).toBe('playing');
  });
});

describe('on a real disk', () => {
  test('the token is readable by its user alone, and nothing half-written stays', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'palier-identity-'));
    try {
      const made = await rig({ unpaired: true, disk: folderDisk(dir), manifest: content });
      await until(async () => (await made.now()).pairing !== undefined);
      if (made.server.state.pairing) made.server.state.pairing.approved = { screenId: 'lobby', token: TOKEN };
      await made.clock.pass(2_000);
      await until(async () => (await made.now()).state === 'playing');
      await made.kiosk.stop();
      expect(await readFile(join(dir, 'identity.json'), 'utf8')).toContain(TOKEN);
      const { mode } = await stat(join(dir, 'identity.json'));
      // Windows has no such modes.
      expect(process.platform === 'win32' ? 0o600 : mode & 0o777).toBe(0o600);
      expect((await readdir(dir)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});

/** For what a real disk does in its own time. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not come to that');
}
