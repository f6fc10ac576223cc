/** The rows of engagement in the route table. */
import * as wire from '../../wire/engagement.ts';
import type { RouteRow } from '../row.ts';

export const ENGAGEMENT_ROUTES = {
  'GET /api/engagement': {
    access: 'viewer',
    summary: 'Sums of the last four weeks beside the four before; nobody is named',
    answer: wire.EngagementAnswer,
  },
} as const satisfies Record<string, RouteRow>;
