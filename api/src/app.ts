/**
 * The API: one `Request -> Response` app. Middleware, then one line a noun. Read this first, then `routes/table.ts`.
 * It opens no socket and reads no environment; everything it works with is given.
 */
import { Hono } from 'hono';
import { answerFault, boundedBody, greet, guard, ownPagesOnly } from './door.ts';
import type { ApiEnv } from './environment.ts';
import type { HostedPlayers } from './hosted-player.ts';
import type { Parts } from './parts.ts';
import { problem } from './problem.ts';
import { calendarRoutes } from './routes/calendars.ts';
import { actionRoutes } from './routes/actions.ts';
import { publicProposalRoutes } from './routes/public-proposals.ts';
import { publicSurveyRoutes } from './routes/public-surveys.ts';
import { surveyRoutes } from './routes/surveys.ts';
import { docsRoutes } from './routes/docs.ts';
import { draftRoutes } from './routes/drafts.ts';
import { documentRoutes } from './routes/documents.ts';
import { eventRoutes } from './routes/events.ts';
import { figureRoutes } from './routes/figures.ts';
import { groupRoutes } from './routes/groups.ts';
import { healthRoutes } from './routes/health.ts';
import { inboxRoutes } from './routes/inbox.ts';
import { itemRoutes } from './routes/items.ts';
import { mailRoutes } from './routes/mail.ts';
import { libraryRoutes } from './routes/library.ts';
import { feedRoutes } from './routes/feeds.ts';
import { engagementRoutes } from './routes/engagement.ts';
import { mixRoutes } from './routes/mix.ts';
import { moderationRoutes } from './routes/moderation.ts';
import { mediaRoutes } from './routes/media.ts';
import { occurrenceRoutes } from './routes/occurrences.ts';
import { organisationRoutes } from './routes/organisation.ts';
import { networkRoutes } from './routes/networks.ts';
import { pairingRoutes } from './routes/pairings.ts';
import { playRoutes } from './routes/play.ts';
import { playerRoutes } from './routes/player.ts';
import { playlistRoutes } from './routes/playlists.ts';
import { scheduleRoutes } from './routes/schedules.ts';
import { reportRoutes } from './routes/reports.ts';
import { screenCareRoutes } from './routes/screen-care.ts';
import { starterRoutes } from './routes/starter.ts';
import { shareRoutes } from './routes/share.ts';
import { screenRoutes } from './routes/screens.ts';
import { sessionRoutes } from './routes/session.ts';
import { takeoverRoutes } from './routes/takeovers.ts';
import { threadRoutes } from './routes/threads.ts';
import { userRoutes } from './routes/users.ts';

export type Api = Hono<ApiEnv>;

/** `players` makes `/play`; it needs the app itself, to speak to it in process. */
export function createApi(parts: Parts, players?: (api: Api) => HostedPlayers): Api {
  const api: Api = new Hono<ApiEnv>()
    .use(greet(parts))
    .use(ownPagesOnly(parts.publicUrl))
    .use(boundedBody())
    .use(guard(parts))
    .onError((error, c) => answerFault(error, c, parts.log))
    .notFound((c) => problem(c, 'not-found'))
    .route('/', healthRoutes(parts))
    .route('/', docsRoutes(parts))
    .route('/', organisationRoutes(parts))
    .route('/', sessionRoutes(parts))
    .route('/', userRoutes(parts))
    .route('/', mailRoutes(parts))
    .route('/', threadRoutes(parts))
    .route('/', inboxRoutes(parts))
    .route('/', screenRoutes(parts))
    .route('/', screenCareRoutes(parts))
    .route('/', reportRoutes(parts))
    .route('/', groupRoutes(parts))
    .route('/', playlistRoutes(parts))
    .route('/', occurrenceRoutes(parts))
    .route('/', calendarRoutes(parts))
    .route('/', scheduleRoutes(parts))
    .route('/', draftRoutes(parts))
    .route('/', takeoverRoutes(parts))
    .route('/', surveyRoutes(parts))
    .route('/', actionRoutes(parts))
    .route('/', publicSurveyRoutes(parts))
    .route('/', publicProposalRoutes(parts))
    .route('/', feedRoutes(parts))
    .route('/', mixRoutes(parts))
    .route('/', engagementRoutes(parts))
    .route('/', starterRoutes(parts))
    .route('/', moderationRoutes(parts))
    .route('/', shareRoutes(parts))
    .route('/', itemRoutes(parts))
    .route('/', documentRoutes(parts))
    .route('/', mediaRoutes(parts))
    .route('/', figureRoutes(parts))
    .route('/', networkRoutes(parts))
    .route('/', libraryRoutes(parts))
    .route('/', eventRoutes(parts))
    .route('/', pairingRoutes(parts))
    .route('/', playerRoutes(parts));
  return players === undefined ? api : api.route('/', playRoutes(parts, players(api)));
}
