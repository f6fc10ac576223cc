/**
 * Threads as their authors use them. The browser (or the page's server, which passes cookies on) holds the session; this
 * keeps nothing. A receipt only ever travels in a body.
 *
 * The way of a page: `about` -> `newReceipt` (its words are shown) -> `checkReceipt` -> `begin` -> `get`, `write`, ...
 * Later, or on another phone: `open` -> `get`. Without JavaScript leave `proof` out; a slower bucket applies.
 */
import { ThreadAttachment, ThreadMessage } from '@palier/playlists/thread';
import { ReceiptView, TalkChallenge, TalkView, ThreadNews, ThreadView } from '@palier/playlists/thread-views';
import type * as wire from '../wire/threads.ts';
import { WordsView } from '../wire/threads.ts';
import { enc, query, type Caller } from './caller.ts';

/** Data of one `event: thread` of `threads.events.url`; absent when it is not one. */
export function parseThreadNews(data: string): ThreadNews | undefined {
  return ThreadNews.safeParse(JSON.parse(data)).data;
}

/** Names of files go in a header: no address in any log holds them. */
export function fileHeaders(name: string): Record<string, string> {
  return { 'x-file-name': encodeURIComponent(name) };
}

export function threadRoutes(caller: Caller, baseUrl: string) {
  const receipt = '/api/public/talk/receipts/mine';
  return {
    /** What stands on the page before anything is typed. */
    about: () => caller.read('/api/public/talk', TalkView),
    /** A riddle; its solution goes along as `proof` with `newReceipt` (`new`) or `open` (`open`). */
    challenge: (purpose: 'new' | 'open') =>
      caller.read(`/api/public/talk/challenge${query({ for: purpose })}`, TalkChallenge),
    /** Six new words. Sets a cookie; nothing is stored until `begin`. */
    newReceipt: (draft: wire.ReceiptDraft) => caller.send('POST', '/api/public/talk/receipts', ReceiptView, draft),
    /** The new words again, e.g. after a reload; 410 once they are used or an hour old. */
    receipt: () => caller.read(receipt, ReceiptView),
    /** Two words typed back. 422 names the wrong ones: `problem.wrong` holds their numbers. */
    checkReceipt: (check: wire.ReceiptCheck) => caller.send('POST', `${receipt}/check`, ReceiptView, check),
    /** Which typed words are in the list, and what is near the others. Tells nothing about any thread. */
    checkWords: (words: string) => caller.send('POST', '/api/public/talk/words', WordsView, { words }),
    /** The first message; needs a checked receipt. Opens the session. */
    begin: (draft: wire.ThreadDraft) => caller.send('POST', '/api/public/threads', ThreadView, draft),
    /** By the receipt's words. 422 `receipt-words`: `problem.words` as in `checkWords`; 404: they open nothing. */
    open: (opening: wire.ThreadOpening) => caller.send('POST', '/api/public/thread/session', ThreadView, opening),
    /** The open thread; 401 `thread-shut` when none is open here. Counts as read. */
    get: () => caller.read('/api/public/thread', ThreadView),
    write: (draft: wire.MessageDraft) => caller.send('POST', '/api/public/thread/messages', ThreadMessage, draft),
    /** A picture or a PDF, to be named in `write` by its id. */
    sendFile: (name: string, file: Blob) =>
      caller.sendFile('/api/public/thread/attachments', ThreadAttachment, file, fileHeaders(name)),
    fileUrl: (id: string) => `${baseUrl}/api/public/thread/attachments/${enc(id)}`,
    /** Ends the session at once and has the browser forget what it kept. */
    leave: () => caller.done('DELETE', '/api/public/thread/session'),
    /** Deletes the thread for good. */
    remove: () => caller.done('DELETE', '/api/public/thread'),
    /** For an `EventSource`: `event: thread`, whose data `parseThreadNews` reads. Then `get` again. */
    events: { url: `${baseUrl}/api/public/thread/events` },
  };
}
