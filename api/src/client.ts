/**
 * The typed client: the only door to the server for the panel, in the browser and in its server-side loads. One
 * method a route. A refused request is a value, `{ problem }`; only a network fault or an answer that is not the
 * promised shape throws. It keeps no state and never signs anyone in by itself: the browser holds the cookie.
 */
import type { z } from 'zod';
import { PanelEvent } from '@palier/playlists/events';
import { Media } from '@palier/playlists/media';
import { Now } from '@palier/playlists/now';
import type { PairingApproval } from '@palier/playlists/pairing';
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
import { figureRoutes } from './client/figures.ts';
import { networkRoutes } from './client/networks.ts';
import { documentRoutes } from './client/documents.ts';
import { createCaller, enc, query, type Caller, type ClientDeps } from './client/caller.ts';
import { draftRoutes, historyRoutes } from './client/drafts.ts';
import { itemRoutes } from './client/items.ts';
import { inboxRoutes } from './client/inbox.ts';
import { sourceRoutes, storyRoutes, topicRoutes } from './client/feeds.ts';
import { starterRoutes } from './client/starter.ts';
import { engagementRoutes } from './client/engagement.ts';
import { mixRoutes } from './client/mix.ts';
import { moderationRoutes, publicReportRoutes } from './client/moderation.ts';
import { mailRoutes } from './client/mail.ts';
import { proposalRoutes } from './client/proposals.ts';
import { threadRoutes } from './client/threads.ts';
import { calendarRoutes } from './client/calendars.ts';
import { occurrenceRoutes } from './client/occurrences.ts';
import { reportRoutes } from './client/reports.ts';
import { screenCareRoutes } from './client/screen-care.ts';
import { actionRoutes, publicSurveyRoutes, surveyRoutes } from './client/surveys.ts';
import { libraryRoutes } from './client/library.ts';
import { publicStoryRoutes, shareRoutes } from './client/share.ts';
import type * as wire from './wire.ts';
import {
  GroupsAnswer,
  HealthView,
  MediaAnswer,
  OrganisationView,
  PairingsAnswer,
  PlaylistsAnswer,
  PlaysAnswer,
  SchedulesAnswer,
  ScreensAnswer,
  TakeoversAnswer,
  TimelineAnswer,
  UsersAnswer,
} from './wire.ts';

export type {
  HealthView,
  MediaAnswer,
  MediaView,
  OwnUserPatch,
  PlaylistDraft,
  PlaylistInput,
  PlaylistsAnswer,
  PlaysAnswer,
  ScheduleDraft,
  ScheduleInput,
  ScreenDraft,
  ScreenPatch,
  Setup,
  SignIn,
  TakeoverStart,
  UserDraft,
  UserPatch,
} from './wire.ts';

export type { ReportAsked } from './client/reports.ts';
export type { PlayReport, PlayRow, Shortfall } from './wire/reports.ts';
export type { AlertRules, BulkChange, HealthAnswer, ScreenshotsAnswer } from './wire/screen-care.ts';
export type { MailTestAnswer, MailView } from './wire/mail.ts';
export type {
  MessageDraft,
  ReceiptCheck,
  ReceiptDraft,
  TalkProof,
  ThreadDraft,
  ThreadOpening,
  WordsView,
} from './wire/threads.ts';
export type {
  AnswerDraft,
  AuditAnswer,
  CannedReplyInput,
  CardView,
  HandlingBody,
  InboxQuery,
  SearchAnswer,
  TalkSettingsInput,
  ThemesAnswer,
} from './wire/inbox.ts';
export { parseInboxNews } from './client/inbox.ts';
export { parseThreadNews } from './client/threads.ts';
export type { CalendarOf, CalendarView } from './wire/calendars.ts';
export type { OccurrencesOf } from './client/occurrences.ts';
export type { DayView, HiderView, OccurrencesAnswer, OccurrenceView, PreviewAnswer } from './wire/occurrences.ts';
export type {
  FigureDraft,
  FigurePut,
  FigureView,
  FileAnswer,
  PublicFigureAnswer,
  TableAnswer,
} from './wire/figures.ts';
export type { CodesDraft, NetworkDraft, NetworkInput, NetworkView, RevealAnswer } from './wire/networks.ts';
export type {
  ActionInput,
  ActionsAnswer,
  AnswersGiven,
  AnswersTaken,
  CardWanted,
  CodesByMail,
  CodesMade,
  DecidedAnswer,
  LoopFigures,
  Participation,
  PublicSurvey,
  ResultComments,
  ResultFigure,
  ResultGroup,
  ResultsView,
  SurveyContentInput,
  SurveyFindingView,
  SurveyImport,
  SurveyImported,
  SurveyStart,
  SurveySummary,
  SurveyTemplatesAnswer,
  SurveyView,
} from './wire/surveys.ts';
export type { CampaignId, CampaignView } from './wire/starter.ts';
export type { Compared, EngagementAnswer } from './wire/engagement.ts';
export type { AudiencesAnswer, MixAnswer, MixView } from './wire/mix.ts';
export type {
  BulkStories,
  BulkStoriesDone,
  FoundFeeds,
  ImportAnswer,
  OwnStoryInput,
  SourceView,
  StoriesAnswer,
  StoryAct,
  StoryCount,
  StoryRefusal,
  StoryReported,
  StoryThumbnail,
  StoryWords,
} from './wire/feeds.ts';
export type { ProposalDraft, ProposalEdit, ProposalWords } from './wire/proposals.ts';
export type {
  AuditView,
  BulkDone,
  BulkWanted,
  ChangesView,
  ClaimView,
  DecisionDid,
  DecisionWanted,
  HintView,
  ModerationSettingsView,
  ModerationView,
  PieceView,
  ProposalFileView,
  QueueEntry,
  QueueList,
  QueueView,
} from './wire/moderation.ts';
export type { FeedAnswer, FeedGroup, KitsAnswer, KitView, PublicKit, PublicStory, ShareMade } from './wire/share.ts';
export type { DocumentEdit, DocumentSummary, DocumentView, PublicDocument, VersionView } from './wire/documents.ts';
export type { ImportView, LibraryAnswer, LibraryPatch, LibraryRemoved } from './wire/library.ts';
export { isRefusal } from './client/caller.ts';
export type { ClientDeps, Refusal, Versioned } from './client/caller.ts';

