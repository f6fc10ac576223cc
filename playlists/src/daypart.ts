/** Dayparts: a half-open part of the day. One that ends at or before its start runs overnight and belongs to the day it starts. */
import { z } from 'zod';

export const WallTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'write a time as 07:30');

export const Daypart = z.strictObject({
  /** Inclusive start and exclusive end, `HH:MM`. Equal: the whole day from that time on. */
  from: WallTime,
  until: WallTime,
});
export type Daypart = z.infer<typeof Daypart>;
