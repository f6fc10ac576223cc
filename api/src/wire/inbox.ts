/** Bodies and answers of HR's side of threads, and of what administrators may see of it. */
import { z } from 'zod';
import { CannedReply, type TalkSettings } from '@palier/playlists/talk-settings';
import { Item } from '@palier/playlists/item';
import { localized } from '@palier/playlists/localized';
import { Day, MAX_MESSAGE_CHARS, ThreadTheme, ThreadTopic } from '@palier/playlists/thread';
import {
  InboxQueue,
  InboxRow,
  ThemeCount,
  ThreadAudit,
  ThreadHandling,
  ThreadNote,
} from '@palier/playlists/thread-views';
import { MessageDraft } from './threads.ts';

/** Long beats complicated. It is not the password of the panel, and nobody can reset it. */
export const Passphrase = z.string().min(12, 'use at least 12 characters').max(200);
export const PassphraseBody = z.strictObject({ passphrase: Passphrase });
export const UnlockBody = z.strictObject({ passphrase: z.string().min(1).max(200) });
export const PassphraseChange = z.strictObject({ current: z.string().min(1).max(200), next: Passphrase });
export const RecoveryBody = z.strictObject({ recovery: z.string().min(20).max(80), passphrase: Passphrase });

export const InboxQuery = z.object({
  queue: InboxQueue.default('waiting'),
  topic: ThreadTopic.optional(),
  team: z.string().max(32).optional(),
  after: z.string().max(40).optional(),
  limit: z.coerce.number().pipe(z.int().min(1).max(200)).default(50),
});
export type InboxQuery = z.input<typeof InboxQuery>;

export const SearchBody = z.strictObject({ text: z.string().trim().min(2).max(100) });
/** `searched` of `of` threads were looked through, the latest first; what is beyond was not. */
export const SearchAnswer = z.strictObject({ threads: z.array(InboxRow), searched: z.int(), of: z.int() });
export type SearchAnswer = z.infer<typeof SearchAnswer>;

/** `close`: this answer ends it. The author may still write, which opens it again. */
export const AnswerDraft = z.strictObject({ ...MessageDraft.shape, close: z.boolean().default(false) });
export type AnswerDraft = z.input<typeof AnswerDraft>;

export const NoteBody = z.strictObject({ text: z.string().trim().min(1).max(MAX_MESSAGE_CHARS) });
export const NoteAnswer = ThreadNote;

/** `handling` replaces the whole of it. `blocked`: the author can read and delete, and not write. */
export const HandlingBody = z.strictObject({
  handling: ThreadHandling.optional(),
  state: z.enum(['open', 'closed', 'blocked']).optional(),
});
export type HandlingBody = z.input<typeof HandlingBody>;

export const ThemesAnswer = z.strictObject({
  themes: z.array(ThemeCount),
  /** Whether every thread was looked at; a theme is only ready then. */
  complete: z.boolean(),
});
export type ThemesAnswer = z.infer<typeof ThemesAnswer>;

/** `theme` is one of `ThemesAnswer` that is ready; it is not kept with the card. */
export const CardDraft = z.strictObject({ theme: ThreadTheme, heard: localized(120), did: localized(600) });
export type CardDraft = z.infer<typeof CardDraft>;
/** `item` is put into a playlist like any other. */
export const CardView = z.strictObject({ id: z.string(), madeOn: Day, item: Item });
export type CardView = z.infer<typeof CardView>;
export const CardsAnswer = z.strictObject({ cards: z.array(CardView) });

export const RepliesAnswer = z.strictObject({ replies: z.array(CannedReply) });
export type CannedReplyInput = z.input<typeof CannedReply>;
export type TalkSettingsInput = z.input<typeof TalkSettings>;

export const AuditQuery = z.object({
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional(),
  after: z.coerce.number().pipe(z.int().min(0)).default(0),
});
export const AuditAnswer = z.strictObject({
  month: z.string(),
  entries: z.array(ThreadAudit),
  next: z.int().optional(),
});
export type AuditAnswer = z.infer<typeof AuditAnswer>;
