/**
 * Calendar addresses: made, listed, taken back, and opened by their token alone. A file is worked out once for each
 * revision of the content and each day; a reader who has it already is told so.
 */
import { isoOf, type Clock } from './clock.ts';
import { calendarFile, type CalendarFileOf } from './calendar-file.ts';
import type { Content, ContentReader } from './content.ts';
import { digestOf, idFrom, newSecret, type Random } from './secrets.ts';
import type { CalendarRecord } from './storage/records/calendars.ts';
import type { Storage } from './storage/storage.ts';
import { ANY_SCREEN, mostCommonZone } from './occurrences.ts';
import { etagOf } from './versions.ts';
import type { CalendarOf, CalendarView } from './wire/calendars.ts';

export const MAX_CALENDARS = 1_000;
/** Files held ready; beyond it the oldest is worked out again. */
const MAX_READY = 200;

/** A file with the version a reader may have already. `changedAtMs`: since when this process knows it like this. */
export type ReadyCalendar = { text: string; etag: string; changedAtMs: number };
type Held = ReadyCalendar & { revision: number; today: string };

export function createCalendars(deps: {
  storage: Storage;
  content: ContentReader;
  clock: Clock;
  random: Random;
  publicUrl: () => string;
}) {
  const { storage, content, clock, random } = deps;
  const ready = new Map<string, Held>();

  function fileOf(record: CalendarRecord, held: Content): ReadyCalendar | undefined {
    const of = describe(record, held, deps.publicUrl());
    if (of === undefined) return undefined;
    const now = Temporal.Instant.fromEpochMilliseconds(clock.now());
    const today = now.toZonedDateTimeISO(of.screen.zone).toPlainDate().toString();
    const known = ready.get(record.id);
    if (known?.revision === held.revision && known.today === today) return known;
    const text = calendarFile(held, of, today);
    const etag = etagOf(text);
    const changedAtMs = known?.etag === etag ? known.changedAtMs : clock.now();
    ready.delete(record.id);
    ready.set(record.id, { text, etag, changedAtMs, revision: held.revision, today });
    const oldest = ready.size > MAX_READY ? ready.keys().next() : undefined;
    if (oldest?.done === false) ready.delete(oldest.value);
    return { text, etag, changedAtMs };
  }

  return {
    list: async (): Promise<CalendarView[]> => (await storage.all('calendars')).map(viewOf),
    /** Absent: there is no such screen or group. `full`: take an address back first. */
    async create(of: CalendarOf, by: string): Promise<{ calendar: CalendarView; token: string } | 'full' | undefined> {
      const held = await content.current();
      const token = newSecret(random);
      const record: CalendarRecord = {
        id: idFrom('', random),
        of,
        tokenHash: digestOf(token),
        createdAt: isoOf(clock.now()),
        createdBy: by,
      };
      if (describe(record, held, '') === undefined) return undefined;
      const made = await storage.transact(async (transaction) => {
        if ((await transaction.all('calendars')).length >= MAX_CALENDARS) return 'full' as const;
        await transaction.put('calendars', record);
        return { calendar: viewOf(record), token };
      });
      // 256 random bits twice the same: a fault of the source of randomness, never of the person who asks.
      if (typeof made === 'object' && !('token' in made)) throw new Error('a calendar token came twice');
      return made;
    },
    remove: (id: string) => storage.transact((transaction) => transaction.remove('calendars', id)),
    /** The file behind a token; absent when the address was never made, or taken back, or its screen is gone. */
    async open(token: string): Promise<ReadyCalendar | undefined> {
      const [record] = await storage.find('calendars', 'token', digestOf(token));
      return record === undefined ? undefined : fileOf(record, await content.current());
    },
  };
}
export type Calendars = ReturnType<typeof createCalendars>;

function viewOf({ id, of, createdAt, createdBy }: CalendarRecord): CalendarView {
  return { id, of, createdAt, createdBy };
}

function describe({ id, of, createdAt }: CalendarRecord, held: Content, publicUrl: string): CalendarFileOf | undefined {
  const about = { key: id, createdAt };
  if (of.kind === 'screen') {
    const screen = held.screens.find((record) => record.id === of.screenId)?.screen;
    if (screen === undefined) return undefined;
    const { name, language } = screen;
    return { ...about, name, language, screen, url: `${publicUrl}/schedule?screen=${screen.id}` };
  }
  const members = held.screens.map(({ screen }) => screen).filter((screen) => screen.groups.includes(of.group));
  const zone = mostCommonZone(members);
  const language = members[0]?.language;
  if (zone === undefined || language === undefined) return undefined;
  const screen = { id: ANY_SCREEN, groups: [of.group], zone };
  return { ...about, name: of.group, language, screen, url: `${publicUrl}/schedule?group=${of.group}` };
}
