/**
 * The rows of threads as their authors use them. All are open to anyone: what lets somebody in is the receipt, or the
 * session that it opened, and the handlers ask for it.
 */
import { MAX_ATTACHMENT_BYTES, ThreadAttachment, ThreadMessage } from '@palier/playlists/thread';
import { ReceiptView, TalkChallenge, TalkView, ThreadView } from '@palier/playlists/thread-views';
import * as wire from '../../wire/threads.ts';
import type { RouteRow } from '../row.ts';

export const THREAD_ROUTES = {
  'GET /api/public/talk': {
    access: 'anyone',
    summary: 'What a page says before a thread is begun: topics, how long they are kept, when an answer may come',
    answer: TalkView,
  },
  'GET /api/public/talk/challenge': {
    access: 'anyone',
    summary: 'A riddle to solve before a receipt is made (for=new) or tried (for=open); without it one waits longer',
    query: wire.ChallengeQuery,
    answer: TalkChallenge,
  },
  'POST /api/public/talk/receipts': {
    access: 'anyone',
    summary: 'A new receipt, kept in memory until the first message; a cookie names it',
    body: wire.ReceiptDraft,
    answer: ReceiptView,
    status: 201,
  },
  'GET /api/public/talk/receipts/mine': {
    access: 'anyone',
    summary: 'The new receipt again, until it is used',
    answer: ReceiptView,
  },
  'POST /api/public/talk/receipts/mine/check': {
    access: 'anyone',
    summary: 'Two of its words typed back',
    body: wire.ReceiptCheck,
    answer: ReceiptView,
  },
  'POST /api/public/talk/words': {
    access: 'anyone',
    summary: 'Which typed words are in the list, and which are near those that are not; says nothing of any receipt',
    body: wire.WordsCheck,
    answer: wire.WordsView,
  },
  'POST /api/public/threads': {
    access: 'anyone',
    summary: 'Begin a thread with the confirmed receipt; a cookie opens its session',
    body: wire.ThreadDraft,
    answer: ThreadView,
    status: 201,
  },
  'POST /api/public/thread/session': {
    access: 'anyone',
    summary: 'Open a thread by its receipt; a cookie opens its session',
    body: wire.ThreadOpening,
    answer: ThreadView,
  },
  'DELETE /api/public/thread/session': {
    access: 'anyone',
    summary: 'Leave at once: the session, its key and what the browser kept are gone',
    status: 204,
  },
  'GET /api/public/thread': {
    access: 'anyone',
    summary: 'The open thread; what is answered counts as read',
    answer: ThreadView,
  },
  'DELETE /api/public/thread': { access: 'anyone', summary: 'Delete the open thread for good', status: 204 },
  'POST /api/public/thread/messages': {
    access: 'anyone',
    summary: 'Write in the open thread',
    body: wire.MessageDraft,
    answer: ThreadMessage,
    status: 201,
  },
  'POST /api/public/thread/attachments': {
    access: 'anyone',
    summary: 'Send a picture or a PDF, to be named by a message',
    answer: ThreadAttachment,
    status: 201,
    bytes: MAX_ATTACHMENT_BYTES,
  },
  'GET /api/public/thread/attachments/:id': {
    access: 'anyone',
    summary: 'A file of the open thread; a PDF is only ever downloaded',
    media: 'application/octet-stream',
  },
  'GET /api/public/thread/events': {
    access: 'anyone',
    summary: 'event: thread, whenever the open thread moves',
    media: 'text/event-stream',
  },
} as const satisfies Record<string, RouteRow>;
