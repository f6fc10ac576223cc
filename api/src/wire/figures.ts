/** Bodies and answers of the figures. The header that an address wants goes in and never comes out. */
import { z } from 'zod';
import { Figure, FigureData, FigureMapping, FigurePoint, ShownFigure } from '@palier/playlists/figure';
import { FigureId, PlaylistId } from '@palier/playlists/ids';

const headerValue = z
  .string()
  .min(1)
  .max(2000)
  .regex(/^[\x20-\x7e]+$/, 'a header has plain letters, digits and signs alone');

/** Without `id` the server makes one. `data`: typed values, or what a file gave. */
export const FigureDraft = z.strictObject({
  ...Figure.shape,
  id: FigureId.optional(),
  data: FigureData.optional(),
  headerValue: headerValue.optional(),
});
export type FigureDraft = z.input<typeof FigureDraft>;

/** Replaces a figure. Without `data` its values stay; without `headerValue` its credentials do. */
export const FigurePut = z.strictObject({
  figure: Figure,
  data: FigureData.optional(),
  headerValue: headerValue.optional(),
});
export type FigurePut = z.input<typeof FigurePut>;

export const FigureView = z.strictObject({
  figure: Figure,
  data: FigureData,
  /** As a screen shows it; absent while it has no value. */
  shown: ShownFigure.optional(),
  code: z.string(),
  hasHeader: z.boolean(),
  /** How fetching from its address goes. */
  fetch: z
    .strictObject({
      triedAt: z.iso.datetime(),
      succeededAt: z.iso.datetime().optional(),
      failures: z.int(),
      fault: z.strictObject({ reason: z.string(), detail: z.string().optional() }).optional(),
      nextAtMs: z.number(),
    })
    .optional(),
  usedIn: z.array(z.strictObject({ playlistId: PlaylistId, name: z.string() })),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
});
export type FigureView = z.infer<typeof FigureView>;
export const FiguresAnswer = z.strictObject({ figures: z.array(FigureView), today: z.iso.date() });

/** What a file would give. `mapping` in the query is JSON; without it one is guessed. */
export const TableQuery = z.object({
  mapping: z
    .string()
    .max(4000)
    .transform((text, context) => {
      try {
        return FigureMapping.parse(JSON.parse(text));
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'not a mapping' });
        return z.NEVER;
      }
    })
    .optional(),
});
export const TableAnswer = z.strictObject({
  sheets: z.array(z.string()),
  rowCount: z.int(),
  sample: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  mapping: FigureMapping,
  series: z.array(FigurePoint),
  asOf: z.iso.date(),
  faultCount: z.int(),
  faults: z.array(z.strictObject({ line: z.int(), text: z.string() })),
});
export type TableAnswer = z.infer<typeof TableAnswer>;

/** Which figures a file updated, and which it could not, with the reason. */
export const FileAnswer = z.strictObject({
  updated: z.array(z.strictObject({ id: FigureId, title: z.string() })),
  refused: z.array(z.strictObject({ id: FigureId, title: z.string(), reason: z.string() })),
});
export type FileAnswer = z.infer<typeof FileAnswer>;

/** The page for phones. */
export const PublicFigureAnswer = z.strictObject({
  figure: ShownFigure,
  today: z.iso.date(),
  organisation: z.string(),
});
export type PublicFigureAnswer = z.infer<typeof PublicFigureAnswer>;
