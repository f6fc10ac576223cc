/**
 * A company answers at once: 10,000 answers in 30 s over real HTTP, 3 % of which are sent again because the reply got
 * lost. None may be lost or doubled. Then how many a second, against bare `node:http` before `node:sqlite` (WAL, FULL)
 * in the same run; and the results of a survey with 100,000 answers (`survey-results.ts`).
 */
import { spawn } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { createServer, Agent, request } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PublicSurvey, ResultsView, SurveyView } from '../../api/src/wire/surveys.ts';
import { pairMachine, scheduleEverywhere, startPalier, type Palier } from '../support/palier.ts';
import { freePort } from '../support/processes.ts';
import { benchResults } from './survey-results.ts';
import { milliseconds, printTable, quantile, type BenchRow } from './table.ts';

const ANSWERS = Number(process.env['BENCH_ANSWERS'] ?? 10_000);
const OVER_MS = ANSWERS * 3;
const RETRIED = 0.03;
const FLAT_OUT_MS = 4_000;
const SELF = new URL(import.meta.url).pathname;

const say = (text: string) => ({ fr: text, en: text });
const options = (...ids: string[]) => ids.map((id) => ({ id, label: say(id) }));
const CONTENT = {
  title: say('Bench'),
  questions: Array.from({ length: 12 }, (_, index) => ({
    kind: 'single',
    id: `q${index}`,
    title: say(`Question ${index}`),
    options: options('a', 'b', 'c', 'd'),
  })),
};
const answersOf = () => Object.fromEntries(CONTENT.questions.map(({ id }) => [id, 'abcd'[randomInt(4)] ?? 'a']));

type Given = { key: string; answers: object; marker: string };
const given = (): Given => ({ key: randomUUID(), answers: answersOf(), marker: randomUUID() });

const agent = new Agent({ keepAlive: true, maxSockets: 400 });

/** Milliseconds until the answer, or undefined when the reply was lost on the way (the request was not). */
async function post(url: string, body: Given, loseReply: boolean): Promise<{ ms: number; status: number } | undefined> {
  const text = JSON.stringify(body);
  const startedMs = performance.now();
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
      },
      (response) => {
        if (loseReply) {
          response.destroy();
          resolve(undefined);
          return;
        }
        response.resume();
        response.on('end', () => resolve({ ms: performance.now() - startedMs, status: response.statusCode ?? 0 }));
      },
    );
    asked.on('error', reject);
    asked.end(text);
  });
}

export async function benchSurveys(): Promise<BenchRow[]> {
  const palier = await startPalier({});
  try {
    const crowd = await publish(palier);
    const told = countChanges(palier, crowd.code);
    const wall = await hang(palier, crowd.id);
    const { latencies, statuses } = await crowdAnswers(`${palier.url}/api/public/surveys/${crowd.code}/answers`);
    const seconds = (ANSWERS * 3) / 1000;
    const changes = await told.stop();
    const pushes = wall.stop();
    const counted = await countedOf(palier, crowd.id);
    const flat = await publish(palier);
    const ours = await flatOut(`${palier.url}/api/public/surveys/${flat.code}/answers`);
    const rival = await withRival(flatOut);
    const p99 = quantile(latencies, 0.99);
    return [
      {
        what: `${ANSWERS.toLocaleString('en')} answers in ${seconds} s, 3 % sent again: lost, doubled, refused`,
        limit: '0, 0, 0',
        rival: '-',
        ours: `${Math.max(0, ANSWERS - counted)}, ${Math.max(0, counted - ANSWERS)}, ${statuses.filter((one) => one !== 200).length}`,
        ratio: '-',
        held: counted === ANSWERS && statuses.every((one) => one === 200),
      },
      {
        what: 'the same: time to a durable answer',
        limit: 'p99 <= 250 ms',
        rival: '-',
        ours: `median ${milliseconds(quantile(latencies, 0.5))}, p99 ${milliseconds(p99)}`,
        ratio: '-',
        held: p99 <= 250,
      },
      {
        what: 'the same: changes of the number that screens show; pushes to a screen that shows it',
        limit: '<= 2/s',
        rival: '-',
        ours: `${(changes / seconds).toFixed(2)}/s; ${(pushes / seconds).toFixed(2)}/s`,
        ratio: '-',
        held: changes / seconds <= 2 && pushes > 0 && pushes / seconds <= 2,
      },
      {
        what: 'durable answers over HTTP, 128 at once',
        limit: '>= 2,000/s',
        rival: `${rival.toFixed(0)}/s (node:http, node:sqlite WAL FULL)`,
        ours: `${ours.toFixed(0)}/s`,
        ratio: `${(ours / rival).toFixed(2)} x`,
        held: ours >= 2000,
      },
      ...(await benchResults()),
    ];
  } finally {
    agent.destroy();
    await palier.stop();
  }
}

