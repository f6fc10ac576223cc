/** What moderators read: the queue with its hints and duplicates, and one proposal with everything to decide on. */
import type { Topic } from '@palier/playlists/audience';
import type { ProposalContent, ProposalId } from '@palier/playlists/proposal';
import type { StoryShown } from '@palier/playlists/story';
import { isoOf, type Clock } from '../clock.ts';
import { storyShown } from '../mix/story-shown.ts';
import type { ProposalRecord } from '../storage/records/proposals.ts';
import type { Storage } from '../storage/storage.ts';
import type { ChangesView, ModerationView, QueueEntry, QueueList, QueueView } from '../wire/moderation.ts';
import type { Owners } from './authors.ts';
import { changesOf } from './changes.ts';
import { duplicateGroups } from './duplicates.ts';
import { hintsOf, type Hint } from './hints.ts';
import type { ModerationSettingsStore } from './moderation-settings.ts';
import { creditText, filesOf, storyOf } from './posts.ts';
import type { Reach } from './reach.ts';
import { reportsOf } from './story-reports.ts';
import { stateOf } from './terms.ts';
import { UNDO_MS } from './undo.ts';

/** Lines of a list; the counts tell of more. */
export const MAX_ENTRIES = 200;
/** Hints that are remembered, so that a list costs its new words alone. */
const MAX_REMEMBERED = 4_000;
const EXCERPT = 140;