export type Client = ReturnType<typeof createClient>;

/** Data of one `event: changed` of `client.events.url`; absent when it is not one. */
export function parsePanelEvent(data: string): PanelEvent | undefined {
  return PanelEvent.safeParse(JSON.parse(data)).data;
}

/**
 * @param deps where the server is, and the `fetch` that reaches it (SvelteKit's own in a load function).
 */
export function createClient(deps: ClientDeps) {
  const caller = createCaller(deps);
  return {
    health: () => caller.read('/api/health', HealthView),
    /** Whose house this is; anybody may ask. */
    organisation: () => caller.read('/api/public/organisation', OrganisationView),
    session: sessionRoutes(caller),
    users: userRoutes(caller),
    mail: mailRoutes(caller),
    threads: threadRoutes(caller, deps.baseUrl),
    /** What employees propose, on their phones. */
    proposals: proposalRoutes(deps),
    inbox: inboxRoutes(caller, deps.baseUrl),
    screens: screenRoutes(caller),
    screenCare: screenCareRoutes(caller),
    reports: reportRoutes(caller, deps.baseUrl),
    groups: groupRoutes(caller),
    playlists: playlistRoutes(caller),
    surveys: surveyRoutes(caller, deps.baseUrl),
    actions: actionRoutes(caller),
    /** What phones ask. */
    publicSurveys: publicSurveyRoutes(caller),
    mix: mixRoutes(caller),
    engagement: engagementRoutes(caller),
    starter: starterRoutes(caller),
    sources: sourceRoutes(caller, deps.baseUrl),
    stories: storyRoutes(caller),
    topics: topicRoutes(caller),
    moderation: moderationRoutes(caller, deps.baseUrl),
    publicReports: publicReportRoutes(caller),
    publicStories: publicStoryRoutes(caller),
    share: shareRoutes(caller),
    schedules: scheduleRoutes(caller),
    occurrences: occurrenceRoutes(caller),
    calendars: calendarRoutes(caller),
    drafts: draftRoutes(caller),
    history: historyRoutes(caller),
    takeovers: takeoverRoutes(caller),
    items: itemRoutes(caller),
    documents: documentRoutes(caller),
    media: mediaRoutes(caller, deps.baseUrl),
    figures: figureRoutes(caller),
    networks: networkRoutes(caller),
    library: libraryRoutes(caller, deps.baseUrl),
    pairings: pairingRoutes(caller),
    /** For an `EventSource`: `event: changed`, whose data `parsePanelEvent` reads. */
    events: { url: `${deps.baseUrl}/api/events` },
  };
}

function sessionRoutes(caller: Caller) {
  return {
    get: () => caller.read('/api/session', SessionView),
    signIn: (body: wire.SignIn) => caller.send('POST', '/api/session', SessionView, body),
    signOut: () => caller.done('DELETE', '/api/session'),
    /** The one-time set-up link's token makes the first administrator and signs them in. */
    setUp: (body: wire.Setup) => caller.send('POST', '/api/setup', SessionView, body),
    updateUser: (patch: wire.OwnUserPatch) => caller.send('PATCH', '/api/session/user', UserView, patch),
  };
}

function userRoutes(caller: Caller) {
  return {
    list: () => caller.read('/api/users', UsersAnswer),
    create: (draft: wire.UserDraft) => caller.send('POST', '/api/users', UserView, draft),
    update: (id: string, patch: wire.UserPatch) => caller.send('PATCH', `/api/users/${enc(id)}`, UserView, patch),
    remove: (id: string) => caller.done('DELETE', `/api/users/${enc(id)}`),
  };
}

