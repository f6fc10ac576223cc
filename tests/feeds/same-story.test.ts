/** One story told twice is found once, and two stories are never taken for one. */
import { describe, expect, test } from 'vitest';
import { canonicalAddress, storyAddress } from '../../api/src/feeds/canonical.ts';
import { SourceId } from '@palier/playlists/ids';
import { Source } from '@palier/playlists/source';
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
  return [...index.alike(other)].length > 0;
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

test('all that tell the same are found, each once, the surest first', () => {
  const index = createStoryIndex<string>();
  index.add(QUAY, 'first');
  index.add({ ...QUAY, url: 'https://autre.example/9' }, 'second');
  expect([...index.alike({ ...QUAY, url: 'https://autre.example/9' })]).toEqual([
    { owner: 'second', by: 'address' },
    { owner: 'first', by: 'words' },
  ]);
});

test('a spelling to compare', () => {
  expect(canonicalAddress('HTTP://WWW.Port.example:80//a//b/?z=1&a=2&utm_campaign=x')).toBe('port.example/a/b?a=2&z=1');
});

test.each([
  ['https://a.example/article.php?ref=1001', 'https://a.example/article.php?ref=1001'],
  ['https://a.example/article.php?ref=1001&ref_src=x', 'https://a.example/article.php?ref=1001'],
  ['https://a.example/un-article?ref=accueil', 'https://a.example/un-article'],
  ['https://a.example/?id=7&ref=accueil', 'https://a.example/?id=7'],
  ['https://a.example/?ref=un-article', 'https://a.example/?ref=un-article'],
])('where a reader came from is left out, the name of the article is not: %s', (address, kept) => {
  expect(storyAddress(address)).toBe(kept);
});

