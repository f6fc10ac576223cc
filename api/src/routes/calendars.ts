/** Calendar files that Outlook or Google subscribe to: the address itself is the key, and can be taken back. */
import { Hono } from 'hono';
import { createCalendars, MAX_CALENDARS } from '../calendars.ts';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import { body } from '../validate.ts';
import { isKnown } from '../versions.ts';
import { CalendarDraft } from '../wire/calendars.ts';
import { person } from './params.ts';

const FILE = /^([\w-]{43})\.ics$/;

export function calendarRoutes(parts: Parts) {
  const { openLimiter, publicUrl } = parts;
  const calendars = createCalendars(parts);
  return new Hono<ApiEnv>()
    .get('/api/calendars', async (c) => c.json({ calendars: await calendars.list() }))
    .post('/api/calendars', body(CalendarDraft), async (c) => {
      const made = await calendars.create(c.req.valid('json').of, person(c).user.name);
      if (made === undefined) return invalidField(c, 'of', 'there is no such screen, or no screen in this group');
      if (made === 'full')
        return problem(c, 'full', {
          detail: `There are ${MAX_CALENDARS} calendar addresses already: take one back first.`,
        });
      return c.json({ calendar: made.calendar, url: `${publicUrl()}/api/calendars/${made.token}.ics` }, 201);
    })
    .delete('/api/calendars/:id', async (c) => {
      const removed = await calendars.remove(c.req.param('id'));
      return removed === true ? c.body(null, 204) : problem(c, 'not-found');
    })
    .get('/api/calendars/:file', async (c) => {
      const address = c.get('address');
      const waitMs = openLimiter.waitMs(`calendar ${address}`);
      if (waitMs > 0) return problem(c, 'too-many-requests', { retryAfterS: waitMs / 1000 });
      const token = FILE.exec(c.req.param('file'))?.[1];
      const file = token === undefined ? undefined : await calendars.open(token);
      if (file === undefined) {
        openLimiter.count(`calendar ${address}`);
        return problem(c, 'not-found', { detail: 'This calendar address was taken back, or never given out.' });
      }
      const changedAt = new Date(Math.floor(file.changedAtMs / 1000) * 1000);
      c.header('ETag', file.etag);
      c.header('Last-Modified', changedAt.toUTCString());
      c.header('Cache-Control', 'private, no-cache');
      if (isFresh(c.req.header('if-none-match'), c.req.header('if-modified-since'), file.etag, changedAt)) {
        return c.body(null, 304);
      }
      c.header('Content-Type', 'text/calendar; charset=utf-8');
      c.header('Content-Disposition', 'inline; filename="palier.ics"');
      return c.body(file.text);
    });
}

/** The ETag decides; the date only where the reader sends no ETag. */
function isFresh(match: string | undefined, since: string | undefined, etag: string, changedAt: Date): boolean {
  if (match !== undefined) return isKnown(match, etag);
  const sinceMs = since === undefined ? Number.NaN : Date.parse(since);
  return !Number.isNaN(sinceMs) && changedAt.getTime() <= sinceMs;
}
