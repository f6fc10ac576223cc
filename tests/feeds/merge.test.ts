/** What a feed says now against what is known of it: each story once, none frozen by one of the same name, dates honest. */
import { describe, expect, test } from 'vitest';
import { Source } from '@palier/playlists/source';
import { StoryId, type Story } from '@palier/playlists/story';
import { FIRST_UNDATED, mergeItems, type Merged } from '../../api/src/feeds/merge.ts';
import type { FeedItem } from '../../api/src/feeds/read-feed.ts';

const NOON = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SOURCE = Source.parse({ id: 'port', name: 'Le Port', url: 'https://port.example/rss', trusted: true });

function item(title: string, path: string | undefined, hoursAgo: number | 'undated', more: Partial<FeedItem> = {}) {
  const said: FeedItem = {
    key: path ?? title,
    title,
    ...(path === undefined ? {} : { url: `https://port.example/${path}` }),
    publishedAtMs: hoursAgo === 'undated' ? NOON : NOON - hoursAgo * HOUR,
    dated: hoursAgo === 'undated' ? 'absent' : 'said',
    ...more,
  };
  return said;
}

let made = 0;
/** Visits one after another, each with what the last one left. */
function visits() {
  let last: Merged | undefined;
  return (items: FeedItem[], { nowMs = NOON, source = SOURCE } = {}): Story[] => {
    last = mergeItems({
      source,
      known: last?.stories ?? [],
      items,
      seen: last?.seen,
      language: 'fr',
      nowMs,
      newId: () =>
        StoryId.parse(`aaaaa${'abcdefgh'[(made += 1) >> 6]}${'abcdefgh'[(made >> 3) & 7]}${'abcdefgh'[made & 7]}`),
      stateFor: () => (source.trusted ? 'live' : 'waiting'),
    });
    return last.stories;
  };
}
const told = (stories: readonly Story[]) => stories.map(({ title, url, publishedAt }) => [title, url, publishedAt]);

describe('a headline that comes again', () => {
  const WEEKLY = 'Revue de presse';
  test('each week under another address is another story, with its own date and words', () => {
    const visit = visits();
    visit([item(WEEKLY, 'revue-46', 7 * 24, { excerpt: 'Les grues sont livrées.' })]);
    const now = visit([
      item(WEEKLY, 'revue-47', 1, { excerpt: 'Le quai rouvre.' }),
      item(WEEKLY, 'revue-46', 7 * 24, { excerpt: 'Les grues sont livrées.' }),
    ]);
    expect(now.map(({ url, excerpt, publishedAt }) => [url, excerpt, publishedAt])).toEqual([
      ['https://port.example/revue-47', 'Le quai rouvre.', new Date(NOON - HOUR).toISOString()],
      ['https://port.example/revue-46', 'Les grues sont livrées.', new Date(NOON - 7 * DAY).toISOString()],
    ]);
  });
  test('each day with the same words under another address is another story', () => {
    const visit = visits();
    const words = { excerpt: 'Chaque matin, ce que la presse du port, de la halle et du marché dit de nos métiers.' };
    const daily = (day: number) => item('La revue de presse du port', `jour-${day}`, day * 24, words);
    expect(told(visit([daily(1), daily(2)]))).toHaveLength(2);
    expect(told(visit([daily(0), daily(1), daily(2)]))).toHaveLength(3);
  });
  test('without addresses: one moment is one story, another day another', () => {
    const visit = visits();
    visit([item(WEEKLY, undefined, 7 * 24)]);
    expect(visit([item(WEEKLY, undefined, 1), item(WEEKLY, undefined, 7 * 24)])).toHaveLength(2);
    expect(visit([item(WEEKLY, undefined, 1), item(WEEKLY, undefined, 7 * 24)])).toHaveLength(2);
  });
  test('linked to the front page alone: notices are told apart by their names', () => {
    const visit = visits();
    const notices = [item('Avis de coupure', '', 1), item('Avis de tempête', '', 2)];
    expect(visit(notices)).toHaveLength(2);
    expect(visit(notices)).toHaveLength(2);
  });
  test('places of one page are stories of their own', () => {
    const visit = visits();
    expect(visit([item('Version 2 du logiciel', 'notes#v2', 1), item('Version 1', 'notes#v1', 99)])).toHaveLength(2);
  });
});

