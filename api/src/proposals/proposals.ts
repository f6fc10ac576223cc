/**
 * Proposals as their authors have them: begun, sent, read by their key, edited and sent again, withdrawn, deleted for
 * good. The key is made, given once and never stored; whoever has it is the author. What moderators decide is in
 * `decide.ts`; when things begin and end by the clock in `calendar.ts`.
 */
import { ProposalContent, type Decision, ProposalId } from '@palier/playlists/proposal';
import { StoryId } from '@palier/playlists/story';
import { isoOf, type Clock } from '../clock.ts';
import { digestOf, ID_ALPHABET, randomText, type Random } from '../secrets.ts';
import type { ProposalRecord } from '../storage/records/proposals.ts';
import { isRefused, type Storage, type Transaction } from '../storage/storage.ts';
import { noted } from './audit.ts';
import { withAuthor } from './authors.ts';
import { filesOf, removePost } from './posts.ts';
import { dayFaults, waitingTerms, type DayFault } from './terms.ts';

/** Proposals that may wait at once: more than moderators can read is a flood, not a queue. */
export const MAX_WAITING = 3_000;
/** An author's changes of one proposal; then they begin another. */
export const MAX_AUTHOR_CHANGES = 40;
const STORY_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

export type Submission = {
  content: ProposalContent;
  /** Sealed by the caller; the empty string takes away what was left before. */
  mail?: string | undefined;
  /** Of somebody signed in: they may then not approve it. */
  userId?: string | undefined;
};
export type SubmitRefusal =
  { refused: 'gone' | 'full' | 'files' | 'changes' | 'state' } | { refused: 'dates'; faults: DayFault[] };
export type SubmitOutcome = { record: ProposalRecord; again: boolean } | SubmitRefusal;

/** What is stored of a key. */
export function keyHashOf(key: string): string {
  return digestOf(`proposal ${key}`);
}

