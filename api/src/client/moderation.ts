/** The client's methods of moderators, and how a phone reports a story. */
import type { ModerationSettings } from '@palier/playlists/moderation';
import {
  AuditView,
  BulkDone,
  ModerationSettingsView,
  ModerationView,
  QueueCount,
  QueueView,
  ReportMark,
  ReportTaken,
  type BulkWanted,
  type DecisionWanted,
  type MendWanted,
  type QueueList,
  type ReportGiven,
} from '../wire/moderation.ts';
import { enc, query, type Caller } from './caller.ts';

/** @param caller how to ask. @param baseUrl for addresses that a browser opens. */
export function moderationRoutes(caller: Caller, baseUrl: string) {
  const one = (id: string) => `/api/proposals/${enc(id)}`;
  return {
    /** What waits is oldest first; what is over newest first. */
    list: (list?: QueueList) => caller.read(`/api/proposals${query({ list })}`, QueueView),
    count: () => caller.read('/api/proposal-count', QueueCount),
    get: (id: string) => caller.read(one(id), ModerationView),
    /** For ten minutes; `force` takes it from whoever has it. */
    claim: (id: string, force = false) => caller.send('POST', `${one(id)}/claim`, ModerationView, { force }),
    release: (id: string) => caller.send('DELETE', `${one(id)}/claim`, ModerationView, undefined),
    /** `revision`: the one that was read; another one is refused. */
    decide: (id: string, wanted: DecisionWanted) => caller.send('POST', `${one(id)}/decision`, ModerationView, wanted),
    /** Takes the own last decision back, within two minutes. */
    undo: (id: string) => caller.send('DELETE', `${one(id)}/decision`, ModerationView, undefined),
    mend: (id: string, wanted: MendWanted) => caller.send('PUT', `${one(id)}/content`, ModerationView, wanted),
    /** At most 50; each is decided or refused by itself. */
    decideMany: (wanted: BulkWanted) => caller.send('POST', '/api/proposal-decisions', BulkDone, wanted),
    audit: (month?: string) => caller.read(`/api/proposal-audit${query({ month })}`, AuditView),
    /** The same as a file, for a link. */
    auditFile: (month: string, language: 'fr' | 'en') =>
      `${baseUrl}/api/proposal-audit${query({ month, language, format: 'csv' })}`,
    settings: {
      get: () => caller.readVersioned('/api/proposal-settings', ModerationSettingsView),
      /** `etag` of the version they were edited from. */
      put: (settings: ModerationSettings, etag: string) =>
        caller.sendVersioned('PUT', '/api/proposal-settings', ModerationSettingsView, settings, etag),
      /** Whether who is signed in wants the daily letter. */
      digest: (wanted: boolean) =>
        caller.send('PUT', '/api/proposal-settings/digest', ModerationSettingsView, { wanted }),
    },
  };
}

/** For phones: no session. @param caller how to ask. */
export function publicReportRoutes(caller: Caller) {
  return {
    /** For a browser that has none for this story. */
    mark: (storyId: string) => caller.send('POST', `/api/public/stories/${enc(storyId)}/report-marks`, ReportMark, {}),
    /** Says the same whether it counted or was a second one of the same device. */
    report: (storyId: string, given: ReportGiven) =>
      caller.send('POST', `/api/public/stories/${enc(storyId)}/reports`, ReportTaken, given),
  };
}
