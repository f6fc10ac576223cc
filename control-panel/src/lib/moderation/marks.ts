/** A text cut at its hints, so that what is meant can be marked where it stands. */
import type { HintView } from '@palier/api/client';

export type Segment = { text: string; hint?: HintView };

export function segmentsOf(text: string, hints: readonly HintView[], field: HintView['field']): Segment[] {
  const placed = hints
    .filter((hint) => hint.field === field && hint.from !== undefined && hint.to !== undefined)
    .toSorted((a, b) => (a.from ?? 0) - (b.from ?? 0));
  const segments: Segment[] = [];
  let at = 0;
  for (const hint of placed) {
    const { from = 0, to = 0 } = hint;
    if (from < at) continue;
    if (from > at) segments.push({ text: text.slice(at, from) });
    segments.push({ text: text.slice(from, to), hint });
    at = to;
  }
  if (at < text.length) segments.push({ text: text.slice(at) });
  return segments;
}
