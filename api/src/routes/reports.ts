/** Reports: expected against proven plays, on a page and as a file that is written while it is read. */
import { Hono } from 'hono';
import { BOM, csvLine } from '../csv.ts';
import type { ApiEnv } from '../environment.ts';
import { reasonOf } from '../log.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import { query } from '../validate.ts';
import { ReportQuery, type PlayReport, type PlayRow, type Shortfall } from '../wire/reports.ts';

const MAX_ROWS = 2_000;
const MAX_DAYS = 31;
const MAX_CSV_DAYS = 366;
/** Files that are being written at once; a large one reads a year of plays. */
const MAX_AT_ONCE = 3;
const DAY_MS = 24 * 3_600_000;

export function reportRoutes({ reports, log }: Parts) {
  let writing = 0;
  return new Hono<ApiEnv>()
    .get('/api/reports/plays', query(ReportQuery), async (c) => {
      const asked = c.req.valid('query');
      const fault = spanFault(asked, MAX_DAYS);
      if (fault !== undefined) return invalidField(c, 'to', fault);
      const report: PlayReport = { rows: [], truncated: false, totals: { plays: 0, expected: 0, shownMs: 0 } };
      for await (const row of reports.rows(asked, true)) {
        if (report.rows.length === MAX_ROWS) {
          report.truncated = true;
          break;
        }
        report.rows.push(row);
        report.totals.plays += row.plays;
        report.totals.expected += row.expected ?? 0;
        report.totals.shownMs += row.shownMs;
      }
      return c.json(report);
    })
    .get('/api/reports/plays.csv', query(ReportQuery), (c) => {
      const asked = c.req.valid('query');
      const fault = spanFault(asked, MAX_CSV_DAYS);
      if (fault !== undefined) return invalidField(c, 'to', fault);
      if (writing >= MAX_AT_ONCE)
        return problem(c, 'server-busy', { detail: 'Other reports are being written.', retryAfterS: 10 });
      writing += 1;
      let isOver = false;
      const over = () => {
        if (!isOver) writing -= 1;
        isOver = true;
      };
      const lines = csvOf(reports.rows(asked), asked.language);
      const encoder = new TextEncoder();
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          try {
            const next = await lines.next();
            if (next.done !== true) return controller.enqueue(encoder.encode(next.value));
            controller.close();
          } catch (error) {
            log.warn('a report broke off', { reason: reasonOf(error) });
            controller.error(error);
          }
          over();
        },
        async cancel() {
          over();
          await lines.return(undefined);
        },
      });
      const name = `palier-${asked.language === 'fr' ? 'diffusions' : 'plays'}-${asked.from}-${asked.to}.csv`;
      c.header('Content-Disposition', `attachment; filename="${name}"`);
      c.header('Cache-Control', 'no-store');
      return c.body(body, 200, { 'content-type': 'text/csv; charset=utf-8' });
    });
}

function spanFault({ from, to }: ReportQuery, maxDays: number): string | undefined {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days < 1) return 'the span ends before it starts';
  return days > maxDays ? `at most ${maxDays} days at a time` : undefined;
}

const HEADS = {
  fr: [
    'Jour',
    'Écran',
    'Identifiant écran',
    'Playlist',
    'Interruption',
    'Élément',
    'Titre',
    'Diffusions',
    'Attendues',
    'Secondes à l’écran',
    'Raisons',
  ],
  en: [
    'Day',
    'Screen',
    'Screen id',
    'Playlist',
    'Takeover',
    'Item',
    'Title',
    'Plays',
    'Expected',
    'Seconds shown',
    'Reasons',
  ],
};
const REASONS: Record<'fr' | 'en', Record<Shortfall, string>> = {
  fr: {
    silent: 'sans nouvelles',
    fault: 'en défaut',
    'page-dead': 'page muette',
    'display-off': 'écran éteint',
    unknown: 'non observé',
    takeover: 'interruption',
    'not-over': 'journée en cours',
    late: 'arrivées tard',
    changed: 'contenu modifié depuis',
    none: 'sans raison connue',
  },
  en: {
    silent: 'silent',
    fault: 'fault',
    'page-dead': 'page dead',
    'display-off': 'display off',
    unknown: 'not watched',
    takeover: 'takeover',
    'not-over': 'day not over',
    late: 'came late',
    changed: 'content changed since',
    none: 'no known reason',
  },
};

/** Lines gathered into pieces, so that a large file is not a million writes. */
async function* csvOf(rows: AsyncGenerator<PlayRow>, language: 'fr' | 'en'): AsyncGenerator<string, void> {
  const separator = language === 'fr' ? ';' : ',';
  let piece = BOM + csvLine(HEADS[language], separator);
  for await (const row of rows) {
    piece += csvLine(
      [
        row.date,
        row.screen,
        row.screenId,
        row.playlistId,
        row.takeoverId,
        row.entryId,
        row.title,
        row.plays,
        row.expected,
        Math.round(row.shownMs / 1000),
        row.reasons.map((reason) => REASONS[language][reason]).join(', '),
      ],
      separator,
    );
    if (piece.length < 16_000) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
