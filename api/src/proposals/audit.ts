/** Notes what was decided: with the proposal, where its author reads it, and in a log that outlasts the proposal. */
import { MAX_DECISIONS, type Decision } from '@palier/playlists/proposal';
import type { ProposalRecord } from '../storage/records/proposals.ts';
import type { Transaction } from '../storage/storage.ts';

/** The stream of a month. */
export function auditStream(at: string): string {
  return at.slice(0, 7);
}

/**
 * The decisions with one more, written to the log as well. A decision is never refused for want of room: looks
 * (`claimed`, `released`) make way first, then the oldest after the first; the log has them all.
 */
export async function noted(
  transaction: Transaction,
  record: Pick<ProposalRecord, 'id' | 'decisions'>,
  decision: Decision,
): Promise<Decision[]> {
  const { reason: _, ...rest } = decision;
  const key = `${record.id}:${decision.at}:${decision.did}:${decision.revision}`;
  await transaction.append('proposalAudit', auditStream(decision.at), key, { proposalId: record.id, ...rest });
  const decisions = [...record.decisions, decision];
  while (decisions.length > MAX_DECISIONS) {
    const look = decisions.findIndex(({ did }) => did === 'claimed' || did === 'released');
    decisions.splice(look > 0 ? look : 1, 1);
  }
  return decisions;
}
