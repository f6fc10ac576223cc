/**
 * One calendar as an iCalendar file: an event for each stretch that an occurrence really plays, and for each takeover.
 * Times are written in UTC, so every reader has them right through a change of the clocks; UIDs stay the same however
 * often it is fetched. It is a pure text of the content, a zone and a day.
 */
import ical, { ICalCalendarMethod } from 'ical-generator';
import { inLanguage } from '@palier/playlists/localized';
import { occurrencesIn } from '@palier/playlists/occurrences';
import type { ProgramInput } from '@palier/playlists/program';
import { addDays } from '@palier/playlists/rule-edit';
import type { Language } from '@palier/playlists/localized';
import type { Content } from './content.ts';
import { digestOf } from './secrets.ts';

/** Days before and after the first; with one more at the start, whose nights still run. */
export const DAYS_BACK = 7;
export const DAYS_AHEAD = 54;
const TTL_S = 3600;

const WORDS = {
  fr: { takeover: 'Interruption', schedule: 'Planning', title: (name: string) => `Palier · ${name}` },
  en: { takeover: 'Takeover', schedule: 'Schedule', title: (name: string) => `Palier · ${name}` },
};

export type CalendarFileOf = {
  /** Tells calendars apart in UIDs: the same for as long as the address lives. */
  key: string;
  name: string;
  language: Language;
  screen: ProgramInput['screen'];
  /** The page where the schedule is looked at. */
  url: string;
  /** When the address was made: the one time stamp, so that the same content is the same text. */
  createdAt: string;
};

/** The file, `today` being an ISO date in the calendar's zone. */
export function calendarFile(content: Content, of: CalendarFileOf, today: string): string {
  const words = WORDS[of.language];
  const input = {
    screen: of.screen,
    schedules: content.schedules,
    takeovers: content.takeovers.map(({ takeover }) => takeover),
  };
  const first = addDays(today, -DAYS_BACK);
  const { occurrences, takeovers } = occurrencesIn(input, first, DAYS_BACK + DAYS_AHEAD);
  const nameOf = (playlistId: string | undefined) => {
    const name = playlistId === undefined ? undefined : content.playlists.get(playlistId)?.playlist.name;
    return name === undefined ? undefined : inLanguage(name, of.language);
  };
  const calendar = ical({
    name: words.title(of.name),
    prodId: { company: 'palier', product: 'schedule', language: of.language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    ttl: TTL_S,
    x: { 'X-WR-TIMEZONE': of.screen.zone },
  });
  const add = (key: string, event: { startMs: number; endMs: number; summary: string; description: string }) =>
    calendar.createEvent({
      id: `${digestOf(`${of.key} ${key}`).slice(0, 32)}@palier`,
      start: new Date(event.startMs),
      end: new Date(event.endMs),
      stamp: new Date(of.createdAt),
      summary: event.summary,
      description: event.description,
      url: of.url,
    });
  const schedules = new Map(content.schedules.map((schedule) => [schedule.id, schedule]));
  for (const one of occurrences) {
    const schedule = schedules.get(one.scheduleId);
    const description = schedule === undefined ? '' : `${words.schedule} : ${inLanguage(schedule.name, of.language)}`;
    const playing = one.pieces.filter((piece) => piece.hiddenBy === undefined);
    for (const [index, { startMs, endMs }] of playing.entries()) {
      const summary = nameOf(one.playlistId) ?? one.playlistId;
      add(`${one.scheduleId} ${one.ruleId} ${one.day} ${index}`, { startMs, endMs, summary, description });
    }
  }
  const over = new Map(content.takeovers.map(({ takeover }) => [takeover.id, takeover]));
  for (const { takeoverId, startMs, endMs } of takeovers) {
    const shown = over.get(takeoverId)?.content;
    const name = shown?.kind === 'playlist' ? nameOf(shown.playlistId) : undefined;
    const summary = name === undefined ? words.takeover : `${words.takeover} · ${name}`;
    add(`takeover ${takeoverId} ${startMs}`, { startMs, endMs, summary, description: '' });
  }
  return calendar.toString();
}
