/** Whose accounts a proposal was written with. Somebody who wrote any of it does not approve it. */
import type { ProposalRecord } from '../storage/records/proposals.ts';

type Accounts = Pick<ProposalRecord, 'userId' | 'otherUserIds'>;

export function isAuthor({ userId, otherUserIds = [] }: Accounts, id: string): boolean {
  return userId === id || otherUserIds.includes(id);
}

/** The accounts with one more: the first stays the first. Authors change a proposal a bounded number of times. */
export function withAuthor(accounts: Accounts, id: string | undefined): Accounts {
  if (id === undefined || isAuthor(accounts, id)) return {};
  const { userId, otherUserIds = [] } = accounts;
  return userId === undefined ? { userId: id } : { otherUserIds: [...otherUserIds, id] };
}
