/**
 * Proposals as their authors make them. Open to anyone; the six words that open one come in a header or a body, never in
 * an address of the API, and are stored as a digest alone.
 */
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { ProposalFile } from '@palier/playlists/proposal-views';
import { charterOf } from '../charter.ts';
import type { ApiEnv } from '../environment.ts';
import { reasonWords } from '../media/reason-words.ts';
import { serveMedia } from '../media/serve.ts';
import type { Parts } from '../parts.ts';
import { problem } from '../problem.ts';
import { authorView } from '../proposals/author-view.ts';
import type { ProposalFileOutcome } from '../proposals/files.ts';
import { keyHashOf, type SubmitRefusal } from '../proposals/proposals.ts';
import { dayOf, DAY_MS, MAX_AHEAD_DAYS, SHOWN_DAYS } from '../proposals/terms.ts';
import type { ProposalRecord } from '../storage/records/proposals.ts';
import { canonicalReceipt, newReceipt, readReceipt, spelledReceipt } from '../threads/receipt.ts';
import { body, query } from '../validate.ts';
import * as wire from '../wire/proposals.ts';
import { headerText } from './thread-file.ts';

const KEY_HEADER = 'x-proposal-key';

export function publicProposalRoutes(parts: Parts) {
  const { proposals, storage, clock, settings, mail, publicUrl } = parts;
  const { authorship, doors, files, letters, passes, reach } = proposals;

  const waits = (c: Context<ApiEnv>, waitMs: number) =>
    problem(c, 'too-many-requests', {
      retryAfterS: waitMs / 1000,
      detail: 'Wait a moment and try again.',
      about: { waitS: Math.max(1, Math.ceil(waitMs / 1000)) },
    });
  const receiptOf = (c: Context<ApiEnv>): string | undefined => {
    const read = readReceipt(headerText((c.req.header(KEY_HEADER) ?? '').slice(0, 900)) ?? '');
    return 'receipt' in read ? read.receipt : undefined;
  };
  const keyOf = (c: Context<ApiEnv>): string | undefined => {
    const receipt = receiptOf(c);
    return receipt === undefined ? undefined : keyHashOf(receipt);
  };
  /** The refusal of words that open nothing; tries are slowed, right ones never. */
  const unknown = (c: Context<ApiEnv>) => {
    const waitMs = doors.wrong.take(c.get('address'));
    return waitMs > 0 ? waits(c, waitMs) : problem(c, 'proposal-unknown');
  };
  const userOf = (c: Context<ApiEnv>) => {
    const caller = c.get('caller');
    return caller.kind === 'person' ? { userId: String(caller.user.id) } : {};
  };
  async function sealed(address: string | undefined, keyHash: string): Promise<{ mail?: string }> {
    if (address === undefined) return {};
    if (address === '' || !mail.configured) return { mail: '' };
    // Whose it is in the house is asked once, now: later anybody could give an account that address to find out.
    const [account] = await storage.find('users', 'email', address.toLowerCase());
    return { mail: letters.seal(address, keyHash, account && String(account.id)) };
  }
  async function answer(c: Context<ApiEnv>, record: ProposalRecord, status: 200 | 201 = 200) {
    const view = await authorView(storage, record, { ms: clock.now(), onScreens: await reach.shown(), passes });
    return c.json({ words: spelledReceipt(receiptOf(c) ?? ''), ...view }, status);
  }

  async function unknownTopics(topics: readonly string[]): Promise<boolean> {
    if (topics.length === 0) return false;
    const known = new Set((await storage.get('topics', 'topics'))?.topics.map(({ id }) => String(id)));
    return topics.some((topic) => !known.has(topic));
  }

  return new Hono<ApiEnv>()
    .get('/api/public/proposals/about', async (c) => {
      const caller = c.get('caller');
      const charter = await charterOf(storage);
      const today = dayOf(clock.now(), settings.zone);
      return c.json({
        organisation: settings.organisation,
        open: await authorship.isOpen(),
        topics: [...((await storage.get('topics', 'topics'))?.topics ?? [])],
        ...(charter === undefined ? {} : { charter }),
        mail: mail.configured,
        ...(caller.kind === 'person' ? { account: { name: caller.user.name } } : {}),
        storyUrl: `${publicUrl()}/f/`,
        zone: settings.zone,
        today,
        lastDay: dayOf(clock.now() + MAX_AHEAD_DAYS * DAY_MS, settings.zone),
        shownDays: SHOWN_DAYS,
      });
    })
    .get('/api/public/proposals/challenge', query(wire.ProposalChallengeQuery), (c) =>
      c.json(doors.tolls.challenge(c.req.valid('query').for, c.get('address'))),
    )
    .post('/api/public/proposals/words', body(wire.ProposalBegin), async (c) => {
      const { language, proof } = c.req.valid('json');
      const toll = doors.tolls.pay('new', c.get('address'), proof);
      if ('waitMs' in toll) return waits(c, toll.waitMs);
      if (!(await authorship.isOpen())) return problem(c, 'proposals-full', { retryAfterS: 3600 });
      const words = newReceipt(parts.random, language);
      await authorship.begin(keyHashOf(canonicalReceipt(words)));
      return c.json({ words }, 201);
    })
    .post('/api/public/proposals/open', body(wire.ProposalOpening), async (c) => {
      const { words, proof } = c.req.valid('json');
      const read = readReceipt(words);
      if ('refused' in read) return problem(c, 'receipt-words', { about: { words: read.words } });
      const toll = doors.tolls.pay('open', c.get('address'), proof);
      if ('waitMs' in toll) return waits(c, toll.waitMs);
      if ((await authorship.byKey(keyHashOf(read.receipt))) === undefined) {
        doors.tolls.countWrong(c.get('address'));
        return unknown(c);
      }
      return c.json({ key: read.receipt.replaceAll(' ', '-') });
    })
    .get('/api/public/proposals/files', async (c) => {
      const keyHash = keyOf(c);
      return keyHash === undefined ? unknown(c) : c.json({ files: await files.of(keyHash) });
    })
    .post('/api/public/proposals/files', async (c) => {
      const keyHash = keyOf(c);
      const stream = c.req.raw.body;
      if (keyHash === undefined || stream === null) return unknown(c);
      const waitMs = Math.max(doors.sending.take(keyHash), doors.arriving.take(c.get('address')));
      if (waitMs > 0) return waits(c, waitMs);
      const outcome = await files.take(keyHash, stream);
      return 'file' in outcome ? c.json(outcome.file satisfies ProposalFile, 201) : fileProblem(c, outcome);
    })
    .get('/api/public/proposals/files/:sha256', async (c) => {
      const address = c.req.param('sha256');
      const pass = (c.req.query('pass') ?? '').slice(0, 100);
      if (!(await files.opens(address, pass))) return problem(c, 'not-found');
      const response = await serveMedia(c, parts, address);
      // No longer than the address opens.
      if (response.status < 400) response.headers.set('Cache-Control', 'private, max-age=3600');
      return response;
    })
    .post('/api/public/proposals', body(wire.ProposalDraft), async (c) => {
      const keyHash = keyOf(c);
      if (keyHash === undefined) return unknown(c);
      const waitMs = doors.writing.take(keyHash);
      if (waitMs > 0) return waits(c, waitMs);
      const draft = c.req.valid('json');
      if (await unknownTopics(draft.content.topics)) return topicProblem(c);
      const { content } = draft;
      const outcome = await authorship.submit(keyHash, {
        content,
        ...(await sealed(draft.mail, keyHash)),
        ...userOf(c),
      });
      return 'refused' in outcome ? submitProblem(c, outcome) : answer(c, outcome.record, 201);
    })
    .get('/api/public/proposals/mine', async (c) => {
      const keyHash = keyOf(c);
      const record = keyHash === undefined ? undefined : await authorship.byKey(keyHash);
      return record === undefined ? unknown(c) : answer(c, record);
    })
    .put('/api/public/proposals/mine', body(wire.ProposalEdit), async (c) => {
      const keyHash = keyOf(c);
      if (keyHash === undefined) return unknown(c);
      const waitMs = doors.writing.take(keyHash);
      if (waitMs > 0) return waits(c, waitMs);
      const { content, revision, mail: address } = c.req.valid('json');
      if (await unknownTopics(content.topics)) return topicProblem(c);
      const left = await sealed(address, keyHash);
      const outcome = await authorship.edit(keyHash, revision, { content, ...left, ...userOf(c) });
      return 'refused' in outcome ? submitProblem(c, outcome) : answer(c, outcome.record);
    })
    .post('/api/public/proposals/mine/withdraw', async (c) => {
      const keyHash = keyOf(c);
      const record = keyHash === undefined ? undefined : await authorship.withdraw(keyHash);
      return record === undefined ? unknown(c) : answer(c, record);
    })
    .delete('/api/public/proposals/mine', async (c) => {
      const keyHash = keyOf(c);
      const gone = keyHash === undefined ? undefined : await authorship.remove(keyHash);
      if (gone === undefined) return unknown(c);
      await proposals.drop(gone);
      return c.body(null, 204);
    });
}

