/** A document's text: read without HTML, found without accents, cut into chapters, and its points suggested. */
import { describe, expect, test } from 'vitest';
import { readMarkdown, wordsOf, type Block } from '../../control-panel/src/lib/documents/markdown.ts';
import { contentsOf, isBooklet, pagesOf } from '../../control-panel/src/lib/documents/pages.ts';
import { markHits } from '../../control-panel/src/lib/documents/search.ts';
import { draftFrom, suggestPoints } from '../../control-panel/src/lib/documents/suggest.ts';

const read = (text: string) => readMarkdown(text, 'fr');
const json = (blocks: readonly Block[]) => JSON.stringify(blocks);

describe('reading', () => {
  test('a script, a handler and a javascript address come out as words', () => {
    const blocks = read('<script>alert(1)</script>\n\n[clic](javascript:alert(1)) <img src=x onerror=alert(1)>');
    expect(blocks.every((block) => block.type === 'paragraph')).toBe(true);
    expect(json(blocks)).not.toContain('"href"');
    expect(json(blocks)).toContain('<script>alert(1)</script>');
  });

  test('headings, lists in lists, tables, pictures and quotations keep their shape', () => {
    const blocks = read('# Un\n\n- a\n  1. b\n\n| x | y |\n| - | - |\n| 1 | 2 |\n\n![Plan](demo/a%20b.webp)\n\n> dit');
    expect(blocks.map((block) => block.type)).toEqual(['heading', 'list', 'table', 'figure', 'quote']);
    expect(blocks[3]).toEqual({ type: 'figure', name: 'demo/a b.webp', alt: 'Plan' });
    expect(json(blocks)).toContain('"ordered":true');
  });

  test('two headings of the same words have addresses of their own', () => {
    const ids = read('## Été\n\n## Été').map((block) => (block.type === 'heading' ? block.id : ''));
    expect(ids).toEqual(['ete', 'ete-2']);
  });
});

describe('finding', () => {
  test('accents, case and the curl of an apostrophe do not matter, and the text stays whole', () => {
    const blocks = read('L’été, **l’ÉTÉ** et rien.');
    const marked = markHits(blocks, "l'ete");
    expect(marked.hits).toBe(2);
    const [before, after] = [blocks, marked.blocks].map((all) =>
      all.map((block) => (block.type === 'paragraph' ? wordsOf(block.children) : '')).join(),
    );
    expect(after).toBe(before);
  });

  test('nothing is looked for when nothing is asked, and a long question is cut', () => {
    expect(markHits(read('abc'), '  ').hits).toBe(0);
    expect(markHits(read('abc'), 'x'.repeat(100_000)).hits).toBe(0);
  });
});

describe('laying out', () => {
  test('a booklet turns a page a chapter; what stands before the first belongs to it', () => {
    const pages = pagesOf(read('Bonjour\n\n## Un\n\na\n\n### un peu\n\n## Deux\n\nb'));
    expect(pages.map(({ title, blocks }) => [title, blocks.length])).toEqual([
      ['Un', 4],
      ['Deux', 2],
    ]);
    expect([isBooklet('welcome', pages), isBooklet('charter', pages)]).toEqual([true, false]);
  });

  test('a short text has no table of contents', () => {
    expect(contentsOf(read('## Un\n\n## Deux'))).toEqual([]);
    expect(contentsOf(read('## Un\n\n### b\n\n#### c\n\n## Deux')).map(({ title }) => title)).toEqual([
      'Un',
      'b',
      'Deux',
    ]);
  });
});

describe('a first draft', () => {
  test('from a file: its title, its first short list as points, the rest as the text', () => {
    const text = '\uFEFF---\nauteur: x\n---\n# La charte\r\n\r\nIntro.\r\n\r\n- Un\r\n- **Deux**\r\n\r\nSuite.';
    expect(draftFrom(text, 'fr', 'charte_2026.md')).toEqual({
      title: 'La charte',
      points: [{ text: 'Un' }, { text: 'Deux' }],
      body: 'Intro.\n\n- Un\n- **Deux**\n\nSuite.',
    });
  });

  test.each([
    ['headings where no list is short', '## Un\n\n- seul\n\n## Deux', ['Un', 'Deux']],
    [
      'sentences where there is nothing else',
      'Dites je. Demandez avant. Rien d’autre. Fin.',
      ['Dites je.', 'Demandez avant.', 'Rien d’autre.'],
    ],
    ['nothing of nothing', '', []],
  ])('%s', (_, body, points) => expect(suggestPoints(body, 'fr')).toEqual(points));

  test('without a heading the file gives its name', () => {
    expect(draftFrom('Du texte.', 'fr', 'livret-accueil.md').title).toBe('livret accueil');
  });
});
