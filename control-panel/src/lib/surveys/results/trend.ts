/** One figure over the runs of a pulse: what is drawn, and what each point is called. */
import { inLanguage } from '@palier/playlists/in-language';
import type { ResultFigure, ResultsView } from '@palier/api/client';
import { m } from '../../paraglide/messages.js';
import { getLocale } from '../../paraglide/runtime.js';

export type Trend = { of: string; points: { run: number; label: string; value: number; answers: number }[] };

/** Undefined with fewer than two runs that may be seen. Of options: the one that most people choose now. */
export function trendOf(view: Pick<ResultsView, 'trend'>, figure: ResultFigure): Trend | undefined {
  const [most] = figure.bars.toSorted((a, b) => b.percent - a.percent);
  const points = view.trend.flatMap(({ run, closedAt, figures }) => {
    const seen = figures.find(({ id }) => id === figure.id);
    const value = seen?.enps ?? seen?.mean ?? (most === undefined ? undefined : seen?.shares?.[most.cell]);
    if (seen === undefined || value === undefined) return [];
    return [{ run, label: runLabel(closedAt), value, answers: seen.answers }];
  });
  if (points.length < 2) return undefined;
  return { of: whatOf(figure, most), points };
}

function whatOf({ enps, mean, most }: ResultFigure, leading: ResultFigure['bars'][number] | undefined): string {
  if (enps !== undefined) return m.answers_trend_enps();
  if (mean !== undefined) return m.answers_trend_mean({ most: most ?? 0 });
  return m.answers_trend_share({ label: inLanguage(leading?.label, getLocale()) });
}

function runLabel(closedAt: string | undefined): string {
  if (closedAt === undefined) return m.answers_trend_now();
  return new Intl.DateTimeFormat(getLocale(), { day: 'numeric', month: 'short' }).format(new Date(closedAt));
}
