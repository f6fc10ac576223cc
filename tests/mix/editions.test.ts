/** Editions: who is shown what, when an order changes, and the shares over a whole day of what a wall really plays. */
import { afterEach, describe, expect, test } from 'vitest';
import { EVERYONE } from '@palier/playlists/audience';
import { mixReport, type MixGroup } from '@palier/playlists/mix';
import { Playlist } from '@palier/playlists/playlist';
import { nowOf } from '@palier/playlists/now';
import { loopAt, reanchor } from '@palier/playlists/loop';
import { turnOf } from '@palier/playlists/turns';
import { COLLEAGUES, type Story, type StoryId } from '@palier/playlists/story';
import {
  createEditionMaker,
  nextEdition,
  STAYS_MS,
  type Edition,
  type EditionInput,
} from '../../api/src/mix/edition.ts';
import { notice, openHouse, playlistOf, testClock, until, type House } from '../api/house.ts';
import { countAnew, edition, everyone, many, sourceOf, story } from './edition-of.ts';
import { NOON_MS } from './stories.ts';

const HOUR = 3_600_000;
const WARM = {
  audience: everyone({ sourceSpacing: 0 }),
  sources: [sourceOf('a')],
  topics: [],
  alone: new Set<Story['id']>(),
  publicUrl: 'http://palier.test',
};
const titles = ({ stories }: Edition) => stories.map(({ title }) => title).toSorted();

