/** Takeovers: a layer above every schedule, with a mandatory end. Afterwards the screen returns to what is due now. */
import { z } from 'zod';
import { PlaylistId, TakeoverId } from './ids.ts';
import { Item } from './item.ts';
import { Target } from './screen.ts';

/** The longest a takeover lasts: 7 days. */
export const MAX_TAKEOVER_MS = 7 * 24 * 3600_000;

/** Something shown above every schedule, from `startsAt` to `endsAt`, or to `endedAt` if that is sooner. */
export const Takeover = z
  .strictObject({
    id: TakeoverId,
    target: Target,
    /** What it shows: one item, or a whole playlist. */
    content: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('item'), item: Item }),
      z.strictObject({ kind: z.literal('playlist'), playlistId: PlaylistId }),
    ]),
    startsAt: z.iso.datetime(),
    /** Mandatory: a takeover always ends by itself. */
    endsAt: z.iso.datetime(),
    /** Ended by hand before its time. */
    endedAt: z.iso.datetime().optional(),
    startedBy: z.string().max(120),
  })
  .refine((takeover) => Date.parse(takeover.endsAt) > Date.parse(takeover.startsAt), {
    message: 'a takeover ends after it starts',
    path: ['endsAt'],
  })
  .refine((takeover) => Date.parse(takeover.endsAt) - Date.parse(takeover.startsAt) <= MAX_TAKEOVER_MS, {
    message: 'a takeover lasts at most 7 days',
    path: ['endsAt'],
  });
export type Takeover = z.infer<typeof Takeover>;
