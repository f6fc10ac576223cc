/** `palier move` as a person runs it: a server's store goes to PostgreSQL, is worked with there, and comes back. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJsonStorage } from '../../api/src/storage/json.ts';
import { verifySame } from '../../api/src/storage/move.ts';
import { openPostgresStorage } from '../../api/src/storage/postgres.ts';
import {
  ADMIN,
  libraryOf,
  noticeEntry,
  pairMachine,
  pictureOf,
  scheduleEverywhere,
  startPalier,
  type Palier,
} from '../support/palier.ts';
import { describePostgres } from '../support/postgres.ts';
import { runSource } from '../support/processes.ts';
import { quiet } from './support.ts';

const PLAYS = 300;
const THERE = ['move', '--from', 'lowdb', '--to', 'postgres'];
const BACK = ['move', '--from', 'postgres', '--to', 'lowdb'];
const refusal = (reason: RegExp, code = 1) => ({ code, output: expect.stringMatching(reason) });

await describePostgres('palier move', ({ createDatabase }) => {
  let base: string;
  let folders: Record<string, string>;
  const running: Palier[] = [];
  const start = async (env: Record<string, string>) => {
    const palier = await startPalier({ env });
    running.push(palier);
    return palier;
  };
  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'palier-move-'));
    folders = { DATA_DIR: join(base, 'data'), PLAYLISTS_DIR: join(base, 'library'), ASSETS_DIR: join(base, 'assets') };
  });
  afterEach(async () => {
    for (const palier of running.splice(0)) await palier.stop();
    await rm(base, { recursive: true, force: true });
  });

  test('to PostgreSQL and back: a server finds on each side what the other left', { timeout: 120_000 }, async () => {
    const DATABASE_URL = await createDatabase();
    const first = await start(folders);
    const sha256 = await fill(first);
    const seen = { plays: PLAYS, title: 'One', pictureSha256: sha256 };
    expect(await palier(THERE, { ...folders, DATABASE_URL })).toMatchObject(
      refusal(/another process|in use|owns|runs/),
    );
    await first.process.stop();

    const moved = await movedBy(THERE, { ...folders, DATABASE_URL });
    expect(await compare(folders['DATA_DIR'] ?? '', DATABASE_URL)).toMatchObject(moved);
    // The plays, and the versions of the playlists that the server kept.
    expect(moved.records).toBeGreaterThanOrEqual(PLAYS);
    expect(await palier(THERE, { ...folders, DATABASE_URL })).toMatchObject(refusal(/the target holds .*playlists/));

    const second = await start({ ...folders, DATABASE_URL });
    expect(await viewOf(second, sha256)).toEqual({ ...seen, playlists: ['hall'] });
    await second.api('POST', '/api/playlists', libraryOf('late', [noticeEntry('one', 'Late')])['late']);
    await second.process.stop();

    expect(await palier(BACK, { ...folders, DATABASE_URL })).toMatchObject(refusal(/the target holds .*playlists/));
    const home = { ...folders, DATA_DIR: join(base, 'data-again'), MEDIA_URL: `file://${folders['DATA_DIR'] ?? ''}` };
    const back = await movedBy(BACK, { ...home, DATABASE_URL });
    expect(await compare(home.DATA_DIR, DATABASE_URL)).toMatchObject(back);
    const checked = await palier(['verify'], home);
    expect(checked.output).toMatch(/2 playlist files, [12] media files; 0 findings/);

    const third = await start(home);
    expect(await viewOf(third, sha256)).toEqual({ ...seen, playlists: ['hall', 'late'] });
  });

  test('without DATABASE_URL, or with a word it does not know, it says what it needs', async () => {
    expect(await palier(THERE, folders)).toMatchObject(refusal(/move needs DATABASE_URL/, 2));
    expect(await palier(['move', '--from', 'lowdb', '--to', 'sqlite'], folders)).toMatchObject(
      refusal(/--from lowdb --to postgres/, 2),
    );
  });
});

/** A playlist with a picture, a schedule, a screen and what it played. Answers the picture's digest. */
async function fill(server: Palier): Promise<string> {
  const picture = new Uint8Array(await pictureOf({ r: 29, g: 79, b: 145 }));
  const type = { 'content-type': 'image/jpeg' };
  const { body: media } = await server.api<{ sha256: string }>(
    'POST',
    '/api/media?name=uploads/blue.jpg',
    picture,
    type,
  );
  const blue = { id: 'blue', durationMs: 2000, item: { kind: 'picture', media: 'uploads/blue.jpg' } };
  await server.api('POST', '/api/playlists', libraryOf('hall', [noticeEntry('one', 'One'), blue])['hall']);
  await scheduleEverywhere(server, 'hall');
  const authorization = `Bearer ${await pairMachine(server)}`;
  const plays = Array.from({ length: PLAYS }, (_, number) => ({
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    playlistId: 'hall',
    entryId: 'one',
    startedAt: '2026-05-07T10:00:00Z',
    endedAt: '2026-05-07T10:00:02Z',
    revision: 1,
  }));
  expect(await server.api('POST', '/api/player/plays', { plays }, { authorization })).toMatchObject({
    body: { added: PLAYS },
  });
  return media.sha256;
}

