/**
 * Threads as their authors use them. Open to anyone; a receipt comes in a body, never in an address, and what it opens
 * lives in the memory of the server under a cookie. Nothing of these requests but their path is ever logged.
 */
import { Hono } from 'hono';
import type { Context } from 'hono';
import {
  MAX_ATTACHMENT_BYTES,
  MAX_ATTACHMENTS_A_MESSAGE,
  MAX_MESSAGE_CHARS,
  MAX_NAME_CHARS,
  RECEIPT_WORDS,
  ThreadTopic,
} from '@palier/playlists/thread';
import type { TalkView } from '@palier/playlists/thread-views';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';
import { problem } from '../problem.ts';
import { AUTHOR_IDLE_MS, type AuthorSession } from '../threads/authors.ts';
import { createBuckets } from '../threads/buckets.ts';
import { clearThreadCookie, setThreadCookie, threadCookie } from '../threads/cookies.ts';
import type { TypedReceipt } from '../threads/receipt.ts';
import { readReceipt } from '../threads/receipt.ts';
import { serveThreadFile } from '../threads/serve-file.ts';
import { messageView } from '../threads/thread-views.ts';
import { body, query } from '../validate.ts';
import * as wire from '../wire/threads.ts';
import { fileOf, fileProblem } from './thread-file.ts';

/** Streams of one session: a phone and, perhaps, a second window. */
const MAX_STREAMS_A_SESSION = 4;

type Open = { key: string; value: AuthorSession; endsMs: number };

