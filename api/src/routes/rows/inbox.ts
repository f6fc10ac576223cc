/**
 * The rows of the HR inbox. `inbox` is the role hr and nobody above it: an administrator is refused. Most need the
 * inbox unlocked besides; the answer is then 423 and not a word of any thread.
 */
import { CannedReply, TalkSettings } from '@palier/playlists/talk-settings';
import { MAX_ATTACHMENT_BYTES, ThreadAttachment, ThreadMessage } from '@palier/playlists/thread';
import { InboxPage, InboxRecovery, InboxThreadView, InboxView, ThreadCounts } from '@palier/playlists/thread-views';
import * as wire from '../../wire/inbox.ts';
import type { RouteRow } from '../row.ts';

export const INBOX_ROUTES = {
  'GET /api/inbox': { access: 'inbox', summary: 'The inbox: set up, unlocked, its members', answer: InboxView },
  'POST /api/inbox': {
    access: 'inbox',
    summary: 'Set the inbox up; answers the recovery key to print, once',
    body: wire.PassphraseBody,
    answer: InboxRecovery,
    status: 201,
  },
  'POST /api/inbox/session': {
    access: 'inbox',
    summary: 'Unlock it for this session by the own passphrase',
    body: wire.UnlockBody,
    answer: InboxView,
  },
  'PUT /api/inbox/session': {
    access: 'inbox',
    summary: 'Somebody is at work here: it stays unlocked for another quarter of an hour',
    answer: InboxView,
  },
  'DELETE /api/inbox/session': { access: 'inbox', summary: 'Lock it', status: 204 },
  'POST /api/inbox/members': {
    access: 'inbox',
    summary: 'Ask to be admitted, with an own passphrase',
    body: wire.PassphraseBody,
    answer: InboxView,
  },
  'POST /api/inbox/members/:id/admit': {
    access: 'inbox',
    summary: 'Admit somebody who asked (unlocked)',
    answer: InboxView,
  },
  'DELETE /api/inbox/members/:id': {
    access: 'inbox',
    summary: 'Remove a member; the key of the inbox changes (unlocked)',
    answer: InboxView,
  },
  'PUT /api/inbox/passphrase': {
    access: 'inbox',
    summary: 'Change the own passphrase',
    body: wire.PassphraseChange,
    status: 204,
  },
  'POST /api/inbox/recovery': {
    access: 'inbox',
    summary: 'Open the inbox by the printed recovery key and choose a new passphrase',
    body: wire.RecoveryBody,
    answer: InboxView,
  },
  'PUT /api/inbox/recovery': {
    access: 'inbox',
    summary: 'A new recovery key to print; the one before opens nothing new (unlocked)',
    body: wire.UnlockBody,
    answer: InboxRecovery,
  },
  'GET /api/inbox/threads': {
    access: 'inbox',
    summary: 'A queue, page by page (unlocked)',
    query: wire.InboxQuery,
    answer: InboxPage,
  },
  'POST /api/inbox/search': {
    access: 'inbox',
    summary: 'Search in memory (unlocked); a body, so that no address holds what was looked for',
    body: wire.SearchBody,
    answer: wire.SearchAnswer,
  },
  'GET /api/inbox/threads/:id': {
    access: 'inbox',
    summary: 'Read a thread (unlocked); that it was opened is noted first',
    answer: InboxThreadView,
  },
  'PATCH /api/inbox/threads/:id': {
    access: 'inbox',
    summary: 'Assign, give to a team, prioritise, snooze, theme, close, block, reopen (unlocked)',
    body: wire.HandlingBody,
    answer: InboxThreadView,
  },
  'POST /api/inbox/threads/:id/messages': {
    access: 'inbox',
    summary: 'Answer (unlocked)',
    body: wire.AnswerDraft,
    answer: ThreadMessage,
    status: 201,
  },
  'POST /api/inbox/threads/:id/acknowledge': {
    access: 'inbox',
    summary: 'Tell the author that it was read (unlocked)',
    status: 204,
  },
  'POST /api/inbox/threads/:id/notes': {
    access: 'inbox',
    summary: 'A note that the author never sees (unlocked)',
    body: wire.NoteBody,
    answer: wire.NoteAnswer,
    status: 201,
  },
  'POST /api/inbox/threads/:id/attachments': {
    access: 'inbox',
    summary: 'Send a picture or a PDF, to be named by an answer (unlocked)',
    answer: ThreadAttachment,
    status: 201,
    bytes: MAX_ATTACHMENT_BYTES,
  },
  'GET /api/inbox/threads/:id/attachments/:file': {
    access: 'inbox',
    summary: 'A file of a thread (unlocked)',
    media: 'application/octet-stream',
  },
  'GET /api/inbox/themes': {
    access: 'inbox',
    summary: 'Themes and how many threads carry them (unlocked)',
    answer: wire.ThemesAnswer,
  },
  'POST /api/inbox/cards': {
    access: 'inbox',
    summary: 'A card "we heard, we did" from a theme that five threads or more carry (unlocked)',
    body: wire.CardDraft,
    answer: wire.CardView,
    status: 201,
  },
  'DELETE /api/inbox/cards/:id': { access: 'inbox', summary: 'Remove a card', status: 204 },
  'GET /api/talk/cards': {
    access: 'viewer',
    summary: 'Cards "we heard, we did", as items to put into a playlist',
    answer: wire.CardsAnswer,
  },
  'GET /api/inbox/events': {
    access: 'inbox',
    summary: 'event: inbox, whenever threads move (unlocked)',
    media: 'text/event-stream',
  },
  'GET /api/inbox/replies': { access: 'inbox', summary: 'Prepared answers', answer: wire.RepliesAnswer },
  'PUT /api/inbox/replies/:id': {
    access: 'inbox',
    summary: 'Write a prepared answer',
    body: CannedReply,
    answer: wire.RepliesAnswer,
  },
  'DELETE /api/inbox/replies/:id': {
    access: 'inbox',
    summary: 'Remove a prepared answer',
    answer: wire.RepliesAnswer,
  },
  'GET /api/talk/settings': { access: 'hr', summary: 'Settings of the conversations', answer: TalkSettings },
  'PUT /api/talk/settings': {
    access: 'inbox',
    summary: 'Change them; days of keeping count from the next message of each thread',
    body: TalkSettings,
    answer: TalkSettings,
  },
  'GET /api/threads/counts': {
    access: 'hr',
    summary: 'How many threads there are: all that an administrator sees',
    answer: ThreadCounts,
  },
  'GET /api/threads/audit': {
    access: 'hr',
    summary: 'Who opened which thread when, a month at a time',
    query: wire.AuditQuery,
    answer: wire.AuditAnswer,
  },
} as const satisfies Record<string, RouteRow>;
