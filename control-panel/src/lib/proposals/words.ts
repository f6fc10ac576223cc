/** Words of the pages of a proposal: its categories, its fields' faults, refusals, files that cannot be taken, its steps. */
import type { ProposalCategory } from '@palier/playlists/proposal';
import type { ProposalStep, ProposalView } from '@palier/playlists/proposal-views';
import type { Problem } from '#lib/api.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { codeOf } from '#lib/threads/fault-words.ts';
import type { Code, Faults, Field } from './typed.ts';

export const CATEGORY_WORDS: Readonly<Record<ProposalCategory, () => string>> = {
  news: m.proposals_c_news,
  thanks: m.proposals_c_thanks,
  event: m.proposals_c_event,
  idea: m.proposals_c_idea,
  knowledge: m.proposals_c_knowledge,
  market: m.proposals_c_market,
};

export const FAULT_WORDS: Readonly<Record<Code, () => string>> = {
  title: m.proposals_e_title,
  text: m.proposals_e_text,
  category: m.proposals_e_category,
  many: m.proposals_e_many,
  mixed: m.proposals_e_mixed,
  topics: m.proposals_e_topics,
  credit: m.proposals_e_credit,
  mail: m.proposals_e_mail,
  past: m.proposals_e_from_past,
  far: m.proposals_e_from_far,
  before: m.proposals_e_until_before,
  long: m.proposals_e_until_long,
};

export const FIELD_WORDS: Readonly<Record<Field, () => string>> = {
  category: m.proposals_f_category,
  title: m.proposals_f_title,
  text: m.proposals_f_text,
  files: m.proposals_f_files,
  credit: m.proposals_f_credit,
  topics: m.proposals_f_topics,
  fromOn: m.proposals_f_from,
  untilOn: m.proposals_f_until,
  mail: m.proposals_f_mail,
};

/** Fields that the server, which knows the day and the topics better, did not take. */
export function faultsOf(problem: Problem): Faults {
  const faults: Faults = {};
  for (const { field, reason } of problem.fields ?? []) {
    if (field === 'mail') faults.mail = 'mail';
    if (field === 'content.topics') faults.topics = 'topics';
    if (field === 'content.video') faults.files = 'mixed';
    const day = field === 'content.fromOn' ? 'fromOn' : field === 'content.untilOn' ? 'untilOn' : undefined;
    const code = DAY_CODES.find((one) => one === reason);
    if (day !== undefined) faults[day] = code ?? 'far';
  }
  return faults;
}
const DAY_CODES = ['past', 'far', 'before', 'long'] as const;

/** A refusal of the whole, in the author's language. */
export function refusalWords(problem: Problem): string {
  switch (codeOf(problem)) {
    case 'too-many-requests':
      return m.proposals_e_wait({ seconds: Number(problem['waitS'] ?? 60) });
    case 'server-busy':
      return m.proposals_e_busy();
    case 'storage-full':
    case 'storage-unwritable':
      return m.proposals_e_disk();
    case 'proposal-unknown':
      return m.proposals_e_gone();
    case 'proposal-state':
      return m.proposals_e_state();
    case 'proposals-full':
      return m.proposals_closed_help();
    default:
      return m.proposals_e_fault();
  }
}

/** Why one file was not taken. */
export function fileWords(problem: Problem, name: string): string {
  switch (codeOf(problem)) {
    case 'file-refused':
      return reasonOf(problem['reason'], name);
    case 'file-too-large':
    case 'body-too-large':
      return m.proposals_e_file_large({ name });
    case 'proposal-state':
      return m.proposals_e_files_full();
    default:
      return refusalWords(problem);
  }
}

function reasonOf(reason: unknown, name: string): string {
  const code = typeof reason === 'object' && reason !== null && 'code' in reason ? reason.code : '';
  switch (code) {
    case 'video-length':
      return m.proposals_e_file_long({ name });
    case 'video-codec':
    case 'sound-codec':
    case 'video-pixels':
      return m.proposals_e_film_codec({ name });
    case 'picture-too-large':
    case 'too-many-pixels':
    case 'animation-too-long':
      return m.proposals_e_file_large({ name });
    case 'unknown-kind':
    case 'svg':
    case 'empty':
    case 'video-container':
      return m.proposals_e_file({ name });
    default:
      return m.proposals_e_file_broken({ name });
  }
}

