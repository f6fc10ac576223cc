/** The days of a proposal as instants: from when, until when, and how long it waits. Days are those of the house's zone. */
import { proposalState, type ProposalContent, type ProposalState } from '@palier/playlists/proposal';
import { isoOf } from '../clock.ts';
import type { ProposalRecord } from '../storage/records/proposals.ts';

export const DAY_MS = 24 * 3600_000;
/** On screens for so long where the author named no end, and never longer than that. */
export const SHOWN_DAYS = 14;
export const MAX_SHOWN_DAYS = 90;
/** A date may lie so far ahead. */
export const MAX_AHEAD_DAYS = 90;
/** Without a decision for so long, a proposal expires. */
export const PATIENCE_DAYS = 30;
/** So long after its end everything of it is removed. */
export const KEPT_DAYS = 90;

type Days = Pick<ProposalContent, 'fromOn' | 'untilOn'>;

export function startOf(day: string, zone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;
}

export function endOf(day: string, zone: string): number {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
}

export function dayOf(atMs: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** Of one that waits: how long it is waited for. */
export function waitingTerms(days: Days, zone: string, nowMs: number): { untilAt: string } {
  const patience = nowMs + PATIENCE_DAYS * DAY_MS;
  return { untilAt: isoOf(days.untilOn === undefined ? patience : Math.min(patience, endOf(days.untilOn, zone))) };
}

/** Of one that was approved: from when and until when screens show it. */
export function shownTerms(days: Days, zone: string, nowMs: number): { fromAt: string; untilAt: string } {
  const fromMs = days.fromOn === undefined ? nowMs : Math.max(nowMs, startOf(days.fromOn, zone));
  const wanted = days.untilOn === undefined ? fromMs + SHOWN_DAYS * DAY_MS : endOf(days.untilOn, zone);
  return { fromAt: isoOf(fromMs), untilAt: isoOf(Math.min(wanted, fromMs + MAX_SHOWN_DAYS * DAY_MS)) };
}

/** Why dates cannot be. */
export type DayFault = { field: 'fromOn' | 'untilOn'; code: 'past' | 'far' | 'before' | 'long' };

/** What is wrong with the dates as seen at `nowMs`; empty: nothing. */
export function dayFaults(days: Days, zone: string, nowMs: number): DayFault[] {
  const { fromOn, untilOn } = days;
  const today = dayOf(nowMs, zone);
  const last = dayOf(nowMs + MAX_AHEAD_DAYS * DAY_MS, zone);
  const faults: DayFault[] = [];
  if (fromOn !== undefined && fromOn < today) faults.push({ field: 'fromOn', code: 'past' });
  if (fromOn !== undefined && fromOn > last) faults.push({ field: 'fromOn', code: 'far' });
  if (untilOn === undefined || faults.length > 0) return faults;
  const from = fromOn ?? today;
  if (untilOn < today) faults.push({ field: 'untilOn', code: 'past' });
  else if (untilOn < from) faults.push({ field: 'untilOn', code: 'before' });
  else if (endOf(untilOn, zone) - startOf(from, zone) > MAX_SHOWN_DAYS * DAY_MS + DAY_MS / 2) {
    faults.push({ field: 'untilOn', code: 'long' });
  }
  return faults;
}

/** Where a record stands at `atMs`. */
export function stateOf(record: ProposalRecord, atMs: number, onScreens: boolean): ProposalState {
  return proposalState(
    {
      decided: record.decided,
      hidden: record.hidden,
      fromMs: record.fromAt === undefined ? undefined : Date.parse(record.fromAt),
      untilMs: record.untilAt === undefined ? undefined : Date.parse(record.untilAt),
      onScreens,
    },
    atMs,
  );
}
