/** One story told twice is found once, and two stories are never taken for one. */
import { describe, expect, test } from 'vitest';
import { canonicalAddress } from '../../api/src/feeds/canonical.ts';
import { Story } from '@palier/playlists/story';
import { createStoryIndex, type Comparable } from '../../api/src/feeds/same-story.ts';
import { createToldIndex } from '../../api/src/feeds/told-index.ts';
import type { Storage } from '../../api/src/storage/storage.ts';

const QUAY: Comparable = {
  title: 'Le quai nord rouvre lundi aux poids lourds',
  excerpt:
    'Après six semaines de travaux, le quai nord du port accueille de nouveau les camions à partir de lundi matin, annonce la direction.',
  url: 'https://port.example/quai-nord',
};
function isSame(other: Comparable, story: Comparable = QUAY): boolean {
  const index = createStoryIndex<string>();
  index.add(story, 'known');
  return index.find(other) === 'known';
}

describe('the same story', () => {
  test.each([
    ['http://www.port.example/quai-nord/?utm_source=x#suite', 'address'],
    ['https://m.port.example/quai-nord/index.html', 'mobile'],
    ['https://port.example/quai-nord/amp', 'amp'],
  ])('%s', (url) => expect(isSame({ title: 'Tout autre titre ici', url })).toBe(true));

  test('a headline but for its case, accents and punctuation', () => {
    expect(isSame({ title: 'LE QUAI NORD ROUVRE LUNDI, aux poids-lourds !', url: 'https://autre.example/1' })).toBe(
      true,
    );
  });
  test('nearly the same words under another headline', () => {
    const copied = {
      title: 'Quai nord : réouverture',
      excerpt:
        'Après six semaines de travaux, le quai nord du port accueille de nouveau les camions à partir de lundi matin, annonce la direction du port.',
      url: 'https://autre.example/2',
    };
    expect(isSame({ ...copied, title: QUAY.title.replace('rouvre', 'rouvrira') })).toBe(true);
  });
});

describe('another story', () => {
  test('of the same matter in other words', () => {
    expect(
      isSame({
        title: 'Les camions reviennent au port',
        excerpt: 'Le trafic reprend lundi sur le quai nord, fermé depuis octobre pour réparer ses bollards.',
        url: 'https://autre.example/3',
      }),
    ).toBe(false);
  });
  test('with the same few words', () => {
    expect(
      isSame(
        { title: 'Bonne année', url: 'https://b.example/1' },
        { title: 'Bonne année', url: 'https://a.example/1' },
      ),
    ).toBe(false);
  });
  test('of another page of one address', () => {
    expect(
      isSame({ title: 'B', url: 'https://a.example/x?id=2' }, { title: 'A', url: 'https://a.example/x?id=1' }),
    ).toBe(false);
  });
  test('linked to the same front page', () => {
    expect(isSame({ title: 'Avis 2', url: 'https://a.example/' }, { title: 'Avis 1', url: 'https://a.example/' })).toBe(
      false,
    );
  });
});

test('the first that was known is found, but for those that are passed over', () => {
  const index = createStoryIndex<string>();
  index.add(QUAY, 'first');
  index.add({ ...QUAY, url: 'https://autre.example/9' }, 'second');
  expect(index.find(QUAY)).toBe('first');
  expect(index.find({ ...QUAY, url: 'https://autre.example/9' }, (owner) => owner === 'first')).toBe('second');
});

test('a spelling to compare', () => {
  expect(canonicalAddress('HTTP://WWW.Port.example:80//a//b/?z=1&a=2&utm_campaign=x')).toBe('port.example/a/b?a=2&z=1');
});

describe('the index of a house', () => {
  const story = (id: string, title: string, more: object = {}) =>
    Story.parse({
      id,
      sourceId: 'a',
      voice: 'trade',
      title,
      credit: 'A',
      publishedAt: '2026-11-23T10:00:00Z',
      state: 'live',
      ...more,
    });
  const quay = story('aaaaaaaa', 'Le quai nord rouvre aux poids lourds');
  const norm = story('bbbbbbbb', 'Une norme pour les batteries démontables');

  test('follows the store: what was added, changed and removed; a source is no double of itself', async () => {
    const kept = new Map<string, readonly Story[]>([['a', [quay]]]);
    const all = async () => [...kept].map(([id, stories]) => ({ id, stories }));
    const told = createToldIndex({ all } as unknown as Pick<Storage, 'all'>);
    await told.follow();
    expect([told.tellsElsewhere(quay, 'b'), told.tellsElsewhere(quay, 'a')]).toEqual([true, false]);
    kept.set('b', [quay]);
    kept.set('a', [norm]);
    await told.follow();
    expect([told.tellsElsewhere(quay, 'a'), told.tellsElsewhere(quay, 'b')]).toEqual([true, false]);
    expect(told.tellsElsewhere(norm, 'b')).toBe(true);
    kept.delete('a');
    await told.follow();
    expect(told.tellsElsewhere(norm, 'b')).toBe(false);
    told.put('c', [norm]);
    expect(told.tellsElsewhere(norm, 'b')).toBe(true);
  });
});
