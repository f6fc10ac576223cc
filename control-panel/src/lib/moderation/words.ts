/** The words of moderation for what the server names. */
import type { AuditView, HintView, QueueEntry, QueueList } from '@palier/api/client';
import type { Decision, ProposalCategory, ProposalState } from '@palier/playlists/proposal';
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';

export const LISTS: Record<QueueList, () => string> = {
  waiting: m.moderation_list_waiting,
  asked: m.moderation_list_asked,
  shown: m.moderation_list_shown,
  ended: m.moderation_list_ended,
};
export const LIST_ORDER: readonly QueueList[] = ['waiting', 'asked', 'shown', 'ended'];
export const EMPTY: Record<QueueList, () => string> = {
  waiting: m.moderation_empty_waiting,
  asked: m.moderation_empty_asked,
  shown: m.moderation_empty_shown,
  ended: m.moderation_empty_ended,
};

export const STATES: Record<ProposalState, () => string> = {
  waiting: m.moderation_state_waiting,
  'changes-requested': m.moderation_state_asked,
  approved: m.moderation_state_approved,
  scheduled: m.moderation_state_scheduled,
  live: m.moderation_state_live,
  declined: m.moderation_state_declined,
  withdrawn: m.moderation_state_withdrawn,
  expired: m.moderation_state_expired,
};

export const CATEGORIES: Record<ProposalCategory, () => string> = {
  news: m.moderation_category_news,
  thanks: m.moderation_category_thanks,
  event: m.moderation_category_event,
  idea: m.moderation_category_idea,
  knowledge: m.moderation_category_knowledge,
  market: m.moderation_category_market,
};

export const DID: Record<Decision['did'], () => string> = {
  submitted: m.moderation_did_submitted,
  edited: m.moderation_did_edited,
  resubmitted: m.moderation_did_resubmitted,
  withdrew: m.moderation_did_withdrew,
  claimed: m.moderation_did_claimed,
  released: m.moderation_did_released,
  approved: m.moderation_did_approved,
  declined: m.moderation_did_declined,
  'asked-changes': m.moderation_did_asked,
  'taken-down': m.moderation_did_taken_down,
  'hidden-by-reports': m.moderation_did_hidden,
  'shown-again': m.moderation_did_shown_again,
  restored: m.moderation_did_restored,
};

/** What was done to a story of a source. */
export const STORY_ACTS: Record<AuditView['stories'][number]['act'], () => string> = {
  approve: m.moderation_act_approve,
  block: m.moderation_act_block,
  wait: m.moderation_act_wait,
  pin: m.moderation_act_pin,
  unpin: m.moderation_act_unpin,
  write: m.moderation_act_write,
  edit: m.moderation_act_edit,
  remove: m.moderation_act_remove,
  hidden: m.moderation_act_hidden,
  trusted: m.moderation_act_trusted,
};

/** Who did it. */
export function byWords(by: Decision['by']): string {
  switch (by.kind) {
    case 'user':
      return by.name;
    case 'author':
      return m.moderation_by_author();
    case 'system':
      return m.moderation_by_system();
  }
}

const HINTS: Record<Exclude<HintView['kind'], 'language'>, () => string> = {
  capitals: m.moderation_hint_capitals,
  link: m.moderation_hint_link,
  phone: m.moderation_hint_phone,
  mail: m.moderation_hint_mail,
  iban: m.moderation_hint_iban,
  'social-security': m.moderation_hint_social,
  card: m.moderation_hint_card,
  word: m.moderation_hint_word,
  faces: m.moderation_hint_faces,
};

export function hintWords({ kind, found }: HintView): string {
  if (kind !== 'language') return HINTS[kind]();
  const name = new Intl.DisplayNames(getLocale(), { type: 'language' }).of(found ?? '') ?? '';
  return m.moderation_hint_language({ language: name });
}

const WHYS: Record<string, () => string> = {
  wrong: m.moderation_why_wrong,
  hurtful: m.moderation_why_hurtful,
  personal: m.moderation_why_personal,
  advert: m.moderation_why_advert,
};
export function whyWords(why: string): string {
  return (WHYS[why] ?? m.moderation_why_other)();
}

/** Why somebody else has to approve it, or why this one may all the same; absent for what is not theirs. */
export function ownWords({ own, ownBy, alone }: Pick<QueueEntry, 'own' | 'ownBy' | 'alone'>): string | undefined {
  if (ownBy === undefined) return undefined;
  if (alone) return own ? m.moderation_own_alone() : m.moderation_own_name_alone();
  const words = { account: m.moderation_own_hint, mail: m.moderation_own_mail, name: m.moderation_own_name };
  return words[ownBy]();
}

const REFUSED: Record<string, () => string> = {
  own: m.moderation_refused_own,
  revision: m.moderation_refused_revision,
  claimed: m.moderation_refused_claimed,
  full: m.moderation_refused_full,
};
/** Why one of many was not decided. */
export function refusedWords(refused: string, ownBy?: QueueEntry['ownBy']): string {
  if (refused === 'own' && ownBy === 'name') return m.moderation_refused_name();
  return (REFUSED[refused] ?? m.moderation_refused_state)();
}

export const CHANGED: Record<
  'category' | 'language' | 'topics' | 'days' | 'credit' | 'pictures' | 'alt',
  () => string
> = {
  category: m.moderation_field_category,
  language: m.moderation_field_language,
  topics: m.moderation_field_topics,
  days: m.moderation_field_days,
  credit: m.moderation_field_credit,
  pictures: m.moderation_field_pictures,
  alt: m.moderation_field_alt,
};

/** A calendar day in words. */
export function dayWords(day: string): string {
  return new Intl.DateTimeFormat(getLocale(), { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(day));
}

/** What can be done with it, as it stands. */
export function actsOf({ state, hidden }: Pick<QueueEntry, 'state' | 'hidden'>) {
  return {
    approve: !hidden && (state === 'waiting' || state === 'changes-requested'),
    showAgain: hidden,
    ask: (state === 'waiting' && !hidden) || state === 'approved' || state === 'scheduled' || state === 'live',
    decline: !hidden && (state === 'waiting' || state === 'changes-requested'),
    takeDown: hidden || state === 'approved' || state === 'scheduled' || state === 'live',
    edit: !hidden && (state === 'waiting' || state === 'changes-requested'),
    /** What reports hid is read by one person at a time, too. */
    claim: state === 'waiting' || state === 'changes-requested',
  };
}
