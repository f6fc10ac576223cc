/** The client's methods about drafts, checks and history. */
import { PlaylistDraftView, ScheduleDraftView } from '@palier/playlists/draft';
import { HistoryPage, PlaylistVersion, ScheduleVersion } from '@palier/playlists/history';
import { Schedule } from '@palier/playlists/schedule';
import { PlaylistView } from '@palier/playlists/views';
import type { z } from 'zod';
import { DraftsAnswer, FindingsAnswer, type EntriesToCheck, type Publication } from '../wire/drafts.ts';
import type { PlaylistInput, ScheduleInput } from '../wire.ts';
import { enc, query, type Caller } from './caller.ts';

/** @param caller how to ask. */
export function draftRoutes(caller: Caller) {
  return {
    list: () => caller.read('/api/drafts', DraftsAnswer),
    /** What the publishing checks find in entries that are in no playlist yet. */
    check: (body: EntriesToCheck) => caller.send('POST', '/api/checks', FindingsAnswer, body),
    playlists: nounRoutes<PlaylistDraftView, PlaylistInput>(caller, 'playlists', PlaylistDraftView),
    schedules: nounRoutes<ScheduleDraftView, ScheduleInput>(caller, 'schedules', ScheduleDraftView),
  };
}

function nounRoutes<V, I extends { id: string }>(caller: Caller, plural: string, view: z.ZodType<V>) {
  const draft = (id: string) => `/api/${plural}/${enc(id)}/draft`;
  return {
    get: (id: string) => caller.readVersioned(draft(id), view),
    /** `etag`: of the draft, or of what is published when there is no draft yet. */
    put: (content: I, etag: string) => caller.sendVersioned('PUT', draft(content.id), view, content, etag),
    discard: (id: string) => caller.done('DELETE', draft(id)),
    /** Now, or at an instant. Refused with status 409 while findings stand in the way or another version was published. */
    publish: (id: string, etag: string, asked: Publication = {}) =>
      caller.sendVersioned('POST', `${draft(id)}/publish`, view, asked, etag),
    cancelPlan: (id: string) => caller.sendVersioned('DELETE', `${draft(id)}/plan`, view, undefined),
  };
}

/** @param caller how to ask. */
export function historyRoutes(caller: Caller) {
  const of = (plural: string, id: string) => `/api/${plural}/${enc(id)}/versions`;
  return {
    playlists: {
      /** A page, newest first; `before`: the `next` of the page before. */
      page: (id: string, before?: number) =>
        caller.read(`${of('playlists', id)}${query({ before: before?.toString() })}`, HistoryPage),
      version: (id: string, version: number) => caller.read(`${of('playlists', id)}/${version}`, PlaylistVersion),
      /** Publishes it again, as a new version. */
      putBack: (id: string, version: number) =>
        caller.sendVersioned('POST', `${of('playlists', id)}/${version}/return`, PlaylistView, {}),
    },
    schedules: {
      page: (id: string, before?: number) =>
        caller.read(`${of('schedules', id)}${query({ before: before?.toString() })}`, HistoryPage),
      version: (id: string, version: number) => caller.read(`${of('schedules', id)}/${version}`, ScheduleVersion),
      putBack: (id: string, version: number) =>
        caller.sendVersioned('POST', `${of('schedules', id)}/${version}/return`, Schedule, {}),
    },
  };
}