describe('an audience is shown', () => {
  test('what is live, of its languages, not over and not ahead', () => {
    const good = story('a', { language: 'fr' });
    const found = edition([
      good,
      story('a', { state: 'waiting' }),
      story('a', { state: 'blocked' }),
      story('a', { language: 'de' }),
      story('a', { expiresAt: new Date(NOON_MS - 1).toISOString() }),
      story('a', { publishedAt: new Date(NOON_MS + HOUR).toISOString() }),
      story('a', { publishedAt: new Date(NOON_MS - 20 * 24 * HOUR).toISOString() }),
    ]);
    expect(titles(found)).toEqual([good.title]);
    expect(found.stories[0]).toMatchObject({ label: `palier.test/f/${good.id}`, credit: 'Source a' });
  });

  test('trade of its topics, what the house says to all, nothing with a word it does not want', () => {
    const [hr, law, house, none] = [
      story('a', { topics: ['hr'] }),
      story('a', { topics: ['legal'] }),
      story('b', { voice: 'corporate' }),
      story('a', { topics: ['hr'], title: 'Le football de ce week-end à la cantine' }),
    ];
    const audience = everyone({ topics: ['hr'], without: ['football'] });
    expect(titles(edition([hr, law, house, none], { audience }))).toEqual([hr.title, house.title].toSorted());
  });

  test('first what is pinned, then what it prefers, then the newest', () => {
    const [newest, preferred, pinned] = [
      story('a'),
      story('a', { title: 'Les batteries sont recyclées à Dunkerque' }),
      story('a', { pinnedUntil: new Date(NOON_MS + HOUR).toISOString() }),
    ];
    const audience = everyone({ prefer: ['batteries'], sourceSpacing: 0 });
    expect(edition([newest, preferred, pinned], { audience }).order.slice(0, 3)).toEqual([
      pinned.id,
      preferred.id,
      newest.id,
    ]);
  });

  test('what it prefers, but not what is too old, and then the newest of the rest', () => {
    const old = story('a', {
      title: 'Les batteries d’il y a un mois',
      publishedAt: new Date(NOON_MS - 30 * 24 * HOUR).toISOString(),
    });
    const [preferred, newest] = [story('a', { title: 'Les batteries d’hier' }), story('a')];
    const audience = everyone({ prefer: ['batteries'], sourceSpacing: 0 });
    expect([...new Set(edition([old, newest, preferred], { audience }).order)]).toEqual([preferred.id, newest.id]);
  });

  test('a colleague’s post and what the house gave an end to the very end, however old they are', () => {
    const DAY = 24 * HOUR;
    const at = (days: number) => new Date(NOON_MS + days * DAY).toISOString();
    const eight = { publishedAt: at(-8), expiresAt: at(6) };
    const post = story(COLLEAGUES, { voice: 'colleagues', ...eight });
    const notice = story('own', { voice: 'corporate', ...eight });
    const stale = story('own', { voice: 'corporate', publishedAt: at(-8) });
    const fresh = story('own', { voice: 'corporate', publishedAt: at(-1) });
    const older = story('own', { voice: 'corporate', publishedAt: at(-9), expiresAt: at(1) });
    const trade = many(8, 'a');
    const shown = (days: number) => {
      const found = edition([...trade, post, fresh, notice, stale, older], { nowMs: NOON_MS + days * DAY });
      return [post, fresh, notice, stale, older].filter(({ id }) => found.order.includes(id));
    };
    expect(shown(0)).toEqual([post, fresh, notice, older]);
    expect(shown(2)).toEqual([post, fresh, notice]);
    expect(shown(6.5)).toEqual([]);
  });

  test('the newest first among what lasts, too', () => {
    const at = (days: number) => new Date(NOON_MS + days * 24 * HOUR).toISOString();
    const [old, young] = [-10, -9].map((days) =>
      story(COLLEAGUES, { voice: 'colleagues', credit: `Zoé ${days}`, publishedAt: at(days), expiresAt: at(6) }),
    );
    const order = edition([...many(12, 'a'), ...(old && young ? [old, young] : [])]).order;
    expect(order.filter((id) => id === old?.id || id === young?.id).slice(0, 2)).toEqual([young?.id, old?.id]);
  });

  test('what is remembered of a source follows the time, its stories, and what the audience wants', async () => {
    const maker = createEditionMaker();
    const at = (hours: number) => new Date(NOON_MS + hours * HOUR).toISOString();
    const over = story('a', { expiresAt: at(1) });
    const coming = story('a', { publishedAt: at(2) });
    const pinned = story('a', { title: 'Le football du lundi', pinnedUntil: at(3) });
    const stories = new Map([['a', [over, coming, pinned]]]);
    const shown = (hours: number, more: Partial<EditionInput> = {}) => {
      const found = maker.make({
        audience: everyone({ sourceSpacing: 0 }),
        sources: [sourceOf('a')],
        stories,
        topics: [],
        alone: new Set(),
        nowMs: NOON_MS + hours * HOUR,
        publicUrl: 'http://palier.test',
        ...more,
      });
      return [...new Set(found.order)];
    };
    expect(shown(0)).toEqual([pinned.id, over.id]);
    expect(shown(1)).toEqual([pinned.id]);
    expect(shown(2)).toEqual([pinned.id, coming.id]);
    expect(shown(3)).toEqual([coming.id, pinned.id]);
    expect(shown(0)).toEqual([pinned.id, over.id]); // a clock that was put back
    expect(shown(0, { audience: everyone({ without: ['football'] }) })).toEqual([over.id]);
    expect(shown(0, { sources: [sourceOf('a', { enabled: false })] })).toEqual([]);
    stories.set('a', [{ ...pinned, state: 'blocked' }, over]);
    await maker.warm({ ...WARM, stories, nowMs: NOON_MS });
    expect(shown(0)).toEqual([over.id]);
    stories.delete('a');
    expect(shown(0)).toEqual([]);
  });

  test('nothing of a source that is off, or that weighs nothing here', () => {
    const [a, b, c] = [story('a'), story('b'), story('c')];
    const audience = everyone({ weights: [{ sourceId: 'b', weight: 0 }] });
    const sources = [sourceOf('a'), sourceOf('b'), sourceOf('c', { enabled: false })];
    expect(titles(edition([a, b, c], { audience, sources }))).toEqual([a.title]);
  });

  test('a story that a playlist shows by itself comes along, whatever the mix', () => {
    const old = story('a', { publishedAt: new Date(NOON_MS - 30 * 24 * HOUR).toISOString() });
    const found = edition([old], { alone: new Set([old.id]) });
    expect([found.order, titles(found)]).toEqual([[], [old.title]]);
  });
});

