/**
 * Whatever fails in whatever order: `GET now` answers, names only media that are there and right, and once there was
 * something to show there goes on being something to show.
 */
import fc from 'fast-check';
import { mediaOf } from '@palier/playlists/item';
import { describe, expect, test } from 'vitest';
import { manifest, notice, picture, pictureEntry, playlist, takeover, type Picture } from './support/content.ts';
import { sha256Of, type Failure } from './support/fake-server.ts';
import { rig, type Rig } from './support/rig.ts';

const NAMES = ['m0', 'm1', 'm2', 'm3'];

type Step =
  | { kind: 'publish'; entries: { name: number; version: number }[]; takesOver: number | undefined }
  | { kind: 'fail'; with: Failure | 'none' }
  | { kind: 'break-media'; name: number; version: number; how: 'corrupt' | 'short' | 'well' }
  | { kind: 'drop-push' }
  | { kind: 'pass'; ms: number }
  | { kind: 'jump'; ms: number }
  | { kind: 'restart' }
  | { kind: 'page-fault'; entry: number }
  | { kind: 'disk'; bytes: number }
  | { kind: 'spoil-state' };

const nat = (max: number) => fc.nat({ max });
const failures: (Failure | 'none')[] = ['none', 'none', 'refused', 'portal', 'lost-reply', 'error', 'half-body'];

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('publish' as const),
      entries: fc.array(fc.record({ name: nat(3), version: nat(2) }), { maxLength: 4 }),
      takesOver: fc.option(nat(3), { nil: undefined }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('fail' as const), with: fc.constantFrom(...failures) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('break-media' as const),
      name: nat(3),
      version: nat(2),
      how: fc.constantFrom('corrupt' as const, 'short' as const, 'well' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'drop-push' as const }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: nat(90_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('jump' as const), ms: fc.integer({ min: -86_400_000, max: 86_400_000 }) }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'restart' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('page-fault' as const), entry: nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('disk' as const),
      bytes: fc.constantFrom(0, 6_000, 7_000, 8_000, 50_000_000),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'spoil-state' as const }) },
);

const fileOf = (name: number, version: number): Picture =>
  picture(NAMES[name] ?? 'm0', 2_000 + name * 300, `${name}-${version}`);

async function take(made: Rig, one: Step, revision: number): Promise<void> {
  const { server, clock, disk } = made;
  switch (one.kind) {
    case 'publish': {
      // Each name once, as in the real library.
      const pictures = new Map<string, Picture>();
      for (const { name, version } of one.entries) pictures.set(NAMES[name] ?? '', fileOf(name, version));
      const entries = one.entries.map(({ name }, index) => pictureEntry(`e${index}`, fileOf(name, 0)));
      const cover = one.takesOver === undefined ? undefined : fileOf(one.takesOver, 0);
      if (cover !== undefined && !pictures.has(NAMES[one.takesOver ?? 0] ?? ''))
        pictures.set(NAMES[one.takesOver ?? 0] ?? '', cover);
      const from = clock.now();
      const content = cover && ({ kind: 'item', item: { kind: 'picture', media: cover.id } } as const);
      await made.publish(
        manifest(revision, {
          playlists: [playlist('day', [notice('always'), ...entries])],
          pictures: [...pictures.values()],
          takeovers: content === undefined ? [] : [takeover(`t${revision}`, from, from + 60_000, content)],
        }),
        ...pictures.values(),
      );
      return;
    }
    case 'fail':
      server.state.fail = one.with === 'none' ? undefined : () => (one.with === 'none' ? undefined : one.with);
      return;
    case 'break-media': {
      const sha256 = sha256Of(fileOf(one.name, one.version).bytes);
      server.state.corrupt.delete(sha256);
      server.state.breakAfter.delete(sha256);
      if (one.how === 'corrupt') server.state.corrupt.set(sha256, fileOf(one.name, 9).bytes);
      if (one.how === 'short') server.state.breakAfter.set(sha256, 700);
      return;
    }
    case 'drop-push':
      return server.dropStreams();
    case 'pass':
      return clock.pass(one.ms);
    case 'jump':
      return clock.jump(one.ms);
    case 'restart':
      return made.restart();
    case 'page-fault': {
      const entry = (await made.now()).program?.entries[one.entry];
      if (entry !== undefined) await made.post('/faults', { key: entry.key, version: entry.version, reason: 'no' });
      return;
    }
    case 'disk':
      return disk.setCapacity(one.bytes);
    case 'spoil-state': {
      const bytes = disk.files.get('manifest.json');
      if (bytes !== undefined) disk.files.set('manifest.json', bytes.slice(0, bytes.length / 2));
      return;
    }
  }
}

async function check(made: Rig): Promise<void> {
  const now = await made.now();
  const named = new Set<string>(now.media.map((media) => media.id));
  for (const entry of now.program?.entries ?? []) for (const name of mediaOf(entry.item)) expect(named).toContain(name);
  for (const media of now.media) {
    const answer = await made.kiosk.app.request(`/media/${media.sha256}`);
    expect(answer.status).toBe(200);
    expect(sha256Of(new Uint8Array(await answer.arrayBuffer()))).toBe(media.sha256);
  }
}

describe('whatever fails', () => {
  test('what is named is there and right, and the screen goes on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
        const made = await rig({ manifest: manifest(1, { playlists: [playlist('day', [notice('always')])] }) });
        let spoilt = 0;
        for (const [index, one] of steps.entries()) {
          await take(made, one, index + 2);
          if (one.kind === 'spoil-state') spoilt += 1;
          await check(made);
          // Nothing is promised where both state files were damaged before a restart.
          const { state } = await made.now();
          expect(['playing', 'fault']).toContain(spoilt === 0 ? state : 'playing');
        }
        made.server.state.fail = undefined;
        made.server.state.corrupt.clear();
        made.server.state.breakAfter.clear();
        made.disk.setCapacity(50_000_000);
        await made.clock.pass(31 * 60_000);
        await check(made);
        const wanted = made.server.state.manifest?.playlists[0]?.entries.map((entry) => entry.id);
        expect((await made.now()).program?.entries.map((entry) => entry.key)).toEqual(wanted);
        await made.kiosk.stop();
      }),
      { numRuns: 40, seed: 20260507 },
    );
  }, 60_000);
});
