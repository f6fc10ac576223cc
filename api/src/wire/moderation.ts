/** Bodies and answers of moderation: the queue, one proposal with all a moderator needs, decisions, settings, audit. */
import { z } from 'zod';
import { Topic } from '@palier/playlists/audience';
import { Language } from '@palier/playlists/localized';
import { MediaType } from '@palier/playlists/media';
import { ModerationSettings, ReportWhy } from '@palier/playlists/moderation';
import {
  Decision,
  DecidedState,
  ProposalCategory,
  ProposalContent,
  WrittenContent,
  ProposalId,
  ProposalState,
} from '@palier/playlists/proposal';
import { StoryId, StoryShown } from '@palier/playlists/story';

/** `waiting`: nobody has decided, or reports hid it; `asked`: its author was asked for changes; `shown`: approved; `ended`. */
export const QueueList = z.enum(['waiting', 'asked', 'shown', 'ended']);
export type QueueList = z.infer<typeof QueueList>;
export const QueueQuery = z.object({ list: QueueList.default('waiting') });

export const HintView = z.strictObject({
  kind: z.enum(['language', 'capitals', 'link', 'phone', 'mail', 'iban', 'social-security', 'card', 'word', 'faces']),
  field: z.enum(['title', 'text', 'alt', 'credit', 'pictures']),
  /** Places in the field, half-open; absent where the whole of it is meant. */
  from: z.int().min(0).optional(),
  to: z.int().min(0).optional(),
  found: z.string().optional(),
});
export type HintView = z.infer<typeof HintView>;

export const ClaimView = z.strictObject({ userId: z.string(), name: z.string(), until: z.iso.datetime() });
export type ClaimView = z.infer<typeof ClaimView>;

/** One line of the queue. */
export const QueueEntry = z.strictObject({
  id: ProposalId,
  storyId: StoryId,
  title: z.string(),
  excerpt: z.string(),
  category: ProposalCategory,
  language: Language,
  credit: z.string(),
  state: ProposalState,
  decided: DecidedState,
  revision: z.int(),
  submittedAt: z.iso.datetime(),
  /** Since when it waits as it is. */
  since: z.iso.datetime(),
  hints: z.int(),
  /** An approved one whose words changed. */
  edited: z.boolean(),
  hidden: z.boolean(),
  reports: z.int(),
  pictures: z.int(),
  film: z.boolean(),
  /** The own one of who asks, or as good as: somebody else approves it. */
  own: z.boolean(),
  /** By what it seems to be theirs: written with their account, their address left, their name on it (maybe a namesake). */
  ownBy: z.enum(['account', 'mail', 'name']).optional(),
  /** There is nobody else who may decide: what carries their name alone is then theirs to decide. */
  alone: z.literal(true).optional(),
  claim: ClaimView.optional(),
  /** Others that say the same, the oldest first; its own id is among them. */
  group: z.array(ProposalId).optional(),
});
export type QueueEntry = z.infer<typeof QueueEntry>;

export const QueueCounts = z.strictObject({ waiting: z.int(), asked: z.int(), shown: z.int(), ended: z.int() });
export const QueueView = z.strictObject({
  list: QueueList,
  /** At most 200; `counts` has them all. */
  entries: z.array(QueueEntry),
  counts: QueueCounts,
});
export type QueueView = z.infer<typeof QueueView>;
export const QueueCount = z.strictObject({ waiting: z.int() });

export const PieceView = z.strictObject({ kind: z.enum(['same', 'added', 'removed']), text: z.string() });
export type PieceView = z.infer<typeof PieceView>;
const FileView = z.strictObject({
  name: z.string(),
  url: z.string(),
  thumbnail: z.string().optional(),
  type: MediaType,
  widthPx: z.int(),
  heightPx: z.int(),
});
export type ProposalFileView = z.infer<typeof FileView>;

export const ChangesView = z.strictObject({
  title: z.array(PieceView).optional(),
  text: z.array(PieceView).optional(),
  alt: z.array(PieceView).optional(),
  fields: z.array(z.enum(['category', 'language', 'topics', 'days', 'credit', 'pictures', 'alt'])),
  /** What was approved, with its topics in words and its files, which are kept as long as it is. */
  before: z.strictObject({ content: ProposalContent, topics: z.array(Topic), files: z.array(FileView) }),
});
export type ChangesView = z.infer<typeof ChangesView>;

/** How many screens show it, or would; where none does, what is lacking first. */
export const ReachView = z.strictObject({
  screens: z.int().min(0),
  lack: z.enum(['screen', 'topics', 'language', 'feed']).optional(),
});
export type ReachView = z.infer<typeof ReachView>;

