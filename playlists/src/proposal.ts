/**
 * Proposals: what employees submit to colleagues, and what becomes of it. What is stored is what people decided;
 * `scheduled`, `live` and `expired` follow from it and the clock, so that nothing can forget to change them.
 */
import { z } from 'zod';
import { TopicId } from './ids.ts';
import { Language } from './localized.ts';
import { MediaName } from './media.ts';
import { plainLine, plainText } from './plain-text.ts';

/** Names a proposal. */
export const ProposalId = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, 'use 1 to 64 lower-case letters, digits and inner hyphens')
  .brand<'ProposalId'>();
export type ProposalId = z.infer<typeof ProposalId>;

/** What somebody decided last. */
export const DecidedState = z.enum(['waiting', 'changes-requested', 'approved', 'declined', 'withdrawn']);
export type DecidedState = z.infer<typeof DecidedState>;

/** Where a proposal stands, as everybody reads it. */
export const ProposalState = z.enum([
  'waiting',
  'changes-requested',
  'approved',
  'scheduled',
  'live',
  'declined',
  'withdrawn',
  'expired',
]);
export type ProposalState = z.infer<typeof ProposalState>;

/** What it is about: decides the word on the screen. */
export const ProposalCategory = z.enum(['news', 'thanks', 'event', 'idea', 'knowledge', 'market']);
export type ProposalCategory = z.infer<typeof ProposalCategory>;

/** Whose name stands beside it. */
export const Credit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('name'), text: z.string().trim().min(2).max(60) }),
  z.strictObject({ kind: z.literal('team'), text: z.string().trim().min(2).max(60) }),
  z.strictObject({ kind: z.literal('colleague') }),
]);
export type Credit = z.infer<typeof Credit>;

/** The most pictures of a proposal; or one film. */
export const MAX_PICTURES = 4;
/** Seconds a film may last. */
export const MAX_FILM_SECONDS = 30;

/** What the author wrote, as it is kept. The limits are those of a screen, not of a form. */
export const ProposalContent = z.strictObject({
  title: z.string().trim().min(3).max(90),
  text: z.string().trim().min(1).max(400),
  category: ProposalCategory,
  language: Language,
  /** For whom: topics, i.e. trades; empty: everyone. */
  topics: z.array(TopicId).max(10).default([]),
  /** From and until when, both optional; days of the house's zone. */
  fromOn: z.iso.date().optional(),
  untilOn: z.iso.date().optional(),
  credit: Credit,
  pictures: z.array(MediaName).max(MAX_PICTURES).default([]),
  video: MediaName.optional(),
  /** Words for who cannot see the picture. */
  alt: z.string().trim().max(240).optional(),
});
export type ProposalContent = z.infer<typeof ProposalContent>;

/** A credit as it is taken, without signs that nobody sees. */
export const WrittenCredit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('name'), text: plainLine(2, 60) }),
  z.strictObject({ kind: z.literal('team'), text: plainLine(2, 60) }),
  z.strictObject({ kind: z.literal('colleague') }),
]);

/** A content as it is taken from its author or a moderator. What was kept before these rules is still read. */
export const WrittenContent = ProposalContent.extend({
  title: plainLine(3, 90),
  text: plainText(1, 400),
  credit: WrittenCredit,
  alt: plainLine(0, 240).optional(),
});

/** One decision of the audit: who did what, when, and the reason the author was given. Never removed. */
export const Decision = z.strictObject({
  at: z.iso.datetime(),
  /** The moderator, or the author (who has no name here), or the clock and the reports. */
  by: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('user'), userId: z.string(), name: z.string() }),
    z.strictObject({ kind: z.literal('author') }),
    z.strictObject({ kind: z.literal('system') }),
  ]),
  did: z.enum([
    'submitted',
    'edited',
    'resubmitted',
    'withdrew',
    'claimed',
    'released',
    'approved',
    'declined',
    'asked-changes',
    'taken-down',
    'hidden-by-reports',
    'shown-again',
    'restored',
  ]),
  /** Mandatory for declined, asked-changes and taken-down; the author reads it. */
  reason: z.string().trim().min(3).max(600).optional(),
  /** The revision of the content it was about: a decision never covers words that were not seen. */
  revision: z.int().min(1),
});
export type Decision = z.infer<typeof Decision>;
/** The most decisions kept of one proposal: then the author has to begin another. */
export const MAX_DECISIONS = 100;

/** What decides where a proposal stands. Instants in epoch ms. */
export type ProposalFacts = {
  decided: DecidedState;
  hidden: boolean;
  fromMs: number | undefined;
  untilMs: number | undefined;
  /** Whether its story is in an edition now. */
  onScreens: boolean;
};

/** Where it stands at `atMs`. An approved one whose time is over is expired; one that waited too long as well. */
export function proposalState(facts: ProposalFacts, atMs: number): ProposalState {
  const { decided, hidden, fromMs, untilMs, onScreens } = facts;
  if (decided === 'declined' || decided === 'withdrawn') return decided;
  if (untilMs !== undefined && untilMs <= atMs) return 'expired';
  if (decided !== 'approved') return decided;
  if (hidden) return 'waiting';
  if (fromMs !== undefined && fromMs > atMs) return 'scheduled';
  return onScreens ? 'live' : 'approved';
}