export function threadRoutes(parts: Parts) {
  const { threads, storage, clock, settings } = parts;
  const { authors, talk, tolls, keyring } = threads;
  /** One thread may write this fast, and read files this fast; an office behind one address is not counted together. */
  const writing = createBuckets(clock, { burst: 20, perSecond: 1 / 3 });
  const sending = createBuckets(clock, { burst: 8, perSecond: 1 / 20 });
  const looking = createBuckets(clock, { burst: 60, perSecond: 3 });
  const hints = createBuckets(clock, { burst: 200, perSecond: 10 });

  const openThread = (c: Context<ApiEnv>, quiet = false): Open | undefined => {
    const secret = threadCookie(c, 'thread');
    return secret === undefined ? undefined : authors.find(secret, quiet);
  };
  const shut = (c: Context<ApiEnv>) => {
    clearThreadCookie(c, 'thread');
    return problem(c, 'thread-shut', {
      detail: 'The conversation is closed on this device. Type its six words again.',
    });
  };
  const waits = (c: Context<ApiEnv>, waitMs: number) =>
    problem(c, 'too-many-requests', {
      retryAfterS: waitMs / 1000,
      detail: 'Wait a moment and try again.',
      about: { waitS: Math.max(1, Math.ceil(waitMs / 1000)) },
    });

  /** The thread under the cookie that was just set, or set before. */
  async function answerThread(c: Context<ApiEnv>, secret: string | undefined, status: 200 | 201 = 200) {
    const open = secret === undefined ? openThread(c) : authors.find(secret);
    const view = open && (await authors.view(open.value, open.endsMs));
    if (open !== undefined && view === undefined) authors.end(open.key);
    return view === undefined ? shut(c) : c.json(view, status);
  }

  return new Hono<ApiEnv>()
    .get('/api/public/talk', async (c) => {
      const { newest } = await keyring.state();
      const { open, contact, signpost, signpostUrl, retentionDays, working } = talk.settings();
      const expected = talk.expected(clock.now());
      return c.json({
        open: open && newest !== undefined,
        organisation: settings.organisation,
        zone: working.zone,
        topics: ThreadTopic.options.map((topic) => ({ topic, retentionDays: retentionDays[topic] })),
        ...(expected === undefined ? {} : { expected }),
        ...(contact === undefined ? {} : { contact }),
        ...(signpost === undefined ? {} : { signpost }),
        ...(signpostUrl === undefined ? {} : { signpostUrl }),
        limits: {
          messageChars: MAX_MESSAGE_CHARS,
          attachmentBytes: MAX_ATTACHMENT_BYTES,
          attachmentsAMessage: MAX_ATTACHMENTS_A_MESSAGE,
          nameChars: MAX_NAME_CHARS,
          receiptWords: RECEIPT_WORDS,
          idleMinutes: AUTHOR_IDLE_MS / 60_000,
        },
      } satisfies TalkView);
    })
    .get('/api/public/talk/challenge', query(wire.ChallengeQuery), (c) =>
      c.json(tolls.challenge(c.req.valid('query').for, c.get('address'))),
    )
    .post('/api/public/talk/receipts', body(wire.ReceiptDraft), (c) => {
      const { language, proof } = c.req.valid('json');
      const made = authors.newReceipt(language, c.get('address'), proof);
      if ('refused' in made) return waits(c, made.waitMs);
      setThreadCookie(c, 'receipt', made.secret);
      return c.json(made.view, 201);
    })
    .get('/api/public/talk/receipts/mine', (c) => {
      const secret = threadCookie(c, 'receipt');
      const view = secret === undefined ? undefined : authors.receipt(secret);
      return view === undefined ? problem(c, 'receipt-gone') : c.json(view);
    })
    .post('/api/public/talk/receipts/mine/check', body(wire.ReceiptCheck), (c) => {
      const outcome = authors.confirm(threadCookie(c, 'receipt') ?? '', c.req.valid('json').words);
      if (!('refused' in outcome)) return c.json(outcome);
      if (outcome.refused === 'gone') return problem(c, 'receipt-gone');
      const fields = outcome.wrong.map((number) => ({ field: `words.${number}`, reason: 'it is another word' }));
      return problem(c, 'body-invalid', { fields, about: { wrong: outcome.wrong } });
    })
    .post('/api/public/talk/words', body(wire.WordsCheck), (c) => {
      const waitMs = hints.take(c.get('address'));
      if (waitMs > 0) return waits(c, waitMs);
      const read = readReceipt(c.req.valid('json').words);
      const words =
        'receipt' in read
          ? read.receipt.split(' ').map((typed) => ({ typed, known: true, suggestions: [] }))
          : read.words;
      return c.json({ complete: 'receipt' in read, words } satisfies wire.WordsView);
    })
    .post('/api/public/threads', body(wire.ThreadDraft), async (c) => {
      const begun = await authors.begin(threadCookie(c, 'receipt') ?? '', c.req.valid('json'), c.get('address'));
      if ('refused' in begun) return beginProblem(c, begun.refused);
      clearThreadCookie(c, 'receipt');
      setThreadCookie(c, 'thread', begun.secret);
      threads.tellByMail();
      return answerThread(c, begun.secret, 201);
    })
    .post('/api/public/thread/session', body(wire.ThreadOpening), async (c) => {
      const { receipt, proof } = c.req.valid('json');
      const opened = await authors.open(receipt, c.get('address'), proof);
      if ('refused' in opened) {
        if (opened.refused === 'wait') return waits(c, opened.waitMs);
        if (opened.refused === 'busy') return problem(c, 'server-busy', { retryAfterS: 3 });
        return 'words' in opened ? wordsProblem(c, opened) : unknownReceipt(c);
      }
      const before = openThread(c, true);
      if (before !== undefined) authors.end(before.key);
      setThreadCookie(c, 'thread', opened.secret);
      return answerThread(c, opened.secret);
    })
    .delete('/api/public/thread/session', (c) => {
      const open = openThread(c, true);
      if (open !== undefined) authors.end(open.key);
      clearThreadCookie(c, 'thread');
      clearThreadCookie(c, 'receipt');
      c.header('Clear-Site-Data', '"cache", "storage"');
      return c.body(null, 204);
    })
    .get('/api/public/thread', (c) => answerThread(c, undefined))
    .delete('/api/public/thread', async (c) => {
      const open = openThread(c);
      if (open === undefined) return shut(c);
      await threads.remove(open.value.threadId);
      clearThreadCookie(c, 'thread');
      c.header('Clear-Site-Data', '"cache", "storage"');
      return c.body(null, 204);
    })
    .post('/api/public/thread/messages', body(wire.MessageDraft), async (c) => {
      const open = openThread(c);
      if (open === undefined) return shut(c);
      const waitMs = writing.take(open.value.threadId);
      if (waitMs > 0) return waits(c, waitMs);
      const { attachments, ...draft } = c.req.valid('json');
      const outcome = await threads.writeAsAuthor(open.value, { ...draft, files: attachments });
      if ('refused' in outcome) return writeProblem(c, outcome.refused) ?? shut(c);
      if (!outcome.again) threads.tellByMail();
      return c.json(messageView(outcome.seq, outcome.message, talk.settings().signed), 201);
    })
    .post('/api/public/thread/attachments', async (c) => {
      const open = openThread(c);
      if (open === undefined) return shut(c);
      const waitMs = sending.take(open.value.threadId);
      if (waitMs > 0) return waits(c, waitMs);
      if ((await storage.get('threads', open.value.threadId))?.state === 'blocked') return problem(c, 'thread-blocked');
      const { name, bytes } = await fileOf(c);
      const outcome = await threads.files.take(open.value.threadId, open.value.key, name, bytes);
      return 'attachment' in outcome ? c.json(outcome.attachment, 201) : fileProblem(c, outcome);
    })
    .get('/api/public/thread/attachments/:id', async (c) => {
      const open = openThread(c);
      if (open === undefined) return shut(c);
      const waitMs = looking.take(open.value.threadId);
      if (waitMs > 0) return waits(c, waitMs);
      const file = await threads.files.read(open.value.threadId, open.value.key, c.req.param('id'));
      return file === undefined ? problem(c, 'not-found') : serveThreadFile(c, file);
    })
    .get('/api/public/thread/events', (c) => {
      const open = openThread(c, true);
      if (open === undefined) return shut(c);
      if (threads.authorsHub.countOf(open.key) >= MAX_STREAMS_A_SESSION) return problem(c, 'server-busy');
      return threads.authorsHub.subscribe(c, open.key, []) ?? problem(c, 'server-busy', { retryAfterS: 30 });
    });
}