describe('the next edition', () => {
  const now = { isCurrent: () => true, isPinned: () => false };
  const at = (minutes: number, stories: readonly Story[]) => edition(stories, { nowMs: NOON_MS + minutes * 60_000 });
  const trade = many(20, 'a');

  test('news waits ten minutes, and nothing new changes nothing', () => {
    const first = at(0, trade);
    const later = at(5, [story('b'), ...trade]);
    expect(nextEdition(first, at(5, trade), now)).toBe(first);
    expect(nextEdition(first, later, now)).toBe(first);
    const tenMinutes = at(STAYS_MS / 60_000, [story('b'), ...trade]);
    expect(nextEdition(first, tenMinutes, now)).toBe(tenMinutes);
  });

  test('what is taken off, a colleague’s post and the house’s own word wait for nothing', () => {
    const first = at(0, trade);
    const [blocked] = trade;
    const without = at(1, trade.slice(1));
    expect(nextEdition(first, without, { ...now, isCurrent: (id) => id !== blocked?.id })).toBe(without);
    for (const voice of ['colleagues', 'corporate'] as const) {
      const sourceId = voice === 'colleagues' ? COLLEAGUES : 'own';
      const fresh = at(1, [story(sourceId, { voice }), ...trade]);
      expect(nextEdition(first, fresh, now)).toBe(fresh);
    }
  });

  test('what the audience asks for is heard at once, what it is called changes nothing', () => {
    const first = at(0, trade);
    const wished = (wish: Parameters<typeof everyone>[0]) =>
      edition([story('b'), ...trade], { nowMs: NOON_MS + 60_000, audience: everyone(wish) });
    const without = wished({ without: ['cheval'] });
    expect(nextEdition(first, without, now)).toBe(without);
    expect(nextEdition(first, wished({ name: 'Les autres' }), now)).toBe(first);
  });

  test('a pinned story comes at once', () => {
    const first = at(0, trade);
    const pinned = story('b', { pinnedUntil: new Date(NOON_MS + HOUR).toISOString() });
    const fresh = at(1, [pinned, ...trade]);
    expect(nextEdition(first, fresh, { ...now, isPinned: (id: StoryId) => id === pinned.id })).toBe(fresh);
  });
});

