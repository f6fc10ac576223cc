/** Bodies and answers of the author's side of a thread: pages that employees open on their phones. */
import { z } from 'zod';
import { Language } from '@palier/playlists/localized';
import {
  MAX_ATTACHMENTS_A_MESSAGE,
  MAX_MESSAGE_CHARS,
  MAX_NAME_CHARS,
  ThreadAttachment,
  ThreadTopic,
} from '@palier/playlists/thread';

/** A solved `TalkChallenge`. Without one (no JavaScript) a slower bucket applies. */
export const TalkProof = z.strictObject({
  challenge: z.string().max(200),
  n: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
});
export type TalkProof = z.infer<typeof TalkProof>;

export const ChallengeQuery = z.object({ for: z.enum(['new', 'open']) });

export const ReceiptDraft = z.strictObject({ language: Language, proof: TalkProof.optional() });
export type ReceiptDraft = z.input<typeof ReceiptDraft>;

/** The words that `ReceiptView.ask` asks for, in that order. */
export const ReceiptCheck = z.strictObject({ words: z.array(z.string().max(60)).length(2) });
export type ReceiptCheck = z.input<typeof ReceiptCheck>;

/** Up to twelve words as they were typed, to be told which are in the list and what is near. */
export const WordsCheck = z.strictObject({ words: z.string().max(300) });
export const WordsView = z.strictObject({
  complete: z.boolean(),
  words: z.array(z.strictObject({ typed: z.string(), known: z.boolean(), suggestions: z.array(z.string()) })),
});
export type WordsView = z.infer<typeof WordsView>;

const text = z.string().trim().max(MAX_MESSAGE_CHARS, `a message has at most ${MAX_MESSAGE_CHARS} characters`);
/** Chosen by the page, e.g. a random UUID in a hidden field: the same message sent twice is stored once. */
const key = z.string().regex(/^[\w-]{8,64}$/, 'use 8 to 64 letters, digits, hyphens');

export const ThreadDraft = z.strictObject({
  topic: ThreadTopic,
  /** Only if the author wants to be known. */
  name: z.string().trim().min(1).max(MAX_NAME_CHARS).optional(),
  text: text.min(1, 'write something'),
  key,
});
export type ThreadDraft = z.input<typeof ThreadDraft>;

export const ThreadOpening = z.strictObject({ receipt: z.string().max(300), proof: TalkProof.optional() });
export type ThreadOpening = z.input<typeof ThreadOpening>;

/** Text, files or both. Files were sent before; each belongs to one message. */
export const MessageDraft = z
  .strictObject({
    text: text.default(''),
    key,
    attachments: z.array(ThreadAttachment.shape.id).max(MAX_ATTACHMENTS_A_MESSAGE).default([]),
  })
  .refine((draft) => draft.text !== '' || draft.attachments.length > 0, { message: 'write something', path: ['text'] });
export type MessageDraft = z.input<typeof MessageDraft>;
