/**
 * A thousand sources of fifty items, visited by the product's own rounds with its own store: once when nothing is known,
 * once when nine of ten answer 304. Against one that fetches and parses all of them, and keeps nothing. Processor time
 * counts the threads of this process; how long the loop stood still tells what screens would have felt.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseFeed } from 'feedsmith';
import { SourceId } from '@palier/playlists/ids';
import { Source } from '@palier/playlists/source';
import { openHouse, testClock, type House } from '../api/house.ts';
import { printTable, type BenchRow } from './table.ts';

const SOURCES = 1_000;
const CHANGED = 100;
const LIMIT_S = 60;
const LOOP_MS = 50;
const DAY_MS = 24 * 3600_000;

type Cost = { cpuS: number; wallS: number; loopMs: number };

export async function benchFeeds(): Promise<BenchRow[]> {
  const server = fork(new URL('feed-server.ts', import.meta.url).pathname);
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  const clock = testClock();
  const house = await openHouse({ clock, egressAllow: [`127.0.0.1:${port}`] });
  try {
    await house.parts.jobs.close();
    await subscribe(house, port);
    const first = await costOf(() => rounds(house));
    const kept = await keptOf(house);
    server.send({ change: CHANGED });
    await once(server, 'message');
    clock.advance(DAY_MS);
    const again = await costOf(() => rounds(house));
    const after = await keptOf(house);
    const rival = await costOf(() => plain(port));
    return [
      {
        what: `${SOURCES.toLocaleString('en')} sources of 50 items, 304 from nine of ten, something new from the tenth: processor time`,
        limit: `<= ${LIMIT_S} s`,
        rival: `${rival.cpuS.toFixed(1)} s (fetch and parse all, keep nothing)`,
        ours: `${again.cpuS.toFixed(1)} s in ${again.wallS.toFixed(1)} s; the first time, all stored, ${first.cpuS.toFixed(1)} s`,
        ratio: `${(rival.cpuS / again.cpuS).toFixed(1)} x`,
        held: again.cpuS <= LIMIT_S && kept.stories === SOURCES * 50 && after.renewed === CHANGED,
      },
      {
        what: 'the same: the loop stood still meanwhile, p99',
        limit: `<= ${LOOP_MS} ms`,
        rival: `${rival.loopMs.toFixed(0)} ms`,
        ours: `${again.loopMs.toFixed(0)} ms; the first time ${first.loopMs.toFixed(0)} ms`,
        ratio: `${(rival.loopMs / again.loopMs).toFixed(1)} x`,
        held: again.loopMs <= LOOP_MS,
      },
    ];
  } finally {
    await house.close();
    server.kill();
  }
}

/** Straight into the store: the panel would ask each of them as it is added. */
async function subscribe(house: House, port: number): Promise<void> {
  const updatedAt = new Date(house.clock.now()).toISOString();
  for (let from = 0; from < SOURCES; from += 100) {
    await house.storage.transact(async (transaction) => {
      for (let index = from; index < from + 100; index += 1) {
        const id = SourceId.parse(`site-${index}`);
        const source = Source.parse({
          id,
          name: `Site ${index}`,
          url: `http://127.0.0.1:${port}/${index}/rss`,
          trusted: true,
        });
        await transaction.put('sources', { id, source, revision: 1, updatedAt, updatedBy: 'bench' });
      }
    });
  }
}

async function rounds(house: House): Promise<void> {
  while ((await house.parts.feeds.round(new AbortController().signal)) > 0);
}

async function plain(port: number): Promise<void> {
  const indexes = Array.from({ length: SOURCES }, (_, index) => index).values();
  const lane = async () => {
    for (const index of indexes) {
      const text = await (await fetch(`http://127.0.0.1:${port}/${index}/rss`)).text();
      if (parseFeed(text).feed === undefined) throw new Error('not a feed');
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  const [cpu, wallMs] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  loop.disable();
  return {
    cpuS: (user + system) / 1e6,
    wallS: (performance.now() - wallMs) / 1000,
    loopMs: loop.percentile(99) / 1e6,
  };
}

/** Stories that are kept, and sources that have one of the newest. */
async function keptOf(house: House): Promise<{ stories: number; renewed: number }> {
  const records = await house.storage.all('sourceStories');
  return {
    stories: records.reduce((sum, { stories }) => sum + stories.length, 0),
    renewed: records.filter(({ stories }) => stories.some(({ title }) => title.startsWith('Quai 55 '))).length,
  };
}

if (process.argv[1] === new URL(import.meta.url).pathname) printTable(await benchFeeds());
