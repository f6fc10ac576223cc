/**
 * The mix: in which order stories follow one another, so that shares hold in every stretch that somebody watches and not
 * only over a day. Groups are weighed, never stories: a source that writes a lot does not get more room. Pure and
 * deterministic: the same stories at the same instant give the same order, on the server, in the panel and in a test.
 */
import { z } from 'zod';

/** Whose voice a story is: the readers' trade, the company, or a colleague's own post. */
export const MixGroup = z.enum(['trade', 'corporate', 'colleagues']);
export type MixGroup = z.infer<typeof MixGroup>;

/** The share of feed items that are corporate unless somebody overrides it, in percent. */
export const DEFAULT_CORPORATE_PERCENT = 20;
/** An order is made for this many places and then begins again; a multiple of 20, so that shares in steps of 5 % close. */
export const MIX_PLACES = 60;

/** How a group of screens mixes. Percentages are whole steps of 5. */
export const MixShares = z.strictObject({
  /** Of the feed items, i.e. trade and corporate together; the rest is trade news. */
  corporatePercent: z.int().min(0).max(100).multipleOf(5).default(DEFAULT_CORPORATE_PERCENT),
  /** Of all places: colleagues' posts have a share of their own and take none from either side of the feed. */
  colleaguesPercent: z.int().min(0).max(50).multipleOf(5).default(15),
});
export type MixShares = z.infer<typeof MixShares>;

/** A source of stories, or one colleague: what the mix needs to know of it. Whoever keeps stories keeps them in this order. */
export type MixSource = {
  id: string;
  group: MixGroup;
  /** 1 to 10; a source of weight 2 comes twice as often as one of weight 1, while it has stories. */
  weight: number;
  /** Pinned ones first, then those that are preferred, then the others; newest first in each. */
  stories: readonly MixStory[];
  /** Some of its stories last: behind one that is too old others may come. */
  hasLasting?: boolean;
};

/** What the mix needs to know of a story. One that lasts has an end of its own, before which no age takes it off. */
export type MixStory = { id: string; publishedAtMs: number; pinned?: boolean; preferred?: boolean; lasts?: boolean };

/** What an order is made by. Times are epoch milliseconds, distances are places. */
export type MixOptions = {
  shares: MixShares;
  nowMs: number;
  /** Older stories stay away, unless they are pinned or last. Stories of the future stay away too. */
  maxAgeMs: number;
  /** Places between two stories of one source, where another source of the group has any. */
  sourceSpacing: number;
  /** Places before the same story may come again. */
  repeatAfter: number;
  /** How many places to fill; default `MIX_PLACES`. */
  places?: number;
};

/** An order of stories, which begins anew at its end. */
export type Mix = {
  /** Story ids in the order of the places; `null`: nothing may show in this place, and the loop goes on at once. */
  order: (string | null)[];
  /** Whose voice each place is. */
  groups: (MixGroup | null)[];
  /** The id of the source whose story each place shows. */
  sources: (string | null)[];
  /** Groups whose turn came while they had nothing left to show: the share cannot hold, and the panel says so. */
  short: MixGroup[];
  /** How many different stories each group has, as far as an order can use them. */
  stock: Record<MixGroup, number>;
};

