/** The routes of calendar files and their addresses. */
import { CalendarDraft, CalendarMade, CalendarsAnswer } from '../../wire/calendars.ts';
import type { RouteRow } from '../row.ts';

export const CALENDAR_ROUTES = {
  'GET /api/calendars': { access: 'editor', summary: 'The calendar addresses given out', answer: CalendarsAnswer },
  'POST /api/calendars': {
    access: 'editor',
    summary: 'A calendar address that nobody can guess, for Outlook or Google; it is told once',
    body: CalendarDraft,
    answer: CalendarMade,
    status: 201,
  },
  'DELETE /api/calendars/:id': { access: 'editor', summary: 'Take a calendar address back', status: 204 },
  'GET /api/calendars/:file': {
    access: 'anyone',
    summary: 'The calendar file of an address: `<token>.ics`, from a week ago to two months ahead',
    etag: 'sent',
    media: 'text/calendar',
  },
} as const satisfies Record<string, RouteRow>;
