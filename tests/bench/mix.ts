/**
 * The mix of a house with 100,000 stories: 2,000 sources of 50, of which a tenth is the house's own. The order alone, and
 * the whole edition of an audience with topics and words it does not want, as it is made when a source has brought
 * something; against one that filters and sorts all stories and deals them four to one.
 */
import { allAudiences, Audience } from '@palier/playlists/audience';
import { TopicId } from '@palier/playlists/ids';
import { MIX_PLACES, mixOf, type MixSource } from '@palier/playlists/mix';
import { Source } from '@palier/playlists/source';
import { Story } from '@palier/playlists/story';
import { createEditionMaker } from '../../api/src/mix/edition.ts';
import { milliseconds, printTable, quantile, type BenchRow } from './table.ts';

const SOURCES = 2_000;
const OF_EACH = 50;
const LIMIT_MS = 5;
const ROUNDS = 40;
const WARM_ROUNDS = 10;
const NOW_MS = Date.parse('2026-11-23T12:00:00Z');
const TOPICS = ['production', 'vente', 'juridique', 'finance'];

export function benchMix(): BenchRow[] {
  const sources = Array.from({ length: SOURCES }, (_, index) =>
    Source.parse({
      id: `source-${index}`,
      name: `Source ${index}`,
      url: `https://source-${index}.example/rss`,
      voice: index % 10 === 0 ? 'corporate' : 'trade',
      topics: [TOPICS[index % TOPICS.length]],
    }),
  );
  const stories = new Map<string, readonly Story[]>(
    sources.map((source, index) => [source.id, storiesOf(source, index, 0)]),
  );
  const [everyone] = allAudiences([]);
  const audience = Audience.parse({
    ...everyone,
    topics: ['production', 'vente'],
    without: ['football'],
    prefer: ['quai'],
  });
  const topics = TOPICS.map((id) => ({ id: TopicId.parse(id), name: { fr: id } }));
  const maker = createEditionMaker();
  const input = () => ({
    audience,
    sources,
    stories,
    topics,
    alone: new Set<Story['id']>(),
    nowMs: NOW_MS,
    publicUrl: 'http://palier.test',
  });
  const first = timed(() => maker.make(input()));
  // Each time one source has brought something new.
  const whole = rounds((round) => {
    const source = sources[(round * 37) % SOURCES];
    if (source !== undefined) stories.set(source.id, storiesOf(source, (round * 37) % SOURCES, round + 1));
    return () => maker.make(input());
  });
  const mixed = [...stories].map(([id, all], index): MixSource => ({
    id,
    group: index % 10 === 0 ? 'corporate' : 'trade',
    weight: 1,
    stories: all.map((story) => ({ id: story.id, publishedAtMs: Date.parse(story.publishedAt) })),
  }));
  const options = {
    shares: audience.shares,
    nowMs: NOW_MS,
    maxAgeMs: audience.maxAgeDays * 24 * 3600_000,
    sourceSpacing: audience.sourceSpacing,
    repeatAfter: audience.repeatAfter,
  };
  const order = rounds(() => () => mixOf(mixed, options));
  const rival = rounds(() => () => naive([...stories.values()].flat(), audience));
  const [ours, theirs] = [quantile(whole, 0.5), quantile(rival, 0.5)];
  return [
    {
      what: `the order of a mix over ${(SOURCES * OF_EACH).toLocaleString('en')} stories`,
      limit: `<= ${LIMIT_MS} ms`,
      rival: `${milliseconds(theirs)} (filter, sort, deal)`,
      ours: `median ${milliseconds(quantile(order, 0.5))}, p95 ${milliseconds(quantile(order, 0.95))}`,
      ratio: `${(theirs / quantile(order, 0.5)).toFixed(0)} x`,
      held: quantile(order, 0.95) <= LIMIT_MS,
    },
    {
      what: 'the whole edition over the same, after one source has brought something',
      limit: `<= ${LIMIT_MS} ms`,
      rival: `${milliseconds(theirs)} (filter, sort, deal)`,
      ours: `median ${milliseconds(ours)}, p95 ${milliseconds(quantile(whole, 0.95))}; the first ${milliseconds(first)}`,
      ratio: `${(theirs / ours).toFixed(0)} x`,
      held: quantile(whole, 0.95) <= LIMIT_MS,
    },
  ];
}

function storiesOf({ id, voice, topics, name }: Source, index: number, round: number): Story[] {
  return Array.from({ length: OF_EACH }, (_, place) =>
    Story.parse({
      id: letters(index * 2_100 + round * OF_EACH + place),
      sourceId: id,
      voice,
      topics,
      title: `Le quai ${place} de la halle ${index} rouvre aux poids lourds`,
      excerpt: 'Après six semaines de travaux, les camions accèdent de nouveau au terminal.',
      credit: name,
      language: 'fr',
      url: `https://${id}.example/${place}`,
      publishedAt: new Date(NOW_MS - (place * 3_600_000 + index * 1_000)).toISOString(),
      state: 'live',
    }),
  );
}

/** Eight signs of the alphabet of ids. */
function letters(number: number): string {
  return number
    .toString(8)
    .padStart(8, '0')
    .replaceAll(/\d/g, (digit) => 'abcdefgh'[Number(digit)] ?? 'a');
}

/** What somebody would write first. */
function naive(all: readonly Story[], audience: Audience): string[] {
  const fresh = all.filter(
    (story) =>
      story.state === 'live' &&
      Date.parse(story.publishedAt) > NOW_MS - audience.maxAgeDays * 24 * 3600_000 &&
      story.topics.some((topic) => audience.topics.includes(topic)) &&
      !`${story.title} ${story.excerpt}`.toLowerCase().includes('football'),
  );
  const newest = fresh.toSorted((a, b) => b.publishedAt.localeCompare(a.publishedAt));
  const trade = newest.filter(({ voice }) => voice === 'trade');
  const corporate = newest.filter(({ voice }) => voice === 'corporate');
  const order: string[] = [];
  for (let place = 0; place < MIX_PLACES; place += 1) {
    const story = place % 5 === 4 ? corporate.shift() : trade.shift();
    if (story !== undefined) order.push(story.id);
  }
  return order;
}

function timed(work: () => unknown): number {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}

function rounds(prepare: (round: number) => () => unknown): number[] {
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) samples.push(timed(prepare(round)));
  // The first rounds are those in which the engine learns.
  return samples.slice(WARM_ROUNDS);
}

if (process.argv[1] === new URL(import.meta.url).pathname) printTable(benchMix());
