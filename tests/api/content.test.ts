/** Screens, groups, playlists, schedules and takeovers through the API: what works, what is refused, and why. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PlaylistView, ScreenView, TakeoverView } from '@palier/playlists/views';
import { NOON, notice, openHouse, playlistOf, testClock, type House, type TestClock } from './house.ts';

const SCREEN = { name: 'Hall', zone: 'Europe/Paris', language: 'fr' };
const EVERYWHERE = { all: true };

let house: House;
let clock: TestClock;
let cookie: string;
beforeEach(async () => {
  clock = testClock();
  house = await openHouse({ clock });
  cookie = await house.as('editor');
});
afterEach(() => house.close());

const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  house.call(method, path, { cookie, headers, ...(body === undefined ? {} : { body }) });
const schedule = (playlistId: string, target: object = EVERYWHERE) => ({
  name: { fr: 'Toujours' },
  target,
  rules: [{ playlistId }],
});

describe('screens', () => {
  test('added, seen, changed, removed', async () => {
    const { body: screen, status } = await call('POST', '/api/screens', SCREEN);
    expect([status, screen.diagonalInches, screen.id]).toEqual([201, 43, expect.stringMatching(/^hall-/)]);
    const view = ScreenView.parse((await call('GET', `/api/screens/${screen.id}`)).body);
    expect(view).toMatchObject({ health: 'unpaired', connected: false, now: { state: 'idle' } });
    expect(view.lastHeardAt).toBeUndefined();
    expect(view.upToDate).toBeUndefined();
    const changed = await call('PATCH', `/api/screens/${screen.id}`, { place: '3e étage', groups: ['hall'] });
    expect(changed.body).toMatchObject({ name: 'Hall', place: '3e étage', groups: ['hall'], distanceM: 3 });
    const wrong = await call('PATCH', `/api/screens/${screen.id}`, { zone: 'Nowhere/Land' });
    expect(wrong.body.fields[0]).toMatchObject({ field: 'zone' });
    expect((await call('DELETE', `/api/screens/${screen.id}`)).status).toBe(204);
    expect((await call('GET', `/api/screens/${screen.id}`)).status).toBe(404);
  });

  test('what it shows, why, and over a span', async () => {
    await call('POST', '/api/playlists', playlistOf('day'));
    await call('POST', '/api/schedules', schedule('day'));
    const { body: screen } = await call('POST', '/api/screens', SCREEN);
    const at = '2026-11-24T09:00:00Z';
    const now = await call('GET', `/api/screens/${screen.id}/now?at=${at}`);
    expect(now.body.program).toMatchObject({ kind: 'scheduled', playlistId: 'day', entries: [{ key: 'one' }] });
    const why = await call('GET', `/api/screens/${screen.id}/explain?at=${at}`);
    expect(why.body.local).toBe('2026-11-24T10:00+01:00[Europe/Paris]');
    expect(why.body.candidates).toEqual([expect.objectContaining({ kind: 'rule', plays: true, playlistId: 'day' })]);
    const span = await call('GET', `/api/screens/${screen.id}/timeline?from=${at}&to=2026-11-25T09:00:00Z`);
    expect(span.body.blocks[0]).toMatchObject({ from: '2026-11-24T09:00:00.000Z', kind: 'scheduled' });
    const long = await call('GET', `/api/screens/${screen.id}/timeline?from=${at}&to=2027-11-25T09:00:00Z`);
    expect(long.body.fields).toEqual([{ field: 'to', reason: 'a timeline spans at most 62 days' }]);
    const backwards = await call('GET', `/api/screens/${screen.id}/timeline?from=${at}&to=${at}`);
    expect(backwards.status).toBe(422);
    expect((await call('GET', `/api/screens/${screen.id}/now?at=noon`)).body.fields[0].field).toBe('at');
  });
});

describe('groups', () => {
  test('are what screens carry', async () => {
    const ids: string[] = [];
    for (const name of ['A', 'B', 'C']) ids.push((await call('POST', '/api/screens', { ...SCREEN, name })).body.id);
    const put = await call('PUT', '/api/groups/lobby', { screens: [ids[0], ids[2]] });
    expect(put.body.groups).toEqual([{ name: 'lobby', screens: expect.arrayContaining([ids[0], ids[2]]) }]);
    await call('PUT', '/api/groups/lobby', { screens: [ids[1]] });
    expect((await call('GET', '/api/groups')).body.groups).toEqual([{ name: 'lobby', screens: [ids[1]] }]);
    expect((await call('PUT', '/api/groups/Lobby!', { screens: [] })).body.fields[0].field).toBe('name');
    expect((await call('PUT', '/api/groups/lobby', { screens: ['ghost'] })).body.fields[0].reason).toContain('ghost');
    expect((await call('DELETE', '/api/groups/lobby')).status).toBe(204);
    expect((await call('DELETE', '/api/groups/lobby')).status).toBe(404);
  });
});

describe('playlists', () => {
  test('added, read with its ETag, replaced with If-Match', async () => {
    const added = await call('POST', '/api/playlists', { name: { fr: 'Journée d’été' }, entries: [notice('one')] });
    const view = PlaylistView.parse(added.body);
    expect([added.status, view.revision, view.updatedBy]).toEqual([201, 1, 'editor']);
    const path = `/api/playlists/${view.playlist.id}`;
    const etag = (await call('GET', path)).headers.get('etag') ?? '';
    expect(etag).toBe(added.headers.get('etag'));
    const next = { ...view.playlist, entries: [notice('two')] };
    expect((await call('PUT', path, next)).body.type).toBe('/api/docs#etag-missing');
    const done = await call('PUT', path, next, { 'if-match': etag });
    expect([done.status, done.body.revision]).toEqual([200, 2]);
    const stale = await call('PUT', path, view.playlist, { 'if-match': etag });
    expect([stale.status, stale.headers.get('etag')]).toEqual([412, done.headers.get('etag')]);
    expect((await call('GET', path)).body.playlist.entries[0].id).toBe('two');
  });

  test('two at the same moment: one wins, the other is told', async () => {
    const { body, headers } = await call('POST', '/api/playlists', playlistOf('race'));
    const put = (title: string) =>
      call(
        'PUT',
        '/api/playlists/race',
        { ...body.playlist, entries: [notice('one', title)] },
        { 'if-match': headers.get('etag') ?? '' },
      );
    const statuses = (await Promise.all([put('a'), put('b')])).map((answer) => answer.status);
    expect(new Set(statuses)).toEqual(new Set([200, 412]));
  });

  test.each([
    ['a 0-second item', [notice('one', 'x', 0)], 'entries.0.durationMs', 'at least 1 second'],
    ['an item twice', [notice('one'), notice('one')], 'entries.1.id', 'used twice'],
    ['an unknown kind', [{ id: 'a', item: { kind: 'hologram' } }], 'entries.0.item.kind', ''],
    [
      'a picture that climbs',
      [{ id: 'a', item: { kind: 'picture', media: '../etc/passwd' } }],
      'entries.0.item.media',
      '".."',
    ],
    ['a script for a link', [{ id: 'a', item: { kind: 'web', url: 'javascript:alert(1)' } }], 'entries.0.item.url', ''],
    ['a field that is none', [{ ...notice('a'), colour: 'red' }], 'entries.0', 'colour'],
  ])('%s is refused, and nothing is lost', async (_name, entries, field, reason) => {
    const { body, headers } = await call('POST', '/api/playlists', playlistOf('good'));
    const answer = await call(
      'PUT',
      '/api/playlists/good',
      { ...body.playlist, entries },
      { 'if-match': headers.get('etag') ?? '' },
    );
    expect(answer.status).toBe(422);
    expect(answer.body.fields).toContainEqual({ field, reason: expect.stringContaining(reason) });
    expect((await call('GET', '/api/playlists/good')).body.playlist).toEqual(body.playlist);
  });

  test('one that a schedule plays is not removed; the answer names the schedule', async () => {
    await call('POST', '/api/playlists', playlistOf('day'));
    const { body: made } = await call('POST', '/api/schedules', schedule('day'));
    expect((await call('GET', '/api/playlists/day')).body.usedIn).toEqual([{ scheduleId: made.id, name: 'Toujours' }]);
    const answer = await call('DELETE', '/api/playlists/day');
    expect([answer.status, answer.body.detail]).toEqual([409, 'It plays in the schedule "Toujours".']);
    await call('DELETE', `/api/schedules/${made.id}`);
    expect((await call('DELETE', '/api/playlists/day')).status).toBe(204);
    expect((await call('DELETE', '/api/playlists/day')).status).toBe(404);
  });

  test('an id that is taken', async () => {
    await call('POST', '/api/playlists', playlistOf('day'));
    const answer = await call('POST', '/api/playlists', playlistOf('day'));
    expect([answer.status, answer.body.fields[0].field]).toEqual([409, 'id']);
  });
});

describe('schedules', () => {
  beforeEach(() => call('POST', '/api/playlists', playlistOf('day')));

  test('added, replaced with If-Match, removed', async () => {
    const { body, headers, status } = await call('POST', '/api/schedules', schedule('day'));
    expect([status, body.rules[0].recurrence]).toEqual([201, { kind: 'daily' }]);
    const path = `/api/schedules/${body.id}`;
    const next = { ...body, rules: [{ ...body.rules[0], daypart: { from: '22:00', until: '02:00' } }] };
    expect((await call('PUT', path, next)).status).toBe(428);
    expect((await call('PUT', path, next, { 'if-match': '"other"' })).status).toBe(412);
    expect((await call('PUT', path, next, { 'if-match': headers.get('etag') ?? '' })).status).toBe(200);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', '/api/schedules')).body.schedules).toEqual([]);
  });

  test.each([
    ['a playlist that is not there', { rules: [{ playlistId: 'ghost' }] }, 'rules.0.playlistId'],
    [
      'a rule twice',
      {
        rules: [
          { id: 'a', playlistId: 'day' },
          { id: 'a', playlistId: 'day' },
        ],
      },
      'rules.1.id',
    ],
    ['nobody to show it to', { target: {} }, 'target'],
    [
      'a time that is none',
      { rules: [{ playlistId: 'day', daypart: { from: '25:00', until: '26:00' } }] },
      'rules.0.daypart.from',
    ],
  ])('%s', async (_name, change, field) => {
    const answer = await call('POST', '/api/schedules', { ...schedule('day'), ...change });
    expect(answer.status).toBe(422);
    expect(answer.body.fields.map((one: { field: string }) => one.field)).toContain(field);
  });
});

describe('takeovers', () => {
  const alarm = { kind: 'item', item: { kind: 'notice', title: { fr: 'Évacuation' }, tone: 'alarm' } };
  const start = (change: object = {}) =>
    call('POST', '/api/takeovers', { target: EVERYWHERE, content: alarm, durationMs: 60_000, ...change });

  test('starts, shows on the screens, ends by itself', async () => {
    const { id } = await house.pair();
    const { body, status } = await start();
    const view = TakeoverView.parse(body);
    expect([status, view.state, view.reached, view.notReached]).toEqual([
      201,
      'running',
      [],
      [{ screenId: id, name: 'Hall' }],
    ]);
    expect((await call('GET', `/api/screens/${id}/now`)).body.program).toMatchObject({
      kind: 'takeover',
      takeoverId: view.takeover.id,
    });
    clock.advance(60_000);
    expect((await call('GET', `/api/screens/${id}/now`)).body.program).toBeUndefined();
    expect((await call('GET', `/api/takeovers/${view.takeover.id}`)).body.state).toBe('ended');
  });

  test('reached is who says so, with the item on the wall', async () => {
    const [hall, desk] = [await house.pair('Hall'), await house.pair('Desk')];
    const { body } = await start();
    const { id } = body.takeover;
    const beat = (token: string, change: object) =>
      house.call('POST', '/api/player/heartbeats', {
        token,
        body: { revision: 1, shell: 'chromium', version: '1', ...change },
      });
    await beat(desk.token, { state: 'loading', takeoverId: id });
    clock.advance(1_000);
    await beat(hall.token, { state: 'playing', takeoverId: id, entryId: id });
    const view = (await call('GET', `/api/takeovers/${id}`)).body;
    expect(view.reached).toEqual([{ screenId: hall.id, name: 'Hall', at: new Date(NOON + 1_000).toISOString() }]);
    expect(view.notReached).toEqual([
      expect.objectContaining({ screenId: desk.id, lastHeardAt: new Date(NOON).toISOString() }),
    ]);
    await expect.poll(async () => (await house.storage.get('takeovers', id))?.reached.length).toBe(1);
  });

  test('one over another is a conflict that names it; replace ends it', async () => {
    const first = (await start()).body.takeover.id;
    const conflict = await start();
    expect([conflict.status, conflict.body.takeovers]).toEqual([409, [first]]);
    expect(conflict.body.detail).toContain(first);
    expect((await start({ replace: true })).status).toBe(201);
    expect((await call('GET', `/api/takeovers/${first}`)).body.state).toBe('ended');
  });

  test('side by side on different screens, and one after the other, is no conflict', async () => {
    const [a, b] = [await house.pair('A'), await house.pair('B')];
    expect((await start({ target: { screens: [a.id] } })).status).toBe(201);
    expect((await start({ target: { screens: [b.id] } })).status).toBe(201);
    expect((await start({ target: { screens: [a.id, b.id] } })).status).toBe(409);
    const startsAt = new Date(NOON + 60_000).toISOString();
    expect((await start({ target: { screens: [a.id] }, startsAt })).body.state).toBe('planned');
  });

  test('a group that meets a screen in it', async () => {
    const a = await house.pair('A', { groups: ['lobby'] });
    expect((await start({ target: { groups: ['lobby'] } })).status).toBe(201);
    expect((await start({ target: { screens: [a.id] } })).status).toBe(409);
  });

  test.each([
    ['no end', { durationMs: undefined }, 'endsAt'],
    ['an end before its start', { durationMs: undefined, endsAt: '2026-11-23T11:00:00Z' }, 'endsAt'],
    ['eight days', { durationMs: 8 * 24 * 3600_000 }, 'durationMs'],
    ['a playlist that is not there', { content: { kind: 'playlist', playlistId: 'ghost' } }, 'content.playlistId'],
    ['nobody to show it to', { target: { screens: [] } }, 'target'],
  ])('%s is refused with its field', async (_name, change, field) => {
    const answer = await start(change);
    expect(answer.status).toBe(422);
    expect(answer.body.fields.map((one: { field: string }) => one.field)).toContain(field);
  });

  test('ended by hand, at once', async () => {
    const { id } = (await start()).body.takeover;
    expect((await call('POST', `/api/takeovers/${id}/end`)).body.state).toBe('ended');
    expect((await call('POST', '/api/takeovers/ghost/end')).status).toBe(404);
    expect((await call('GET', '/api/takeovers')).body.takeovers).toHaveLength(1);
  });
});
