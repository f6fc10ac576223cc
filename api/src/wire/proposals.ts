/** Bodies and answers of proposals as their authors make them, on phones. The words that open one come in a header. */
import { z } from 'zod';
import { Language } from '@palier/playlists/localized';
import { WrittenContent } from '@palier/playlists/proposal';
import { ProposalFile } from '@palier/playlists/proposal-views';
import { TalkProof } from './threads.ts';

export const ProposalChallengeQuery = z.object({ for: z.enum(['new', 'open']) });

export const ProposalBegin = z.strictObject({ language: Language, proof: TalkProof.optional() });
export type ProposalBegin = z.input<typeof ProposalBegin>;

/** The words that open it: shown once, stored nowhere. */
export const ProposalWords = z.strictObject({ words: z.array(z.string()).length(6) });
export type ProposalWords = z.infer<typeof ProposalWords>;

export const ProposalOpening = z.strictObject({ words: z.string().max(300), proof: TalkProof.optional() });
export type ProposalOpening = z.input<typeof ProposalOpening>;
/** The words as an address has them. */
export const ProposalOpened = z.strictObject({ key: z.string() });

/** Absent: what was left before stays; empty: it is forgotten. */
const mail = z.union([z.literal(''), z.email('this is no e-mail address').max(254)]).optional();

/** What is sent: a wall shows pictures in turn or one film, not both. (What was stored before this rule is still read.) */
const SentContent = WrittenContent.refine(({ pictures, video }) => pictures.length === 0 || video === undefined, {
  path: ['video'],
  error: 'pictures or a film, not both',
});

export const ProposalDraft = z.strictObject({ content: SentContent, mail });
export type ProposalDraft = z.input<typeof ProposalDraft>;

export const ProposalEdit = z.strictObject({ content: SentContent, mail, revision: z.int().min(1) });
export type ProposalEdit = z.input<typeof ProposalEdit>;

export const ProposalFiles = z.strictObject({ files: z.array(ProposalFile) });