function screenRoutes(caller: Caller) {
  const one = (id: string) => `/api/screens/${enc(id)}`;
  return {
    list: () => caller.read('/api/screens', ScreensAnswer),
    create: (draft: wire.ScreenDraft) => caller.send('POST', '/api/screens', Screen, draft),
    get: (id: string) => caller.read(one(id), ScreenView),
    update: (id: string, patch: wire.ScreenPatch) => caller.send('PATCH', one(id), Screen, patch),
    remove: (id: string) => caller.done('DELETE', one(id)),
    /** What it shows at an instant (ISO); default now. */
    now: (id: string, at?: string) => caller.read(`${one(id)}/now${query({ at })}`, Now),
    explain: (id: string, at?: string) => caller.read(`${one(id)}/explain${query({ at })}`, ExplanationView),
    /** Blocks from one instant to another, at most 62 days. */
    timeline: (id: string, from: string, to: string) =>
      caller.read(`${one(id)}/timeline${query({ from, to })}`, TimelineAnswer),
    /** Proof of play, oldest first, from the position `after`. */
    plays: (id: string, after?: number) =>
      caller.read(`${one(id)}/plays${query({ after: after?.toString() })}`, PlaysAnswer),
  };
}

function groupRoutes(caller: Caller) {
  return {
    list: () => caller.read('/api/groups', GroupsAnswer),
    /** The group's members from now on, and no others. */
    put: (name: string, screens: string[]) => caller.send('PUT', `/api/groups/${enc(name)}`, GroupsAnswer, { screens }),
    remove: (name: string) => caller.done('DELETE', `/api/groups/${enc(name)}`),
  };
}

function playlistRoutes(caller: Caller) {
  const one = (id: string) => `/api/playlists/${enc(id)}`;
  return {
    list: () => caller.read('/api/playlists', PlaylistsAnswer),
    create: (draft: wire.PlaylistDraft) => caller.sendVersioned('POST', '/api/playlists', PlaylistView, draft),
    get: (id: string) => caller.readVersioned(one(id), PlaylistView),
    /** `etag` of the version it was edited from; somebody's change in between is refused with 412. */
    put: (playlist: wire.PlaylistInput, etag: string) =>
      caller.sendVersioned('PUT', one(playlist.id), PlaylistView, playlist, etag),
    remove: (id: string) => caller.done('DELETE', one(id)),
  };
}

function scheduleRoutes(caller: Caller) {
  const one = (id: string) => `/api/schedules/${enc(id)}`;
  return {
    list: () => caller.read('/api/schedules', SchedulesAnswer),
    create: (draft: wire.ScheduleDraft) => caller.sendVersioned('POST', '/api/schedules', Schedule, draft),
    get: (id: string) => caller.readVersioned(one(id), Schedule),
    put: (schedule: wire.ScheduleInput, etag: string) =>
      caller.sendVersioned('PUT', one(schedule.id), Schedule, schedule, etag),
    remove: (id: string) => caller.done('DELETE', one(id)),
  };
}

function takeoverRoutes(caller: Caller) {
  return {
    list: () => caller.read('/api/takeovers', TakeoversAnswer),
    start: (body: wire.TakeoverStart) => caller.send('POST', '/api/takeovers', TakeoverView, body),
    get: (id: string) => caller.read(`/api/takeovers/${enc(id)}`, TakeoverView),
    end: (id: string) => caller.send('POST', `/api/takeovers/${enc(id)}/end`, TakeoverView, {}),
  };
}

function mediaRoutes(caller: Caller, baseUrl: string) {
  const upload = (name: string) => `/api/media${query({ name })}`;
  return {
    list: () => caller.read('/api/media', MediaAnswer),
    /** Where to send a file's bytes by `POST`, for those who want to show its progress. */
    uploadUrl: (name: string) => `${baseUrl}${upload(name)}`,
    /** Adds a file, or replaces the one of that name. */
    upload: (name: string, file: Blob) => caller.sendFile(upload(name), Media, file),
    remove: (name: string) => caller.done('DELETE', `/api/media/${name.split('/').map(enc).join('/')}`),
    /** The file's bytes, e.g. for a thumbnail. */
    url: (sha256: string) => `${baseUrl}/media/${sha256}`,
  };
}

function pairingRoutes(caller: Caller) {
  return {
    list: () => caller.read('/api/pairings', PairingsAnswer),
    get: (code: string) => caller.read(`/api/pairings/${enc(code)}`, PairingView),
    approve: (code: string, approval: z.input<typeof PairingApproval>) =>
      caller.send('POST', `/api/pairings/${enc(code)}/approve`, Screen, approval),
    refuse: (code: string) => caller.done('POST', `/api/pairings/${enc(code)}/refuse`, {}),
  };
}