/** One proposal as a moderator sees it. */
export const ModerationView = z.strictObject({
  entry: QueueEntry,
  content: ProposalContent,
  hints: z.array(HintView),
  /** What was approved last, and what changed since: word by word. */
  changes: ChangesView.optional(),
  /** As a screen would show it. */
  shown: StoryShown,
  reach: ReachView,
  /** Those it names, in words. */
  topics: z.array(Topic),
  files: z.array(FileView),
  decisions: z.array(Decision),
  /** Why it was reported: how often which reason. */
  reports: z.array(z.strictObject({ why: z.string(), count: z.int() })),
  duplicates: z.array(
    z.strictObject({ id: ProposalId, title: z.string(), state: ProposalState, since: z.iso.datetime() }),
  ),
  fromAt: z.iso.datetime().optional(),
  untilAt: z.iso.datetime().optional(),
  /** Until when the last decision of who asks can be taken back. */
  undoUntil: z.iso.datetime().optional(),
});
export type ModerationView = z.infer<typeof ModerationView>;

export const ClaimWanted = z.strictObject({ /** Takes it from whoever has it. */ force: z.boolean().default(false) });

export const DecisionDid = z.enum(['approved', 'declined', 'asked-changes', 'taken-down', 'shown-again']);
export type DecisionDid = z.infer<typeof DecisionDid>;
const reason = z.string().trim().min(3).max(600);
export const DecisionWanted = z.strictObject({
  did: DecisionDid,
  /** The revision that was looked at. */
  revision: z.int().min(1),
  /** Mandatory for `declined`, `asked-changes` and `taken-down`. */
  reason: reason.optional(),
});
export type DecisionWanted = z.infer<typeof DecisionWanted>;

export const MAX_BULK = 50;
export const BulkWanted = z.strictObject({
  did: z.enum(['approved', 'declined', 'asked-changes']),
  reason: reason.optional(),
  proposals: z
    .array(z.strictObject({ id: ProposalId, revision: z.int().min(1) }))
    .min(1)
    .max(MAX_BULK),
});
export type BulkWanted = z.input<typeof BulkWanted>;
export const ModerationRefusal = z.enum(['not-found', 'own', 'revision', 'reason', 'state', 'full', 'claimed']);
export type ModerationRefusal = z.infer<typeof ModerationRefusal>;
export const BulkDone = z.strictObject({
  results: z.array(z.strictObject({ id: ProposalId, refused: ModerationRefusal.optional() })),
});
export type BulkDone = z.infer<typeof BulkDone>;

export const MendWanted = z.strictObject({ revision: z.int().min(1), content: WrittenContent });
export type MendWanted = z.input<typeof MendWanted>;

export const ModerationSettingsView = z.strictObject({
  settings: ModerationSettings,
  /** Whether who asks wants the daily letter, and whether letters can go at all. */
  digest: z.boolean(),
  mail: z.boolean(),
  /** Where phones propose something, for the poster. */
  proposeUrl: z.string(),
});
export type ModerationSettingsView = z.infer<typeof ModerationSettingsView>;
export const DigestWanted = z.strictObject({ wanted: z.boolean() });

export const AuditQuery = z.object({
  month: z
    .string()
    .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/)
    .optional(),
  format: z.enum(['json', 'csv']).default('json'),
  language: Language.default('fr'),
});
export const AuditView = z.strictObject({
  month: z.string(),
  /** Newest first. The title is there for as long as the proposal is. */
  entries: z.array(
    z.strictObject({
      at: z.iso.datetime(),
      proposalId: ProposalId,
      title: z.string().optional(),
      by: Decision.shape.by,
      did: Decision.shape.did,
      revision: z.int(),
    }),
  ),
  /** What was decided of stories of sources, newest first. `by` absent: reports. */
  stories: z.array(
    z.strictObject({
      at: z.iso.datetime(),
      by: z.string().optional(),
      storyId: StoryId,
      title: z.string(),
      /** The name of the source, or its id once it is gone. */
      source: z.string(),
      act: z.enum(['approve', 'block', 'wait', 'pin', 'unpin', 'write', 'edit', 'remove', 'hidden', 'trusted']),
    }),
  ),
  months: z.array(z.string()),
});
export type AuditView = z.infer<typeof AuditView>;

export const ReportGiven = z.strictObject({
  why: ReportWhy,
  /**
   * What the browser was given on the page of the report, and brought back: it counts once. Absent, or none of ours: it
   * counts together with all that keep nothing.
   */
  mark: z.string().max(200).optional(),
});
export type ReportGiven = z.infer<typeof ReportGiven>;
export const ReportMarkWanted = z.strictObject({});
/** What a browser is given for the report of one story; it is known again by its signature. */
export const ReportMark = z.strictObject({ mark: z.string() });
/** Says the same whether it counted or not. */
export const ReportTaken = z.strictObject({ taken: z.literal(true) });
