/**
 * What is stored: each collection with its schema, its secondary look-ups and the topics whose revision it moves.
 * Each noun adds its line here. A schema change needs a migration in `migrations.ts`.
 */
import { z } from 'zod';
import { Heartbeat } from '@palier/playlists/heartbeat';
import { ScreenId, Sha256, TakeoverId } from '@palier/playlists/ids';
import { LibraryFile } from '@palier/playlists/library-file';
import { Media } from '@palier/playlists/media';
import { PairingRequest } from '@palier/playlists/pairing';
import { Play } from '@palier/playlists/play';
import { Playlist } from '@palier/playlists/playlist';
import { Schedule } from '@palier/playlists/schedule';
import { Screen } from '@palier/playlists/screen';
import { Takeover } from '@palier/playlists/takeover';
import { UserView } from '@palier/playlists/views';
import { DocumentReads, DocumentRecord, DocumentVersion } from './records/documents.ts';
import { MailRecord } from './records/mail.ts';
import { CalendarRecord } from './records/calendars.ts';
import { DraftRecord, HistoryRecord, VersionRecord } from './records/drafts.ts';
import { CommandRecord, HealthEntry, OutageRecord, ScreenshotRecord } from './records/screens.ts';
import { THREAD_COLLECTIONS, THREAD_LOGS } from './records/threads.ts';
import { FIGURE_COLLECTIONS } from './records/figures.ts';
import { NETWORK_COLLECTIONS, NetworkAuditRecord } from './records/networks.ts';
import { MODERATION_COLLECTIONS } from './records/moderation.ts';
import { PROPOSAL_COLLECTIONS, PROPOSAL_LOGS } from './records/proposals.ts';
import { STORY_COLLECTIONS, STORY_LOGS } from './records/stories.ts';
import { STARTER_COLLECTIONS } from './records/starter.ts';
import { SHARE_COLLECTIONS } from './records/share.ts';

import {
  ActionRecord,
  CommentRecord,
  MarkRecord,
  SealedRecord,
  SurveyCodeRecord,
  SurveyFaceRecord,
  SurveyKeysRecord,
  SurveyRecord,
  SurveyResultsRecord,
  SurveyTurnRecord,
  TookPartRecord,
} from './records/surveys.ts';
import { ImportRecord, RemovedRecord } from './records/library.ts';

const instant = z.iso.datetime();

export const UserRecord = z.strictObject({ ...UserView.shape, passwordHash: z.string(), createdAt: instant });
export const SessionRecord = z.strictObject({
  /** SHA-256 of the cookie's value: the store never holds what would sign someone in. */
  id: Sha256,
  userId: UserView.shape.id,
  createdAt: instant,
  expiresAt: instant,
});
export const ScreenRecord = z.strictObject({
  id: ScreenId,
  screen: Screen,
  /** SHA-256 of the tokens that open the player's routes: the current one, and the next while it rotates. */
  tokenHashes: z.array(Sha256).max(2),
  /** When the current token was first used: it is renewed from time to time. */
  tokenSince: instant.optional(),
  pairedAt: instant.optional(),
  /** What its page measures in pixels, as the machine said last: it decides which copy of a picture it gets. */
  pixels: z.strictObject({ widthPx: z.int(), heightPx: z.int() }).optional(),
});
/** What a screen last said. Kept apart, so that a heartbeat is not a change of content. The id is the screen's. */
export const HeartbeatRecord = z.strictObject({
  id: ScreenId,
  lastHeardAt: instant,
  heartbeat: Heartbeat.optional(),
  /** ETag of the manifest it holds, and whether its push connection was open: so that other processes know. */
  holds: z.string().max(200).optional(),
  connected: z.boolean().optional(),
});
export const PairingRecord = z.strictObject({
  /** The code itself. */
  id: z.string(),
  pollSecretHash: Sha256,
  request: PairingRequest,
  requestedAt: instant,
  expiresAt: instant,
  wrongTries: z.int().min(0),
  /** A keyed digest of the address it came from, for the time it waits: one address has a share of the places. */
  from: z.string().max(64).optional(),
  /** The screen it was approved for. Its token is derived from the poll secret, so none is stored here. */
  approved: z.strictObject({ screenId: ScreenId }).optional(),
});
export const PlaylistRecord = z.strictObject({
  id: Playlist.shape.id,
  playlist: Playlist,
  /** Grows by one with each change of this playlist. */
  revision: z.int().min(1),
  updatedAt: instant,
  updatedBy: z.string(),
});
export const TakeoverRecord = z.strictObject({
  id: TakeoverId,
  takeover: Takeover,
  reached: z.array(z.strictObject({ screenId: ScreenId, at: instant })),
});
/** Small facts of the installation, one document a fact. */
export const SettingRecord = z.strictObject({ id: z.string(), value: z.json() });
export const PlayRecord = z.strictObject({ play: Play, receivedAt: instant });

