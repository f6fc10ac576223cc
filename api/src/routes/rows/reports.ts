/** The rows of the reports in the route table. */
import { PlayReport, ReportQuery } from '../../wire/reports.ts';
import type { RouteRow } from '../row.ts';

export const REPORT_ROUTES = {
  'GET /api/reports/plays': {
    access: 'viewer',
    summary: 'Expected against proven plays per day, screen and item; at most 31 days and 2,000 rows',
    query: ReportQuery,
    answer: PlayReport,
  },
  'GET /api/reports/plays.csv': {
    access: 'viewer',
    summary: 'The same as a file for spreadsheets, at most 366 days, all rows',
    query: ReportQuery,
    media: 'text/csv',
  },
} as const satisfies Record<string, RouteRow>;
