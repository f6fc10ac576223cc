/** What changed between what was approved and what waits: words one by one, the other fields by name. */
import { diffWordsWithSpace } from 'diff';
import type { ProposalContent } from '@palier/playlists/proposal';

export type Piece = { kind: 'same' | 'added' | 'removed'; text: string };
export type ChangedField = 'category' | 'language' | 'topics' | 'days' | 'credit' | 'pictures' | 'alt';
export type Changes = { title?: Piece[]; text?: Piece[]; alt?: Piece[]; fields: ChangedField[] };

/** Undefined: nothing changed. */
export function changesOf(before: ProposalContent, after: ProposalContent): Changes | undefined {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const parts: Record<ChangedField, (content: ProposalContent) => unknown> = {
    category: ({ category }) => category,
    language: ({ language }) => language,
    topics: ({ topics }) => topics,
    days: ({ fromOn, untilOn }) => [fromOn, untilOn],
    credit: ({ credit }) => [credit.kind, credit.kind === 'colleague' ? undefined : credit.text],
    pictures: ({ pictures, video }) => [pictures, video],
    alt: ({ alt }) => alt,
  };
  const names = ['category', 'language', 'topics', 'days', 'credit', 'pictures', 'alt'] as const;
  const changes: Changes = {
    ...(before.title === after.title ? {} : { title: piecesOf(before.title, after.title) }),
    ...(before.text === after.text ? {} : { text: piecesOf(before.text, after.text) }),
    ...(before.alt === after.alt ? {} : { alt: piecesOf(before.alt ?? '', after.alt ?? '') }),
    fields: names.filter((name) => !same(parts[name](before), parts[name](after))),
  };
  return changes.title === undefined && changes.text === undefined && changes.fields.length === 0 ? undefined : changes;
}

/** Both texts are bounded by their schema, so this ends soon. */
function piecesOf(before: string, after: string): Piece[] {
  return diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}
