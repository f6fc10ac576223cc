/** The rows about looking after screens in the route table. */
import { Screenshot } from '@palier/playlists/screenshot';
import {
  AlertRules,
  BulkAnswer,
  BulkChange,
  CommandAnswer,
  CommandRequest,
  HealthAnswer,
  ScreenshotsAnswer,
} from '../../wire/screen-care.ts';
import { SpanQuery, type RouteRow } from '../row.ts';

export const SCREEN_CARE_ROUTES = {
  'GET /api/screens/:id/health': {
    access: 'viewer',
    summary: 'Its health over a span of at most 100 days, and the uptime of each week',
    query: SpanQuery,
    answer: HealthAnswer,
  },
  'GET /api/screens/:id/screenshots': {
    access: 'viewer',
    summary: 'The newest pictures of it',
    answer: ScreenshotsAnswer,
  },
  'GET /api/screens/:id/screenshots/:takenAt': { access: 'viewer', summary: 'One of them', media: 'image/webp' },
  'POST /api/screen-commands': {
    access: 'editor',
    summary: 'Ask screens for a picture, to restart their player, or to show their name for 30 s',
    body: CommandRequest,
    answer: CommandAnswer,
  },
  'POST /api/screen-changes': {
    access: 'editor',
    summary: 'Change many screens in the same way, all or none',
    body: BulkChange,
    answer: BulkAnswer,
  },
  'GET /api/alerts': { access: 'admin', summary: 'Who is told by mail of an outage', answer: AlertRules },
  'PUT /api/alerts': { access: 'admin', summary: 'Say who is told', body: AlertRules, answer: AlertRules },
  'POST /api/player/screenshots': {
    access: 'screen',
    summary: 'A picture of the wall, or why there is none',
    body: Screenshot,
    status: 204,
  },
} as const satisfies Record<string, RouteRow>;
