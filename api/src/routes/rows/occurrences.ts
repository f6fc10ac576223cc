/** The routes of calendars that are drawn, and of changes that are only tried. */
import { OccurrencesAnswer, OccurrencesQuery, PreviewAnswer, PreviewRequest } from '../../wire/occurrences.ts';
import type { RouteRow } from '../row.ts';

export const OCCURRENCE_ROUTES = {
  'GET /api/occurrences': {
    access: 'viewer',
    summary: 'Every occurrence of every rule of a screen or group over some days, and who hides what and why',
    query: OccurrencesQuery,
    answer: OccurrencesAnswer,
  },
  'POST /api/schedules/preview': {
    access: 'editor',
    summary: 'What schedules would change if they were saved so; saves nothing',
    body: PreviewRequest,
    answer: PreviewAnswer,
  },
} as const satisfies Record<string, RouteRow>;
