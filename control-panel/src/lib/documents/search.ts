/** Finding words in a document without regard to case and accents, and marking them in its tree. */
import type { Block, Inline } from './markdown.ts';

/** The most characters that are looked for. */
export const MAX_QUERY = 80;

/** `blocks` with every place that says `query` marked and numbered from 1. An empty query marks nothing. */
export function markHits(blocks: readonly Block[], query: string): { blocks: Block[]; hits: number } {
  const wanted = fold(query.trim().slice(0, MAX_QUERY)).text;
  if (wanted === '') return { blocks: [...blocks], hits: 0 };
  let hits = 0;
  const inline = (one: Inline): Inline[] => {
    if ('children' in one) return [{ ...one, children: one.children.flatMap(inline) }];
    if (one.type !== 'text') return [one];
    return pieces(one.text, wanted).map(({ text, isHit }) =>
      isHit ? { type: 'text', text, hit: (hits += 1) } : { type: 'text', text },
    );
  };
  const run = (inlines: readonly Inline[]) => inlines.flatMap(inline);
  const block = (one: Block): Block => {
    switch (one.type) {
      case 'heading':
      case 'paragraph':
        return { ...one, children: run(one.children) };
      case 'list':
        return { ...one, items: one.items.map((item) => item.map(block)) };
      case 'quote':
        return { ...one, blocks: one.blocks.map(block) };
      case 'table':
        return { ...one, head: one.head.map(run), rows: one.rows.map((row) => row.map(run)) };
      default:
        return one;
    }
  };
  return { blocks: blocks.map(block), hits };
}

/** `text` cut where `wanted` (folded) begins and ends. */
function pieces(text: string, wanted: string): { text: string; isHit: boolean }[] {
  const { text: folded, from } = fold(text);
  const out: { text: string; isHit: boolean }[] = [];
  let done = 0;
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
    const start = from[at] ?? text.length;
    const end = from[at + wanted.length] ?? text.length;
    if (start > done) out.push({ text: text.slice(done, start), isHit: false });
    out.push({ text: text.slice(start, end), isHit: true });
    done = end;
  }
  if (done < text.length) out.push({ text: text.slice(done), isHit: false });
  return out;
}

/** Lower case without accents and with plain spaces and apostrophes; `from[i]` is where the i-th letter stood. */
export function fold(text: string): { text: string; from: number[] } {
  let folded = '';
  const from: number[] = [];
  let at = 0;
  for (const letter of text) {
    const plain = letter
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[\u00a0\u202f]/g, ' ')
      .replace('’', "'");
    for (let index = 0; index < plain.length; index += 1) from.push(at);
    folded += plain;
    at += letter.length;
  }
  return { text: folded, from };
}