/** The order of stories. The cost does not depend on how many stories a source has. */
export function mixOf(sources: readonly MixSource[], options: MixOptions): Mix {
  const places = options.places ?? MIX_PLACES;
  const stock: Record<MixGroup, Stock> = {
    trade: stockOf(sources, 'trade', options),
    corporate: stockOf(sources, 'corporate', options),
    colleagues: stockOf(sources, 'colleagues', options),
  };
  const { corporatePercent, colleaguesPercent } = options.shares;
  // Colleagues first and apart: whatever they take, the feed items among themselves keep 80 to 20.
  const outer = rhythm('feed', { name: 'colleagues', percent: colleaguesPercent });
  const inner = rhythm('trade', { name: 'corporate', percent: corporatePercent });
  const short = new Set<MixGroup>();
  const counted = (group: MixGroup) => stock[group].sources.reduce((sum, { stories }) => sum + stories.length, 0);
  const mix: Mix = {
    order: [],
    groups: [],
    sources: [],
    short: [],
    stock: { trade: counted('trade'), corporate: counted('corporate'), colleagues: counted('colleagues') },
  };
  for (let place = 0; place < places; place += 1) {
    const turn = { place, places, repeatAfter: Math.min(options.repeatAfter, places) };
    const has = (group: MixGroup) =>
      stock[group].sources.some((source) => readyIn(source, stock[group], turn) !== undefined);
    const isColleagues = outer.due() === 'colleagues';
    if (isColleagues && !has('colleagues')) short.add('colleagues');
    const wanted = isColleagues && has('colleagues') ? 'colleagues' : inner.due();
    if (!has(wanted)) short.add(wanted);
    const group = has(wanted) ? wanted : FILLS_IN[wanted].find(has);
    outer.pass(wanted === 'colleagues' ? 'colleagues' : 'feed');
    if (wanted !== 'colleagues') inner.pass(wanted);
    const taken = group === undefined ? undefined : takeStory(stock[group], turn, options.sourceSpacing);
    mix.order.push(taken?.story ?? null);
    mix.sources.push(taken?.source ?? null);
    mix.groups.push(group ?? null);
  }
  return { ...mix, short: [...short] };
}

/** Who takes a place whose group has nothing: never corporate stories, whose share is a ceiling. */
const FILLS_IN: Record<MixGroup, MixGroup[]> = {
  trade: ['colleagues'],
  corporate: ['trade', 'colleagues'],
  colleagues: [],
};

type SourceStock = { id: string; weight: number; stories: MixStory[]; next: number; credit: number; lastPlace: number };
type Stock = { sources: SourceStock[]; first: Map<string, number>; last: Map<string, number> };
type Turn = { place: number; places: number; repeatAfter: number };

/** What a group can show: of each source as many stories as an order can use, of sources the freshest that it can use. */
function stockOf(all: readonly MixSource[], group: MixGroup, options: MixOptions): Stock {
  const keep = options.places ?? MIX_PLACES;
  const heads: { source: MixSource; head: MixStory }[] = [];
  for (const source of all) {
    if (source.group !== group) continue;
    const [head] = showable(source, options, 1);
    if (head !== undefined) heads.push({ source, head });
  }
  // Who has the newest story speaks first among those whose turn has come.
  const freshest = heads.toSorted((a, b) => byMerit(a.head, b.head)).slice(0, keep);
  const sources = freshest.map(({ source }) => ({
    id: source.id,
    weight: source.weight,
    stories: showable(source, options, keep),
    next: 0,
    credit: 0,
    lastPlace: Number.NEGATIVE_INFINITY,
  }));
  return { sources, first: new Map(), last: new Map() };
}

/** The first `keep` of a source's stories that are neither too old nor ahead of time. */
export function showable(
  { stories, hasLasting }: MixSource,
  options: Pick<MixOptions, 'nowMs' | 'maxAgeMs'>,
  keep: number,
): MixStory[] {
  const found: MixStory[] = [];
  for (const story of stories) {
    if (found.length === keep) break;
    if (story.publishedAtMs > options.nowMs) continue;
    const isOld = story.publishedAtMs < options.nowMs - options.maxAgeMs;
    if (story.pinned === true || story.lasts === true || !isOld) found.push(story);
    // Newer ones may still come after those that are preferred, and older ones that last after all others.
    else if (story.preferred !== true && hasLasting !== true) break;
  }
  return found;
}

