/** From a Markdown file or a pasted text to a first draft: the title, the points for the screen, the rest as the whole text. */
import { MAX_BODY, MAX_POINT, MAX_POINTS, type DocumentText } from '@palier/playlists/document';
import type { Language } from '@palier/playlists/localized';
import { readMarkdown, wordsOf, type Block } from './markdown.ts';

/** A first-level heading is the title; without one, the file's name. */
export function draftFrom(text: string, language: Language, fileName = ''): DocumentText {
  const body = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .trim();
  const heading = /^#\s+(.+?)\s*#*$/m.exec(body);
  const isFirst = heading !== null && body.slice(0, heading.index).trim() === '';
  const rest = isFirst ? body.slice(heading[0].length).trim() : body;
  const words = heading?.[1] === undefined ? fromFileName(fileName) : plain(heading[1], language);
  return {
    title: cut(words === '' ? (rest.split('\n')[0] ?? '') : words, 120),
    points: suggestPoints(rest, language).map((point) => ({ text: point })),
    body: rest.slice(0, MAX_BODY),
  };
}

/**
 * What a passer-by should take away: the first list of short items; else the second-level headings; else the first
 * sentences. Never more than a screen holds.
 */
export function suggestPoints(body: string, language: Language): string[] {
  const blocks = readMarkdown(body, language);
  const lists = blocks.filter((block) => block.type === 'list').map(itemsOf);
  const list = lists.find((items) => items.length >= 2 && items.every((item) => item.length <= MAX_POINT));
  if (list !== undefined) return list.slice(0, MAX_POINTS);
  const headings = blocks.filter((block) => block.type === 'heading').map((block) => wordsOf(block.children));
  if (headings.length >= 2) return headings.slice(0, MAX_POINTS).map((words) => cut(words, MAX_POINT));
  const first = blocks.find((block) => block.type === 'paragraph');
  const sentences = first === undefined ? [] : (wordsOf(first.children).match(/[^.!?…]+[.!?…]+/g) ?? []);
  return sentences.slice(0, 3).map((sentence) => cut(sentence.trim(), MAX_POINT));
}

function itemsOf(list: Extract<Block, { type: 'list' }>): string[] {
  return list.items.flatMap(([first]) =>
    first?.type === 'paragraph' ? [wordsOf(first.children).trim()].filter((words) => words !== '') : [],
  );
}

function plain(markdown: string, language: Language): string {
  const [block] = readMarkdown(markdown, language);
  return block?.type === 'paragraph' ? wordsOf(block.children) : markdown;
}

function fromFileName(name: string): string {
  return name
    .replace(/\.[a-z]+$/i, '')
    .replace(/[-_]+/g, ' ')
    .trim();
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/\s+\S*$/, '')}…`;
}
