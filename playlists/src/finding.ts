/** What the publishing checks answer, and what they need to know. The checks themselves are in `check.ts`. */
import { z } from 'zod';
import type { Language } from './localized.ts';
import type { Wall } from './wall.ts';

/** What a finding is about. `flash-unknown`: nobody has measured the film; look at it. */
export const FindingCode = z.enum([
  'text-cut',
  'text-small',
  'contrast-low',
  'words-many',
  'qr-small',
  'qr-dense',
  'qr-brief',
  'flash-many',
  'flash-unknown',
  'video-cut',
  'media-missing',
  'language-missing',
  'alt-missing',
  'captions-missing',
]);
export type FindingCode = z.infer<typeof FindingCode>;

/** One finding. `params` are numbers and names for the words, e.g. `{ neededS: 14, givenS: 12 }`. */
export const Finding = z.strictObject({
  code: FindingCode,
  severity: z.enum(['refuse', 'warn']),
  /** It cannot be accepted: publishing waits until it is mended. */
  final: z.boolean().default(false),
  entryId: z.string(),
  /** Path of the field in the item, or of the entry, e.g. `link.url`, `durationMs`. */
  field: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});
export type Finding = z.infer<typeof Finding>;

/** What of a file the checks need. `flashes`: more than three a second were measured; absent: nobody measured. */
export type CheckedMedia = { durationMs?: number | undefined; flashes?: boolean | undefined };
/** A screen as far as the checks care. */
export type CheckedScreen = Wall & { name: string; language: Language };
/**
 * Where it plays and what is known. No screens: one of 43 inches in both languages and both orientations stands in.
 * `media`: `undefined` for a file that is not there. `colours`: the organisation's own, by token name, as `#rrggbb`.
 */
export type CheckContext = {
  screens: readonly CheckedScreen[];
  media: (name: string) => CheckedMedia | undefined;
  colours?: Readonly<Record<string, string>> | undefined;
};

/** The name by which somebody accepts a finding: its code and its entry. */
export function findingKey(finding: Pick<Finding, 'code' | 'entryId'>): string {
  return `${finding.code}@${finding.entryId}`;
}

/** Findings that stand in the way when `accepted` keys were accepted: the others, and those that are final. */
export function refusals(findings: readonly Finding[], accepted: readonly string[] = []): Finding[] {
  return findings.filter(
    (finding) => finding.severity === 'refuse' && (finding.final || !accepted.includes(findingKey(finding))),
  );
}

/** A finding as the checks beside this file answer it. */
export type Found = Omit<z.input<typeof Finding>, 'entryId'>;
