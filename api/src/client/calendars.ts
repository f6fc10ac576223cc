/** Calendar addresses that Outlook or Google subscribe to. */
import { CalendarMade, CalendarsAnswer, type CalendarOf } from '../wire/calendars.ts';
import { enc, type Caller } from './caller.ts';

export function calendarRoutes(caller: Caller) {
  return {
    list: () => caller.read('/api/calendars', CalendarsAnswer),
    /** The answer's `url` is told this once. */
    create: (of: CalendarOf) => caller.send('POST', '/api/calendars', CalendarMade, { of }),
    /** Whoever has the address finds nothing there any more. */
    remove: (id: string) => caller.done('DELETE', `/api/calendars/${enc(id)}`),
  };
}
