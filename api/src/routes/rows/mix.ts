/** The rows of audiences and the mix in the route table. */
import * as wire from '../../wire/mix.ts';
import type { RouteRow } from '../row.ts';

export const MIX_ROUTES = {
  'GET /api/audiences': {
    access: 'viewer',
    summary: 'Who is shown which stories, in which shares',
    answer: wire.AudiencesAnswer,
  },
  'PUT /api/audiences': {
    access: 'editor',
    summary: 'Set all audiences; more than 20 % corporate asks for a reason, which is written down',
    body: wire.AudiencesDraft,
    answer: wire.AudiencesAnswer,
  },
  'GET /api/mix': {
    access: 'viewer',
    summary: 'The mix that was declared and that was played',
    answer: wire.MixAnswer,
  },
} as const satisfies Record<string, RouteRow>;
