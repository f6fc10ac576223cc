/** Calendar addresses as they travel. The token is told once, when the address is made. */
import { z } from 'zod';
import { GroupName, ScreenId } from '@palier/playlists/ids';

/** What a calendar shows: the schedule of a screen, or that of a group in the zone of most of its screens. */
export const CalendarOf = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('screen'), screenId: ScreenId }),
  z.strictObject({ kind: z.literal('group'), group: GroupName }),
]);
export type CalendarOf = z.infer<typeof CalendarOf>;

/** An address that was given out, without what opens it. */
export const CalendarView = z.strictObject({
  id: z.string(),
  of: CalendarOf,
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
});
export type CalendarView = z.infer<typeof CalendarView>;

export const CalendarsAnswer = z.strictObject({ calendars: z.array(CalendarView) });
export const CalendarDraft = z.strictObject({ of: CalendarOf });
/** `url` opens the calendar for whoever has it, without signing in, until it is removed. */
export const CalendarMade = z.strictObject({ calendar: CalendarView, url: z.string() });