/** The content addresses under which a file is served: its own and those of its copies. */
export function addressesOf(media: Media): string[] {
  return [media.sha256, ...(media.variants ?? []).map((variant) => variant.sha256)];
}

type Collection = {
  schema: z.ZodType<{ id: string }>;
  lookups: Record<string, { unique: boolean; of: (document: never) => readonly string[] }>;
  topics: readonly string[];
};

export const COLLECTIONS = {
  users: {
    schema: UserRecord,
    lookups: { email: { unique: true, of: (user: z.infer<typeof UserRecord>) => [user.email.toLowerCase()] } },
    topics: ['users'],
  },
  sessions: {
    schema: SessionRecord,
    lookups: { user: { unique: false, of: (session: z.infer<typeof SessionRecord>) => [session.userId] } },
    topics: ['sessions'],
  },
  screens: {
    schema: ScreenRecord,
    lookups: { token: { unique: true, of: (screen: z.infer<typeof ScreenRecord>) => screen.tokenHashes } },
    topics: ['screens', 'content'],
  },
  heartbeats: { schema: HeartbeatRecord, lookups: {}, topics: ['heartbeats'] },
  outages: { schema: OutageRecord, lookups: {}, topics: ['outages'] },
  screenshots: { schema: ScreenshotRecord, lookups: {}, topics: ['screenshots'] },
  commands: { schema: CommandRecord, lookups: {}, topics: ['commands'] },
  pairings: {
    schema: PairingRecord,
    lookups: { secret: { unique: true, of: (pairing: z.infer<typeof PairingRecord>) => [pairing.pollSecretHash] } },
    topics: ['pairings'],
  },
  playlists: { schema: PlaylistRecord, lookups: {}, topics: ['playlists', 'content'] },
  schedules: { schema: Schedule, lookups: {}, topics: ['schedules', 'content'] },
  calendars: {
    schema: CalendarRecord,
    lookups: { token: { unique: true, of: (calendar: z.infer<typeof CalendarRecord>) => [calendar.tokenHash] } },
    topics: ['calendars'],
  },
  drafts: { schema: DraftRecord, lookups: {}, topics: ['drafts'] },
  histories: { schema: HistoryRecord, lookups: {}, topics: ['histories'] },
  takeovers: { schema: TakeoverRecord, lookups: {}, topics: ['takeovers', 'content'] },
  documents: {
    schema: DocumentRecord,
    lookups: { code: { unique: true, of: (document: z.infer<typeof DocumentRecord>) => [document.code] } },
    topics: ['documents', 'content'],
  },
  documentReads: { schema: DocumentReads, lookups: {}, topics: ['document-reads'] },
  media: {
    schema: Media,
    lookups: { content: { unique: false, of: addressesOf } },
    topics: ['media', 'content'],
  },
  ...FIGURE_COLLECTIONS,
  ...NETWORK_COLLECTIONS,
  surveys: {
    schema: SurveyRecord,
    lookups: {
      code: { unique: false, of: (record: z.infer<typeof SurveyRecord>) => [record.survey.code] },
      series: { unique: false, of: (record: z.infer<typeof SurveyRecord>) => [record.survey.series] },
    },
    topics: ['surveys', 'content'],
  },
  surveyTurns: { schema: SurveyTurnRecord, lookups: {}, topics: ['surveyTurns'] },
  surveyResults: { schema: SurveyResultsRecord, lookups: {}, topics: ['surveyResults'] },
  surveyFaces: { schema: SurveyFaceRecord, lookups: {}, topics: ['surveys', 'content'] },
  surveyKeys: { schema: SurveyKeysRecord, lookups: {}, topics: ['surveyKeys'] },
  surveyCodes: {
    schema: SurveyCodeRecord,
    lookups: { survey: { unique: false, of: (code: z.infer<typeof SurveyCodeRecord>) => [code.surveyId] } },
    topics: ['surveyCodes'],
  },
  actions: {
    schema: ActionRecord,
    lookups: { survey: { unique: false, of: (record: z.infer<typeof ActionRecord>) => [record.action.surveyId] } },
    topics: ['surveys', 'content'],
  },
  libraryFiles: {
    schema: LibraryFile,
    lookups: { content: { unique: false, of: (file: LibraryFile) => [file.sha256] } },
    topics: ['media'],
  },
  imports: { schema: ImportRecord, lookups: {}, topics: ['media'] },
  removedMedia: { schema: RemovedRecord, lookups: {}, topics: ['settings'] },
  settings: { schema: SettingRecord, lookups: {}, topics: ['settings'] },
  mails: {
    schema: MailRecord,
    lookups: { state: { unique: false, of: (mail: z.infer<typeof MailRecord>) => [mail.state] } },
    topics: ['mails'],
  },
  ...PROPOSAL_COLLECTIONS,
  ...MODERATION_COLLECTIONS,
  ...STORY_COLLECTIONS,
  ...SHARE_COLLECTIONS,
  ...STARTER_COLLECTIONS,
  ...THREAD_COLLECTIONS,
} as const satisfies Record<string, Collection>;

