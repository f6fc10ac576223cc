/** Calendar addresses: which calendar each opens. Of the token only its digest is kept. */
import { z } from 'zod';
import { Sha256 } from '@palier/playlists/ids';
import { CalendarOf } from '../../wire/calendars.ts';

export const CalendarRecord = z.strictObject({
  id: z.string(),
  of: CalendarOf,
  tokenHash: Sha256,
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
});
export type CalendarRecord = z.infer<typeof CalendarRecord>;