function topicProblem(c: Context<ApiEnv>): Response {
  return problem(c, 'body-invalid', { fields: [{ field: 'content.topics', reason: 'a topic is not known any more' }] });
}

function fileProblem(c: Context<ApiEnv>, outcome: Exclude<ProposalFileOutcome, { file: unknown }>): Response {
  switch (outcome.refused) {
    case 'file':
      return problem(c, 'file-refused', {
        fields: [{ field: 'body', reason: reasonWords(outcome.reason) }],
        about: { reason: outcome.reason },
      });
    case 'gone':
      return problem(c, 'proposal-unknown', { detail: 'Begin again: these words were given more than a day ago.' });
    case 'many':
      return problem(c, 'proposal-state', { detail: 'This proposal has as many files as it may have.' });
    case 'too-large':
      return problem(c, 'file-too-large', { detail: 'A picture may have 16 MB, a film 40 MB.' });
    case 'disk-full':
      return problem(c, 'storage-full');
    case 'busy':
      return problem(c, 'server-busy', { detail: 'Others send files at this moment.', retryAfterS: 5 });
  }
}

function submitProblem(c: Context<ApiEnv>, outcome: SubmitRefusal): Response {
  switch (outcome.refused) {
    case 'dates':
      return problem(c, 'body-invalid', {
        fields: outcome.faults.map(({ field, code }) => ({ field: `content.${field}`, reason: code })),
        about: { dates: outcome.faults },
      });
    case 'gone':
      return problem(c, 'proposal-unknown', { detail: 'Begin again: these words were given more than a day ago.' });
    case 'full':
      return problem(c, 'proposals-full', { retryAfterS: 3600 });
    case 'files':
      return problem(c, 'body-invalid', { fields: [{ field: 'content.pictures', reason: 'send the files again' }] });
    case 'changes':
      return problem(c, 'proposal-state', { detail: 'It was changed as often as may be. Begin another one.' });
    case 'state':
      return problem(c, 'proposal-state', { detail: 'Somebody has changed it since. Look at it again.' });
  }
}
