/** What was found by attacking the running server: each once broken, now held. */
import { execFileSync } from 'node:child_process';
import { symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MAX_OPEN_BYTES } from '../../api/src/door.ts';
import { eventsOf, openHouse, type House } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

describe('the live stream of the panel', () => {
  const open = async (cookie: string) => {
    const stream = eventsOf((await house.call('GET', '/api/events', { cookie })).response);
    await stream.next();
    return stream;
  };
  const last = async (stream: ReturnType<typeof eventsOf>) => {
    for (;;) if ((await stream.next()) === 'closed') return 'closed';
  };

  test('ends at sign-out; those of other sessions go on', async () => {
    const [mine, other] = [await house.as('viewer'), await house.as('viewer', true)];
    const [ending, staying] = [await open(mine), await open(other)];
    await house.call('DELETE', '/api/session', { cookie: mine });
    expect(await last(ending)).toBe('closed');
    await house.edit('POST', '/api/playlists', { name: { fr: 'x' } });
    expect(await staying.next()).toMatchObject({ event: 'changed' });
    await staying.cancel();
  });

  test('one session cannot take the streams of all', async () => {
    const cookie = await house.as('viewer');
    const streams = await Promise.all(Array.from({ length: 20 }, () => open(cookie)));
    expect((await house.call('GET', '/api/events', { cookie })).status).toBe(503);
    const other = await open(await house.as('editor'));
    for (const stream of [...streams, other]) await stream.cancel();
  });

  test('ends when the person is removed, or got a new password', async () => {
    const cookie = await house.as('viewer');
    const first = await open(cookie);
    const admin = await house.as('admin');
    const body = { password: 'quatre marches et demie' };
    await house.call('PATCH', '/api/users/user-viewer', { cookie: admin, body });
    expect(await last(first)).toBe('closed');
    const second = await open(await house.as('viewer', true));
    await house.call('DELETE', '/api/users/user-viewer', { cookie: admin });
    expect(await last(second)).toBe('closed');
  });
});

describe('the own account', () => {
  /** The change of the own name passes the door; before it is saved, `meanwhile` happens. */
  async function rename(meanwhile: () => Promise<unknown>) {
    const transact = house.storage.transact.bind(house.storage);
    const cookie = await house.as('editor');
    let once = true;
    house.storage.transact = async (work) => {
      if (once) {
        once = false;
        await meanwhile();
      }
      return transact(work);
    };
    const answer = await house.call('PATCH', '/api/session/user', { cookie, body: { name: 'Anew' } });
    house.storage.transact = transact;
    return answer;
  }

  test('removed while it is changed: it stays removed', async () => {
    const answer = await rename(async () => {
      await house.call('DELETE', '/api/users/user-editor', { cookie: await house.as('admin') });
    });
    expect(answer.status).toBe(401);
    expect(await house.storage.get('users', 'user-editor')).toBeUndefined();
  });

  test('given another role while it is changed: it keeps that role', async () => {
    const answer = await rename(async () => {
      const body = { role: 'viewer' };
      await house.call('PATCH', '/api/users/user-editor', { cookie: await house.as('admin'), body });
    });
    expect(answer.body).toMatchObject({ name: 'Anew', role: 'viewer' });
  });
});

test('what is no small file in the playlists folder is not read, and keeps nobody from starting', async () => {
  const folder = house.settings.playlistsDir;
  execFileSync('mkfifo', [join(folder, 'pipe.json')]);
  await symlink('/dev/zero', join(folder, 'endless.json'));
  await writeFile(join(folder, 'huge.json'), '');
  await truncate(join(folder, 'huge.json'), 3 * 1024 ** 3);
  await house.parts.library.lookAtAll();
  const faults = house.parts.library.faults().map(({ file, reason }) => `${file}: ${reason}`);
  expect(faults).toEqual([
    'endless.json: the file could not be read or written: it is not a file',
    'huge.json: the file could not be read or written: it is larger than 4 MB',
    'pipe.json: the file could not be read or written: it is not a file',
  ]);
});

