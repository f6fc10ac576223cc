/**
 * What an author sees of a proposal, by the words that open it: where it stands in every detail, and what moderators
 * wrote; never who of them decided.
 */
import { z } from 'zod';
import { Topic } from './audience.ts';
import { Sha256 } from './ids.ts';
import { localized } from './localized.ts';
import { MediaName } from './media.ts';
import { Decision, ProposalContent, ProposalState } from './proposal.ts';
import { StoryId } from './story.ts';

/** The largest file that is taken, in bytes: a picture as phones make them, or a short film. */
export const MAX_PROPOSED_PICTURE_BYTES = 16 * 1024 ** 2;
/** The largest film, in bytes. */
export const MAX_PROPOSED_FILM_BYTES = 40 * 1024 ** 2;

/** A picture or film under a proposal's words. */
export const ProposalFile = z.strictObject({
  name: MediaName,
  kind: z.enum(['picture', 'film']),
  sha256: Sha256,
  /** Where its bytes are, for an hour or two: the path has a pass that goes out. */
  path: z.string(),
  /** The path of a small copy, 480 pixels at most; absent where none could be made of a film. */
  thumbnail: z.string().optional(),
  widthPx: z.int().min(1),
  heightPx: z.int().min(1),
  durationMs: z.int().min(1).optional(),
});
export type ProposalFile = z.infer<typeof ProposalFile>;

/** `GET /api/public/proposals/about`: what the page says before anything is typed. */
export const ProposeView = z.strictObject({
  organisation: z.string(),
  /** Proposals are taken; otherwise too many wait. */
  open: z.boolean(),
  topics: z.array(Topic),
  /** The published social-media charter. */
  charter: z.strictObject({ path: z.string(), title: localized(120) }).optional(),
  /** Whether letters can be sent. */
  mail: z.boolean(),
  /** The account that this browser is signed in to: it is noted with what is sent, so that it does not approve it. */
  account: z.strictObject({ name: z.string() }).optional(),
  /** The address of stories, as screens show it. */
  storyUrl: z.string(),
  /** The first and the last day that may be chosen, in the house's zone, and days on screens without a choice. */
  zone: z.string(),
  today: z.iso.date(),
  lastDay: z.iso.date(),
  shownDays: z.int(),
});
export type ProposeView = z.infer<typeof ProposeView>;

/** A line of a proposal's story: what was done, when, by the author or not, and the reason that was given. */
export const ProposalStep = z.strictObject({
  at: z.iso.datetime(),
  did: Decision.shape.did,
  by: z.enum(['author', 'moderator', 'system']),
  reason: z.string().optional(),
});
export type ProposalStep = z.infer<typeof ProposalStep>;

/** A proposal as its author has it. */
export const ProposalView = z.strictObject({
  /** What opens it, as it was sent, in its right spelling. */
  words: z.array(z.string()).length(6),
  state: ProposalState,
  revision: z.int().min(1),
  content: ProposalContent,
  files: z.array(ProposalFile),
  submittedAt: z.iso.datetime(),
  /** The reason of the last decision, where it had one and still stands. */
  reason: z.string().optional(),
  /** Approved before, hidden by reports until somebody looks again. */
  hidden: z.boolean(),
  /** From when and until when screens show it; of a waiting one `untilAt` is how long it waits. */
  fromAt: z.iso.datetime().optional(),
  untilAt: z.iso.datetime().optional(),
  /** Since when screens have it. */
  liveSince: z.iso.datetime().optional(),
  storyId: StoryId,
  steps: z.array(ProposalStep),
  /** A letter will be sent when something is decided. */
  mail: z.boolean(),
});
export type ProposalView = z.infer<typeof ProposalView>;