function byMerit(a: MixStory, b: MixStory): number {
  if ((a.pinned === true) !== (b.pinned === true)) return a.pinned === true ? -1 : 1;
  if ((a.preferred === true) !== (b.preferred === true)) return a.preferred === true ? -1 : 1;
  return b.publishedAtMs - a.publishedAtMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/**
 * How many of its stories a source passes over to the next one that may show; absent when it has none. Its stories take
 * turns in one order, so the one whose turn it is was shown longest ago. The order is a ring: the places after its end are
 * those at its beginning, and who comes at once there leaves the turn to the next.
 */
function readyIn({ stories, next }: SourceStock, stock: Stock, turn: Turn): number | undefined {
  for (let passed = 0; passed < stories.length; passed += 1) {
    const story = stories[(next + passed) % stories.length];
    const last = story === undefined ? undefined : stock.last.get(story.id);
    if (story === undefined || last === undefined) return passed;
    // Those that follow were shown later still.
    if (turn.place - last < turn.repeatAfter) return undefined;
    const roundTheRing = turn.places - turn.place + (stock.first.get(story.id) ?? 0);
    if (roundTheRing >= turn.repeatAfter) return passed;
  }
  return undefined;
}

/** The source whose weight has waited longest, apart from itself by the spacing where another can; its next story. */
function takeStory(stock: Stock, turn: Turn, sourceSpacing: number): { story: string; source: string } {
  const ready = stock.sources.filter((source) => readyIn(source, stock, turn) !== undefined);
  const apart = ready.filter((source) => turn.place - source.lastPlace > sourceSpacing);
  const among = apart.length > 0 ? apart : ready;
  const total = ready.reduce((sum, source) => sum + source.weight, 0);
  for (const source of ready) source.credit += source.weight / total;
  const chosen = among.reduce((best, source) => (source.credit > best.credit + TINY ? source : best));
  chosen.credit -= 1;
  chosen.lastPlace = turn.place;
  const at = chosen.next + (readyIn(chosen, stock, turn) ?? 0);
  const id = chosen.stories[at % chosen.stories.length]?.id;
  if (id === undefined) throw new Error('a source without stories was kept');
  chosen.next = at + 1;
  if (!stock.first.has(id)) stock.first.set(id, turn.place);
  stock.last.set(id, turn.place);
  return { story: id, source: chosen.id };
}

/** Differences below this are the rounding of fractions, not debts. */
const TINY = 1e-9;

/**
 * Two voices in a fixed ratio, spread as evenly as whole places allow: any stretch is off by less than one place. Who
 * had nothing to say at its turn has had its turn: a group that was short does not come in a burst afterwards.
 */
function rhythm<A extends string, B extends string>(common: A, rare: { name: B; percent: number }) {
  let owed = rare.percent / 200;
  const step = rare.percent / 100;
  return {
    due: (): A | B => (owed + step >= 1 - TINY ? rare.name : common),
    /** The turn of `name` is over; a name that was not due changes nothing. */
    pass(name: A | B): void {
      const isRare = owed + step >= 1 - TINY;
      if ((name === rare.name) !== isRare) return;
      owed += isRare ? step - 1 : step;
    },
  };
}

/** How the places of an order, or what really played, divide: the count of each group, and feed items in stretches of ten. */
export type MixReport = {
  count: Record<MixGroup, number>;
  /** Share of corporate items among the feed items, 0 to 1; absent when there are none. */
  corporateShare: number | undefined;
  /** The fewest and the most corporate items in any ten consecutive feed items; absent below ten. */
  corporateInTen: { fewest: number; most: number } | undefined;
};

/** Measures a sequence of what was shown, oldest first. */
export function mixReport(shown: readonly (MixGroup | null)[]): MixReport {
  const count: Record<MixGroup, number> = { trade: 0, corporate: 0, colleagues: 0 };
  for (const group of shown) if (group !== null) count[group] += 1;
  const feed = shown.filter((group) => group === 'trade' || group === 'corporate');
  const isCorporate = feed.map((group) => (group === 'corporate' ? 1 : 0));
  let inTen = isCorporate.slice(0, 10).reduce<number>((sum, one) => sum + one, 0);
  let [fewest, most] = [inTen, inTen];
  for (let end = 10; end < feed.length; end += 1) {
    inTen += (isCorporate[end] ?? 0) - (isCorporate[end - 10] ?? 0);
    fewest = Math.min(fewest, inTen);
    most = Math.max(most, inTen);
  }
  return {
    count,
    corporateShare: feed.length === 0 ? undefined : count.corporate / feed.length,
    corporateInTen: feed.length < 10 ? undefined : { fewest, most },
  };
}
