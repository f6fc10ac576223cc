/** A kiosk on a fake server, a fake clock and a disk in memory. */
import { createKiosk, memoryDisk, type Kiosk, type KioskDeps } from '@palier/kiosk/core';
import { Now } from '@palier/playlists/now';
import { onTestFinished } from 'vitest';
import { START_MS, type Picture } from './content.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createFakeServer, TOKEN, type FakeServer } from './fake-server.ts';
import type { Manifest } from '@palier/playlists/manifest';

export type Rig = {
  server: FakeServer;
  clock: FakeClock;
  disk: ReturnType<typeof memoryDisk>;
  kiosk: Kiosk;
  logged: string[];
  now: () => Promise<Now>;
  /** Keys of the entries that may show, in order. */
  keys: () => Promise<string[]>;
  post: (path: string, body: unknown) => Promise<Response>;
  /** Publishes and wakes the screen. */
  publish: (manifest: Manifest, ...pictures: Picture[]) => Promise<void>;
  /** Another kiosk on the same disk, as after a power cut. */
  restart: (deps?: Partial<KioskDeps>) => Promise<void>;
};

/** Its kiosks stop with the test that asked for it. */
export async function rig(
  options: Partial<KioskDeps> & { manifest?: Manifest; pictures?: Picture[]; unpaired?: boolean } = {},
): Promise<Rig> {
  const { manifest, pictures = [], unpaired = false, ...more } = options;
  const clock = createFakeClock(START_MS);
  const server = createFakeServer();
  const disk = memoryDisk({ now: () => clock.now() });
  const logged: string[] = [];
  server.state.manifest = manifest;
  for (const { bytes } of pictures) server.put(bytes);
  let serial = 0;

  const made: Rig = {
    server,
    clock,
    disk,
    kiosk: make({}),
    logged,
    now: async () => Now.parse(await (await made.kiosk.app.request('/now')).json()),
    keys: async () => {
      const { program } = await made.now();
      return program?.entries.map((entry) => entry.key).filter((key) => !program.excluded.includes(key)) ?? [];
    },
    post: async (path, body) =>
      made.kiosk.app.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    publish: async (next, ...files) => {
      server.state.manifest = next;
      for (const { bytes } of files) server.put(bytes);
      server.push(next.revision);
      await clock.pass(0);
    },
    restart: async (deps = {}) => {
      await made.kiosk.stop();
      made.kiosk = make(deps);
      await made.kiosk.start();
      await clock.pass(0);
    },
  };

  function make(deps: Partial<KioskDeps>): Kiosk {
    const kiosk = createKiosk({
      serverUrl: 'http://palier.test',
      fetch: server.fetch,
      disk,
      shell: 'chromium',
      version: '0.1.0',
      playerDir: '/nowhere',
      clock,
      random: () => 0.5,
      uuid: () => `00000000-0000-4000-8000-${String((serial += 1)).padStart(12, '0')}`,
      log: { info: () => {}, warn: (message) => void logged.push(message) },
      ...(unpaired ? {} : { token: TOKEN }),
      ...more,
      ...deps,
    });
    onTestFinished(() => kiosk.stop());
    return kiosk;
  }

  await made.kiosk.start();
  await clock.pass(0);
  return made;
}
