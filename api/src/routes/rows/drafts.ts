/** The rows of drafts, checks and history. */
import { PlaylistDraftView, ScheduleDraftView } from '@palier/playlists/draft';
import { HistoryPage, PlaylistVersion, ScheduleVersion } from '@palier/playlists/history';
import { Playlist } from '@palier/playlists/playlist';
import { Schedule } from '@palier/playlists/schedule';
import { PlaylistView } from '@palier/playlists/views';
import { BeforeQuery, DraftsAnswer, EntriesToCheck, FindingsAnswer, Publication } from '../../wire/drafts.ts';
import type { RouteRow } from '../row.ts';

export const DRAFT_ROUTES = {
  'GET /api/drafts': { access: 'viewer', summary: 'What is being changed and not published', answer: DraftsAnswer },
  'POST /api/checks': {
    access: 'viewer',
    summary: 'What the publishing checks find',
    body: EntriesToCheck,
    answer: FindingsAnswer,
  },

  'GET /api/playlists/:id/draft': { access: 'viewer', summary: 'Its draft', answer: PlaylistDraftView, etag: 'sent' },
  'PUT /api/playlists/:id/draft': {
    access: 'editor',
    summary: 'Keep a draft; If-Match names the draft, or what is published when there is none',
    body: Playlist,
    answer: PlaylistDraftView,
    etag: 'required',
  },
  'DELETE /api/playlists/:id/draft': { access: 'editor', summary: 'Discard the draft', status: 204 },
  'POST /api/playlists/:id/draft/publish': {
    access: 'editor',
    summary: 'Publish the draft, now or at an instant',
    body: Publication,
    answer: PlaylistDraftView,
    etag: 'required',
  },
  'DELETE /api/playlists/:id/draft/plan': {
    access: 'editor',
    summary: 'Take a planned publication back',
    answer: PlaylistDraftView,
    etag: 'sent',
  },
  'GET /api/playlists/:id/versions': {
    access: 'viewer',
    summary: 'Its history, newest first',
    query: BeforeQuery,
    answer: HistoryPage,
  },
  'GET /api/playlists/:id/versions/:version': {
    access: 'viewer',
    summary: 'A version as it was',
    answer: PlaylistVersion,
  },
  'POST /api/playlists/:id/versions/:version/return': {
    access: 'editor',
    summary: 'Publish a former version again, as a new one',
    answer: PlaylistView,
    etag: 'sent',
  },

  'GET /api/schedules/:id/draft': { access: 'viewer', summary: 'Its draft', answer: ScheduleDraftView, etag: 'sent' },
  'PUT /api/schedules/:id/draft': {
    access: 'editor',
    summary: 'Keep a draft; If-Match names the draft, or what is published when there is none',
    body: Schedule,
    answer: ScheduleDraftView,
    etag: 'required',
  },
  'DELETE /api/schedules/:id/draft': { access: 'editor', summary: 'Discard the draft', status: 204 },
  'POST /api/schedules/:id/draft/publish': {
    access: 'editor',
    summary: 'Publish the draft, now or at an instant',
    body: Publication,
    answer: ScheduleDraftView,
    etag: 'required',
  },
  'DELETE /api/schedules/:id/draft/plan': {
    access: 'editor',
    summary: 'Take a planned publication back',
    answer: ScheduleDraftView,
    etag: 'sent',
  },
  'GET /api/schedules/:id/versions': {
    access: 'viewer',
    summary: 'Its history, newest first',
    query: BeforeQuery,
    answer: HistoryPage,
  },
  'GET /api/schedules/:id/versions/:version': {
    access: 'viewer',
    summary: 'A version as it was',
    answer: ScheduleVersion,
  },
  'POST /api/schedules/:id/versions/:version/return': {
    access: 'editor',
    summary: 'Publish a former version again, as a new one',
    answer: Schedule,
    etag: 'sent',
  },
} as const satisfies Record<string, RouteRow>;
