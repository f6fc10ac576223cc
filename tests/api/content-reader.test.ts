/** The content as one reading: shared by those who ask together, and never older than what anyone was told. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createContentReader } from '../../api/src/content.ts';
import type { Storage } from '../../api/src/storage/storage.ts';
import { openHouse, type House } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

/** As in another process that word of the change has not reached yet. */
const deaf = (storage: Storage): Storage => ({ ...storage, watch: () => () => {} });

test('what another process wrote is there at once, before word of it has come', async () => {
  const reader = createContentReader(deaf(house.storage));
  const before = await reader.current();
  await house.edit('POST', '/api/playlists', { id: 'hall', name: { en: 'Hall' } });
  const after = await reader.current();
  expect(before.playlists.has('hall')).toBe(false);
  expect(after.playlists.has('hall')).toBe(true);
  expect(await reader.current()).toBe(after);
});

test('a reading under way that may lack the change is not handed to one who asks after it', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let readings = 0;
  const slow: Storage = {
    ...deaf(house.storage),
    all: async (collection) => {
      const documents = await house.storage.all(collection);
      if (collection === 'playlists' && (readings += 1) === 1) await held;
      return documents;
    },
  };
  const reader = createContentReader(slow);
  const early = reader.current();
  await expect.poll(() => readings).toBe(1);
  await house.edit('POST', '/api/playlists', { id: 'hall', name: { en: 'Hall' } });
  const late = [reader.current(), reader.current()];
  release();
  expect((await early).playlists.has('hall')).toBe(false);
  for (const content of await Promise.all(late)) expect(content.playlists.has('hall')).toBe(true);
  expect(readings).toBe(2);
});