/** What the people see, who sign in with what they always had. */
async function viewOf(server: Palier, sha256: string) {
  const { body } = await server.api<{ playlists: { playlist: Listed }[]; faults: unknown[] }>('GET', '/api/playlists');
  expect(body.faults).toEqual([]);
  const { body: media } = await server.api<{ media: { sha256: string; usedIn: unknown[] }[] }>('GET', '/api/media');
  expect(media.media).toMatchObject([{ sha256, usedIn: [expect.anything()] }]);
  const { body: all } = await server.api<{ screens: { screen: { id: string } }[] }>('GET', '/api/screens');
  expect(all.screens).toMatchObject([{ screen: { name: 'Machine' }, now: { state: 'playing' } }]);
  const { body: hall } = await server.api<{ playlist: Listed }>('GET', '/api/playlists/hall');
  const [machine] = all.screens;
  const { body: log } = await server.api<{ plays: unknown[] }>('GET', `/api/screens/${machine?.screen.id}/plays`);
  return {
    plays: log.plays.length,
    playlists: body.playlists.map(({ playlist }) => playlist.id),
    title: hall.playlist.entries[0]?.item.title?.['en'],
    pictureSha256: await digestOfServed(server, sha256),
  };
}

async function digestOfServed({ url }: Palier, sha256: string): Promise<string> {
  const headers = { 'content-type': 'application/json', origin: url };
  const signedIn = await fetch(`${url}/api/session`, { method: 'POST', headers, body: JSON.stringify(ADMIN) });
  const cookie = (signedIn.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  const answer = await fetch(`${url}/media/${sha256}`, { headers: { cookie } });
  return createHash('sha256')
    .update(await answer.bytes())
    .digest('hex');
}

type Listed = { id: string; entries: { item: { title?: Record<string, string> } }[] };

async function palier(args: readonly string[], env: Record<string, string>) {
  const command = runSource('api/src/cli.ts', args, env);
  const code = await new Promise<number | null>((resolve) => command.child.on('close', resolve));
  return { code, output: command.output() };
}

async function movedBy(args: readonly string[], env: Record<string, string>) {
  const { code, output } = await palier(args, env);
  if (code !== 0) throw new Error(`palier move ended with ${code}:\n${output}`);
  const said = /Moved (\d+) documents and (\d+) records; SHA-256 ([0-9a-f]{64})/.exec(output);
  return { documents: Number(said?.[1]), records: Number(said?.[2]), sha256: said?.[3] };
}

/** Both stores as they are, read by nobody but this test. */
async function compare(dir: string, url: string) {
  const embedded = await openJsonStorage({ dir, ...quiet() });
  const database = await openPostgresStorage({ url, ...quiet() });
  try {
    return await verifySame(embedded, database);
  } finally {
    await embedded.close();
    await database.close();
  }
}
