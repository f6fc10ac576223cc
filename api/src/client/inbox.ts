/**
 * The HR inbox. Nearly everything answers 423 `inbox-locked` until `unlock` has gone through in this session, and again
 * after a quarter of an hour without use.
 */
import { TalkSettings } from '@palier/playlists/talk-settings';
import { ThreadAttachment, ThreadMessage } from '@palier/playlists/thread';
import {
  InboxNews,
  InboxPage,
  InboxRecovery,
  InboxThreadView,
  InboxView,
  ThreadCounts,
  ThreadNote,
} from '@palier/playlists/thread-views';
import type * as wire from '../wire/inbox.ts';
import { AuditAnswer, CardsAnswer, CardView, RepliesAnswer, SearchAnswer, ThemesAnswer } from '../wire/inbox.ts';
import { enc, query, type Caller } from './caller.ts';
import { fileHeaders } from './threads.ts';

/** Data of one `event: inbox` of `inbox.events.url`; absent when it is not one. */
export function parseInboxNews(data: string): InboxNews | undefined {
  return InboxNews.safeParse(JSON.parse(data)).data;
}

export function inboxRoutes(caller: Caller, baseUrl: string) {
  const one = (id: string) => `/api/inbox/threads/${enc(id)}`;
  return {
    get: () => caller.read('/api/inbox', InboxView),
    /** The first member makes the inbox, unlocked for this session. Show the recovery key to print: it never comes again. */
    setUp: (passphrase: string) => caller.send('POST', '/api/inbox', InboxRecovery, { passphrase }),
    unlock: (passphrase: string) => caller.send('POST', '/api/inbox/session', InboxView, { passphrase }),
    /** Somebody is at work: counts as use. Lists, counts and events do not. */
    keep: () => caller.send('PUT', '/api/inbox/session', InboxView, undefined),
    lock: () => caller.done('DELETE', '/api/inbox/session'),
    /** Chooses an own passphrase and asks; a member with the inbox unlocked then admits. */
    ask: (passphrase: string) => caller.send('POST', '/api/inbox/members', InboxView, { passphrase }),
    admit: (userId: string) => caller.send('POST', `/api/inbox/members/${enc(userId)}/admit`, InboxView, undefined),
    /** Changes the inbox's key, so that what comes from now on does not open for them. */
    removeMember: (userId: string) => caller.send('DELETE', `/api/inbox/members/${enc(userId)}`, InboxView, undefined),
    changePassphrase: (current: string, next: string) => caller.done('PUT', '/api/inbox/passphrase', { current, next }),
    /** The printed key in place of a lost passphrase; sets a new one. */
    recover: (recovery: string, passphrase: string) =>
      caller.send('POST', '/api/inbox/recovery', InboxView, { recovery, passphrase }),
    /** Another printed key; the one before opens nothing new. Asks for the passphrase once more. */
    replaceRecovery: (passphrase: string) => caller.send('PUT', '/api/inbox/recovery', InboxRecovery, { passphrase }),
    /** A queue, longest wait first. `progress` tells how many threads are opened so far after an unlocking. */
    threads: (asked: wire.InboxQuery = {}) => {
      const { queue, topic, team, after, limit } = asked;
      const parameters = { queue, topic, team, after, limit: typeof limit === 'number' ? limit.toString() : undefined };
      return caller.read(`/api/inbox/threads${query(parameters)}`, InboxPage);
    },
    /** In names, pseudonyms, themes and messages, in the server's memory. */
    search: (text: string) => caller.send('POST', '/api/inbox/search', SearchAnswer, { text }),
    /** Noted in the audit, and counts as read. */
    read: (id: string) => caller.read(one(id), InboxThreadView),
    /** `handling` replaces the whole of it: send the present one with the change. */
    handle: (id: string, change: wire.HandlingBody) => caller.send('PATCH', one(id), InboxThreadView, change),
    answer: (id: string, draft: wire.AnswerDraft) => caller.send('POST', `${one(id)}/messages`, ThreadMessage, draft),
    /** "We have read it", without an answer yet. */
    acknowledge: (id: string) => caller.done('POST', `${one(id)}/acknowledge`),
    note: (id: string, text: string) => caller.send('POST', `${one(id)}/notes`, ThreadNote, { text }),
    sendFile: (id: string, name: string, file: Blob) =>
      caller.sendFile(`${one(id)}/attachments`, ThreadAttachment, file, fileHeaders(name)),
    fileUrl: (id: string, file: string) => `${baseUrl}${one(id)}/attachments/${enc(file)}`,
    themes: () => caller.read('/api/inbox/themes', ThemesAnswer),
    /** Cards "we heard, we did" for the screens. `make` needs a theme that is ready; `list` is open to every role. */
    cards: {
      list: () => caller.read('/api/talk/cards', CardsAnswer),
      make: (draft: wire.CardDraft) => caller.send('POST', '/api/inbox/cards', CardView, draft),
      remove: (id: string) => caller.done('DELETE', `/api/inbox/cards/${enc(id)}`),
    },
    replies: {
      list: () => caller.read('/api/inbox/replies', RepliesAnswer),
      put: (reply: wire.CannedReplyInput) =>
        caller.send('PUT', `/api/inbox/replies/${enc(reply.id)}`, RepliesAnswer, reply),
      remove: (id: string) => caller.send('DELETE', `/api/inbox/replies/${enc(id)}`, RepliesAnswer, undefined),
    },
    settings: {
      get: () => caller.read('/api/talk/settings', TalkSettings),
      put: (settings: wire.TalkSettingsInput) => caller.send('PUT', '/api/talk/settings', TalkSettings, settings),
    },
    /** All that an administrator sees besides the audit. */
    counts: () => caller.read('/api/threads/counts', ThreadCounts),
    /** Who opened what when, oldest first; `next` is the value of `after` for the following page. */
    audit: (month?: string, after?: number) =>
      caller.read(`/api/threads/audit${query({ month, after: after?.toString() })}`, AuditAnswer),
    /** For an `EventSource`: `event: inbox`, whose data `parseInboxNews` reads. */
    events: { url: `${baseUrl}/api/inbox/events` },
  };
}
