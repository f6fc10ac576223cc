/**
 * Decisions over proposals, each one transaction: the revision that was seen, the reason, who may, the audit, and what
 * screens show from then on, together or not at all. The panel, the reports and mail all come through here.
 */
import { ProposalContent, type DecidedState, type Decision, type ProposalId } from '@palier/playlists/proposal';
import { isoOf, type Clock } from '../clock.ts';
import type { ProposalRecord } from '../storage/records/proposals.ts';
import { isRefused, type Reader, type Storage, type Transaction } from '../storage/storage.ts';
import { noted } from './audit.ts';
import type { Owners } from './authors.ts';
import { mendFaults, type MendFault } from './mend-faults.ts';
import { filesOf, putPost, removePost } from './posts.ts';
import { shownTerms, stateOf, waitingTerms } from './terms.ts';

/** What may be decided. `restored` takes a decline or a taking down back: it waits again. */
export type Verdict =
  'approved' | 'declined' | 'asked-changes' | 'taken-down' | 'hidden-by-reports' | 'shown-again' | 'restored';

export type DecideInput = {
  id: ProposalId | string;
  /** The revision of the content that was looked at. */
  revision: number;
  /** Absent: the clock or the reports. */
  user?: { userId: string; name: string } | undefined;
  did: Verdict;
  /** Mandatory for `declined`, `asked-changes` and `taken-down`. */
  reason?: string | undefined;
};

/**
 * `own`: nobody approves their own, nor what carries their name while another may. `revision`: the words changed since they were looked at. `state`: it stands
 * elsewhere by now. `full`: as many posts as there may be are on screens.
 */
export type DecideRefusal = 'not-found' | 'own' | 'revision' | 'reason' | 'state' | 'full';
export type DecideOutcome = { record: ProposalRecord; before: ProposalRecord } | { refused: DecideRefusal };
export type MendOutcome = DecideOutcome | { refused: 'content'; fields: MendFault[] };

const NEEDS_REASON: ReadonlySet<Verdict> = new Set(['declined', 'asked-changes', 'taken-down']);
const PUTS_ON_SCREENS: ReadonlySet<Verdict> = new Set(['approved', 'shown-again', 'restored']);
/** From which decided states a verdict may be given, and which it leads to. */
const WAYS: Readonly<Record<Verdict, { from: readonly DecidedState[]; to: DecidedState }>> = {
  approved: { from: ['waiting', 'changes-requested'], to: 'approved' },
  declined: { from: ['waiting', 'changes-requested'], to: 'declined' },
  'asked-changes': { from: ['waiting', 'approved'], to: 'changes-requested' },
  'taken-down': { from: ['approved'], to: 'declined' },
  'hidden-by-reports': { from: ['approved'], to: 'approved' },
  'shown-again': { from: ['approved'], to: 'approved' },
  restored: { from: ['declined', 'changes-requested'], to: 'waiting' },
};