export function createAuthorship(deps: {
  storage: Storage;
  clock: Clock;
  random: Random;
  zone: string;
  /** Words that show the queue is full, counted elsewhere so that it costs nothing here. */
  waiting: () => Promise<number>;
}) {
  const { storage, clock, random, zone } = deps;
  const now = () => clock.now();
  const newStoryId = () => StoryId.parse(randomText(random, STORY_ALPHABET, 8));

  async function commit<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    for (let tries = 0; tries < 3; tries += 1) {
      const outcome = await storage.transact(work);
      if (!isRefused(outcome)) return outcome;
      // An address that another story has: the next round makes another.
    }
    throw new Error('no free address for a story was found');
  }

  const byKeyIn = async (transaction: Transaction, keyHash: string) =>
    (await transaction.find('proposals', 'key', keyHash))[0];

  /** Whether all files it names came under its own key, as what it names them. */
  async function ownsFiles(transaction: Transaction, keyHash: string, content: ProposalContent): Promise<boolean> {
    for (const name of filesOf(content)) {
      const file = await transaction.get('proposalFiles', name);
      if (file?.keyHash !== keyHash) return false;
      // A film among the pictures, or the other way round, is no form of ours.
      if (file.media.type.startsWith('video/') !== (name === content.video)) return false;
    }
    return true;
  }

  return {
    /** A draft: from now on files may come under this key. The same key again is the same draft. */
    async begin(keyHash: string): Promise<void> {
      const id = digestOf(keyHash);
      await commit(async (transaction) => {
        if ((await transaction.get('proposalDrafts', id)) !== undefined) return;
        if ((await byKeyIn(transaction, keyHash)) !== undefined) return;
        await transaction.put('proposalDrafts', { id, begunAt: isoOf(now()) });
      });
    },
    /** Whether more may come: fewer wait than moderators can read. */
    isOpen: async (): Promise<boolean> => (await deps.waiting()) < MAX_WAITING,
    async isBegun(keyHash: string): Promise<boolean> {
      return (await storage.get('proposalDrafts', digestOf(keyHash))) !== undefined;
    },

    async byKey(keyHash: string): Promise<ProposalRecord | undefined> {
      return (await storage.find('proposals', 'key', keyHash))[0];
    },

    /** Sends what was begun. The same key again, e.g. after an answer was lost, is the same proposal: nothing changes. */
    async submit(keyHash: string, { content, mail, userId }: Submission): Promise<SubmitOutcome> {
      const faults = dayFaults(content, zone, now());
      if (faults.length > 0) return { refused: 'dates', faults };
      if ((await deps.waiting()) >= MAX_WAITING) return { refused: 'full' };
      return commit(async (transaction): Promise<SubmitOutcome> => {
        const before = await byKeyIn(transaction, keyHash);
        if (before !== undefined) return { record: before, again: true };
        const draft = digestOf(keyHash);
        if ((await transaction.get('proposalDrafts', draft)) === undefined) return { refused: 'gone' };
        if (!(await ownsFiles(transaction, keyHash, content))) return { refused: 'files' };
        const at = isoOf(now());
        const id = ProposalId.parse(`p${randomText(random, ID_ALPHABET, 12)}`);
        const first: Decision = { at, by: { kind: 'author' }, did: 'submitted', revision: 1 };
        const record: ProposalRecord = {
          id,
          content,
          revision: 1,
          decided: 'waiting',
          hidden: false,
          decisions: await noted(transaction, { id, decisions: [] }, first),
          keyHash,
          ...(userId === undefined ? {} : { userId }),
          ...(mail === undefined || mail === '' ? {} : { mail }),
          language: content.language,
          submittedAt: at,
          updatedAt: at,
          storyId: newStoryId(),
          reports: [],
          ...waitingTerms(content, zone, now()),
        };
        await transaction.remove('proposalDrafts', draft);
        await transaction.put('proposals', record);
        return { record, again: false };
      });
    },

    /**
     * Edits it and sends it again, from whatever state. An approved one is off the screens from this moment until a
     * moderator has seen the new words. `revision`: the one the author edited.
     */
    async edit(keyHash: string, revision: number, { content, mail, userId }: Submission): Promise<SubmitOutcome> {
      const faults = dayFaults(content, zone, now());
      if (faults.length > 0) return { refused: 'dates', faults };
      return commit(async (transaction): Promise<SubmitOutcome> => {
        const before = await byKeyIn(transaction, keyHash);
        if (before === undefined) return { refused: 'gone' };
        if (before.revision === revision + 1 && sameContent(before.content, content)) {
          return { record: before, again: true };
        }
        if (before.revision !== revision) return { refused: 'state' };
        const changes = before.decisions.filter(({ by }) => by.kind === 'author').length;
        if (changes >= MAX_AUTHOR_CHANGES) return { refused: 'changes' };
        if (!(await ownsFiles(transaction, keyHash, content))) return { refused: 'files' };
        await removePost(transaction, before);
        const at = isoOf(now());
        const did = before.decided === 'waiting' ? 'edited' : 'resubmitted';
        const decision: Decision = { at, by: { kind: 'author' }, did, revision: revision + 1 };
        const {
          endedAt: _ended,
          fromAt: _from,
          claim: _claim,
          shownAt: _shown,
          undo: _undo,
          mail: oldMail,
          ...rest
        } = before;
        const keptMail = mail ?? oldMail;
        const record: ProposalRecord = {
          ...rest,
          content,
          revision: revision + 1,
          decided: 'waiting',
          // What reports hid stays marked for the moderator, who looks at it now anyway.
          hidden: false,
          decisions: await noted(transaction, before, decision),
          ...withAuthor(before, userId),
          ...(keptMail === undefined || keptMail === '' ? {} : { mail: keptMail }),
          language: content.language,
          updatedAt: at,
          ...waitingTerms(content, zone, now()),
        };
        await transaction.put('proposals', record);
        return { record, again: false };
      });
    },

    /** Takes it back: off the screens and out of the queue. It can be sent again. */
    async withdraw(keyHash: string): Promise<ProposalRecord | undefined> {
      return commit(async (transaction) => {
        const before = await byKeyIn(transaction, keyHash);
        if (before === undefined || before.decided === 'withdrawn') return before;
        await removePost(transaction, before);
        const at = isoOf(now());
        const decision: Decision = { at, by: { kind: 'author' }, did: 'withdrew', revision: before.revision };
        const { mail: _mail, claim: _claim, shownAt: _shown, undo: _undo, ...rest } = before;
        const record: ProposalRecord = {
          ...rest,
          decided: 'withdrawn',
          decisions: await noted(transaction, before, decision),
          updatedAt: at,
          endedAt: at,
        };
        await transaction.put('proposals', record);
        return record;
      });
    },

    /** Deletes it for good, words, mail and files. Answers the addresses of the files, for the disk. */
    async remove(keyHash: string): Promise<string[] | undefined> {
      return commit(async (transaction) => {
        const record = await byKeyIn(transaction, keyHash);
        return record === undefined ? undefined : await removeIn(transaction, record);
      });
    },
  };
}
export type Authorship = ReturnType<typeof createAuthorship>;

/** Removes a proposal and its files from the store. Answers the content addresses that nothing of it names any more. */
export async function removeIn(transaction: Transaction, record: ProposalRecord): Promise<string[]> {
  await removePost(transaction, record);
  const files = await transaction.find('proposalFiles', 'key', record.keyHash);
  for (const file of files) {
    await transaction.remove('proposalFiles', file.id);
    await transaction.remove('storyMedia', file.id);
  }
  await transaction.remove('proposals', record.id);
  return files.flatMap(({ media }) => [media.sha256, ...(media.variants ?? []).map((one) => one.sha256)]);
}

function sameContent(a: ProposalContent, b: ProposalContent): boolean {
  return JSON.stringify(ProposalContent.parse(a)) === JSON.stringify(ProposalContent.parse(b));
}