describe('one story', () => {
  test('keeps its date and takes new words where its source is trusted', () => {
    const visit = visits();
    visit([item('Le quai nord rouvre', 'quai', 5)]);
    expect(told(visit([item('Le quai nord rouvre lundi', 'quai?utm_source=x', 5)]))).toEqual([
      ['Le quai nord rouvre lundi', 'https://port.example/quai?utm_source=x', new Date(NOON - 5 * HOUR).toISOString()],
    ]);
    const strict = visits();
    const source = { ...SOURCE, trusted: false };
    strict([item('Le quai nord rouvre', 'quai', 5)], { source });
    expect(strict([item('Achetez nos montres', 'quai', 5)], { source })[0]?.title).toBe('Le quai nord rouvre');
  });
  test('whose address came later is not told twice', () => {
    const visit = visits();
    visit([item('Le quai nord rouvre', undefined, 5)]);
    expect(told(visit([item('Le quai nord rouvre', 'quai', 5)]))).toEqual([
      ['Le quai nord rouvre', 'https://port.example/quai', new Date(NOON - 5 * HOUR).toISOString()],
    ]);
  });
  test('that a publisher gives two addresses within hours is told once', () => {
    const text = {
      excerpt:
        'Après six semaines de travaux, le quai nord du port accueille de nouveau les camions à partir de lundi.',
    };
    const both = [
      item('Le quai nord rouvre lundi matin', 'quai-corrige', 2, text),
      item('Le quai nord rouvre lundi', 'quai', 5, text),
    ];
    expect(visits()(both)).toHaveLength(1);
    const visit = visits();
    visit(both.slice(1));
    expect(visit(both)).toHaveLength(1);
    expect(visit(both)).toHaveLength(1);
  });
});

describe('without dates', () => {
  const FEED = Array.from({ length: 60 }, (_, at) =>
    item(`Dépêche numéro ${at} ${'abcdefghij'[at % 10]}`, `d${at}`, 'undated'),
  );
  test('the first visit takes in a few, as seen that day, in the order of the feed', () => {
    const stories = visits()(FEED);
    expect(stories.map(({ url }) => url)).toEqual(FEED.slice(0, FIRST_UNDATED).map(({ url }) => url));
    for (const { undated, publishedAt } of stories)
      expect([undated, publishedAt.slice(0, 10)]).toEqual([true, '2026-11-23']);
  });
  test('what was passed over is no news later, what is new is, wherever the feed puts it', () => {
    const visit = visits();
    visit(FEED);
    expect(visit(FEED)).toHaveLength(FIRST_UNDATED);
    const tomorrow = { nowMs: NOON + DAY };
    const now = visit(
      [item('Tout nouveau, en tête', 'n1', 'undated'), ...FEED, item('Et en queue', 'n2', 'undated')],
      tomorrow,
    );
    expect(now.slice(0, 2).map(({ title, publishedAt }) => [title, publishedAt.slice(0, 10)])).toEqual([
      ['Tout nouveau, en tête', '2026-11-24'],
      ['Et en queue', '2026-11-24'],
    ]);
    expect(now).toHaveLength(FIRST_UNDATED + 2);
  });
  test('they come behind what says when on that day it was written', () => {
    const stories = visits()([item('Sans date', 'a', 'undated'), item('Datée', 'b', 11)]);
    expect(stories.map(({ title, undated }) => [title, undated])).toEqual([
      ['Datée', undefined],
      ['Sans date', true],
    ]);
  });
  test('a date that is yet to come is none; when it has come it is', () => {
    const visit = visits();
    const [first] = visit([item('De 2099', 'x', 'undated', { dated: 'future' })]);
    expect([first?.undated, first?.publishedAt.slice(0, 10)]).toEqual([true, '2026-11-23']);
    const [then] = visit([item('De 2099', 'x', 3)]);
    expect([then?.undated, then?.publishedAt]).toEqual([undefined, new Date(NOON - 3 * HOUR).toISOString()]);
  });
});
