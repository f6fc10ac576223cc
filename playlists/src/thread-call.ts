/**
 * The call back: what a screen may say about answers that wait for their authors. It names no one and cannot be
 * differenced: nothing under three, only at fixed times, and a figure moves by three at least or not at all.
 */
import { z } from 'zod';

/** Fewer waiting answers than this are not spoken of. A figure that changes, changes by at least as many. */
export const CALL_THRESHOLD = 3;

/** What was released last: so many answers, at that instant. Absent `answers`: nothing. */
export const ThreadCall = z.strictObject({
  answers: z.int().min(CALL_THRESHOLD).optional(),
  releasedAt: z.iso.datetime(),
});
export type ThreadCall = z.infer<typeof ThreadCall>;

/** A fixed time of the week, wall-clock in the organisation's zone; 1 is Monday. */
export const CallTime = z.strictObject({
  day: z.int().min(1).max(7),
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time as 09:30'),
});
export type CallTime = z.infer<typeof CallTime>;

/**
 * The figure to release at a fixed time. `shown` is the figure on the screens so far (absent: none), `waiting` how many
 * threads hold an answer that its author has not read.
 *
 * Under three there is none. A figure shown stays until the true one differs by at least three, so that no single
 * thread, read or answered, can be told from two releases. It is never more than the truth at the time it was chosen.
 */
export function releasedAnswers(shown: number | undefined, waiting: number): number | undefined {
  if (waiting < CALL_THRESHOLD) return undefined;
  if (shown !== undefined && Math.abs(waiting - shown) < CALL_THRESHOLD) return shown;
  return waiting;
}
