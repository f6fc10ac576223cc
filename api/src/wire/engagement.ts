/** What is told of engagement: sums of four weeks beside the four before. No name, no screen, no story, no survey. */
import { z } from 'zod';
import { AudienceId } from '@palier/playlists/ids';
import { MixGroup } from '@palier/playlists/mix';

/** What counts as a change, and where it goes. Absent where one of the two is too small to be told, or not known. */
export const Trend = z.enum(['up', 'down', 'same']);
export type Trend = z.infer<typeof Trend>;
/** A number of these four weeks and of the four before; absent where there is nothing, or too little, to tell. */
export const Compared = z.strictObject({
  now: z.number().optional(),
  before: z.number().optional(),
  trend: Trend.optional(),
});
export type Compared = z.infer<typeof Compared>;

export const EngagementAnswer = z.strictObject({
  /** The first and the last of the days, and the first of those they are compared with. */
  from: z.iso.date(),
  to: z.iso.date(),
  beforeFrom: z.iso.date(),
  surveys: z.strictObject({
    /** Percent of those who were asked, over surveys that say how many were. */
    participation: Compared,
    /** As far as each survey lets it be told. */
    answers: Compared,
    open: z.int(),
    closed: z.int(),
    /** Closed, and nothing decided. */
    awaiting: z.int(),
    /** Of these, closed for long. */
    overdue: z.int(),
  }),
  decisions: z.strictObject({
    taken: Compared,
    done: Compared,
    /** Promised and not done, now. */
    promised: z.int(),
    /** Of these, past their day. */
    late: z.int(),
  }),
  threads: z.strictObject({
    /** Percent of answers within the promised time, in whole weeks; in steps of five. */
    inTime: Compared,
    promisedHours: z.number(),
  }),
  proposals: z.strictObject({
    received: Compared,
    /** Hours until somebody first decided; half were faster. */
    hours: Compared,
    waiting: z.int(),
    /** How long the oldest of these has waited. */
    oldestDays: z.int().optional(),
  }),
  /** Openings on phones: told above five, in steps of five. */
  reads: z.strictObject({ documents: Compared, stories: Compared }),
  mix: z.strictObject({
    /** Corporate percent of what was played of news and corporate together. */
    corporate: Compared,
    /** Audiences that were shown more of it than was declared for them, in the last 24 hours. */
    over: z.array(
      z.strictObject({ audienceId: AudienceId, name: z.string(), percent: z.int(), declaredPercent: z.int() }),
    ),
    /** What some audience has too little of. */
    short: z.array(MixGroup),
    sources: z.int(),
  }),
  /** Told above five, in steps of five. */
  shares: Compared,
});
export type EngagementAnswer = z.infer<typeof EngagementAnswer>;
