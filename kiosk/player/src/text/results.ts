/** The sentences of a results card: how the figure moved, where it comes from, and whether it has grown old. */
import type { ShownFigure } from '@palier/playlists/figure';
import type { ItemOf } from '@palier/playlists/item';
import { inLanguage } from '@palier/playlists/in-language';
import type { Language } from '@palier/playlists/localized';
import { figure, periodLabel } from './dates.ts';
import { typeset } from './typography.ts';

type Results = Pick<ShownFigure, 'trend' | 'source' | 'asOf' | 'staleAfter'> & { unit?: string };

/** The figures of a results item: those it names, or the one that is typed into it. None while nothing is known. */
export function figuresOf(item: ItemOf<'results'>): ShownFigure[] {
  if (item.figures !== undefined) return item.shown?.figures ?? [];
  const { title, value, source, asOf, staleAfter, unit, trend, target, chart, series } = item;
  if (title === undefined || value === undefined || source === undefined) return [];
  if (asOf === undefined || staleAfter === undefined) return [];
  const goodWhen = trend?.goodWhen ?? 'up';
  return [{ title, value, unit, trend, target, goodWhen, chart, series, source, asOf, staleAfter }];
}

export type ResultsTold = {
  trend: { text: string; direction: 'up' | 'down' | 'flat'; good: boolean } | undefined;
  /** Where from, and as of when. */
  source: string;
  /** Where from alone, beside a mark that says the date. */
  from: string;
  /** The stale mark; absent while the figures are good. */
  stale: string | undefined;
};

/**
 * `today` is the ISO date on the screen's wall; absent when no clock is known, and then nothing is called old.
 * `asOf` is the date in words.
 */
export function describeResults(
  item: Results,
  language: Language,
  today: string | undefined,
  asOf: string,
): ResultsTold {
  const stale = today !== undefined && today >= item.staleAfter;
  const source = typeset(inLanguage(item.source, language), language);
  return {
    trend: item.trend === undefined ? undefined : trendOf(item.trend, item.unit ?? '', language),
    from: source,
    source: `${source}, ${language === 'fr' ? 'au' : 'as of'} ${asOf}`,
    stale: stale
      ? language === 'fr'
        ? `Chiffres du ${asOf}, plus à jour`
        : `Figures of ${asOf}, out of date`
      : undefined,
  };
}

function trendOf(trend: NonNullable<Results['trend']>, unit: string, language: Language): ResultsTold['trend'] {
  // A change of a share is in points; of anything else, in its own unit.
  const inUnit = unit === '%' ? 'points' : unit;
  const gap = inUnit === '' ? '' : `${inUnit} `;
  const direction = trend.value > 0 ? 'up' : trend.value < 0 ? 'down' : 'flat';
  const since =
    trend.since === undefined ? '' : `${sinceWord(trend.since, language)} ${periodLabel(trend.since, language, true)}`;
  if (direction === 'flat' && since !== '') {
    return { direction, good: true, text: typeset(`${language === 'fr' ? 'Stable' : 'Unchanged'} ${since}`, language) };
  }
  const label = inLanguage(trend.label, language) || `${gap}${since}`;
  return {
    direction,
    good: direction === 'flat' || direction === trend.goodWhen,
    text: typeset(`${figure(Math.abs(trend.value), language)} ${label}`, language),
  };
}

/** French puts an article before a day: `depuis le 1er octobre`, but `depuis octobre`. */
function sinceWord(since: string, language: Language): string {
  if (language === 'en') return 'since';
  return /^\d{4}-\d{2}-\d{2}$/.test(since) ? 'depuis le' : 'depuis';
}
