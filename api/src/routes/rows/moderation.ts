/** The routes of moderators, and the one by which phones report a story. */
import * as wire from '../../wire/moderation.ts';
import { ModerationSettings } from '@palier/playlists/moderation';
import type { RouteRow } from '../row.ts';

export const MODERATION_ROUTES = {
  'GET /api/proposals': {
    access: 'moderation',
    summary: 'The queue: what waits, oldest first, with hints and duplicates',
    query: wire.QueueQuery,
    answer: wire.QueueView,
  },
  'GET /api/proposals/:id': {
    access: 'moderation',
    summary: 'One proposal with everything to decide on',
    answer: wire.ModerationView,
  },
  'GET /api/proposals/:id/media/:sha256': {
    access: 'moderation',
    summary: 'A picture or film of a proposal, before anybody else sees it',
    media: 'image/*, video/*',
  },
  'POST /api/proposals/:id/claim': {
    access: 'moderation',
    summary: 'Take it in hand for ten minutes',
    body: wire.ClaimWanted,
    answer: wire.ModerationView,
  },
  'DELETE /api/proposals/:id/claim': { access: 'moderation', summary: 'Let it go', answer: wire.ModerationView },
  'POST /api/proposals/:id/decision': {
    access: 'moderation',
    summary: 'Approve, ask for changes, decline, take down, or show again; nobody approves their own',
    body: wire.DecisionWanted,
    answer: wire.ModerationView,
  },
  'DELETE /api/proposals/:id/decision': {
    access: 'moderation',
    summary: 'Take the own last decision back, within two minutes',
    answer: wire.ModerationView,
  },
  'PUT /api/proposals/:id/content': {
    access: 'moderation',
    summary: 'Mend the words before deciding; a new revision',
    body: wire.MendWanted,
    answer: wire.ModerationView,
  },
  'POST /api/proposal-decisions': {
    access: 'moderation',
    summary: 'One decision for many, at most 50; each by itself',
    body: wire.BulkWanted,
    answer: wire.BulkDone,
  },
  'GET /api/proposal-count': {
    access: 'moderation',
    summary: 'How many wait',
    answer: wire.QueueCount,
  },
  'GET /api/proposal-audit': {
    access: 'moderation',
    summary: 'Every decision of a month; also as CSV',
    query: wire.AuditQuery,
    answer: wire.AuditView,
  },
  'GET /api/proposal-settings': {
    access: 'moderation',
    summary: 'Words to look at twice, reasons to start from, the own daily letter',
    answer: wire.ModerationSettingsView,
    etag: 'sent',
  },
  'PUT /api/proposal-settings': {
    access: 'moderation',
    summary: 'Change the words and the reasons of the house',
    body: ModerationSettings,
    answer: wire.ModerationSettingsView,
    etag: 'required',
  },
  'PUT /api/proposal-settings/digest': {
    access: 'moderation',
    summary: 'Have the daily letter, or not',
    body: wire.DigestWanted,
    answer: wire.ModerationSettingsView,
  },
  'POST /api/public/stories/:id/report-marks': {
    access: 'anyone',
    blind: true,
    summary: 'A mark for the report of this story, by which its browser counts once',
    body: wire.ReportMarkWanted,
    answer: wire.ReportMark,
  },
  'POST /api/public/stories/:id/reports': {
    access: 'anyone',
    blind: true,
    summary: 'Report a story: three different devices hide it until a moderator looks',
    body: wire.ReportGiven,
    answer: wire.ReportTaken,
  },
} as const satisfies Record<string, RouteRow>;
