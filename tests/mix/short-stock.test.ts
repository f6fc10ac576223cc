/** Where stock is short it is said by how much, nothing stays empty, and stories stay apart as long as they can. */
import { describe, expect, test } from 'vitest';
import { mixReport } from '@palier/playlists/mix';
import { COLLEAGUES } from '@palier/playlists/story';
import type { Edition } from '../../api/src/mix/edition.ts';
import { edition, everyone, many, story } from './edition-of.ts';

describe('where stock is short', () => {
  test.each([1, 3, 10])(
    '%i stories of the trade are few at the distance that was asked for, though all shows',
    (few) => {
      const found = edition([...many(few, 'a'), ...many(3, 'house', { voice: 'corporate' })]);
      expect(found.short).toContain('trade');
      expect(found.stock).toEqual({ trade: few, corporate: 3, colleagues: 0 });
      expect(found.order.length).toBeGreaterThan(20);
    },
  );

  test.each([16, 21, 30, 40])('with %i of the trade and enough of the others nothing is short', (count) => {
    const posts = Array.from({ length: 5 }, (_, n) => story(COLLEAGUES, { voice: 'colleagues', credit: `Zoé ${n}` }));
    const found = edition([...many(count, 'a'), ...many(8, 'house', { voice: 'corporate' }), ...posts]);
    expect([found.short, found.needs]).toEqual([[], { trade: 14, corporate: 4, colleagues: 3 }]);
  });

  const apart = ({ order }: Edition) => {
    const ring = [...order, ...order];
    return Math.min(...order.map((id, place) => ring.indexOf(id, place + 1) - place));
  };

  test.each([30, 41, 60])(
    'a single source with %i stories keeps each away as long as was asked, also where the order begins anew',
    (count) => {
      const shares = { corporatePercent: 0, colleaguesPercent: 0 };
      expect(apart(edition(many(count, 'a'), { audience: everyone({ shares }) }))).toBeGreaterThanOrEqual(20);
    },
  );

  test('minutes become places by the pace of the screens; places are kept where they are more; an order has sixty', () => {
    const trade = [...many(40, 'a'), ...many(40, 'b')];
    const shares = { corporatePercent: 0, colleaguesPercent: 0 };
    const made = (repeatMinutes: number, perHour: number | undefined) =>
      edition(trade, { audience: everyone({ repeatMinutes, shares }), perHour });
    expect(made(30, 80).needs?.trade).toBe(40);
    expect(made(5, 80).needs?.trade).toBe(20);
    expect(made(60, 360).needs?.trade).toBe(60);
    expect(made(30, undefined).needs?.trade).toBe(20);
    expect(apart(made(30, 80))).toBeGreaterThanOrEqual(40);
  });

  test('minutes that the stock does not allow leave no place empty', () => {
    const found = edition([...many(3, 'a'), ...many(2, 'house', { voice: 'corporate' })], {
      audience: everyone({ repeatMinutes: 240 }),
      perHour: 120,
    });
    expect([found.order.length, mixReport(found.stories.map(({ voice }) => voice)).count.trade]).toEqual([60, 3]);
    expect(found.short).toContain('trade');
  });
});