test('a machine that was approved for a screen and comes after its replacement is too late', async () => {
  const offer = async () => (await house.call('POST', '/api/pairings', { body: {} })).body;
  const approve = (code: string, replaces?: string) =>
    house.edit('POST', `/api/pairings/${code}/approve`, {
      name: 'Hall',
      zone: 'UTC',
      language: 'fr',
      ...(replaces === undefined ? {} : { replaces }),
    });
  const poll = async (token: string) => (await house.call('GET', '/api/pairings/mine', { token })).body;
  const [early, late] = [await offer(), await offer()];
  const { body: screen } = await approve(early.code);
  await approve(late.code, screen.id);
  const { token } = await poll(late.pollSecret);
  expect(await poll(early.pollSecret)).toEqual({ status: 'expired' });
  expect((await house.call('GET', '/api/player/manifest', { token })).status).toBe(200);
});

test('a clock of a zone that does not exist is refused with its field', async () => {
  const item = { kind: 'clock', places: [{ name: 'Olympe', zone: 'Mars/Olympus' }] };
  const answer = await house.call('POST', '/api/playlists', {
    cookie: await house.as('editor'),
    body: { name: { fr: 'x' }, entries: [{ id: 'a', item }] },
  });
  expect(answer.status).toBe(422);
  expect(answer.body.fields).toEqual([
    { field: 'entries.0.item.places.0.zone', reason: 'unknown time zone: use an IANA name such as Europe/Paris' },
  ]);
});

describe('a takeover that could reach nobody', () => {
  const start = async (body: object) =>
    house.call('POST', '/api/takeovers', {
      cookie: await house.as('editor'),
      body: { content: { kind: 'item', item: { kind: 'notice', title: { fr: 'Alerte' } } }, ...body },
    });

  test('a screen that is gone is named', async () => {
    const answer = await start({ target: { screens: ['gone'] }, durationMs: 60_000 });
    expect([answer.status, answer.body.fields]).toEqual([
      422,
      [{ field: 'target.screens.0', reason: 'there is no screen "gone"' }],
    ]);
  });

  test('one that is over before it starts is refused', async () => {
    const span = { startsAt: '2001-01-01T00:00:00Z', endsAt: '2001-01-01T01:00:00Z' };
    const answer = await start({ target: { all: true }, ...span });
    expect([answer.status, answer.body.fields[0].field]).toEqual([422, 'endsAt']);
  });
});

test('megabytes of strangers are refused before they are read', async () => {
  const raw = JSON.stringify({ email: 'a@b.example', password: 'x'.repeat(MAX_OPEN_BYTES) });
  const headers = { 'content-type': 'application/json', 'content-length': String(raw.length) };
  expect((await house.call('POST', '/api/session', { raw, headers })).status).toBe(413);
});

test('the address of a preview that cannot be a screen is no fault of the server', async () => {
  const cookie = await house.as('viewer');
  for (const path of ['/play/preview/..%2f..%2fx/now', '/play/preview/%0d%0aX:%20y', '/play/preview/%0d%0a/now']) {
    expect((await house.call('GET', path, { cookie })).status).toBe(404);
  }
  expect(house.said.filter((line) => line.startsWith('FAULT'))).toEqual([]);
});

test('strangers who open every hosted player keep nobody out of the previews', { timeout: 30_000 }, async () => {
  const { id } = await house.pair();
  for (let count = 0; count < 300; count += 1) {
    await house.call('GET', '/play/now', { cookie: `palier-player=stranger-${count}` });
  }
  const stranger = await house.call('GET', '/play/now', { cookie: 'palier-player=one-more' });
  expect(stranger.status).toBe(503);
  const preview = await house.call('GET', `/play/preview/${id}/now`, { cookie: await house.as('viewer') });
  expect(preview.status).toBe(200);
});