export function createQueue(deps: {
  storage: Storage;
  clock: Clock;
  settings: ModerationSettingsStore;
  publicUrl: () => string;
  reach: Reach;
  owners: Owners;
}) {
  const { storage, clock, settings, publicUrl, reach, owners } = deps;
  const remembered = new Map<string, Hint[]>();
  /** The groups of what is open, at one revision of the proposals. */
  let grouped: { revision: number; open: number; groupOf: Map<ProposalId, ProposalId[]> } | undefined;

  function hintsFor(record: ProposalRecord, words: readonly string[]): Hint[] {
    const key = `${record.id} ${record.revision} ${words.join('\n')}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const hints = hintsOf(record.content, words);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(key, hints);
    return hints;
  }

  async function facts() {
    // Read first: a change in between makes the groups older than they say, never newer.
    const revision = await storage.revision('proposals');
    const [records, onScreens, { words }, users] = await Promise.all([
      storage.all('proposals'),
      reach.shown(),
      settings.get(),
      storage.all('users'),
    ]);
    const nowMs = clock.now();
    const all = records.map((record) => ({ record, state: stateOf(record, nowMs, onScreens.has(record.storyId)) }));
    // Only what may still come to a screen, or is there: who says it again is told of those alone.
    const open = all.filter(({ state }) => listOf(state) !== 'ended');
    if (grouped?.revision !== revision || grouped.open !== open.length) {
      grouped = { revision, open: open.length, groupOf: groupsOf(open.map(({ record }) => record)) };
    }
    return { all, words, groupOf: grouped.groupOf, nowMs, users };
  }
  type Facts = Awaited<ReturnType<typeof facts>>;

  function entryOf(
    { record, state }: Facts['all'][number],
    { words, groupOf, nowMs, users }: Facts,
    userId: string,
  ): QueueEntry {
    const { id, storyId, content, decided, revision, submittedAt, hidden, claim, approved } = record;
    const group = groupOf.get(id);
    const name = users.find((user) => user.id === userId)?.name ?? '';
    const standing = owners.standing(record, { userId, name }, users);
    return {
      id,
      storyId,
      title: content.title,
      excerpt: content.text.slice(0, EXCERPT),
      category: content.category,
      language: content.language,
      credit: creditText(content.credit, content.language),
      state,
      decided,
      revision,
      submittedAt,
      since: sinceOf(record),
      // That there is a picture to look at is no finding.
      hints: hintsFor(record, words).filter(({ kind }) => kind !== 'faces').length,
      edited: approved !== undefined && approved.revision !== revision,
      hidden,
      reports: reportsOf(record).length,
      pictures: content.pictures.length,
      film: content.video !== undefined,
      own: standing.own,
      ...('ownBy' in standing ? { ownBy: standing.ownBy, ...(standing.alone && { alone: true as const }) } : {}),
      ...(claim === undefined || Date.parse(claim.until) <= nowMs ? {} : { claim }),
      ...(group === undefined ? {} : { group }),
    };
  }

  return {
    async list(list: QueueList, userId: string): Promise<QueueView> {
      const known = await facts();
      const counts = { waiting: 0, asked: 0, shown: 0, ended: 0 };
      for (const { state } of known.all) counts[listOf(state)] += 1;
      const wanted = known.all
        .filter(({ state }) => listOf(state) === list)
        .toSorted((a, b) => sinceOf(a.record).localeCompare(sinceOf(b.record)));
      // What waits is read oldest first; what is over, newest first.
      if (list === 'ended' || list === 'shown') wanted.reverse();
      return { list, counts, entries: wanted.slice(0, MAX_ENTRIES).map((one) => entryOf(one, known, userId)) };
    },

    waiting: async (): Promise<number> => (await whoWait()).length,
    /** Since when each has waited, epoch milliseconds. */
    waitingSince: async (): Promise<number[]> => (await whoWait()).map((record) => Date.parse(sinceOf(record))),

    async view(id: string, userId: string): Promise<ModerationView | undefined> {
      const known = await facts();
      const one = known.all.find(({ record }) => record.id === id);
      if (one === undefined) return undefined;
      const { record } = one;
      const { content, approved, decisions, fromAt, untilAt, undo } = record;
      const changes =
        approved === undefined || approved.revision === record.revision
          ? undefined
          : changesOf(approved.content, content);
      const entry = entryOf(one, known, userId);
      const undoMs = undo?.userId === userId ? Date.parse(undo.at) + UNDO_MS : 0;
      return {
        entry,
        content,
        hints: hintsFor(record, known.words),
        ...(changes === undefined || approved === undefined
          ? {}
          : { changes: { ...changes, before: await beforeOf(record, approved.content) } }),
        shown: await shownOf(record),
        reach: await reach.of(content),
        topics: await topicsOf(content),
        files: await filesShown(record.id, content),
        decisions: [...decisions],
        reports: countsOf(reportsOf(record).map(({ why }) => why)),
        duplicates: known.all
          .filter(({ record: { id: other } }) => other !== id && known.groupOf.get(record.id)?.includes(other) === true)
          .map(({ record: other, state }) => ({
            id: other.id,
            title: other.content.title,
            state,
            since: sinceOf(other),
          })),
        ...(fromAt === undefined ? {} : { fromAt }),
        ...(untilAt === undefined ? {} : { untilAt }),
        ...(undoMs > known.nowMs ? { undoUntil: isoOf(undoMs) } : {}),
      };
    },
  };

  async function whoWait(): Promise<ProposalRecord[]> {
    const nowMs = clock.now();
    const [waiting, approved] = await Promise.all([
      storage.find('proposals', 'state', 'waiting'),
      storage.find('proposals', 'state', 'approved'),
    ]);
    return [...waiting, ...approved].filter((record) => stateOf(record, nowMs, false) === 'waiting');
  }

  /** The face a screen would show, whether it is approved or not. */
  async function shownOf(record: ProposalRecord): Promise<StoryShown> {
    const house = { topics: await topics(), publicUrl: publicUrl() };
    return storyShown(storyOf(record, record.content, record.submittedAt), house);
  }

  async function topics(): Promise<readonly Topic[]> {
    return (await storage.get('topics', 'topics'))?.topics ?? [];
  }

  async function topicsOf({ topics: chosen }: ProposalContent): Promise<Topic[]> {
    return (await topics()).filter(({ id }) => chosen.includes(id));
  }

  async function beforeOf({ id }: ProposalRecord, content: ProposalContent): Promise<ChangesView['before']> {
    return { content, topics: await topicsOf(content), files: await filesShown(id, content) };
  }

  async function filesShown(id: ProposalId, content: ProposalContent): Promise<ModerationView['files']> {
    const files = await Promise.all(
      filesOf(content).map(
        async (name) => (await storage.get('proposalFiles', name))?.media ?? (await storage.get('storyMedia', name)),
      ),
    );
    return files.flatMap((media) => {
      if (media === undefined) return [];
      const { id: name, sha256, type, widthPx, heightPx, variants } = media;
      const path = `/api/proposals/${id}/media`;
      const small = variants?.find(({ use }) => use === 'thumbnail')?.sha256;
      return [
        {
          name,
          type,
          widthPx,
          heightPx,
          url: `${path}/${sha256}`,
          ...(small === undefined ? {} : { thumbnail: `${path}/${small}` }),
        },
      ];
    });
  }
}
export type Queue = ReturnType<typeof createQueue>;

export function listOf(state: ModerationView['entry']['state']): QueueList {
  switch (state) {
    case 'waiting':
      return 'waiting';
    case 'changes-requested':
      return 'asked';
    case 'approved':
    case 'scheduled':
    case 'live':
      return 'shown';
    case 'declined':
    case 'withdrawn':
    case 'expired':
      return 'ended';
  }
}

function groupsOf(records: readonly ProposalRecord[]): Map<ProposalId, ProposalId[]> {
  const oldest = records.toSorted((a, b) => a.submittedAt.localeCompare(b.submittedAt));
  const groups = duplicateGroups(oldest.map(({ id, content: { title, text } }) => ({ id, title, text })));
  return new Map(groups.flatMap((group) => group.map((id) => [id, group] as const)));
}

/**
 * Since when it stands where it stands. What waits has waited since its author sent it, or sent it again; what is
 * decided, since the decision that holds: one that was taken back is none.
 */
function sinceOf({ decided, decisions, submittedAt }: ProposalRecord): string {
  if (decided === 'waiting') return decisions.findLast(({ by }) => by.kind === 'author')?.at ?? submittedAt;
  const holding: string[] = [];
  for (const { did, by, at } of decisions) {
    if (did === 'restored') holding.pop();
    else if (did !== 'claimed' && did !== 'released' && (did !== 'edited' || by.kind === 'author')) holding.push(at);
  }
  return holding.at(-1) ?? submittedAt;
}

function countsOf(whys: readonly string[]): { why: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const why of whys) counts.set(why, (counts.get(why) ?? 0) + 1);
  return [...counts].map(([why, count]) => ({ why, count }));
}
