/**
 * A house proposes: photos of twelve megapixels, at the pace of 2,000 in an hour, while screens listen.
 * How much later they hear of a change than in the same house at rest; how long a photo takes; how many in an hour
 * there could be.
 */
import { createHash, randomInt } from 'node:crypto';
import sharp from 'sharp';
import { ProposalFile, ProposalView } from '@palier/playlists/proposal-views';
import { TalkChallenge } from '@palier/playlists/thread-views';
import { ProposalWords } from '../../api/src/wire/proposals.ts';
import { pairMachine, scheduleEverywhere, startPalier, type Palier } from '../support/palier.ts';
import { milliseconds, printTable, quantile, type BenchRow } from './table.ts';

const PROPOSALS = Number(process.env['BENCH_PROPOSALS'] ?? 60);
const AN_HOUR = 2_000;
/** How many times that pace. */
const TIMES = Number(process.env['BENCH_TIMES'] ?? 1);
const EVERY_MS = 3600_000 / AN_HOUR / TIMES;
const SCREENS = 20;
const CHANGE_EVERY_MS = 400;

type Proof = { challenge: string; n: number };

export async function benchProposals(): Promise<BenchRow[]> {
  const palier = await startPalier();
  const walls = await hang(palier);
  try {
    const photo = await bigPhoto();
    const proofs = await Promise.all(Array.from({ length: PROPOSALS + 21 }, () => riddle(palier)));
    await propose(palier, photo, proofs.pop());
    const rest = await walls.measure(Math.round((PROPOSALS * EVERY_MS) / 2 / CHANGE_EVERY_MS));
    const coming = Array.from({ length: PROPOSALS }, async (_none, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * EVERY_MS));
      return propose(palier, photo, proofs[index]);
    });
    const [busy, taken] = await Promise.all([
      walls.measure(Math.round((PROPOSALS * EVERY_MS) / CHANGE_EVERY_MS)),
      Promise.all(coming),
    ]);
    const flat = await flatOut(palier, photo, proofs.slice(PROPOSALS));
    const times = taken.flatMap((one) => one ?? []);
    const [p95, restP95] = [quantile(busy, 0.95), quantile(rest, 0.95)];
    return [
      {
        what: `${PROPOSALS} proposals with a 12-megapixel photo, at the pace of ${(TIMES * AN_HOUR).toLocaleString('en')} an hour: refused`,
        limit: '0',
        rival: '-',
        ours: `${PROPOSALS - times.length}`,
        ratio: '-',
        held: times.length === PROPOSALS,
      },
      {
        what: `the same: from a change of the loop until ${SCREENS} screens have heard of it`,
        limit: 'p95 <= 100 ms',
        rival: `median ${milliseconds(quantile(rest, 0.5))}, p95 ${milliseconds(restP95)} (the house at rest)`,
        ours: `median ${milliseconds(quantile(busy, 0.5))}, p95 ${milliseconds(p95)}`,
        ratio: `${(restP95 / p95).toFixed(2)} x`,
        held: p95 <= 100,
      },
      {
        what: 'the same: words, photo made anew, sent',
        limit: 'p95 <= 5 s',
        rival: '-',
        ours: `median ${milliseconds(quantile(times, 0.5))}, p95 ${milliseconds(quantile(times, 0.95))}`,
        ratio: '-',
        held: quantile(times, 0.95) <= 5_000,
      },
      {
        what: 'such proposals as fast as they are taken, two at once',
        limit: '>= 2,000/h',
        rival: '-',
        ours: `${Math.round(flat).toLocaleString('en')}/h`,
        ratio: '-',
        held: flat >= AN_HOUR,
      },
    ];
  } finally {
    walls.stop();
    await palier.stop();
  }
}

/** One of 12 megapixels as phones take them, a few megabytes. */
async function bigPhoto(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const grain = await sharp({ create: { width: 1000, height: 750, channels: 3, background: '#777', noise } })
    .png()
    .toBuffer();
  return sharp(grain).resize(4000, 3000).jpeg({ quality: 88 }).toBuffer();
}

