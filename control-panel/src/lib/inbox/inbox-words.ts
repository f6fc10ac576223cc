/** The nouns of the inbox in the reader's language. */
import { pseudonymText } from '@palier/playlists/pseudonym';
import type { ThreadEvent, ThreadPriority, ThreadTopic } from '@palier/playlists/thread';
import type { InboxQueue, InboxRow, ThreadAudit } from '@palier/playlists/thread-views';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

export const TOPICS: Record<ThreadTopic, () => string> = {
  leave: m.inbox_topic_leave,
  pay: m.inbox_topic_pay,
  contract: m.inbox_topic_contract,
  safety: m.inbox_topic_safety,
  colleague: m.inbox_topic_colleague,
  suggestion: m.inbox_topic_suggestion,
  other: m.inbox_topic_other,
};

export const QUEUES: Record<InboxQueue, () => string> = {
  waiting: m.inbox_queue_waiting,
  mine: m.inbox_queue_mine,
  unassigned: m.inbox_queue_unassigned,
  snoozed: m.inbox_queue_snoozed,
  answered: m.inbox_queue_answered,
  closed: m.inbox_queue_closed,
  all: m.inbox_queue_all,
};

export const EMPTY_QUEUES: Record<InboxQueue, () => string> = {
  waiting: m.inbox_empty_waiting,
  mine: m.inbox_empty_mine,
  unassigned: m.inbox_empty_unassigned,
  snoozed: m.inbox_empty_snoozed,
  answered: m.inbox_empty_answered,
  closed: m.inbox_empty_closed,
  all: m.inbox_empty_all,
};

export const PRIORITIES: Record<ThreadPriority, () => string> = {
  high: m.inbox_priority_high,
  normal: m.inbox_priority_normal,
  low: m.inbox_priority_low,
};

export const EVENTS: Record<ThreadEvent, (inputs: { who: string }) => string> = {
  acknowledged: m.inbox_event_acknowledged,
  'handed-over': m.inbox_event_handed_over,
  closed: m.inbox_event_closed,
  reopened: m.inbox_event_reopened,
};

export const DEEDS: Record<ThreadAudit['did'], () => string> = {
  'set-up': m.inbox_did_set_up,
  unlocked: m.inbox_did_unlocked,
  'unlock-failed': m.inbox_did_unlock_failed,
  locked: m.inbox_did_locked,
  recovered: m.inbox_did_recovered,
  asked: m.inbox_did_asked,
  admitted: m.inbox_did_admitted,
  removed: m.inbox_did_removed,
  rotated: m.inbox_did_rotated,
  opened: m.inbox_did_opened,
  attachment: m.inbox_did_attachment,
  searched: m.inbox_did_searched,
  blocked: m.inbox_did_blocked,
  closed: m.inbox_did_closed,
  'handed-over': m.inbox_did_handed_over,
};

/** The friendly name that stands for whoever wrote. */
export function nameOf(row: Pick<InboxRow, 'pseudonym'>): string {
  return pseudonymText(row.pseudonym, getLocale());
}

/** A day without its hour: `12 mai`, with the year when it is another one. */
export function dayWords(day: string, nowMs: number, locale: string = getLocale()): string {
  const date = new Date(`${day}T12:00:00Z`);
  const otherYear = date.getUTCFullYear() !== new Date(nowMs).getUTCFullYear();
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: otherYear ? 'numeric' : undefined,
    timeZone: 'UTC',
  }).format(date);
}

/** Whole days from now to a day; negative once it has passed. */
export function daysAway(day: string, nowMs: number): number {
  const today = new Date(nowMs);
  const midnight = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate());
  return Math.round((Date.parse(`${day}T00:00:00Z`) - midnight) / 86_400_000);
}