async function publish(palier: Palier): Promise<{ id: string; code: string }> {
  const answer = await palier.api('POST', '/api/surveys', { content: CONTENT });
  const { survey } = SurveyView.parse(answer.body);
  await palier.api('POST', `/api/surveys/${survey.id}/publish`);
  return survey;
}

/** A paired screen that shows the survey: how often it is told that something changed. */
async function hang(palier: Palier, survey: string): Promise<{ stop: () => number }> {
  const token = await pairMachine(palier);
  const entries = [{ id: 'ask', durationMs: 60_000, item: { kind: 'survey', survey } }];
  await palier.api('POST', '/api/playlists', { id: 'bench', name: { en: 'Bench' }, entries });
  await scheduleEverywhere(palier, 'bench');
  const leaving = new AbortController();
  const events = await fetch(`${palier.url}/api/player/events`, {
    headers: { authorization: `Bearer ${token}` },
    signal: leaving.signal,
  });
  let pushes = -1; // The first says where things stand when it connects.
  const listening = (async () => {
    for await (const chunk of events.body?.pipeThrough(new TextDecoderStream()) ?? [])
      pushes += chunk.split('event: revision').length - 1;
  })();
  listening.catch(() => undefined);
  return {
    stop() {
      leaving.abort();
      return pushes;
    },
  };
}

/** Even arrivals; of those whose reply is lost, the same answers come again a little later. */
async function crowdAnswers(url: string): Promise<{ latencies: number[]; statuses: number[] }> {
  const latencies: number[] = [];
  const statuses: number[] = [];
  const one = async (atMs: number): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, atMs));
    const body = given();
    const lost = Math.random() < RETRIED;
    const answer = await post(url, body, lost);
    const last = answer ?? (await post(url, body, false));
    if (last === undefined) return;
    latencies.push(last.ms);
    statuses.push(last.status);
  };
  await Promise.all(Array.from({ length: ANSWERS }, (_, index) => one((index * OVER_MS) / ANSWERS)));
  return { latencies, statuses };
}

async function countedOf(palier: Palier, id: string): Promise<number> {
  await palier.api('POST', `/api/surveys/${id}/close`);
  const answer = await palier.api('GET', `/api/surveys/${id}/results`);
  return ResultsView.parse(answer.body).all.answers ?? 0;
}

/** How often the number that screens show changes, looked at ten times a second. */
function countChanges(palier: Palier, code: string): { stop: () => Promise<number> } {
  const told = new Set<number>();
  let stopped = false;
  const look = async () => {
    while (!stopped) {
      const answer = await fetch(`${palier.url}/api/public/surveys/${code}`);
      const { participation } = PublicSurvey.parse(await answer.json());
      if (participation !== undefined) told.add(participation);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const looking = look();
  return {
    async stop() {
      stopped = true;
      await looking;
      return told.size;
    },
  };
}

async function flatOut(url: string): Promise<number> {
  let taken = 0;
  const until = performance.now() + FLAT_OUT_MS;
  const startedMs = performance.now();
  const write = async () => {
    while (performance.now() < until) {
      const answer = await post(url, given(), false);
      if (answer?.status === 200) taken += 1;
    }
  };
  await Promise.all(Array.from({ length: 128 }, write));
  return taken / ((performance.now() - startedMs) / 1000);
}

/** The rival in a process of its own, as ours is. */
async function withRival(measure: (url: string) => Promise<number>): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'palier-bench-'));
  const port = await freePort();
  const child = spawn(process.execPath, [SELF, 'rival', String(port), join(dir, 'answers.sqlite')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await new Promise((resolve) => child.stdout.once('data', resolve));
    return await measure(`http://127.0.0.1:${port}/answers`);
  } finally {
    child.kill();
    rmSync(dir, { recursive: true });
  }
}

function serveRival(port: number, path: string): void {
  const database = new DatabaseSync(path);
  database.exec(
    'pragma journal_mode = wal; pragma synchronous = full; create table answers (key text unique, marker text unique, answers text)',
  );
  const insert = database.prepare('insert or ignore into answers values (?, ?, ?)');
  createServer((asked, response) => {
    let text = '';
    asked.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    asked.on('end', () => {
      const body: Given = JSON.parse(text);
      insert.run(body.key, body.marker, JSON.stringify(body.answers));
      response.setHeader('content-type', 'application/json').end('{"taken":true}');
    });
  }).listen(port, '127.0.0.1', () => console.log('listening'));
}

if (process.argv[1] === SELF) {
  const [, , how, port, path] = process.argv;
  if (how === 'rival') serveRival(Number(port), path ?? '');
  else printTable(await benchSurveys());
}