describe('one story of several sources', () => {
  const HOUR = 3_600_000;
  const NOON = Date.parse('2026-11-23T12:00:00Z');
  const story = (id: string, sourceId: string, state: Story['state'], more: Partial<Story> = {}) =>
    Story.parse({
      id,
      sourceId,
      voice: 'trade',
      title: 'Le quai nord rouvre aux poids lourds',
      credit: sourceId,
      url: `https://${sourceId}.example/quai`,
      publishedAt: new Date(NOON).toISOString(),
      state,
      ...more,
    });
  type Kept = Record<string, { trusted?: boolean; enabled?: boolean; kind?: 'own'; stories: Story[] }>;
  /** A store whose documents can be replaced, and the index that follows it. */
  function house(kept: Kept) {
    const all = async (collection: string) =>
      Object.entries(kept).map(([id, { stories, ...source }]) =>
        collection === 'sources' ? { id, source: Source.parse({ id, name: id, ...source }) } : { id, stories },
      );
    const told = createToldIndex({ all } as unknown as Pick<Storage, 'all'>);
    const settled = async () => {
      await told.follow();
      const verdicts = await told.settle();
      for (const [id, own] of verdicts) {
        const source = kept[id];
        if (source !== undefined)
          source.stories = source.stories.map((one) => ({ ...one, state: own.get(one.id) ?? one.state }));
      }
      return Object.values(kept).flatMap(({ stories }) => stories.map((one) => `${one.sourceId} ${one.state}`));
    };
    return { told, settled, kept };
  }
  const pair = (a: Story['state'], b: Story['state'], more: Partial<Story> = {}): Kept => ({
    a: { trusted: true, stories: [story('aaaaaaaa', 'a', a)] },
    b: { trusted: true, stories: [story('bbbbbbbb', 'b', b, more)] },
  });

  test.each<[string, Kept, string[]]>([
    [
      'live in both: the earlier',
      pair('live', 'live', { publishedAt: '2026-11-23T13:00:00Z' }),
      ['a live', 'b double'],
    ],
    ['live in both: the pinned', pair('live', 'live', { pinnedUntil: '2026-12-01T00:00:00Z' }), ['a double', 'b live']],
    [
      'a waiting one of a source that is not trusted gives way',
      {
        a: { stories: [story('aaaaaaaa', 'a', 'waiting')] },
        b: { trusted: true, stories: [story('bbbbbbbb', 'b', 'live')] },
      },
      ['a double', 'b live'],
    ],
    ['one that is to be looked at again does not', pair('waiting', 'live'), ['a waiting', 'b double']],
    [
      'two that wait are looked at once',
      {
        a: { stories: [story('aaaaaaaa', 'a', 'waiting')] },
        b: { stories: [story('bbbbbbbb', 'b', 'waiting')] },
      },
      ['a waiting', 'b double'],
    ],
    [
      'one of a source that is switched off keeps none out',
      { ...pair('live', 'double'), a: { enabled: false, stories: [story('aaaaaaaa', 'a', 'live')] } },
      ['a live', 'b live'],
    ],
    [
      'nor does it come when its source is switched off',
      { b: { enabled: false, trusted: true, stories: [story('bbbbbbbb', 'b', 'double')] } },
      ['b double'],
    ],
    ['a removed source keeps none out', { b: pair('live', 'double')['b'] ?? { stories: [] } }, ['b live']],
    [
      'of a source that is not trusted it comes to the moderator',
      { b: { stories: [story('bbbbbbbb', 'b', 'double')] } },
      ['b waiting'],
    ],
    ['what a moderator set aside stays away elsewhere too', pair('blocked', 'double'), ['a blocked', 'b blocked']],
    ['but what somebody approved after that is theirs', pair('blocked', 'live'), ['a blocked', 'b live']],
    [
      'what the house wrote itself is nobody’s double',
      {
        a: { kind: 'own', stories: [story('aaaaaaaa', 'a', 'live', { publishedAt: '2026-11-24T10:00:00Z' })] },
        b: { trusted: true, stories: [story('bbbbbbbb', 'b', 'live')] },
      },
      ['a live', 'b double'],
    ],
    [
      'the same words a month later are another story',
      pair('live', 'live', { publishedAt: '2026-10-20T10:00:00Z' }),
      ['a live', 'b live'],
    ],
  ])('%s', async (_name, kept, expected) => {
    const { settled } = house(kept);
    expect(await settled()).toEqual(expected);
    expect(await settled()).toEqual(expected);
  });

  test('switched off, back on, set aside: the other comes and goes with it', async () => {
    const { settled, kept } = house(pair('live', 'live', { publishedAt: '2026-11-23T13:00:00Z' }));
    expect(await settled()).toEqual(['a live', 'b double']);
    const a = kept['a'];
    if (a === undefined) throw new Error('there is no such source');
    a.enabled = false;
    expect(await settled()).toEqual(['a live', 'b live']);
    a.enabled = true;
    expect(await settled()).toEqual(['a live', 'b double']);
    a.stories = [story('aaaaaaaa', 'a', 'blocked')];
    expect(await settled()).toEqual(['a blocked', 'b blocked']);
  });

  test('how a new one begins', async () => {
    const begin = async (kept: Kept, source: { trusted: boolean }, atMs = NOON + HOUR) => {
      const { told } = house(kept);
      await told.follow();
      const made = story('cccccccc', 'c', 'waiting', { publishedAt: new Date(atMs).toISOString() });
      return told.stateFor(made, { id: SourceId.parse('c'), ...source });
    };
    const of = (state: Story['state'], more: object = {}): Kept => ({
      a: { trusted: false, stories: [story('aaaaaaaa', 'a', state)], ...more },
    });
    expect(await begin({}, { trusted: true })).toBe('live');
    expect(await begin({}, { trusted: false })).toBe('waiting');
    expect(await begin(of('live'), { trusted: true })).toBe('double');
    expect(await begin(of('waiting'), { trusted: true })).toBe('live');
    expect(await begin(of('waiting'), { trusted: false })).toBe('double');
    expect(await begin(of('live', { enabled: false }), { trusted: true })).toBe('live');
    expect(await begin(of('blocked'), { trusted: true })).toBe('blocked');
    expect(await begin(of('double'), { trusted: true })).toBe('live');
    expect(await begin(of('live'), { trusted: true }, NOON + 100 * HOUR)).toBe('live');
  });

  test('one that has only the address of what was set aside is looked at', async () => {
    const bad = story('aaaaaaaa', 'a', 'blocked', {
      title: 'Achetez vite nos jetons de casino',
      url: 'https://journal.example/ecoles',
    });
    const honest = story('cccccccc', 'c', 'waiting', {
      title: 'Le conseil vote le budget des écoles',
      url: 'https://journal.example/ecoles',
    });
    const { told } = house({ a: { stories: [bad] } });
    await told.follow();
    const c = { id: SourceId.parse('c'), trusted: true };
    expect(told.stateFor(honest, c)).toBe('waiting');
    expect(told.stateFor({ ...honest, title: bad.title }, c)).toBe('blocked');
    // A double comes out likewise when the one that told it has gone.
    const { settled } = house({
      a: { stories: [bad] },
      c: { trusted: true, stories: [{ ...honest, state: 'double' }] },
    });
    expect(await settled()).toEqual(['a blocked', 'c waiting']);
  });

  test('a headline that very many repeat is shown once all the same', async () => {
    const names = Array.from({ length: 130 }, (_, at) => `s${String(at).padStart(3, '0')}`);
    const { settled, kept } = house(
      Object.fromEntries(
        names.map((name, at) => {
          // The later a source comes, the earlier it told it: each wins over those before it.
          const publishedAt = new Date(NOON - at * 60_000).toISOString();
          return [
            name,
            {
              trusted: true,
              stories: [
                story(`${at + 200}`.replaceAll('0', 'a').replaceAll('1', 'b').padStart(8, 'c'), name, 'live', {
                  publishedAt,
                }),
              ],
            },
          ];
        }),
      ),
    );
    const live = async () => (await settled()).filter((one) => one.endsWith('live'));
    expect(await live()).toEqual(['s129 live']);
    expect(await live()).toEqual(['s129 live']);
    const last = kept['s129'];
    if (last === undefined) throw new Error('there is no such source');
    last.enabled = false;
    expect(await live()).toHaveLength(2);
    delete kept['s129'];
    expect(await live()).toHaveLength(1);
  });

  test('what was found a moment ago is known before it is written', async () => {
    const { told } = house({});
    await told.follow();
    told.put('a', [story('aaaaaaaa', 'a', 'live')]);
    expect(told.stateFor(story('cccccccc', 'c', 'waiting'), { id: SourceId.parse('c'), trusted: true })).toBe('double');
  });
});
