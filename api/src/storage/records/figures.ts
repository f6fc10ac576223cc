/** What is stored of figures: their words and values together, and apart from them what the last fetch came to. */
import { z } from 'zod';
import { Figure, FigureData } from '@palier/playlists/figure';
import { FigureId } from '@palier/playlists/ids';

const instant = z.iso.datetime();

export const FigureRecord = z.strictObject({
  id: FigureId,
  figure: Figure,
  data: FigureData,
  /** Of its page for phones. */
  code: z.string(),
  /** The value of the header that its address wants, sealed. */
  sealedHeader: z.string().optional(),
  updatedAt: instant,
  updatedBy: z.string(),
});

/** How fetching goes. Kept apart, so that a fetch that brings nothing new is no change of content. */
export const FigureFetchRecord = z.strictObject({
  id: FigureId,
  triedAt: instant,
  succeededAt: instant.optional(),
  failures: z.int().min(0),
  /** Why the last try failed, by its code and a detail such as a status or a pointer. */
  fault: z.strictObject({ reason: z.string().max(40), detail: z.string().max(300).optional() }).optional(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  nextAtMs: z.number(),
});

export const FIGURE_COLLECTIONS = {
  figures: {
    schema: FigureRecord,
    lookups: { code: { unique: true, of: (record: z.infer<typeof FigureRecord>) => [record.code] } },
    topics: ['figures', 'content'],
  },
  figureFetches: { schema: FigureFetchRecord, lookups: {}, topics: ['figures'] },
} as const;
