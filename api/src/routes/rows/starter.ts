/** The rows of ready campaigns in the route table. */
import * as wire from '../../wire/starter.ts';
import type { RouteRow } from '../row.ts';

export const STARTER_ROUTES = {
  'GET /api/starter': {
    access: 'viewer',
    summary: 'Ready campaigns: what each makes, and what is left to do',
    answer: wire.StarterAnswer,
  },
  'POST /api/starter/:id': {
    access: 'editor',
    summary: 'Make what is missing of a campaign: a playlist, a survey and a document as drafts',
    answer: wire.CampaignView,
  },
  'DELETE /api/starter/:id': {
    access: 'editor',
    summary: 'Take back what nobody has changed, published or scheduled',
    answer: wire.StarterUndone,
  },
} as const satisfies Record<string, RouteRow>;
