/**
 * What moderators do: take a proposal in hand, decide, take it back for a moment, many at once. Who has it in hand is a
 * courtesy with an end, checked in the same transaction as the decision, so that two moderators cannot both decide.
 */
import type { Decision } from '@palier/playlists/proposal';
import { isoOf, type Clock } from '../clock.ts';
import type { ProposalRecord } from '../storage/records/proposals.ts';
import { isRefused, type Storage, type Transaction } from '../storage/storage.ts';
import { noted } from './audit.ts';
import { showNow, type DecideInput, type DecideRefusal, type Decisions, type MendOutcome } from './decide.ts';
import { removePost } from './posts.ts';
import type { ProposalLetters } from './letters.ts';
import { stateOf } from './terms.ts';
import { UNDO_MS } from './undo.ts';

/** In hand for so long, from the last touch. */
export const CLAIM_MS = 10 * 60_000;

export type Moderator = { userId: string; name: string };
/** `claimed`: somebody else has it in hand. */
export type ModerationRefusal = DecideRefusal | 'claimed';
export type ModerationOutcome = { record: ProposalRecord } | { refused: ModerationRefusal; by?: string };
type Verdict = Pick<DecideInput, 'id' | 'revision' | 'did' | 'reason'>;

export function createModeration(deps: {
  storage: Storage;
  clock: Clock;
  decisions: Decisions;
  letters: Pick<ProposalLetters, 'untell'>;
}) {
  const { storage, clock, decisions, letters } = deps;

  async function commit(work: (transaction: Transaction) => Promise<ModerationOutcome>): Promise<ModerationOutcome> {
    const outcome = await storage.transact(work);
    if (isRefused(outcome)) throw new Error(`a look-up of ${outcome.collection} was taken`);
    return outcome;
  }

  function inOtherHands(record: ProposalRecord, user: Moderator): ProposalRecord['claim'] {
    const { claim } = record;
    const isOther = claim !== undefined && claim.userId !== user.userId && Date.parse(claim.until) > clock.now();
    return isOther ? claim : undefined;
  }

  const look = (user: Moderator, did: Decision['did'], record: ProposalRecord): Decision => ({
    at: isoOf(clock.now()),
    by: { kind: 'user', ...user },
    did,
    revision: record.revision,
  });

  async function decideOne(user: Moderator, verdict: Verdict): Promise<ModerationOutcome> {
    return commit(async (transaction) => {
      const present = await transaction.get('proposals', verdict.id);
      const claim = present && inOtherHands(present, user);
      if (claim !== undefined) return { refused: 'claimed', by: claim.name };
      const outcome = await decisions.decideIn(transaction, { ...verdict, user });
      if ('refused' in outcome) return outcome;
      const { before, record } = outcome;
      const { decided, hidden, approved, fromAt, untilAt, endedAt } = before;
      const { updatedAt: at, revision } = record;
      const undo = { at, userId: user.userId, revision, decided, hidden, approved, fromAt, untilAt, endedAt };
      const after = { ...record, undo };
      await transaction.put('proposals', after);
      return { record: after };
    });
  }

  return {
    /** Takes it in hand, or keeps it there. `force`: from whoever has it. */
    claim: (id: string, user: Moderator, force: boolean): Promise<ModerationOutcome> =>
      commit(async (transaction) => {
        const record = await transaction.get('proposals', id);
        if (record === undefined) return { refused: 'not-found' };
        const other = inOtherHands(record, user);
        if (other !== undefined && !force) return { refused: 'claimed', by: other.name };
        const until = isoOf(clock.now() + CLAIM_MS);
        const isKept = record.claim?.userId === user.userId && Date.parse(record.claim.until) > clock.now();
        const decided = isKept
          ? [...record.decisions]
          : await noted(transaction, record, look(user, 'claimed', record));
        const after: ProposalRecord = { ...record, decisions: decided, claim: { ...user, until } };
        await transaction.put('proposals', after);
        return { record: after };
      }),

    /** Lets it go. What somebody else has in hand stays there. */
    release: (id: string, user: Moderator): Promise<ModerationOutcome> =>
      commit(async (transaction) => {
        const record = await transaction.get('proposals', id);
        if (record === undefined) return { refused: 'not-found' };
        if (record.claim?.userId !== user.userId) return { record };
        const { claim: _claim, ...rest } = record;
        const after = { ...rest, decisions: await noted(transaction, record, look(user, 'released', record)) };
        await transaction.put('proposals', after);
        return { record: after };
      }),

    decide: decideOne,

    /** Each by itself, in the order given: one that is refused stops no other. */
    async bulk(user: Moderator, verdicts: readonly Verdict[]): Promise<{ id: string; refused?: ModerationRefusal }[]> {
      const results: { id: string; refused?: ModerationRefusal }[] = [];
      for (const verdict of verdicts) {
        const outcome = await decideOne(user, verdict);
        results.push({ id: verdict.id, ...('refused' in outcome ? { refused: outcome.refused } : {}) });
      }
      return results;
    },

    /** Takes the own last decision back, for a moment: everything stands where it stood, screens included. */
    undo: (id: string, user: Moderator): Promise<ModerationOutcome> =>
      commit(async (transaction) => {
        const record = await transaction.get('proposals', id);
        if (record === undefined) return { refused: 'not-found' };
        const { undo } = record;
        const isMine = undo?.userId === user.userId && Date.parse(undo.at) + UNDO_MS > clock.now();
        // Nothing else may have happened since, e.g. its author taking it back.
        if (undo === undefined || !isMine || undo.at !== record.updatedAt) return { refused: 'state' };
        // Other words than those that were decided on: nobody has read them.
        if ((undo.revision ?? record.revision) !== record.revision) return { refused: 'state' };
        const { at: _at, userId: _userId, revision: _revision, ...stood } = undo;
        const { undo: _undo, approved: _approved, fromAt: _from, untilAt: _until, endedAt: _ended, ...rest } = record;
        const decision = look(user, 'restored', record);
        const after: ProposalRecord = { ...rest, ...stood, updatedAt: decision.at };
        const isUp = stateOf(after, clock.now(), true) === 'live';
        if (isUp && (await showNow(transaction, after, clock.now())) === 'full') return { refused: 'full' };
        if (!isUp) await removePost(transaction, after);
        const kept = { ...after, decisions: await noted(transaction, record, decision) };
        await letters.untell(transaction, record, undo.at);
        await transaction.put('proposals', kept);
        return { record: kept };
      }),

    mend: async (
      id: string,
      user: Moderator,
      wanted: Pick<Parameters<Decisions['mend']>[0], 'revision' | 'content'>,
    ): Promise<ModerationOutcome | MendOutcome> => {
      const present = await storage.get('proposals', id);
      const claim = present && inOtherHands(present, user);
      if (claim !== undefined) return { refused: 'claimed', by: claim.name };
      return decisions.mend({ id, user, ...wanted });
    },
  };
}
export type Moderation = ReturnType<typeof createModeration>;