/** A step of its way, as its author reads it. */
export function stepWords({ did, by }: ProposalStep): string {
  switch (did) {
    case 'submitted':
      return m.proposals_d_submitted();
    case 'edited':
      return by === 'author' ? m.proposals_d_edited() : m.proposals_d_mended();
    case 'resubmitted':
      return m.proposals_d_resubmitted();
    case 'withdrew':
      return m.proposals_d_withdrew();
    case 'approved':
      return m.proposals_d_approved();
    case 'declined':
      return m.proposals_d_declined();
    case 'asked-changes':
      return m.proposals_d_asked_changes();
    case 'taken-down':
      return m.proposals_d_taken_down();
    case 'hidden-by-reports':
      return m.proposals_d_hidden();
    case 'shown-again':
      return m.proposals_d_shown();
    case 'restored':
      return m.proposals_d_restored();
    case 'claimed':
    case 'released':
      return '';
  }
}

const locale = () => (getLocale() === 'fr' ? 'fr-FR' : 'en-GB');

export function dayWords(at: string, zone: string): string {
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'long', timeZone: zone }).format(new Date(at));
}
/** A calendar day. */
export function dateWords(day: string): string {
  return dayWords(`${day}T12:00:00Z`, 'UTC');
}
export function momentWords(at: string, zone: string): string {
  const options = { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', timeZone: zone } as const;
  return new Intl.DateTimeFormat(locale(), options).format(new Date(at));
}

export type Standing = { title: string; lines: string[]; tone: 'calm' | 'good' | 'todo' };

/** Where it stands, in a word and a sentence or two. */
export function standingOf(view: ProposalView, zone: string): Standing {
  const { state, fromAt, untilAt, liveSince } = view;
  // The end is the instant after its last day.
  const last = untilAt === undefined ? '' : dayWords(new Date(Date.parse(untilAt) - 1).toISOString(), zone);
  const wasApproved = view.steps.some(({ did }) => did === 'approved');
  const until = last === '' ? [] : [m.proposals_s_until({ day: last })];
  switch (state) {
    case 'waiting':
      if (view.hidden) return { title: m.proposals_s_hidden(), lines: [m.proposals_s_hidden_help()], tone: 'calm' };
      return {
        title: m.proposals_s_waiting(),
        lines: [wasApproved ? m.proposals_s_rewait_help() : m.proposals_s_waiting_help()],
        tone: 'calm',
      };
    case 'changes-requested':
      return { title: m.proposals_s_changes(), lines: [m.proposals_s_changes_help()], tone: 'todo' };
    case 'approved':
      return { title: m.proposals_s_approved(), lines: [m.proposals_s_approved_help(), ...until], tone: 'good' };
    case 'scheduled':
      return {
        title: m.proposals_s_scheduled({ day: fromAt === undefined ? '' : dayWords(fromAt, zone) }),
        lines: [m.proposals_s_scheduled_help(), ...until],
        tone: 'good',
      };
    case 'live':
      return {
        title: m.proposals_s_live(),
        lines: [
          ...(liveSince === undefined ? [] : [m.proposals_s_live_since({ when: momentWords(liveSince, zone) })]),
          ...until,
        ],
        tone: 'good',
      };
    case 'declined':
      return { title: m.proposals_s_declined(), lines: [m.proposals_s_declined_help()], tone: 'todo' };
    case 'withdrawn':
      return { title: m.proposals_s_withdrawn(), lines: [m.proposals_s_withdrawn_help()], tone: 'calm' };
    case 'expired':
      if (view.steps.at(-1)?.did === 'asked-changes')
        return { title: m.proposals_s_unsent(), lines: [m.proposals_s_unsent_help()], tone: 'todo' };
      return fromAt !== undefined
        ? { title: m.proposals_s_over(), lines: [m.proposals_s_over_help({ day: last })], tone: 'calm' }
        : { title: m.proposals_s_unread(), lines: [m.proposals_s_unread_help()], tone: 'todo' };
  }
}
