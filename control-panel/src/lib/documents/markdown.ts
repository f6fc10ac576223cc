/**
 * Markdown as a tree that components draw: markdown-it reads it, nothing is ever put on a page as HTML. What is not
 * known here, and every HTML tag, comes out as its words. Links lead to http(s), mail, telephone or this house alone.
 */
import MarkdownIt, { type Token } from 'markdown-it';
import { typeset } from '@palier/kiosk/player/text/typography.ts';
import type { Language } from '@palier/playlists/localized';

export type Inline =
  | { type: 'text'; text: string; hit?: number }
  | { type: 'strong' | 'em' | 'strike'; children: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'link'; href: string; children: Inline[] }
  | { type: 'break' };
export type Block =
  | { type: 'heading'; level: number; id: string; children: Inline[] }
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'list'; ordered: boolean; start: number; items: Block[][] }
  | { type: 'quote'; blocks: Block[] }
  | { type: 'figure'; name: string; alt: string }
  | { type: 'code'; text: string }
  | { type: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { type: 'rule' };

const reader = new MarkdownIt('default', { html: false, linkify: true, breaks: false });
reader.linkify.set({ fuzzyLink: false, fuzzyEmail: true });

/** The blocks of a text, set in the typography of its language. Headings carry an id that is the same in every run. */
export function readMarkdown(text: string, language: Language): Block[] {
  return blocksOf(createCursor(reader.parse(text, {})), { language, ids: new Set() });
}

type Context = { language: Language; ids: Set<string> };
type Cursor = { next: () => Token | undefined; peek: () => Token | undefined };

function createCursor(tokens: readonly Token[]): Cursor {
  let at = 0;
  return { next: () => tokens[at++], peek: () => tokens[at] };
}

function blocksOf(cursor: Cursor, context: Context, end?: string): Block[] {
  const blocks: Block[] = [];
  for (let token = cursor.next(); token !== undefined && token.type !== end; token = cursor.next()) {
    blocks.push(...blockOf(token, cursor, context));
  }
  return blocks;
}

function blockOf(token: Token, cursor: Cursor, context: Context): Block[] {
  switch (token.type) {
    case 'heading_open': {
      const children = inlineUntil(cursor, context, 'heading_close');
      return [
        { type: 'heading', level: Number(token.tag.slice(1)), id: idOf(wordsOf(children), context.ids), children },
      ];
    }
    case 'paragraph_open':
      return paragraph(cursor, context);
    case 'bullet_list_open':
    case 'ordered_list_open':
      return [listOf(token, cursor, context)];
    case 'blockquote_open':
      return [{ type: 'quote', blocks: blocksOf(cursor, context, 'blockquote_close') }];
    case 'table_open':
      return [tableOf(cursor, context)];
    case 'fence':
    case 'code_block':
      return [{ type: 'code', text: token.content.replace(/\n$/, '') }];
    case 'hr':
      return [{ type: 'rule' }];
    default:
      return [];
  }
}

/** A paragraph; pictures in it stand by themselves, in their order. */
function paragraph(cursor: Cursor, context: Context): Block[] {
  const blocks: Block[] = [];
  let words: Token[] = [];
  const flush = () => {
    const children = inlinesOf(createCursor(words), context);
    if (wordsOf(children).trim() !== '') blocks.push({ type: 'paragraph', children });
    words = [];
  };
  for (let token = cursor.next(); token !== undefined && token.type !== 'paragraph_close'; token = cursor.next()) {
    for (const child of token.children ?? []) {
      if (child.type !== 'image') {
        words.push(child);
        continue;
      }
      flush();
      blocks.push({
        type: 'figure',
        name: nameOf(String(child.attrGet('src') ?? '')),
        alt: typeset(child.content, context.language),
      });
    }
  }
  flush();
  return blocks;
}

function listOf(open: Token, cursor: Cursor, context: Context): Block {
  const ordered = open.type === 'ordered_list_open';
  const items: Block[][] = [];
  const end = ordered ? 'ordered_list_close' : 'bullet_list_close';
  for (let token = cursor.next(); token !== undefined && token.type !== end; token = cursor.next()) {
    if (token.type === 'list_item_open') items.push(blocksOf(cursor, context, 'list_item_close'));
  }
  return { type: 'list', ordered, start: Number(open.attrGet('start') ?? 1), items };
}

function tableOf(cursor: Cursor, context: Context): Block {
  const rows: Inline[][][] = [];
  let [row, isHead, headRows]: [Inline[][], boolean, number] = [[], false, 0];
  for (let token = cursor.next(); token !== undefined && token.type !== 'table_close'; token = cursor.next()) {
    if (token.type === 'thead_open') isHead = true;
    if (token.type === 'thead_close') isHead = false;
    if (token.type === 'tr_open') row = [];
    if (token.type === 'th_open') row.push(inlineUntil(cursor, context, 'th_close'));
    if (token.type === 'td_open') row.push(inlineUntil(cursor, context, 'td_close'));
    if (token.type !== 'tr_close') continue;
    rows.push(row);
    if (isHead) headRows += 1;
  }
  return { type: 'table', head: headRows > 0 ? (rows[0] ?? []) : [], rows: rows.slice(headRows) };
}

function inlineUntil(cursor: Cursor, context: Context, end: string): Inline[] {
  const children: Inline[] = [];
  for (let token = cursor.next(); token !== undefined && token.type !== end; token = cursor.next()) {
    children.push(...inlinesOf(createCursor(token.children ?? []), context));
  }
  return children;
}

const SPANS: Record<string, 'strong' | 'em' | 'strike'> = { strong_open: 'strong', em_open: 'em', s_open: 'strike' };

function inlinesOf(cursor: Cursor, context: Context, end?: string): Inline[] {
  const inlines: Inline[] = [];
  for (let token = cursor.next(); token !== undefined && token.type !== end; token = cursor.next()) {
    const span = SPANS[token.type];
    if (span !== undefined) {
      inlines.push({ type: span, children: inlinesOf(cursor, context, token.type.replace('_open', '_close')) });
    } else if (token.type === 'link_open') {
      const children = inlinesOf(cursor, context, 'link_close');
      const href = hrefOf(String(token.attrGet('href') ?? ''));
      inlines.push(...(href === undefined ? children : [{ type: 'link' as const, href, children }]));
    } else if (token.type === 'code_inline') {
      inlines.push({ type: 'code', text: token.content });
    } else if (token.type === 'hardbreak') {
      inlines.push({ type: 'break' });
    } else {
      const text = token.type === 'softbreak' ? ' ' : token.content;
      if (text !== '') inlines.push({ type: 'text', text: typeset(text, context.language) });
    }
  }
  return inlines;
}

/** The words of a run, without their dress. */
export function wordsOf(inlines: readonly Inline[]): string {
  return inlines
    .map((one) => ('children' in one ? wordsOf(one.children) : one.type === 'break' ? ' ' : one.text))
    .join('');
}

function hrefOf(href: string): string | undefined {
  return /^(https?:\/\/|mailto:|tel:|#|\/(?!\/))/i.test(href) ? href : undefined;
}

function nameOf(src: string): string {
  try {
    return decodeURIComponent(src);
  } catch (error) {
    if (error instanceof URIError) return src;
    throw error;
  }
}

/** An address within the page: the heading's words, and a number where two are alike. */
function idOf(words: string, taken: Set<string>): string {
  const plain = words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const base =
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'section';
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  taken.add(id);
  return id;
}
