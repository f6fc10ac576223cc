/** Documents as they are kept: the draft, what is published, who looks after it; every published version; the counts of readings. */
import { z } from 'zod';
import { DocumentCode, DocumentContent } from '@palier/playlists/document';
import { DocumentId, UserId } from '@palier/playlists/ids';

const instant = z.iso.datetime();

export const DocumentVersion = z.strictObject({
  version: z.int().min(1),
  at: instant,
  by: z.string(),
  content: DocumentContent,
});
export type DocumentVersion = z.infer<typeof DocumentVersion>;

export const DocumentRecord = z.strictObject({
  id: DocumentId,
  code: DocumentCode,
  draft: DocumentContent,
  published: DocumentVersion.optional(),
  ownerId: UserId.optional(),
  /** The day up to which the text is vouched for. */
  reviewOn: z.iso.date().optional(),
  /** The review date about which its owner was written to: one letter a date. */
  remindedFor: z.iso.date().optional(),
  updatedAt: instant,
  updatedBy: z.string(),
});
export type DocumentRecord = z.infer<typeof DocumentRecord>;

/** How often a document was opened in a week. No address, no device, no hour, no order: there is no field for them. */
export const DocumentReads = z.strictObject({
  /** `<document>:<week>`, e.g. `charte:2026-W48`. */
  id: z.string(),
  documentId: DocumentId,
  week: z.string().regex(/^\d{4}-W\d{2}$/),
  count: z.int().min(1),
});
export type DocumentReads = z.infer<typeof DocumentReads>;