/** The same words whether the receipt is wrong, old, or its thread was deleted. */
function unknownReceipt(c: Context<ApiEnv>): Response {
  return problem(c, 'receipt-unknown', {
    detail: 'Check the words and their order. A conversation that was deleted or has expired cannot be opened either.',
  });
}

function wordsProblem(c: Context<ApiEnv>, read: Exclude<TypedReceipt, { receipt: string }>): Response {
  const detail =
    read.refused === 'count' ? `A receipt has ${RECEIPT_WORDS} words; these are ${read.words.length}.` : undefined;
  return problem(c, 'receipt-words', { ...(detail === undefined ? {} : { detail }), about: { words: read.words } });
}

function beginProblem(c: Context<ApiEnv>, refused: 'closed' | 'gone' | 'unconfirmed' | 'full' | 'busy'): Response {
  switch (refused) {
    case 'closed':
      return problem(c, 'talk-closed', { detail: 'HR takes no new conversations at present. Speak to them directly.' });
    case 'gone':
      return problem(c, 'receipt-gone', { detail: 'Begin again with a new receipt.' });
    case 'unconfirmed':
      return problem(c, 'receipt-unconfirmed');
    case 'full':
      return problem(c, 'talk-closed', { detail: 'There is no room for more conversations. Speak to HR directly.' });
    case 'busy':
      return problem(c, 'server-busy', { retryAfterS: 3 });
  }
}

/** Absent: the thread is gone. */
export function writeProblem(
  c: Context<ApiEnv>,
  refused: 'gone' | 'blocked' | 'full' | 'damaged' | 'files',
): Response | undefined {
  switch (refused) {
    case 'gone':
      return undefined;
    case 'blocked':
      return problem(c, 'thread-blocked');
    case 'full':
      return problem(c, 'thread-full', {
        detail: 'It has as many messages as a conversation may have. Begin another.',
      });
    case 'damaged':
      return problem(c, 'thread-damaged');
    case 'files':
      return problem(c, 'body-invalid', {
        fields: [{ field: 'attachments', reason: 'send the file again: it is not waiting for a message' }],
      });
  }
}