describe('a day on the wall', () => {
  /** What a screen plays from eight to eight: editions change as news comes, and the loop goes on as the kiosk's does. */
  function playADay(stock: (minute: number) => readonly Story[], perTurn: number): MixGroup[] {
    const startMs = NOON_MS;
    const voices: MixGroup[] = [];
    const playlist = (shown: Edition) =>
      Playlist.parse({
        id: 'hall',
        name: { fr: 'Hall' },
        entries: [
          notice('hello', 'Bonjour', 8_000),
          {
            id: 'news',
            durationMs: 10_000,
            item: { kind: 'feed', stories: perTurn, shown: { order: shown.order, stories: shown.stories } },
          },
        ],
      });
    const entriesOf = (shown: Edition, atMs: number) => {
      const manifest = {
        format: 1 as const,
        revision: 1,
        organisation: 'Atelier',
        publicUrl: 'http://palier.test',
        screen: {
          id: 'hall',
          name: 'Hall',
          zone: 'Europe/Paris',
          language: 'fr',
          orientation: 'landscape',
          groups: [],
        },
        schedules: [
          {
            id: 'always',
            name: { fr: 'Toujours' },
            target: { all: true, screens: [], groups: [] },
            rules: [{ id: 'r', playlistId: 'hall', recurrence: { kind: 'daily' }, except: [], priority: 0 }],
          },
        ],
        takeovers: [],
        playlists: [playlist(shown)],
        media: [],
      };
      return nowOf({ manifest: manifest as never, atMs }).program?.entries ?? [];
    };
    let current: Edition | undefined;
    let entries: ReturnType<typeof entriesOf> = [];
    let anchorMs = startMs;
    /** One place of the loop; answers when it is over. */
    const play = (atMs: number): number => {
      const position = loopAt(entries, anchorMs, atMs);
      if (position === undefined) throw new Error('the wall is dark');
      const { item } = turnOf(position.entry, position.cycle) as {
        item: { kind: string; shown?: { voice: MixGroup } };
      };
      if (item.kind === 'story' && item.shown !== undefined) voices.push(item.shown.voice);
      return position.endsAtMs;
    };
    let madeAtMs = 0;
    for (let atMs = startMs; atMs < startMs + 12 * HOUR;) {
      if (current !== undefined && atMs - madeAtMs < 60_000) {
        atMs = play(atMs);
        continue;
      }
      madeAtMs = atMs;
      const fresh = edition(stock(Math.floor((atMs - startMs) / 60_000)), { nowMs: atMs });
      const next = nextEdition(current, fresh, { isCurrent: () => true, isPinned: () => false });
      if (next !== current) {
        const after = entriesOf(next, atMs);
        anchorMs = current === undefined ? atMs : reanchor({ entries, anchorMs }, { entries: after }, atMs);
        [current, entries] = [next, after];
      }
      atMs = play(atMs);
    }
    return voices;
  }

  test.each([1, 3, 4, 7, 10])(
    '80 and 20 hold in what was played, %i stories a round, with news coming all day',
    (perTurn) => {
      countAnew();
      const corporate = many(12, 'house', { voice: 'corporate' });
      const first = [...many(20, 'a'), ...many(20, 'b'), ...many(20, 'c')];
      const coming = Array.from({ length: 24 }, (_, index) =>
        story(['a', 'b', 'c'][index % 3] ?? 'a', {
          publishedAt: new Date(NOON_MS + index * 30 * 60_000).toISOString(),
        }),
      );
      const voices = playADay(
        (minute) => [...coming.slice(0, Math.floor(minute / 30)), ...first, ...corporate],
        perTurn,
      );
      const { count, corporateShare = 0, corporateInTen } = mixReport(voices);
      expect(corporateInTen?.fewest).toBeGreaterThanOrEqual(1);
      expect(corporateInTen?.most).toBeLessThanOrEqual(3);
      expect(count.trade + count.corporate).toBeGreaterThan(1_000);
      expect(Math.abs(corporateShare - 0.2)).toBeLessThan(0.02);
    },
  );

  test('while the order stands, any ten that follow one another hold 8 and 2, give or take one', () => {
    countAnew();
    const stock = [...many(20, 'a'), ...many(20, 'b'), ...many(12, 'house', { voice: 'corporate' })];
    for (const perTurn of [1, 2, 3, 4, 5, 7, 10]) {
      const { fewest, most } = mixReport(playADay(() => stock, perTurn)).corporateInTen ?? { fewest: -1, most: 99 };
      expect([fewest >= 1, most <= 3], `${perTurn} a round`).toEqual([true, true]);
    }
  });

  test('without corporate stock trade takes its places; without trade, corporate never takes more than its share', () => {
    countAnew();
    const trade = many(15, 'a');
    expect(mixReport(playADay(() => trade, 3)).corporateShare).toBe(0);
    const house = many(15, 'house', { voice: 'corporate' });
    const only = edition(house);
    expect([only.short, only.order]).toEqual([expect.arrayContaining(['trade']), []]);
    for (const few of [1, 2, 3, 5, 8]) {
      const { corporateShare = 0 } = mixReport(playADay(() => [...trade.slice(0, few), ...house], 3));
      expect(corporateShare, `${few} of the trade`).toBeLessThanOrEqual(0.22);
    }
    const audience = everyone({ shares: { corporatePercent: 100 }, overrideReason: 'la semaine du lancement' });
    expect(edition(house, { audience }).order.length).toBeGreaterThan(10);
  });
});

