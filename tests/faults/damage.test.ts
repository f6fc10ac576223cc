/**
 * P5: every file of a store truncated and flipped in seeded places. The start either refuses with file and offset and
 * leaves all files as they were, or comes up with a prefix of what was acknowledged. Never anything else.
 */
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { encodeFrame, frameAt, StorageDamaged } from '../../api/src/storage/frames.ts';
import { judge, newLedger, step, work } from './support/ledger.ts';
import { createMemoryDisk, diskWith, seeded } from './support/memory-disk.ts';
import { rounds } from './support/scale.ts';
import { DIRECTORY, openOn } from './support/stores.ts';

type Contents = Map<string, Buffer>;

/** A store with two journals, a snapshot and segments, as a clean end or a kill leaves it. */
async function newStore(clean: boolean): Promise<Contents> {
  const disk = createMemoryDisk();
  const storage = await openOn(disk, { leastJournalBytes: 1e9 });
  await work(storage, newLedger(), 3, 10);
  await storage.checkpoint();
  await storage.dropLog('plays', 'nobody');
  await work(storage, newLedger(), 3, 10, 11);
  if (clean) await storage.close();
  return disk.contents();
}

type Outcome = { steps: number; file?: undefined } | { file: string; offset: number };

/** How many steps are there, or where it was refused; throws for anything that is neither. */
async function startOn(contents: Contents): Promise<Outcome> {
  const disk = diskWith(contents);
  const before = disk.contents();
  try {
    const storage = await openOn(disk);
    // Nothing was acknowledged here: it is judged whether it is a prefix, and the caller judges how long it must be.
    const faults = await judge(storage, newLedger());
    if (faults.length > 0) throw new Error(faults.join('; '));
    const steps = await storage.countLog('plays', 'all');
    await step(storage, 7, 1);
    await storage.close();
    return { steps };
  } catch (error) {
    if (!(error instanceof StorageDamaged)) throw error;
    const after = disk.contents();
    const changed = [...before].find(([path, bytes]) => after.get(path)?.equals(bytes) !== true);
    if (changed !== undefined || after.size !== before.size)
      throw new Error(`a refused start changed ${changed?.[0] ?? 'the folder'}`);
    return { file: basename(error.file), offset: error.offset };
  }
}

const PLACES = rounds(150, 500);
const ALL_STEPS = 60;

/** Refused where the damage is or before; or only the end of the last journal is gone: its mark, or the last group. */
function fits(outcome: Outcome, name: string, at: number, least: number): boolean {
  if (outcome.file !== undefined) return outcome.file === name && outcome.offset <= at;
  return name === 'journal-00000002' && outcome.steps >= least;
}

test.each(['journal-00000002', 'snapshot-00000002', 'plays-00000001.segment'])(
  `%s flipped in ${PLACES} places`,
  async (name) => {
    const random = seeded(3);
    const path = `${DIRECTORY}/${name}`;
    for (const clean of [true, false]) {
      const store = await newStore(clean);
      const whole = store.get(path) ?? Buffer.alloc(0);
      expect(whole.length).toBeGreaterThan(400);
      for (let place = 0; place < PLACES / 2; place++) {
        const at = Math.floor(random() * whole.length);
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
        const outcome = await startOn(new Map([...store, [path, bytes]]));
        expect(
          fits(outcome, name, at, clean ? ALL_STEPS : ALL_STEPS - 3),
          `flip at ${at}: ${JSON.stringify(outcome)}`,
        ).toBe(true);
      }
    }
  },
);

test.each(['journal-00000002', 'snapshot-00000002', 'plays-00000001.segment'])(
  `%s cut off in ${PLACES} places`,
  async (name) => {
    const random = seeded(4);
    const path = `${DIRECTORY}/${name}`;
    const store = await newStore(true);
    const whole = store.get(path) ?? Buffer.alloc(0);
    for (let place = 0; place < PLACES; place++) {
      const length = Math.floor(random() * whole.length);
      const outcome = await startOn(new Map([...store, [path, whole.subarray(0, length)]]));
      expect(fits(outcome, name, length, 0), `cut at ${length}: ${JSON.stringify(outcome)}`).toBe(true);
    }
  },
);

test.each(['journal-00000002', 'snapshot-00000002', 'plays-00000001.segment'])(
  '%s missing, or empty, refuses the start',
  async (name) => {
    const path = `${DIRECTORY}/${name}`;
    const store = await newStore(true);
    expect(await startOn(new Map([...store, [path, Buffer.alloc(0)]]))).toHaveProperty('offset');
    store.delete(path);
    expect(await startOn(store)).toHaveProperty('offset');
  },
);

test('a file of another installation refuses the start', async () => {
  const [one, other] = [await newStore(true), await newStore(true)];
  const path = `${DIRECTORY}/journal-00000002`;
  expect(await startOn(new Map([...one, [path, other.get(path) ?? Buffer.alloc(0)]]))).toHaveProperty('offset');
});

test('an engine without checksums is caught: damage that it believes does not pass for a prefix', async () => {
  const store = await newStore(true);
  const path = `${DIRECTORY}/journal-00000002`;
  const whole = store.get(path) ?? Buffer.alloc(0);
  let caught = 0;
  // Digits in the third transaction change, and its checksum is made to fit: what an engine without one would see.
  let frame = frameAt(whole, 8);
  for (let skip = 0; skip < 3 && frame !== undefined; skip++) frame = frameAt(whole, frame.end);
  if (frame === undefined) throw new Error('there is no third transaction');
  for (const [at, byte] of frame.payload.entries()) {
    if (byte < 0x30 || byte > 0x39) continue;
    const payload = Buffer.from(frame.payload);
    payload[at] = byte === 0x39 ? 0x31 : byte + 1;
    const believed = encodeFrame(frame.number, payload);
    const bytes = Buffer.concat([whole.subarray(0, frame.end - believed.length), believed, whole.subarray(frame.end)]);
    const outcome = await startOn(new Map([...store, [path, bytes]])).catch((error: unknown) => ({ judged: error }));
    if ('judged' in outcome) caught++;
  }
  expect(caught).toBeGreaterThan(0);
});
