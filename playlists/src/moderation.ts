/** What an organisation may change of moderation: words to look at twice, and reasons to start from. */
import { z } from 'zod';

/** What a reason is for. */
export const ReasonUse = z.enum(['declined', 'asked-changes', 'taken-down']);
export type ReasonUse = z.infer<typeof ReasonUse>;

const ReasonText = z.string().trim().min(3).max(400);
/** A reason to start from, in both languages: the author reads it in their own. */
export const ReasonSuggestion = z.strictObject({ did: ReasonUse, fr: ReasonText, en: ReasonText });
export type ReasonSuggestion = z.infer<typeof ReasonSuggestion>;

/** The settings of moderation, as an organisation edits them. */
export const ModerationSettings = z.strictObject({
  /** They are pointed out and refuse nothing. */
  words: z.array(z.string().trim().min(2).max(60)).max(300),
  reasons: z.array(ReasonSuggestion).max(40),
});
export type ModerationSettings = z.infer<typeof ModerationSettings>;

/** Why somebody reports a story. */
export const ReportWhy = z.enum(['wrong', 'hurtful', 'personal', 'advert', 'other']);
export type ReportWhy = z.infer<typeof ReportWhy>;
