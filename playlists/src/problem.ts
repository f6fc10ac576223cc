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

/** What a refusal repeats of a request: enough to find the fault, never as much as was sent. */
const MAX_FIELDS = 50;
const MAX_FIELD_LENGTH = 200;
const MAX_REASON_LENGTH = 300;

/** The field problems of a failed parse, one for each issue, the first 50 of them, each cut to a sentence. */
export function fieldProblems(error: z.ZodError): z.infer<typeof FieldProblem>[] {
  return error.issues.slice(0, MAX_FIELDS).map((issue) => ({
    field: cut(issue.path.map(String).join('.'), MAX_FIELD_LENGTH),
    reason: cut(issue.message, MAX_REASON_LENGTH),
  }));
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
