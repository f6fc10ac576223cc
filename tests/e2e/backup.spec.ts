/** A backup that is taken while people and screens write restores to a server that the same screen plays from. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { PlaylistView, ScreenView } from '@palier/playlists/views';
import {
  approve,
  libraryOf,
  noticeEntry,
  pairMachine,
  pictureOf,
  scheduleEverywhere,
  startKiosk,
  startPalier,
  type Palier,
} from '../support/palier.ts';
import { runSource } from '../support/processes.ts';
import { expect, test } from './test.ts';
import { pairingCode, untilShown, untilState, watchWall } from './wall.ts';

type Written = { plays: string[]; titles: string[] };

test('a backup taken under load restores to a server that plays', async ({ browser }) => {
  test.skip(process.env['PALIER_E2E_STORE'] === 'postgres', 'palier backup is for the embedded store');
  const dir = await mkdtemp(join(tmpdir(), 'palier-backup-'));
  const file = join(dir, 'saved.tar.gz');
  const kioskDir = join(dir, 'kiosk');
  const wall = await browser.newPage();
  const palier = await startPalier();
  let restored: Palier | undefined;
  let kiosk = await startKiosk(palier.url, { dir: kioskDir });
  try {
    await fill(palier);
    await wall.goto(kiosk.url);
    const screenId = await approve(palier, await pairingCode(wall));
    await untilShown(wall, 'blue');
    const writers = startWriters(palier, await pairMachine(palier));
    await expect.poll(() => Math.min(writers.written.plays.length, writers.written.titles.length)).toBeGreaterThan(20);

    const before = { plays: writers.written.plays.length, titles: writers.written.titles.length };
    await cli(['backup', file], foldersOf(palier.dir));
    const after = { plays: writers.written.plays.length + 1, titles: writers.written.titles.length + 1 };
    await expect.poll(() => writers.written.titles.length).toBeGreaterThan(after.titles + 5);
    const { plays, titles } = await writers.stop();
    // What comes after the backup is lost with the machine: the screen has it, and must give it up again.
    await retitle(palier, 'hall', 'Perdu');
    await expect(wall.getByText('Perdu').first()).toBeVisible();
    await kiosk.stop();
    await palier.stop();
    await rm(join(kioskDir, 'media'), { recursive: true });

    restored = await startPalier({
      prepare: async (dataDir) => {
        const folders = foldersOf(join(dataDir, '..'));
        expect(await cli(['restore', file], folders)).toMatch(/Restored \d+ files/);
        expect(await cli(['verify'], folders)).toMatch(
          /[1-9]\d* records, 2 playlist files, [12] media files; 0 findings/,
        );
      },
    });
    kiosk = await startKiosk(restored.url, { dir: kioskDir });
    await wall.goto(kiosk.url);
    await untilState(wall, 'playing');
    await expect(wall.getByText('Bonjour').first()).toBeVisible();
    await untilShown(wall, 'blue');
    expect(await widestPicture(wall)).toBe(640);
    expect(new Set(await watchWall(wall, 6_000))).toEqual(new Set(['one', 'blue']));
    await expect
      .poll(async () => (await restored?.api<ScreenView>('GET', `/api/screens/${screenId}`))?.body)
      .toMatchObject({ connected: true, upToDate: true });

    // A prefix of what was acknowledged: all from before, nothing from after, nothing out of order.
    const keptPlays = await playsOf(restored);
    expect(keptPlays).toEqual(plays.slice(0, keptPlays.length));
    expect(keptPlays.length).toBeGreaterThanOrEqual(before.plays);
    expect(keptPlays.length).toBeLessThanOrEqual(after.plays);
    const at = titles.indexOf(await titleOf(restored, 'busy')) + 1;
    expect(at).toBeGreaterThanOrEqual(before.titles);
    expect(at).toBeLessThanOrEqual(after.titles);
    expect((await restored.api<{ faults: unknown[] }>('GET', '/api/playlists')).body.faults).toEqual([]);

    await retitle(restored, 'hall', 'Retrouvé');
    await expect(wall.getByText('Retrouvé').first()).toBeVisible();
  } finally {
    await kiosk.stop();
    await palier.stop();
    await restored?.stop();
    await rm(dir, { recursive: true, force: true });
  }
});

async function fill(palier: Palier): Promise<void> {
  const picture = await pictureOf({ r: 29, g: 79, b: 145 });
  await palier.api('POST', '/api/media?name=uploads/blue.jpg', new Uint8Array(picture), {
    'content-type': 'image/jpeg',
  });
  const blue = { id: 'blue', durationMs: 2000, item: { kind: 'picture', media: 'uploads/blue.jpg' } };
  await palier.api('POST', '/api/playlists', libraryOf('hall', [noticeEntry('one', 'Bonjour'), blue])['hall']);
  await palier.api('POST', '/api/playlists', libraryOf('busy', [noticeEntry('one', 'Version 0')])['busy']);
  await scheduleEverywhere(palier, 'hall');
}

/** One sends plays, one edits a playlist, each as fast as it is answered; what was acknowledged is noted in order. */
function startWriters(palier: Palier, token: string) {
  const written: Written = { plays: [], titles: [] };
  let goOn = true;
  const playing = async () => {
    while (goOn) {
      const id = randomUUID();
      const at = new Date().toISOString();
      const play = { id, playlistId: 'hall', entryId: 'one', startedAt: at, endedAt: at, revision: 1 };
      const answer = await fetch(`${palier.url}/api/player/plays`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ plays: [play] }),
      });
      if (!answer.ok) throw new Error(`plays were answered ${answer.status}`);
      written.plays.push(id);
    }
  };
  const editing = async () => {
    while (goOn) {
      const title = `Version ${written.titles.length + 1}`;
      await retitle(palier, 'busy', title);
      written.titles.push(title);
    }
  };
  const running = Promise.all([playing(), editing()]);
  return {
    written,
    async stop(): Promise<Written> {
      goOn = false;
      await running;
      return written;
    },
  };
}

