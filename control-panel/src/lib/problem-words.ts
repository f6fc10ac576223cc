/** A refusal in the reader's language: what happened and what to do. The server's own words are the last resort. */
import type { Problem } from './api.ts';
import { m } from './paraglide/messages.js';

/** By the code that ends the problem's type. What is not here is said by its status. */
const WORDS: Record<string, (problem: Problem) => string> = {
  'checks-refuse': m.problem_checks_refuse,
  'draft-behind': m.problem_draft_behind,
  'draft-missing': m.problem_draft_missing,
  'etag-stale': m.problem_etag_stale,
  'file-refused': m.problem_file_refused,
  'file-too-large': m.problem_file_too_large,
  'id-taken': m.problem_id_taken,
  'in-use': (problem) => {
    const names = problem['usedIn'];
    if (Array.isArray(names) && names.length > 0) return m.problem_in_use_by({ names: names.join(', ') });
    return (problem.detail ?? '').startsWith('There are ') ? m.problem_full_of() : m.problem_in_use();
  },
  'last-admin': m.problem_last_admin,
  'library-conflict': m.problem_library_conflict,
  'pairing-burnt': m.problem_pairing_burnt,
  'pairing-gone': m.problem_pairing_gone,
  'password-wrong': m.problem_password_wrong,
  'proposal-changed': m.moderation_problem_changed,
  'proposal-claimed': ({ by }) => m.moderation_problem_claimed({ name: typeof by === 'string' ? by : '' }),
  'proposal-full': m.moderation_problem_full,
  'proposal-own': m.moderation_problem_own,
  'proposal-reason': m.moderation_problem_reason,
  'proposal-state': m.moderation_problem_state,
  'story-changed': m.moderation_problem_changed,
  'story-state': m.stories_problem_state,
  'survey-fixed': m.surveys_problem_fixed,
  'survey-not-ready': m.surveys_problem_not_ready,
  'survey-state': m.surveys_problem_state,
  'storage-unwritable': m.problem_storage_unwritable,
  'takeover-overlaps': m.problem_takeover_overlaps,
};

export function problemWords(problem: Problem): string {
  const own = WORDS[problem.type.split('#')[1] ?? ''];
  return own === undefined ? statusWords(problem) : own(problem);
}

function statusWords(problem: Problem): string {
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
