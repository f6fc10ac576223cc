/**
 * Schedules: rules that say which playlist is due when, on which screens. Rules are wall-clock and are
 * evaluated in each screen's own zone.
 */
import { z } from 'zod';
import { Daypart } from './daypart.ts';
import { PlaylistId, RuleId, ScheduleId } from './ids.ts';
import { localized } from './localized.ts';
import { Validity } from './playlist.ts';
import { Recurrence } from './recurrence.ts';
import { Target } from './screen.ts';

/** The most rules in a schedule. */
export const MAX_RULES = 1000;

/** A playlist, the days and the part of the day on which it is due. */
export const Rule = z.strictObject({
  id: RuleId,
  playlistId: PlaylistId,
  /** Part of the day; absent: the whole day. */
  daypart: Daypart.optional(),
  /** Days on which the daypart starts. */
  recurrence: Recurrence.default({ kind: 'daily' }),
  /** Days on which it does not start although the recurrence says so. */
  except: z.array(z.iso.date()).max(366).default([]),
  valid: Validity.optional(),
  /**
   * Higher wins. Between equals the more specific recurrence wins (dates, yearly, monthly, rrule, weekly, daily), then
   * the later start of the daypart, then the schedule's id, then the rule's.
   */
  priority: z.int().min(0).max(100).default(0),
});
export type Rule = z.infer<typeof Rule>;

/** Rules for the same screens. The ids of rules differ. */
export const Schedule = z
  .strictObject({
    id: ScheduleId,
    name: localized(80),
    target: Target,
    rules: z.array(Rule).max(MAX_RULES),
  })
  .superRefine((schedule, context) => {
    const seen = new Set<string>();
    for (const [index, rule] of schedule.rules.entries()) {
      if (seen.has(rule.id)) {
        context.addIssue({
          code: 'custom',
          path: ['rules', index, 'id'],
          message: `the rule id "${rule.id}" is used twice`,
        });
      }
      seen.add(rule.id);
    }
  });
export type Schedule = z.infer<typeof Schedule>;
