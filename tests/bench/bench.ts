/**
 * `npm run bench [name ...]`: each result against its limit and a rival, measured in the same run on this machine.
 * Names: program, fanout, feeds, import, mix, threads, latency, luminance, storage, surveys, proposals. Machines are noisy: read the ratios, repeat what
 * surprises.
 */
import { cpus, totalmem } from 'node:os';
import { chromium, type Browser } from '@playwright/test';
import { ensureChromium } from '../support/chromium.mjs';
import { benchFanout } from './fanout.ts';
import { benchFeeds } from './feeds.ts';
import { benchImport } from './import.ts';
import { benchLatency } from './latency.ts';
import { benchLuminance } from './luminance.ts';
import { benchMix } from './mix.ts';
import { benchProgram } from './program.ts';
import { benchProposals } from './proposals.ts';
import { benchStorage } from './storage.ts';
import { benchSurveys } from './surveys.ts';
import { printTable, type BenchRow } from './table.ts';
import { benchThreads } from './threads.ts';

const BENCHES: Record<string, () => Promise<BenchRow[]>> = {
  program: () => Promise.resolve(benchProgram()),
  storage: benchStorage,
  surveys: benchSurveys,
  proposals: benchProposals,
  feeds: benchFeeds,
  mix: () => Promise.resolve(benchMix()),
  import: benchImport,
  fanout: benchFanout,
  threads: benchThreads,
  latency: () => withBrowser(benchLatency),
  luminance: () => withBrowser(benchLuminance),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. Choose among ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(2);
}
const names = asked.length > 0 ? asked : Object.keys(BENCHES);
console.log(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
);
const rows: BenchRow[] = [];
for (const name of names) {
  console.log(`measuring ${name}…`);
  rows.push(...((await BENCHES[name]?.()) ?? []));
}
printTable(rows);

async function withBrowser(measure: (browser: Browser) => Promise<BenchRow[]>): Promise<BenchRow[]> {
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: ['--autoplay-policy=no-user-gesture-required'],
  });
  try {
    return await measure(browser);
  } finally {
    await browser.close();
  }
}
