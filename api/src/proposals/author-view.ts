/** A proposal as its author sees it: the state in full, the reason in the moderators' words, and nobody's name. */
import type { Decision } from '@palier/playlists/proposal';
import type { ProposalStep, ProposalView } from '@palier/playlists/proposal-views';
import { isoOf } from '../clock.ts';
import type { ProposalRecord } from '../storage/records/proposals.ts';
import type { Reader } from '../storage/storage.ts';
import type { FilePasses } from './file-pass.ts';
import { fileView } from './files.ts';
import { filesOf, postOf } from './posts.ts';
import { stateOf } from './terms.ts';

/** Steps that are not the author's to know: who looks at it when. */
const INWARD: ReadonlySet<Decision['did']> = new Set(['claimed', 'released']);
const MAX_STEPS = 30;

export async function authorView(
  reader: Reader,
  record: ProposalRecord,
  now: { ms: number; onScreens: ReadonlySet<string>; passes: FilePasses },
): Promise<Omit<ProposalView, 'words'>> {
  const post = await postOf(reader, record);
  const files = [];
  for (const name of filesOf(record.content)) {
    const file = await reader.get('proposalFiles', name);
    if (file !== undefined) files.push(fileView(file, now.passes));
  }
  const state = stateOf(record, now.ms, post !== undefined && now.onScreens.has(record.storyId));
  const reason = record.decisions.findLast(({ did }) => !INWARD.has(did))?.reason;
  return {
    state,
    revision: record.revision,
    content: record.content,
    files,
    submittedAt: record.submittedAt,
    ...(reason === undefined ? {} : { reason }),
    hidden: record.hidden,
    ...(record.fromAt === undefined ? {} : { fromAt: record.fromAt }),
    ...(record.untilAt === undefined ? {} : { untilAt: record.untilAt }),
    // The job that notes it has not come round yet: it is on screens since this minute.
    ...(state === 'live' ? { liveSince: record.shownAt ?? isoOf(now.ms) } : {}),
    storyId: record.storyId,
    steps: record.decisions
      .filter(({ did }) => !INWARD.has(did))
      .slice(-MAX_STEPS)
      .map(stepOf),
    mail: record.mail !== undefined,
  };
}

function stepOf({ at, by, did, reason }: Decision): ProposalStep {
  const who = by.kind === 'user' ? 'moderator' : by.kind;
  return { at, did, by: who, ...(reason === undefined ? {} : { reason }) };
}
