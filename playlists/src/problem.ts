/** Problem details (RFC 9457): the one shape of every refused request. */
import { z } from 'zod';

/** One field that was refused, and why, in words for a person. */
export const FieldProblem = z.strictObject({
  /** Path of the field, e.g. `entries.2.durationMs`. */
  field: z.string(),
  reason: z.string(),
});

/** Problem details, with the request id that stands in the log. Source: RFC 9457. */
export const Problem = z.looseObject({
  /** A stable code, e.g. `about:blank` or `/api/docs#pairing-burnt`. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  requestId: z.string().optional(),
  fields: z.array(FieldProblem).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** The field problems of a failed parse, one for each issue. */
export function fieldProblems(error: z.ZodError): z.infer<typeof FieldProblem>[] {
  return error.issues.map((issue) => ({ field: issue.path.map(String).join('.'), reason: issue.message }));
}