describe('from the store to the manifest', () => {
  let house: House;
  afterEach(() => house.close());

  test('a story goes to walls when it is approved, and off them when it is blocked', async () => {
    const clock = testClock();
    const feed = { id: 'news', durationMs: 10_000, item: { kind: 'feed', stories: 2 } };
    house = await openHouse({ clock, files: { 'hall.json': playlistOf('hall', [notice('one', 'x'), feed]) } });
    await house.edit('POST', '/api/schedules', {
      name: { fr: 'Jour' },
      target: { all: true },
      rules: [{ playlistId: 'hall' }],
    });
    const { token } = await house.pair('Hall');
    const shown = async (): Promise<string[]> => {
      await house.parts.editions.settled();
      const { body } = await house.call('GET', '/api/player/manifest', { token });
      const [, entry] = body.playlists[0].entries;
      return (entry.item.shown?.stories ?? []).map(({ title }: { title: string }) => title);
    };
    expect(await shown()).toEqual([]);
    const own = (await house.edit('POST', '/api/sources', { name: 'La maison', voice: 'trade' })).body.source;
    const written = (await house.edit('POST', `/api/sources/${own.id}/stories`, { title: 'Le métier change' })).body;
    expect(await shown()).toEqual(['Le métier change']);
    await house.edit('POST', `/api/stories/${written.id}`, { act: 'block' });
    expect(await shown()).toEqual([]);
    await house.edit('POST', `/api/stories/${written.id}`, { act: 'approve', seen: { title: written.title } });
    expect(await shown()).toEqual(['Le métier change']);
    const other = (await house.edit('POST', '/api/sources', { name: 'La voisine', voice: 'trade' })).body.source;
    await house.edit('POST', `/api/sources/${other.id}/stories`, { title: 'La voisine aussi' });
    expect((await shown()).toSorted()).toEqual(['La voisine aussi', 'Le métier change']);
    // Switched off, it is off the walls at once, and back with it.
    await house.edit('PATCH', `/api/sources/${own.id}`, { enabled: false });
    expect(await shown()).toEqual(['La voisine aussi']);
    await house.edit('PATCH', `/api/sources/${own.id}`, { enabled: true });
    expect((await shown()).toSorted()).toEqual(['La voisine aussi', 'Le métier change']);
    await house.edit('DELETE', `/api/sources/${own.id}`);
    expect(await shown()).toEqual(['La voisine aussi']);
  });

  test('the phone’s feed keeps what has an end of its own until then, though it is older than a feed goes back', async () => {
    const clock = testClock();
    house = await openHouse({ clock });
    const own = (await house.edit('POST', '/api/sources', { name: 'La maison', voice: 'corporate' })).body.source;
    const expiresAt = new Date(clock.now() + 20 * 24 * HOUR).toISOString();
    await house.edit('POST', `/api/sources/${own.id}/stories`, { title: 'Jusqu’au vingt', expiresAt });
    await house.edit('POST', `/api/sources/${own.id}/stories`, { title: 'Sans fin' });
    const titles = async () =>
      (await house.call('GET', '/api/public/stories')).body.groups.flatMap(({ stories }: { stories: Story[] }) =>
        stories.map(({ title }) => title),
      );
    expect(await titles()).toHaveLength(2);
    clock.advance(15 * 24 * HOUR);
    expect(await titles()).toEqual(['Jusqu’au vingt']);
    clock.advance(5 * 24 * HOUR);
    expect(await titles()).toEqual([]);
  });

  test('by itself, within a moment of the change', async () => {
    house = await openHouse({ clock: testClock({ realTimers: true }) });
    const own = (await house.edit('POST', '/api/sources', { name: 'Le métier', voice: 'trade' })).body.source;
    await house.edit('POST', `/api/sources/${own.id}/stories`, { title: 'Une nouvelle du métier' });
    const shown = async () => (await house.storage.get('editions', EVERYONE))?.stories.map(({ title }) => title) ?? [];
    await until('the edition', async () => (await shown()).length > 0);
    expect(await shown()).toEqual(['Une nouvelle du métier']);
  });
});
