/** How many proposals came, and how long each waited for its first decision: read from the audit, which outlasts them. */
import type { Storage } from '../storage/storage.ts';

const PAGE = 1_000;
/** Entries of a month that are looked at: far more than a house of thousands writes. */
const MAX_ENTRIES = 50_000;
const DECIDED = new Set(['approved', 'declined', 'asked-changes']);
const MONTHS = 5;

export type ProposalPace = {
  /** When each came, epoch milliseconds. */
  receivedMs: number[];
  /** When each was first decided, and after how long. */
  decided: { atMs: number; waitedMs: number }[];
};

/** All of the last months up to `nowMs`. */
export async function proposalPace(storage: Storage, nowMs: number): Promise<ProposalPace> {
  const submitted = new Map<string, number>();
  const decided = new Map<string, { atMs: number; waitedMs: number }>();
  const month = Temporal.Instant.fromEpochMilliseconds(nowMs)
    .toZonedDateTimeISO('UTC')
    .toPlainDate()
    .toPlainYearMonth();
  for (let back = MONTHS - 1; back >= 0; back -= 1) {
    const stream = month.subtract({ months: back }).toString();
    let after = 0;
    for (let read = 0; read < MAX_ENTRIES; read += PAGE) {
      const page = await storage.readLog('proposalAudit', stream, after, PAGE);
      for (const { record, position } of page) {
        after = position;
        const { proposalId, at, by, did } = record;
        const atMs = Date.parse(at);
        const since = submitted.get(proposalId);
        if (did === 'submitted') submitted.set(proposalId, atMs);
        else if (since !== undefined && by.kind === 'user' && DECIDED.has(did) && !decided.has(proposalId)) {
          decided.set(proposalId, { atMs, waitedMs: atMs - since });
        }
      }
      if (page.length < PAGE) break;
    }
  }
  return { receivedMs: [...submitted.values()], decided: [...decided.values()] };
}
