/**
 * Every route in one table, read top to bottom: who may call it, what it takes and what it answers. The guard, the
 * documentation and the test that walks every route and role read this; a handler whose route is not here answers nobody.
 */
import { z } from 'zod';
import { Heartbeat } from '@palier/playlists/heartbeat';
import { Manifest } from '@palier/playlists/manifest';
import { LibraryFile } from '@palier/playlists/library-file';
import { Media } from '@palier/playlists/media';
import { Now } from '@palier/playlists/now';
import { PairingAnswer, PairingApproval, PairingOffer, PairingRequest, PairingSize } from '@palier/playlists/pairing';
import { PlayBatch, PlayBatchReceipt } from '@palier/playlists/play';
import { Playlist } from '@palier/playlists/playlist';
import { Schedule } from '@palier/playlists/schedule';
import { Screen } from '@palier/playlists/screen';
import {
  ExplanationView,
  PairingView,
  PlaylistView,
  ScreenView,
  SessionView,
  TakeoverView,
  UserView,
} from '@palier/playlists/views';
import * as wire from '../wire.ts';
import { INBOX_ROUTES } from './rows/inbox.ts';
import { DOCUMENT_ROUTES } from './rows/documents.ts';
import { ENGAGEMENT_ROUTES } from './rows/engagement.ts';
import { STARTER_ROUTES } from './rows/starter.ts';
import { FEED_ROUTES } from './rows/feeds.ts';
import { MIX_ROUTES } from './rows/mix.ts';
import { MODERATION_ROUTES } from './rows/moderation.ts';
import { MAIL_ROUTES } from './rows/mail.ts';
import { THREAD_ROUTES } from './rows/threads.ts';
import { CALENDAR_ROUTES } from './rows/calendars.ts';
import { OCCURRENCE_ROUTES } from './rows/occurrences.ts';
import { PROPOSAL_ROUTES } from './rows/proposals.ts';
import { REPORT_ROUTES } from './rows/reports.ts';
import { SCREEN_CARE_ROUTES } from './rows/screen-care.ts';
import { AtQuery, CodeQuery, NameQuery, PlaysQuery, SpanQuery, type RouteRow } from './row.ts';
import { DRAFT_ROUTES } from './rows/drafts.ts';
import { FIGURE_ROUTES } from './rows/figures.ts';
import { NETWORK_ROUTES } from './rows/networks.ts';
import { ITEM_ROUTES } from './rows/items.ts';
import { SHARE_ROUTES } from './rows/share.ts';
import { SURVEY_ROUTES } from './rows/surveys.ts';
import { LIBRARY_ROUTES } from './rows/library.ts';