async function riddle(palier: Palier): Promise<Proof> {
  const answer = await fetch(`${palier.url}/api/public/proposals/challenge?for=new`);
  const { challenge, bits } = TalkChallenge.parse(await answer.json());
  for (let n = 0; ; n += 1) {
    const digest = createHash('sha256').update(`${challenge}:${n}`).digest();
    if (Math.clz32(digest.readUInt32BE(0)) >= bits) return { challenge, n };
  }
}

/** Milliseconds until it is sent; absent when something was refused. */
async function propose(palier: Palier, photo: Buffer, proof: Proof | undefined): Promise<number | undefined> {
  const startedMs = performance.now();
  const root = `${palier.url}/api/public/proposals`;
  const json = { 'content-type': 'application/json' };
  const begun = await fetch(`${root}/words`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ language: 'fr', proof }),
  });
  if (begun.status !== 201) return undefined;
  const { words } = ProposalWords.parse(await begun.json());
  const key = { 'x-proposal-key': encodeURIComponent(words.join(' ')) };
  const sent = await fetch(`${root}/files`, {
    method: 'POST',
    headers: { ...key, 'content-type': 'image/jpeg' },
    // Each is another file: what follows the end of a picture is not looked at, but counts for its digest.
    body: new Uint8Array(Buffer.concat([photo, Buffer.from(String(randomInt(2 ** 40)))])),
  });
  if (sent.status !== 201) return undefined;
  const { name } = ProposalFile.parse(await sent.json());
  const content = {
    title: `Le potager du toit ${words[0]}`,
    text: 'Des tomates pour tout le monde, mardi à midi.',
    category: 'news',
    language: 'fr',
    credit: { kind: 'colleague' },
    pictures: [name],
  };
  const answer = await fetch(root, { method: 'POST', headers: { ...key, ...json }, body: JSON.stringify({ content }) });
  if (answer.status !== 201) return undefined;
  ProposalView.parse(await answer.json());
  return performance.now() - startedMs;
}

/** Proposals in an hour. */
async function flatOut(palier: Palier, photo: Buffer, proofs: Proof[]): Promise<number> {
  const startedMs = performance.now();
  let taken = 0;
  const one = async () => {
    for (let proof = proofs.pop(); proof !== undefined; proof = proofs.pop()) {
      if ((await propose(palier, photo, proof)) !== undefined) taken += 1;
    }
  };
  await Promise.all([one(), one()]);
  return (taken / (performance.now() - startedMs)) * 3600_000;
}

/** Screens that listen, and a loop that changes. */
async function hang(palier: Palier) {
  const leaving = new AbortController();
  const entries = (text: string) => [
    { id: 'note', durationMs: 60_000, item: { kind: 'notice', title: { fr: text }, loop: 'inform' } },
  ];
  await palier.api('POST', '/api/playlists', { id: 'bench', name: { fr: 'Bench' }, entries: entries('0') });
  const tokens: string[] = [];
  for (let count = 0; count < SCREENS; count += 1) tokens.push(await pairMachine(palier));
  await scheduleEverywhere(palier, 'bench');
  let heard = 0;
  let onheard = () => {};
  for (const token of tokens) {
    const events = await fetch(`${palier.url}/api/player/events`, {
      headers: { authorization: `Bearer ${token}` },
      signal: leaving.signal,
    });
    const listening = (async () => {
      for await (const chunk of events.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        heard += chunk.split('event: revision').length - 1;
        if (heard >= SCREENS) onheard();
      }
    })();
    listening.catch(() => undefined);
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  let etag = (await palier.api('GET', '/api/playlists/bench')).etag;
  let round = 0;

  async function change(): Promise<number> {
    heard = 0;
    const all = new Promise<void>((resolve) => (onheard = resolve));
    const startedMs = performance.now();
    round += 1;
    const body = { id: 'bench', name: { fr: 'Bench' }, entries: entries(String(round)) };
    etag = (await palier.api('PUT', '/api/playlists/bench', body, { 'if-match': etag })).etag;
    await all;
    return performance.now() - startedMs;
  }
  return {
    async measure(rounds: number): Promise<number[]> {
      const samples: number[] = [];
      for (let count = 0; count < rounds; count += 1) {
        const tookMs = await change();
        samples.push(tookMs);
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, CHANGE_EVERY_MS - tookMs)));
      }
      return samples;
    },
    stop: () => leaving.abort(),
  };
}

if (process.argv[1] === new URL(import.meta.url).pathname) printTable(await benchProposals());
