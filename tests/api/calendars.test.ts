/** The calendar file, read back by another library: it says what the engine plays, through both changes of the clocks. */
import ICAL from 'ical.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Schedule } from '@palier/playlists/schedule';
import { timeline } from '@palier/playlists/timeline';
import { NOON, openHouse, type House } from './house.ts';

type Event = { uid: string; summary: string; fromMs: number; toMs: number };

let house: House;
let cookie: string;
beforeEach(async () => {
  house = await openHouse();
  cookie = await house.as('editor');
});
afterEach(() => house.close());

const RULES = [
  {
    id: 'day',
    playlistId: 'day',
    daypart: { from: '08:00', until: '18:00' },
    recurrence: { kind: 'weekly', weekdays: [1, 2, 3, 4, 5] },
  },
  { id: 'lunch', playlistId: 'lunch', daypart: { from: '12:00', until: '14:00' }, priority: 1 },
  { id: 'night', playlistId: 'night', daypart: { from: '22:00', until: '02:30' } },
];

async function furnish(zone: string): Promise<string> {
  for (const id of ['day', 'lunch', 'night'])
    await house.call('POST', '/api/playlists', { cookie, body: { id, name: { fr: `Liste ${id}`, en: `List ${id}` } } });
  const screen = await house.call('POST', '/api/screens', {
    cookie,
    body: { name: 'Lobby', zone, language: 'en', groups: ['hall'] },
  });
  await house.call('POST', '/api/schedules', {
    cookie,
    body: { id: 'week', name: { en: 'Week' }, target: { all: true }, rules: RULES },
  });
  return screen.body.id;
}

async function address(of: object): Promise<string> {
  const made = await house.call('POST', '/api/calendars', { cookie, body: { of } });
  expect(made.status).toBe(201);
  return new URL(made.body.url).pathname;
}

async function fetched(path: string, headers: Record<string, string> = {}) {
  const answer = await house.api.request(`http://palier.test${path}`, { headers });
  return {
    status: answer.status,
    etag: answer.headers.get('etag') ?? '',
    modified: answer.headers.get('last-modified') ?? '',
    text: await answer.text(),
  };
}

function eventsOf(text: string): Event[] {
  const root = new ICAL.Component(ICAL.parse(text));
  return root.getAllSubcomponents('vevent').map((each) => {
    const event = new ICAL.Event(each);
    return {
      uid: event.uid,
      summary: event.summary,
      fromMs: event.startDate.toJSDate().getTime(),
      toMs: event.endDate.toJSDate().getTime(),
    };
  });
}

/** Touching stretches of one title are one: nights and days meet there. */
function merged(events: readonly Event[]): string[] {
  const sorted = [...events].toSorted((one, other) => one.fromMs - other.fromMs);
  const stretches: Event[] = [];
  for (const event of sorted) {
    const last = stretches.at(-1);
    if (last?.toMs === event.fromMs && last.summary === event.summary) last.toMs = event.toMs;
    else stretches.push({ ...event });
  }
  return stretches.map(
    ({ summary, fromMs, toMs }) => `${summary} ${new Date(fromMs).toISOString()} ${new Date(toMs).toISOString()}`,
  );
}

describe('the calendar file', () => {
  test.each([
    ['Europe/Paris', '2026-03-20T12:00:00Z'],
    ['Europe/Paris', '2026-10-20T12:00:00Z'],
    ['America/New_York', '2026-10-30T12:00:00Z'],
    ['Australia/Lord_Howe', '2026-04-01T12:00:00Z'],
  ])('in %s around %s says what the engine plays, a takeover too', async (zone, now) => {
    house.clock.advance(Date.parse(now) - NOON);
    const screenId = await furnish(zone);
    const startsAt = new Date(Date.parse(now) + 26 * 3_600_000).toISOString();
    await house.call('POST', '/api/takeovers', {
      cookie,
      body: {
        target: { all: true },
        content: { kind: 'playlist', playlistId: 'night' },
        startsAt,
        durationMs: 5_400_000,
      },
    });
    const { text } = await fetched(await address({ kind: 'screen', screenId }));
    const schedule = Schedule.parse({ id: 'week', name: { en: 'Week' }, target: { all: true }, rules: RULES });
    const { takeovers } = (await house.call('GET', '/api/takeovers', { cookie })).body;
    const screen = { id: screenId as never, groups: [], zone };
    const from = Temporal.Instant.from(now).toZonedDateTimeISO(zone).startOfDay().subtract({ days: 7 });
    const blocks = timeline(
      { screen, schedules: [schedule], takeovers: takeovers.map((each: { takeover: never }) => each.takeover) },
      from.toInstant(),
      from.add({ days: 61 }).toInstant(),
    );
    const expected = blocks.flatMap(({ program, ...block }) =>
      program.kind === 'empty'
        ? []
        : {
            uid: '',
            summary: program.kind === 'takeover' ? 'Takeover · List night' : `List ${program.playlistId}`,
            fromMs: block.from.epochMilliseconds,
            toMs: block.to.epochMilliseconds,
          },
    );
    expect(expected.length).toBeGreaterThan(100);
    expect(merged(eventsOf(text))).toEqual(merged(expected));
  });

  test('has UIDs that stay, each once, and the same text until something changes', async () => {
    const path = await address({ kind: 'screen', screenId: await furnish('Europe/Paris') });
    const first = await fetched(path);
    const uids = eventsOf(first.text).map((event) => event.uid);
    expect(new Set(uids).size).toBe(uids.length);
    expect((await fetched(path, { 'if-none-match': first.etag })).status).toBe(304);
    expect((await fetched(path, { 'if-modified-since': first.modified })).status).toBe(304);
    house.clock.advance(24 * 3_600_000);
    const later = await fetched(path, { 'if-none-match': first.etag });
    expect(later.status).toBe(200);
    const kept = eventsOf(later.text).filter((event) => uids.includes(event.uid));
    const before = new Map(eventsOf(first.text).map((event) => [event.uid, event]));
    expect(kept.length).toBeGreaterThan(uids.length * 0.9);
    expect(kept.filter((event) => event.fromMs !== before.get(event.uid)?.fromMs && event.fromMs > NOON)).toEqual([]);
  });

  test('opens without a session, until it is taken back; nobody lists its token', async () => {
    await furnish('Europe/Paris');
    const path = await address({ kind: 'group', group: 'hall' });
    expect((await fetched(path)).text).toContain('X-WR-TIMEZONE:Europe/Paris');
    const list = (await house.call('GET', '/api/calendars', { cookie })).body.calendars;
    expect(JSON.stringify(list)).not.toContain(path.slice(15, 58));
    expect((await house.call('DELETE', `/api/calendars/${list[0].id}`, { cookie })).status).toBe(204);
    expect((await fetched(path)).status).toBe(404);
    expect((await fetched('/api/calendars/guess.ics')).status).toBe(404);
  });

  test('is made for nothing that is not there', async () => {
    const answer = await house.call('POST', '/api/calendars', {
      cookie,
      body: { of: { kind: 'group', group: 'nowhere' } },
    });
    expect([answer.status, answer.body.fields[0].field]).toEqual([422, 'of']);
  });
});