/** A noun with more than a few routes keeps its rows in `rows/<noun>.ts` and stands here as one line. */
export const ROUTES = {
  'GET /api/health': {
    access: 'anyone',
    blind: true,
    summary: 'Whether the server works and can save',
    answer: wire.HealthView,
  },
  'GET /api/openapi.json': { access: 'anyone', summary: 'This description', answer: z.unknown() },
  'GET /api/docs': { access: 'anyone', summary: 'The same for people', media: 'text/html' },

  'GET /api/public/organisation': {
    access: 'anyone',
    blind: true,
    summary: 'Whose house this is',
    answer: wire.OrganisationView,
  },

  'GET /api/session': { access: 'anyone', summary: 'Who is signed in', answer: SessionView },
  'POST /api/session': { access: 'anyone', summary: 'Sign in', body: wire.SignIn, answer: SessionView },
  'DELETE /api/session': { access: 'anyone', summary: 'Sign out', status: 204 },
  'PATCH /api/session/user': {
    access: 'viewer',
    summary: 'Change the own account',
    body: wire.OwnUserPatch,
    answer: UserView,
  },
  'POST /api/setup': {
    access: 'anyone',
    summary: 'Make the first administrator, by the token of the set-up link',
    body: wire.Setup,
    answer: SessionView,
  },

  'GET /api/users': { access: 'admin', summary: 'Everyone who can sign in', answer: wire.UsersAnswer },
  'POST /api/users': { access: 'admin', summary: 'Add a person', body: wire.UserDraft, answer: UserView, status: 201 },
  'PATCH /api/users/:id': { access: 'admin', summary: 'Change a person', body: wire.UserPatch, answer: UserView },
  'DELETE /api/users/:id': { access: 'admin', summary: 'Remove a person', status: 204 },

  ...MAIL_ROUTES,
  ...SCREEN_CARE_ROUTES,
  ...THREAD_ROUTES,
  ...PROPOSAL_ROUTES,
  ...INBOX_ROUTES,
  ...REPORT_ROUTES,

  'GET /api/screens': { access: 'viewer', summary: 'All screens as they are now', answer: wire.ScreensAnswer },
  'POST /api/screens': {
    access: 'editor',
    summary: 'Add a screen whose machine comes later',
    body: wire.ScreenDraft,
    answer: Screen,
    status: 201,
  },
  'GET /api/screens/:id': { access: 'viewer', summary: 'One screen as it is now', answer: ScreenView },
  'PATCH /api/screens/:id': { access: 'editor', summary: 'Change a screen', body: wire.ScreenPatch, answer: Screen },
  'DELETE /api/screens/:id': { access: 'editor', summary: 'Remove a screen; its machine is out', status: 204 },
  'GET /api/screens/:id/now': { access: 'viewer', summary: 'What it shows at an instant', query: AtQuery, answer: Now },
  'GET /api/screens/:id/explain': {
    access: 'viewer',
    summary: 'Why that plays, and why each other candidate does not',
    query: AtQuery,
    answer: ExplanationView,
  },
  'GET /api/screens/:id/timeline': {
    access: 'viewer',
    summary: 'What it shows over a span of at most 62 days',
    query: SpanQuery,
    answer: wire.TimelineAnswer,
  },
  'GET /api/screens/:id/plays': {
    access: 'viewer',
    summary: 'Proof of play, oldest first, a page at a time',
    query: PlaysQuery,
    answer: wire.PlaysAnswer,
  },

  'GET /api/groups': { access: 'viewer', summary: 'The groups and their screens', answer: wire.GroupsAnswer },
  'PUT /api/groups/:name': {
    access: 'editor',
    summary: 'Give a group these screens and no others',
    body: wire.GroupMembers,
    answer: wire.GroupsAnswer,
  },
  'DELETE /api/groups/:name': { access: 'editor', summary: 'Dissolve a group', status: 204 },

  'GET /api/playlists': {
    access: 'viewer',
    summary: 'All playlists, and the files that were refused',
    answer: wire.PlaylistsAnswer,
  },
  'POST /api/playlists': {
    access: 'editor',
    summary: 'Add a playlist',
    body: wire.PlaylistDraft,
    answer: PlaylistView,
    status: 201,
    etag: 'sent',
  },
  'GET /api/playlists/:id': { access: 'viewer', summary: 'One playlist', answer: PlaylistView, etag: 'sent' },
  'PUT /api/playlists/:id': {
    access: 'editor',
    summary: 'Replace a playlist',
    body: Playlist,
    answer: PlaylistView,
    etag: 'required',
  },
  'DELETE /api/playlists/:id': { access: 'editor', summary: 'Remove a playlist that nothing plays', status: 204 },

  'GET /api/schedules': { access: 'viewer', summary: 'All schedules', answer: wire.SchedulesAnswer },
  'POST /api/schedules': {
    access: 'editor',
    summary: 'Add a schedule',
    body: wire.ScheduleDraft,
    answer: Schedule,
    status: 201,
    etag: 'sent',
  },
  'GET /api/schedules/:id': { access: 'viewer', summary: 'One schedule', answer: Schedule, etag: 'sent' },
  'PUT /api/schedules/:id': {
    access: 'editor',
    summary: 'Replace a schedule',
    body: Schedule,
    answer: Schedule,
    etag: 'required',
  },
  ...OCCURRENCE_ROUTES,
  ...CALENDAR_ROUTES,
  'DELETE /api/schedules/:id': { access: 'editor', summary: 'Remove a schedule', status: 204 },

  ...DRAFT_ROUTES,

  'GET /api/takeovers': { access: 'viewer', summary: 'Takeovers, newest first', answer: wire.TakeoversAnswer },
  'POST /api/takeovers': {
    access: 'editor',
    summary: 'Take over screens until a stated end',
    body: wire.TakeoverStart,
    answer: TakeoverView,
    status: 201,
  },
  'GET /api/takeovers/:id': {
    access: 'viewer',
    summary: 'One takeover, with the screens it reached and did not',
    answer: TakeoverView,
  },
  'POST /api/takeovers/:id/end': { access: 'editor', summary: 'End it now', answer: TakeoverView },

  ...SURVEY_ROUTES,
  ...FEED_ROUTES,
  ...MIX_ROUTES,
  ...ENGAGEMENT_ROUTES,
  ...STARTER_ROUTES,
  ...MODERATION_ROUTES,
  ...SHARE_ROUTES,
  ...ITEM_ROUTES,
  ...FIGURE_ROUTES,
  ...NETWORK_ROUTES,

  ...DOCUMENT_ROUTES,

  'GET /api/media': { access: 'viewer', summary: 'The files of the library', answer: wire.MediaAnswer },
  'POST /api/media': {
    access: 'editor',
    summary: 'Add or replace a file: its bytes are the body',
    query: NameQuery,
    answer: z.union([Media, LibraryFile]),
    status: 201,
  },
  'DELETE /api/media/:name{.+}': { access: 'editor', summary: 'Remove a file that nothing shows', status: 204 },
  ...LIBRARY_ROUTES,
  'GET /media/:sha256': { access: 'watcher', summary: 'The bytes of a file; takes Range', media: 'image/*' },

  'GET /api/events': { access: 'viewer', summary: 'event: changed, as it happens', media: 'text/event-stream' },

  'POST /api/pairings': {
    access: 'anyone',
    summary: 'A machine asks to become a screen',
    body: PairingRequest,
    answer: PairingOffer,
    status: 201,
  },
  'GET /api/pairings/mine': {
    access: 'poll-secret',
    summary: 'What became of it; Authorization: Bearer <pollSecret>',
    query: CodeQuery,
    answer: PairingAnswer,
  },
  'POST /api/pairings/mine': {
    access: 'poll-secret',
    summary: 'How large its page is; Authorization: Bearer <pollSecret>',
    body: PairingSize,
    status: 204,
  },
  'GET /api/pairings': { access: 'editor', summary: 'Machines that wait', answer: wire.PairingsAnswer },
  'GET /api/pairings/:code': { access: 'editor', summary: 'The machine that shows a code', answer: PairingView },
  'POST /api/pairings/:code/approve': {
    access: 'editor',
    summary: 'Make it a screen, or the new machine of one',
    body: PairingApproval,
    answer: Screen,
  },
  'POST /api/pairings/:code/refuse': { access: 'editor', summary: 'Send it away', status: 204 },

  'GET /api/player/manifest': {
    access: 'screen',
    summary: 'All that this screen needs to play',
    answer: Manifest,
    etag: 'sent',
  },
  'GET /api/player/events': { access: 'screen', summary: 'event: revision, as it happens', media: 'text/event-stream' },
  'GET /api/player/media/:sha256': { access: 'screen', summary: 'The bytes of a file; takes Range', media: 'image/*' },
  'POST /api/player/heartbeats': {
    access: 'screen',
    summary: 'What the screen does; 204, or 200 with its next token',
    body: Heartbeat,
    answer: wire.HeartbeatAnswer,
  },
  'POST /api/player/plays': {
    access: 'screen',
    summary: 'What was shown; the same batch may come again',
    body: PlayBatch,
    answer: PlayBatchReceipt,
  },

  'GET /play': { access: 'anyone', summary: 'The hosted player, for smart TVs', media: 'text/html' },
  'GET /play/*': { access: 'anyone', summary: 'Its page, and what the page asks', media: 'text/html' },
  'POST /play/*': { access: 'anyone', summary: 'What its page reports', status: 204 },
  'GET /play/preview/:screenId': { access: 'viewer', summary: 'What a screen shows', media: 'text/html' },
  'GET /play/preview/:screenId/*': { access: 'viewer', summary: 'Its page, and what it asks', media: 'text/html' },
  'POST /play/preview/:screenId/*': { access: 'viewer', summary: 'What its page reports: kept nowhere', status: 204 },
} as const satisfies Record<string, RouteRow>;

export type RouteKey = keyof typeof ROUTES;

/** The row of a route as Hono knows it: its method and the path it was registered under. */
export function rowOf(method: string, path: string): RouteRow | undefined {
  const rows: Record<string, RouteRow> = ROUTES;
  return rows[`${method} ${path}`];
}
