/** How a document is laid out on a phone: one text with a table of contents, or, for a booklet, a page a chapter. */
import type { DocumentKind } from '@palier/playlists/document';
import { wordsOf, type Block } from './markdown.ts';

export type Page = { id: string; title: string; blocks: Block[] };
export type Entry = { id: string; title: string; level: number };

/** Chapters, each under its first- or second-level heading; what stands before the first belongs to it. */
export function pagesOf(blocks: readonly Block[]): Page[] {
  const pages: Page[] = [];
  let before: Block[] = [];
  for (const block of blocks) {
    const page = pages.at(-1);
    if (block.type === 'heading' && block.level <= 2) {
      pages.push({ id: block.id, title: wordsOf(block.children), blocks: [...before, block] });
      before = [];
    } else if (page === undefined) before.push(block);
    else page.blocks.push(block);
  }
  return pages;
}

/** A booklet of several chapters is read page by page; anything else in one go. */
export function isBooklet(kind: DocumentKind, pages: readonly Page[]): boolean {
  return kind === 'welcome' && pages.length > 1;
}

/** The table of contents: the two highest levels of headings; none for a short text. */
export function contentsOf(blocks: readonly Block[]): Entry[] {
  const headings = blocks.filter((block) => block.type === 'heading');
  const top = Math.min(...headings.map((heading) => heading.level));
  const entries = headings
    .filter((heading) => heading.level <= top + 1)
    .map(({ id, level, children }) => ({ id, level: level - top, title: wordsOf(children) }));
  return entries.length < 3 ? [] : entries;
}
