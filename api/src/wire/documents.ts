/** Bodies and answers about documents. Must not import anything of the server. */
import { z } from 'zod';
import { DocumentCode, DocumentContent, DocumentKind, DocumentText, ReviewState } from '@palier/playlists/document';
import { DocumentId, PlaylistId, Sha256, UserId } from '@palier/playlists/ids';
import { Language } from '@palier/playlists/localized';
import { MediaType } from '@palier/playlists/media';

const instant = z.iso.datetime();

/** A new document: nothing of it is published. Its owner is whoever makes it. */
export const DocumentDraft = z.strictObject({ content: DocumentContent, reviewOn: z.iso.date().optional() });
export type DocumentDraft = z.input<typeof DocumentDraft>;

/** The whole of what is edited; what is absent is taken away. Owner and review date count at once, the content when it is published. */
export const DocumentEdit = z.strictObject({
  content: DocumentContent,
  ownerId: UserId.optional(),
  reviewOn: z.iso.date().optional(),
});
export type DocumentEdit = z.input<typeof DocumentEdit>;

/** A version by its number and author, without its text. */
export const VersionView = z.strictObject({ version: z.int(), at: instant, by: z.string() });
export type VersionView = z.infer<typeof VersionView>;

/** A document as lists show it. */
export const DocumentSummary = z.strictObject({
  id: DocumentId,
  code: DocumentCode,
  /** The phone face's whole address. */
  url: z.string(),
  kind: DocumentKind,
  title: z.strictObject({ fr: z.string().optional(), en: z.string().optional() }),
  owner: z.strictObject({ id: UserId, name: z.string() }).optional(),
  reviewOn: z.iso.date().optional(),
  review: ReviewState,
  published: VersionView.optional(),
  /** The draft says something else than what is published. */
  changed: z.boolean(),
  updatedAt: instant,
  updatedBy: z.string(),
  usedIn: z.array(z.strictObject({ playlistId: PlaylistId, name: z.string() })),
  /** "At least so many readings in 12 weeks"; absent under 5. */
  readsAtLeast: z.int().optional(),
});
export type DocumentSummary = z.infer<typeof DocumentSummary>;
export const DocumentsAnswer = z.strictObject({ documents: z.array(DocumentSummary) });

/** A document as it is edited: `content` is the draft. */
export const DocumentView = z.strictObject({ ...DocumentSummary.shape, content: DocumentContent });
export type DocumentView = z.infer<typeof DocumentView>;

/** Newest first. */
export const VersionsAnswer = z.strictObject({ versions: z.array(VersionView) });
/** Puts an older version's content into the draft; publish it to make it the newest. */
export const RestoreVersion = z.strictObject({ version: z.int().min(1) });

/** People a document may belong to. */
export const OwnersAnswer = z.strictObject({ owners: z.array(z.strictObject({ id: UserId, name: z.string() })) });

/** What a phone gets: the published text, and what a reader should know about it. */
export const PublicDocument = z.strictObject({
  code: DocumentCode,
  kind: DocumentKind,
  fr: DocumentText.optional(),
  en: DocumentText.optional(),
  version: z.int(),
  publishedAt: instant,
  /** The version in force, where this is an older one. */
  newest: z.int().optional(),
  reviewOn: z.iso.date().optional(),
  isOverdue: z.boolean(),
  /** Files that the text shows, by the name it uses. */
  media: z.record(
    z.string(),
    z.strictObject({
      sha256: Sha256,
      type: MediaType,
      widthPx: z.int().optional(),
      heightPx: z.int().optional(),
      /** The whole picture, where `sha256` is a small copy of it. */
      large: Sha256.optional(),
    }),
  ),
});
export type PublicDocument = z.infer<typeof PublicDocument>;

/** The version of a document that is asked for; the one in force unless said. */
export const VersionQuery = z.object({ version: z.coerce.number().pipe(z.int().min(1).max(1_000_000)).optional() });
/** Published versions for whoever reads, newest first. Who published them is the house's own business. */
export const PublicVersions = z.strictObject({
  versions: z.array(z.strictObject({ version: z.int(), publishedAt: instant })),
});
export type PublicVersions = z.infer<typeof PublicVersions>;

/** Languages that a document has. */
export const LANGUAGES = Language.options;
