/** A refusal in the reader's language: what happened and what to do. The server's own words are the last resort. */
import type { Problem } from './api.ts';
import { m } from './paraglide/messages.js';

export function problemWords(problem: Problem): string {
  switch (problem.status) {
    case 0:
    case 502:
    case 503:
      return m.error_unreachable();
    case 403:
      return m.error_forbidden();
    case 404:
    case 410:
      return m.error_gone();
    case 409:
      return problem.detail ?? m.error_conflict();
    case 422:
    case 400:
      return problem.fields === undefined || problem.fields.length === 0
        ? m.error_generic({ reason: problem.detail ?? problem.title })
        : m.error_invalid();
    case 429:
      return m.error_too_many();
    case 507:
      return m.error_full();
    default:
      return m.error_generic({ reason: problem.detail ?? problem.title });
  }
}

/** The reason the server gives for the field at `path`, if it names it. */
export function fieldFault(problem: Problem | undefined, path: string): string | undefined {
  return problem?.fields?.find((field) => field.field === path)?.reason;
}
