/** Documents, purely: when a review is due, what is told of readings, and the face a wall draws. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mediaInBody, readsTold, reviewState, type DocumentShown } from '@palier/playlists/document';
import { faceOf } from '@palier/playlists/document-face';
import { Item } from '@palier/playlists/item';

test.each([
  [undefined, '2026-11-24', 'none'],
  ['2026-11-23', '2026-11-24', 'overdue'],
  ['2026-11-24', '2026-11-24', 'soon'],
  ['2026-12-24', '2026-11-24', 'soon'],
  ['2026-12-25', '2026-11-24', 'fine'],
] as const)('a review on %s, looked at on %s, is %s', (reviewOn, today, state) => {
  expect(reviewState(reviewOn, today)).toBe(state);
});

test('a count of readings is told from five on, and moves by five or not at all', () => {
  expect([0, 1, 4, 5, 9, 10, 14].map(readsTold)).toEqual([undefined, undefined, undefined, 5, 5, 10, 10]);
  fc.assert(
    fc.property(fc.nat(10_000), (count) => {
      const [before, after] = [readsTold(count) ?? 0, readsTold(count + 1) ?? 0];
      expect([0, 5]).toContain(after - before);
      expect(after).toBeLessThanOrEqual(count + 1);
    }),
  );
});

test('the pictures of a text are found by the names it uses', () => {
  expect(mediaInBody('a ![x](<demo/plan du site.webp>) b ![](demo/a%20b.mp4) ![y](demo/a%20b.mp4)')).toEqual([
    'demo/plan du site.webp',
    'demo/a b.mp4',
  ]);
});

describe('the face on the wall', () => {
  const link = { url: 'https://palier.example/d/k3f9wz', caption: { fr: 'Tout', en: 'All' } };
  const shown = (more: Partial<DocumentShown>): DocumentShown => ({ kind: 'charter', link, ...more });
  const item = (face?: DocumentShown) =>
    faceOf({ kind: 'document', loop: 'inform', document: documentId, ...(face === undefined ? {} : { shown: face }) });
  const [parsed] = [Item.parse({ kind: 'document', document: 'charte' })];
  const documentId = parsed.kind === 'document' ? parsed.document : expect.unreachable();

  test('is nothing while it is not published', () => expect(item()).toBeUndefined());

  test('is a rules card of its points, in both languages, signs of Markdown kept as they stand', () => {
    const fr = { title: 'Charte', points: [{ text: 'Dites *je*' }, { text: '1. Rien' }] };
    expect(item(shown({ fr }))).toMatchObject({
      kind: 'rules',
      title: { fr: 'Charte' },
      body: { fr: '1. Dites \\*je\\*\n2. 1. Rien' },
      link,
    });
  });
});