/** Append-mostly logs: many streams each (one a screen, a survey, a thread), never rewritten whole. */
export const LOGS = {
  /** A few streams for each playlist and schedule; see `api/src/history.ts`. */
  versions: { schema: VersionRecord },
  /** One stream a screen. */
  plays: { schema: PlayRecord },
  /** Answers that wait, one stream a turn of a survey; dropped with the turn's key. */
  surveyBuffer: { schema: SealedRecord },
  /** Digests of attempts and of devices, one stream a survey: a key that is there is not added again. */
  surveySeen: { schema: MarkRecord },
  surveyMarkers: { schema: MarkRecord },
  /** One stream a question of a survey, in random order. */
  surveyComments: { schema: CommentRecord },
  /** Of confidential and named surveys alone. */
  surveyTookPart: { schema: TookPartRecord },
  /** One stream a screen and month: changes of health, and why. */
  health: { schema: HealthEntry },
  ...THREAD_LOGS,
  ...PROPOSAL_LOGS,
  ...STORY_LOGS,
  /** One stream a network. */
  networkAudit: { schema: NetworkAuditRecord },
  /** One stream a document: every version that was published. */
  documentVersions: { schema: DocumentVersion },
} as const satisfies Record<string, { schema: z.ZodType }>;

export type CollectionName = keyof typeof COLLECTIONS;
export type DocumentOf<C extends CollectionName> = z.infer<(typeof COLLECTIONS)[C]['schema']>;
export type LookupOf<C extends CollectionName> = keyof (typeof COLLECTIONS)[C]['lookups'] & string;
export type LogName = keyof typeof LOGS;
export type RecordOf<L extends LogName> = z.infer<(typeof LOGS)[L]['schema']>;
export type Topic = (typeof COLLECTIONS)[CollectionName]['topics'][number];

/** Every content address that the library names: what of the media must stay. */
export async function mediaAddresses(reader: {
  all(collection: 'media'): Promise<Media[]>;
  all(collection: 'libraryFiles'): Promise<LibraryFile[]>;
  all(collection: 'removedMedia'): Promise<RemovedRecord[]>;
  all(collection: 'storyMedia'): Promise<Media[]>;
  all(collection: 'proposalFiles'): Promise<{ media: Media }[]>;
}): Promise<Set<string>> {
  const removed = await reader.all('removedMedia');
  const proposed = (await reader.all('proposalFiles')).map(({ media }) => media);
  const ofStories = [...(await reader.all('storyMedia')), ...proposed];
  const media = [...(await reader.all('media')), ...ofStories, ...removed.flatMap((one) => one.media)];
  const files = [...(await reader.all('libraryFiles')), ...removed.flatMap((one) => one.file ?? [])];
  return new Set([...media.flatMap(addressesOf), ...files.map((file) => file.sha256)]);
}

export function collectionNames(): CollectionName[] {
  return Object.keys(COLLECTIONS).filter((name): name is CollectionName => name in COLLECTIONS);
}

export function logNames(): LogName[] {
  return Object.keys(LOGS).filter((name): name is LogName => name in LOGS);
}