async function retitle(palier: Palier, id: string, title: string): Promise<void> {
  const { body, etag } = await palier.api<PlaylistView>('GET', `/api/playlists/${id}`);
  const [, ...others] = body.playlist.entries;
  const entries = [noticeEntry('one', title), ...others];
  await palier.api('PUT', `/api/playlists/${id}`, { ...body.playlist, entries }, { 'if-match': etag });
}

async function titleOf(palier: Palier, id: string): Promise<string> {
  const { body } = await palier.api<PlaylistView>('GET', `/api/playlists/${id}`);
  const item = body.playlist.entries[0]?.item;
  return item?.kind === 'notice' ? (item.title.en ?? '') : '';
}

/** The ids of the machine's plays, oldest first. */
async function playsOf(palier: Palier): Promise<string[]> {
  const { body } = await palier.api<{ screens: ScreenView[] }>('GET', '/api/screens');
  const machine = body.screens.find(({ screen }) => screen.name === 'Machine');
  const ids: string[] = [];
  let query = '';
  do {
    const path = `/api/screens/${machine?.screen.id ?? ''}/plays${query}`;
    const { body: page } = await palier.api<{ plays: { id: string }[]; next?: string }>('GET', path);
    ids.push(...page.plays.map(({ id }) => id));
    query = page.next === undefined ? '' : `?after=${page.next}`;
  } while (query !== '');
  return ids;
}

function foldersOf(dir: string): Record<string, string> {
  return { DATA_DIR: join(dir, 'data'), PLAYLISTS_DIR: join(dir, 'library') };
}

/** Runs the command as a person would; answers what it printed, and throws unless it ended well. */
async function cli(args: string[], folders: Record<string, string>): Promise<string> {
  const command = runSource('api/src/cli.ts', args, folders);
  const code = await new Promise<number | null>((resolve) => command.child.on('close', resolve));
  if (code !== 0) throw new Error(`palier ${args.join(' ')} ended with ${code}:\n${command.output()}`);
  return command.output();
}

function widestPicture(page: Page): Promise<number> {
  return page.evaluate(() =>
    Math.max(...[...document.images].map((image) => (image.complete ? image.naturalWidth : 0))),
  );
}
