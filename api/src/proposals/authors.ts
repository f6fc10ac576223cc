/**
 * Whose a proposal is, as far as the server can know: by the accounts it was written with, by the account whose address
 * was left, by the name it carries. Somebody who wrote any of it does not approve it. What remains unknown stands in the
 * README of this folder.
 */
import { MODERATION_ROLES } from '../access.ts';
import type { ProposalRecord } from '../storage/records/proposals.ts';

type Accounts = Pick<ProposalRecord, 'userId' | 'otherUserIds'>;
type Person = { userId: string; name: string };
type Account = { id: string; name: string; role: string };

/** `name` may be a namesake's; the others are certain. */
export type OwnBy = 'account' | 'mail' | 'name';
/** `own`: somebody else has to approve it. `alone`: there is nobody else who may. */
export type Standing = { own: false } | { own: boolean; ownBy: OwnBy; alone: boolean };

export function isAuthor({ userId, otherUserIds = [] }: Accounts, id: string): boolean {
  return userId === id || otherUserIds.includes(id);
}

/** The accounts with one more: the first stays the first. Authors change a proposal a bounded number of times. */
export function withAuthor(accounts: Accounts, id: string | undefined): Accounts {
  if (id === undefined || isAuthor(accounts, id)) return {};
  const { userId, otherUserIds = [] } = accounts;
  return userId === undefined ? { userId: id } : { otherUserIds: [...otherUserIds, id] };
}

/** @param accountOf the account whose address was left with a proposal, as it was when it was left. */
export function createOwners({ accountOf }: { accountOf: (record: ProposalRecord) => string | undefined }) {
  function ownBy(record: ProposalRecord, { userId, name }: Person): OwnBy | undefined {
    if (isAuthor(record, userId)) return 'account';
    if (accountOf(record) === userId) return 'mail';
    const { credit } = record.content;
    return credit.kind !== 'colleague' && isSameName(credit.text, name) ? 'name' : undefined;
  }

  return {
    /**
     * Where somebody stands to a proposal. Under a name that is theirs another decides, if there is another: a namesake's
     * would never be approved else. `accounts`: all of the house.
     */
    standing(record: ProposalRecord, person: Person, accounts: readonly Account[]): Standing {
      const by = ownBy(record, person);
      if (by === undefined) return { own: false };
      const alone = !accounts.some(
        ({ id, name, role }) =>
          id !== person.userId && MODERATION_ROLES.has(role) && ownBy(record, { userId: id, name }) === undefined,
      );
      return { own: by !== 'name' || !alone, ownBy: by, alone };
    },
  };
}
export type Owners = ReturnType<typeof createOwners>;

function isSameName(one: string, other: string): boolean {
  const key = nameKey(one);
  return key !== '' && key === nameKey(other);
}

/** A name without case, accents, signs and order: "DUPONT, Marie" is Marie Dupont. */
function nameKey(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .toSorted()
    .join(' ');
}