export function createDecisions(deps: {
  storage: Storage;
  clock: Clock;
  zone: string;
  owners: Owners;
  /** Tells the author, in the same transaction. */
  tell?: ((transaction: Transaction, record: ProposalRecord, decision: Decision) => Promise<void>) | undefined;
}) {
  const { storage, clock, zone, owners, tell } = deps;

  async function decideIn(transaction: Transaction, input: DecideInput): Promise<DecideOutcome> {
    const before = await transaction.get('proposals', input.id);
    if (before === undefined) return { refused: 'not-found' };
    const refused = refusalOf(before, input, clock.now());
    if (refused !== undefined) return { refused };
    if (await isOwn(transaction, before, input)) return { refused: 'own' };
    const at = isoOf(clock.now());
    const { did, user, reason, revision } = input;
    const decision: Decision = {
      at,
      by: user === undefined ? { kind: 'system' } : { kind: 'user', ...user },
      did,
      ...(reason === undefined || reason.trim() === '' ? {} : { reason: reason.trim() }),
      revision,
    };
    const after = decided({ ...before, updatedAt: at }, did, zone, clock.now());
    if (did === 'approved' || did === 'shown-again') {
      // Before anything is written: a refusal leaves no trace.
      if ((await showNow(transaction, after, clock.now())) === 'full') return { refused: 'full' };
    } else {
      await removePost(transaction, after);
    }
    const record = { ...after, decisions: await noted(transaction, before, decision) };
    await transaction.put('proposals', record);
    await tell?.(transaction, record, decision);
    return { record, before };
  }

  async function isOwn(reader: Reader, record: ProposalRecord, { did, user }: DecideInput): Promise<boolean> {
    if (user === undefined || !PUTS_ON_SCREENS.has(did)) return false;
    return owners.standing(record, user, await reader.all('users')).own;
  }

  return {
    /** Inside the caller's transaction: for what is decided together, e.g. a bulk. Refused: the caller must write nothing of it. */
    decideIn,
    async decide(input: DecideInput): Promise<DecideOutcome> {
      const outcome = await storage.transact((transaction) => decideIn(transaction, input));
      if (isRefused(outcome)) throw new Error(`a look-up of ${outcome.collection} was taken`);
      return outcome;
    },
    /** A moderator mends the words before deciding: a new revision, which waits. Pictures may be left out, none added; the credit is its author's. */
    async mend(input: {
      id: ProposalId | string;
      revision: number;
      user: { userId: string; name: string };
      content: ProposalContent;
    }): Promise<MendOutcome> {
      const outcome = await storage.transact(async (transaction): Promise<MendOutcome> => {
        const before = await transaction.get('proposals', input.id);
        if (before === undefined) return { refused: 'not-found' };
        if (before.revision !== input.revision) return { refused: 'revision' };
        const isOpen = before.decided === 'waiting' || before.decided === 'changes-requested';
        if (!isOpen || stateOf(before, clock.now(), false) === 'expired') return { refused: 'state' };
        const content = ProposalContent.parse(input.content);
        const known = new Set(filesOf(before.content));
        if (filesOf(content).some((name) => !known.has(name))) return { refused: 'state' };
        const fields = await mendFaults(
          transaction,
          { before: before.content, after: content },
          { zone, ms: clock.now() },
        );
        if (fields.length > 0) return { refused: 'content', fields };
        const revision = before.revision + 1;
        const at = isoOf(clock.now());
        const decision: Decision = { at, by: { kind: 'user', ...input.user }, did: 'edited', revision };
        const decisions = await noted(transaction, before, decision);
        const { undo: _undo, ...rest } = before;
        const record: ProposalRecord = { ...rest, content, revision, decisions, decided: 'waiting', updatedAt: at };
        await transaction.put('proposals', record);
        return { record, before };
      });
      if (isRefused(outcome)) throw new Error(`a look-up of ${outcome.collection} was taken`);
      return outcome;
    },
  };
}
export type Decisions = ReturnType<typeof createDecisions>;

function refusalOf(record: ProposalRecord, input: DecideInput, nowMs: number): DecideRefusal | undefined {
  const { did, reason = '' } = input;
  if (input.revision !== record.revision) return 'revision';
  if (NEEDS_REASON.has(did) && reason.trim().length < 3) return 'reason';
  if (!WAYS[did].from.includes(record.decided)) return 'state';
  const isOver = record.endedAt !== undefined || stateOf(record, nowMs, false) === 'expired';
  if (did === 'hidden-by-reports' && (record.hidden || isOver)) return 'state';
  if (did === 'shown-again' && !record.hidden) return 'state';
  const isExpired = stateOf(record, nowMs, false) === 'expired';
  return PUTS_ON_SCREENS.has(did) && did !== 'restored' && isExpired ? 'state' : undefined;
}

/** The record after the verdict. */
function decided(record: ProposalRecord, did: Verdict, zone: string, nowMs: number): ProposalRecord {
  const { claim: _claim, endedAt: _endedAt, shownAt: _shownAt, undo: _undo, ...rest } = record;
  const after: ProposalRecord = { ...rest, decided: WAYS[did].to, hidden: did === 'hidden-by-reports' };
  switch (did) {
    case 'approved': {
      const { content, revision } = record;
      return { ...after, approved: { content, revision }, ...shownTerms(content, zone, nowMs) };
    }
    case 'shown-again':
    case 'hidden-by-reports':
      return did === 'shown-again' ? { ...after, reports: [] } : after;
    case 'declined':
    case 'taken-down':
      return { ...after, endedAt: isoOf(nowMs) };
    case 'asked-changes':
    case 'restored': {
      const { fromAt: _fromAt, ...waiting } = after;
      return { ...waiting, ...waitingTerms(record.content, zone, nowMs) };
    }
  }
}

/** On screens if its time has come; a job does it when it comes. */
export async function showNow(
  transaction: Transaction,
  record: ProposalRecord,
  nowMs: number,
): Promise<'put' | 'full'> {
  if (record.fromAt !== undefined && Date.parse(record.fromAt) > nowMs) {
    await removePost(transaction, record);
    return 'put';
  }
  return putPost(transaction, record, isoOf(nowMs));
}
