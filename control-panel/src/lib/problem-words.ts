/** A refusal in the reader's language: what happened and what to do. The server's own words, which are English, are never shown. */
import type { Problem } from './api.ts';
import { m } from './paraglide/messages.js';

/** By the code that ends the problem's type: every code of the API stands here. One that came later is said by its status. */
const WORDS: Record<string, (problem: Problem) => string> = {
  'body-invalid': () => m.error_invalid(),
  'body-not-json': () => m.problem_reload(),
  'body-too-large': () => m.problem_body_large(),
  'campaign-busy': () => m.problem_campaign_busy(),
  'campaign-full': () => m.problem_campaign_full(),
  'checks-refuse': () => m.problem_checks_refuse(),
  'codes-full': () => m.problem_codes_full(),
  'content-type-refused': () => m.problem_reload(),
  'cross-site': () => m.problem_reload(),
  'draft-behind': () => m.problem_draft_behind(),
  'draft-missing': () => m.problem_draft_missing(),
  'etag-missing': () => m.problem_reload(),
  'etag-stale': () => m.problem_etag_stale(),
  fault: () => m.problem_fault(),
  'file-refused': () => m.problem_file_refused(),
  'file-too-large': () => m.problem_file_too_large(),
  full: () => m.problem_full_of(),
  'id-taken': () => m.problem_id_taken(),
  'in-use': (problem) => {
    const names = namesIn(problem['usedIn']);
    return names.length > 0 ? m.problem_in_use_by({ names: names.join(', ') }) : m.problem_in_use();
  },
  'inbox-exists': () => m.problem_inbox_exists(),
  'inbox-locked': () => m.problem_inbox_locked(),
  'inbox-outside': () => m.problem_inbox_outside(),
  'inbox-tampered': () => m.problem_inbox_tampered(),
  'last-admin': () => m.problem_last_admin(),
  'library-conflict': () => m.problem_library_conflict(),
  'mail-not-set-up': () => m.problem_mail_not_set_up(),
  'mail-refused': () => m.problem_mail_refused(),
  'not-allowed': () => m.error_forbidden(),
  'not-found': () => m.error_gone(),
  'not-signed-in': () => m.problem_signed_out(),
  'pairing-burnt': () => m.problem_pairing_burnt(),
  'pairing-gone': () => m.problem_pairing_gone(),
  'pairing-tries': () => m.error_too_many(),
  'passphrase-wrong': () => m.problem_passphrase(),
  'password-wrong': () => m.problem_password_wrong(),
  'playlist-gone': () => m.problem_playlist_gone(),
  'proposal-changed': () => m.moderation_problem_changed(),
  'proposal-claimed': ({ by }) => m.moderation_problem_claimed({ name: typeof by === 'string' ? by : '' }),
  'proposal-full': () => m.moderation_problem_full(),
  'proposal-own': () => m.moderation_problem_own(),
  'proposal-reason': () => m.moderation_problem_reason(),
  'proposal-state': () => m.moderation_problem_state(),
  'proposal-unknown': () => m.problem_proposal_unknown(),
  'proposals-full': () => m.problem_proposals_full(),
  'range-refused': () => m.problem_reload(),
  'receipt-gone': () => m.problem_receipt_gone(),
  'receipt-unconfirmed': () => m.problem_receipt_unconfirmed(),
  'receipt-unknown': () => m.problem_receipt_unknown(),
  'receipt-words': () => m.problem_receipt_words(),
  'server-busy': () => m.error_too_many(),
  'setup-done': () => m.problem_setup_done(),
  'setup-token-wrong': () => m.problem_setup_link(),
  'share-spent': () => m.share_text_spent(),
  'sign-in-failed': () => m.problem_sign_in(),
  'source-full': () => m.problem_source_full(),
  'storage-full': () => m.error_full(),
  'storage-unwritable': () => m.problem_storage_unwritable(),
  'story-changed': () => m.moderation_problem_changed(),
  'story-elsewhere': () => m.problem_story_elsewhere(),
  'story-state': () => m.stories_problem_state(),
  'survey-answered': () => m.problem_survey_answered(),
  'survey-closed': () => m.problem_survey_closed(),
  'survey-fixed': () => m.surveys_problem_fixed(),
  'survey-not-admitted': () => m.problem_survey_code(),
  'survey-not-ready': () => m.surveys_problem_not_ready(),
  'survey-open': () => m.problem_survey_open(),
  'survey-state': () => m.surveys_problem_state(),
  'takeover-overlaps': () => m.problem_takeover_overlaps(),
  'talk-closed': () => m.problem_talk_closed(),
  'thread-blocked': () => m.problem_thread_blocked(),
  'thread-damaged': () => m.problem_thread_damaged(),
  'thread-full': () => m.problem_thread_full(),
  'thread-shut': () => m.problem_thread_shut(),
  'too-many-requests': () => m.error_too_many(),
};

export function problemWords(problem: Problem): string {
  const own = WORDS[problem.type.split('#')[1] ?? ''];
  return own === undefined ? statusWords(problem) : own(problem);
}

/** Where something is used: by names, or by what has one. */
function namesIn(usedIn: unknown): string[] {
  const each = (one: unknown) => (typeof one === 'object' && one !== null && 'name' in one ? one.name : one);
  return Array.isArray(usedIn) ? usedIn.map(each).filter((name) => typeof name === 'string') : [];
}

function statusWords({ status, fields = [] }: Problem): string {
  switch (status) {
    case 0:
    case 502:
    case 503:
      return m.error_unreachable();
    case 401:
      return m.problem_signed_out();
    case 403:
      return m.error_forbidden();
    case 404:
    case 410:
      return m.error_gone();
    case 409:
      return m.error_conflict();
    case 413:
      return m.problem_body_large();
    case 429:
      return m.error_too_many();
    case 507:
      return m.error_full();
    default:
      return fields.length > 0 ? m.error_invalid() : m.error_refused();
  }
}

/** The reason the server gives for the field at `path`, if it names it. */
export function fieldFault(problem: Problem | undefined, path: string): string | undefined {
  return problem?.fields?.find((field) => field.field === path)?.reason;
}
