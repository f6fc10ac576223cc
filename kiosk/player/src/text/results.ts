/** The sentences of a results card: how the figure moved, where it comes from, and whether it has grown old. */
import type { ItemOf } from '@palier/playlists/item';
import { inLanguage } from '@palier/playlists/in-language';
import type { Language } from '@palier/playlists/localized';
import { figure } from './dates.ts';
import { typeset } from './typography.ts';

type Results = Pick<ItemOf<'results'>, 'trend' | 'source' | 'asOf' | 'staleAfter'>;

export type ResultsTold = {
  trend: { text: string; direction: 'up' | 'down' | 'flat'; good: boolean } | undefined;
  source: string;
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
    trend: item.trend === undefined ? undefined : trendOf(item.trend, language),
    source: `${source}, ${language === 'fr' ? 'au' : 'as of'} ${asOf}`,
    stale: stale
      ? language === 'fr'
        ? `Chiffres du ${asOf}, plus à jour`
        : `Figures of ${asOf}, out of date`
      : undefined,
  };
}

function trendOf(trend: NonNullable<Results['trend']>, language: Language): ResultsTold['trend'] {
  const direction = trend.value > 0 ? 'up' : trend.value < 0 ? 'down' : 'flat';
  const label = inLanguage(trend.label, language);
  return {
    direction,
    good: direction === 'flat' || direction === trend.goodWhen,
    text: typeset(`${figure(Math.abs(trend.value), language)} ${label}`, language),
  };
}
