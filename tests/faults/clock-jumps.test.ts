/** The clock jumps, forwards and far back, while the store works and between its starts. Order comes from numbers alone. */
import { afterEach, expect, test, vi } from 'vitest';
import { judge, newLedger, work } from './support/ledger.ts';
import { createMemoryDisk } from './support/memory-disk.ts';
import { openOn } from './support/stores.ts';

afterEach(() => void vi.useRealTimers());

test('a clock that jumps changes nothing', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'Temporal'] });
  const disk = createMemoryDisk();
  const ledger = newLedger();
  for (const [life, at] of [
    '2026-05-07T10:00:00Z',
    '1970-01-01T00:00:00Z',
    '2126-01-01T00:00:00Z',
    '2026-05-07T09:00:00Z',
  ].entries()) {
    vi.setSystemTime(new Date(at));
    const storage = await openOn(disk);
    expect(await judge(storage, ledger)).toEqual([]);
    await work(storage, ledger, 3, 5, 1 + life * 10);
    vi.setSystemTime(new Date('1999-12-31T23:59:59Z'));
    await work(storage, ledger, 3, 5, 6 + life * 10);
    expect(await judge(storage, ledger)).toEqual([]);
    await storage.close();
  }
});
