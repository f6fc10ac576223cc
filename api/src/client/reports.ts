/** Reports. */
import { PlayReport } from '../wire/reports.ts';
import { query, type Caller } from './caller.ts';

/** Days as `2026-05-07`, in each screen's own zone; the others narrow the report. */
export type ReportAsked = {
  from: string;
  to: string;
  screen?: string | undefined;
  group?: string | undefined;
  playlist?: string | undefined;
  item?: string | undefined;
  language: 'fr' | 'en';
};

export function reportRoutes(caller: Caller, baseUrl: string) {
  return {
    /** Expected against proven plays, at most 31 days. */
    plays: (asked: ReportAsked) => caller.read(`/api/reports/plays${query(asked)}`, PlayReport),
    /** Where the same lies as a file, at most 366 days; a plain link with the session's cookie. */
    csvUrl: (asked: ReportAsked) => `${baseUrl}/api/reports/plays.csv${query(asked)}`,
  };
}
