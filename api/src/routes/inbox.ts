/**
 * The HR inbox, and what administrators may see of it: counts and the audit. The guard lets only the role hr in; what
 * needs the keys asks for an unlocked session besides, and its answer is otherwise 423.
 */
import { Hono } from 'hono';
import type { Context } from 'hono';
import { UserId } from '@palier/playlists/ids';
import { CannedReply, TalkSettings } from '@palier/playlists/talk-settings';
import type { InboxView, ThreadCounts } from '@palier/playlists/thread-views';
import { daysUntil } from '@palier/playlists/thread';
import { isoOf } from '../clock.ts';
import type { ApiEnv } from '../environment.ts';
import { createLimiter } from '../limiter.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import type { Person } from '../threads/conversations.ts';
import type { UnlockRefusal } from '../threads/inbox-keys.ts';
import { serveThreadFile } from '../threads/serve-file.ts';
import { body, query } from '../validate.ts';
import * as wire from '../wire/inbox.ts';
import { person } from './params.ts';
import { fileOf, fileProblem } from './thread-file.ts';
import { writeProblem } from './threads.ts';

const MAX_STREAMS_A_SESSION = 6;
/** How long the first page after an unlocking waits for those who wait for HR. */
const FIRST_PAGE_MS = 220;

type C = Context<ApiEnv>;

export function inboxRoutes(parts: Parts) {
  const { threads, storage, clock } = parts;
  const { keyring, unlocking, index, inbox, talk, audit, conversations } = threads;
  const tries = createLimiter(clock, { free: 5, firstWaitMs: 1_000, maxWaitMs: 60_000, forgetMs: 15 * 60_000 });

  const self = (c: C): Person => ({ id: person(c).user.id, name: person(c).user.name });
  const isUnlocked = (c: C, quiet = false) =>
    unlocking.find(person(c).sessionId, quiet) !== undefined && index.isOpen();
  const locked = (c: C) => problem(c, 'inbox-locked', { detail: 'Type the passphrase of the inbox.' });
  const absent = (c: C) => problem(c, 'not-found', { detail: 'It was deleted, or its day has come.' });

  async function view(c: C): Promise<InboxView> {
    const { user, sessionId } = person(c);
    const { newest, members } = await keyring.state();
    const users = (await storage.all('users')).filter(({ role }) => role === 'hr');
    const stateOf = (id: string) => members.find((member) => member.id === id)?.state ?? 'outside';
    const session = unlocking.find(sessionId, true);
    const isOpen = session !== undefined && index.isOpen();
    return {
      setUp: newest !== undefined,
      self: stateOf(user.id),
      unlocked: isOpen,
      ...(isOpen ? { locksAt: isoOf(session.endsMs), progress: index.progress() } : {}),
      ...(newest === undefined ? {} : { fingerprint: keyring.fingerprint(newest.publicKey) }),
      members: users.map(({ id, name }) => ({ userId: id, name, state: stateOf(id) })),
      rotationDue: newest !== undefined && (await unlocking.leavers()).length > 0,
      mail: parts.mail.configured,
    };
  }

  function refusal(c: C, refused: UnlockRefusal): Response {
    switch (refused.refused) {
      case 'busy':
        return problem(c, 'server-busy', { retryAfterS: 3 });
      case 'wrong':
        return problem(c, 'passphrase-wrong');
      case 'outside':
        return problem(c, 'inbox-outside', { detail: 'Ask to be admitted; a member who has unlocked it lets you in.' });
      case 'asked':
        return problem(c, 'inbox-outside', {
          detail: 'You have asked; a member who has unlocked it has to admit you.',
        });
      case 'tampered':
        return problem(c, 'inbox-tampered', {
          detail: `Nothing was opened: ${refused.what}. Tell those who run the server.`,
        });
    }
  }

  /** Counts wrong tries for each person; answers the wait, or what `work` says. */
  async function guarded(c: C, work: () => Promise<Response | UnlockRefusal>): Promise<Response> {
    const { id, name } = self(c);
    const waitMs = tries.waitMs(id);
    if (waitMs > 0) return problem(c, 'too-many-requests', { retryAfterS: waitMs / 1000 });
    const outcome = await work();
    if (outcome instanceof Response) {
      tries.forget(id);
      return outcome;
    }
    if (outcome.refused === 'wrong') {
      tries.count(id);
      await audit.note({ userId: id, name, did: 'unlock-failed' });
    }
    return refusal(c, outcome);
  }

  const keys = new Hono<ApiEnv>()
    .get('/api/inbox', async (c) => c.json(await view(c)))
    .post('/api/inbox', body(wire.PassphraseBody), async (c) => {
      const who = self(c);
      const made = await keyring.setUp(who.id, c.req.valid('json').passphrase, c.get('address'));
      if ('refused' in made) {
        return made.refused === 'exists' ? problem(c, 'inbox-exists') : problem(c, 'server-busy', { retryAfterS: 3 });
      }
      await audit.note({ userId: who.id, name: who.name, did: 'set-up' });
      await unlocking.begin(person(c).sessionId, who, made.keys);
      const { newest } = await keyring.state();
      return c.json({ recovery: made.recovery, fingerprint: keyring.fingerprint(newest?.publicKey ?? '') }, 201);
    })
    .post('/api/inbox/session', body(wire.UnlockBody), (c) =>
      guarded(c, async () => {
        const who = self(c);
        const outcome = await keyring.unlock(who.id, c.req.valid('json').passphrase, c.get('address'));
        if ('refused' in outcome) return outcome;
        await audit.note({ userId: who.id, name: who.name, did: 'unlocked' });
        await unlocking.begin(person(c).sessionId, who, outcome.keys);
        return c.json(await view(c));
      }),
    )
    .put('/api/inbox/session', async (c) => (isUnlocked(c) ? c.json(await view(c)) : locked(c)))
    .delete('/api/inbox/session', async (c) => {
      const was = isUnlocked(c, true);
      unlocking.lock(person(c).sessionId);
      const { id, name } = self(c);
      if (was) await audit.note({ userId: id, name, did: 'locked' });
      return c.body(null, 204);
    })
    .post('/api/inbox/members', body(wire.PassphraseBody), async (c) => {
      const who = self(c);
      if ((await keyring.state()).newest === undefined)
        return problem(c, 'inbox-outside', { detail: 'Set it up first.' });
      const outcome = await keyring.ask(who.id, c.req.valid('json').passphrase, c.get('address'));
      if (typeof outcome === 'object' || outcome === 'full') return problem(c, 'server-busy', { retryAfterS: 3 });
      if (outcome === 'asked') await audit.note({ userId: who.id, name: who.name, did: 'asked' });
      threads.news.tellInbox({ many: true });
      return c.json(await view(c));
    })
    .post('/api/inbox/members/:id/admit', async (c) => {
      const present = index.keys();
      if (!isUnlocked(c) || present === undefined) return locked(c);
      const asked = UserId.safeParse(c.req.param('id')).data;
      const user = asked === undefined ? undefined : await storage.get('users', asked);
      if (user?.role !== 'hr') return problem(c, 'not-found', { detail: 'Nobody of that name has the role hr.' });
      if (!(await keyring.admit(user.id, present))) return problem(c, 'not-found', { detail: 'They have not asked.' });
      await audit.note({ userId: self(c).id, name: `${self(c).name}: ${user.name}`, did: 'admitted' });
      return c.json(await view(c));
    })
    .delete('/api/inbox/members/:id', async (c) => {
      if (!isUnlocked(c)) return locked(c);
      const id = c.req.param('id');
      const who = self(c);
      if (id === who.id) return invalidField(c, 'id', 'somebody else has to remove you: the inbox must keep a member');
      const { members } = await keyring.state();
      if (!members.some((member) => member.id === id)) return problem(c, 'not-found');
      await unlocking.rotateWithout([id], who);
      for (const session of unlocking.sessions()) {
        if (unlocking.find(session, true)?.value.id === id) unlocking.lock(session);
      }
      return c.json(await view(c));
    })
    .put('/api/inbox/passphrase', body(wire.PassphraseChange), (c) =>
      guarded(c, async () => {
        const { current, next } = c.req.valid('json');
        const outcome = await keyring.changePassphrase(self(c).id, current, next, c.get('address'));
        if (outcome === 'changed') return c.body(null, 204);
        return outcome === 'wrong' ? { refused: 'wrong' } : outcome;
      }),
    )
    .post('/api/inbox/recovery', body(wire.RecoveryBody), (c) =>
      guarded(c, async () => {
        const who = self(c);
        const { recovery, passphrase } = c.req.valid('json');
        const outcome = await keyring.recover(recovery, who.id, passphrase, c.get('address'));
        if ('refused' in outcome) return outcome;
        await audit.note({ userId: who.id, name: who.name, did: 'recovered' });
        await unlocking.begin(person(c).sessionId, who, outcome.keys);
        return c.json(await view(c));
      }),
    )
    .put('/api/inbox/recovery', body(wire.UnlockBody), (c) =>
      guarded(c, async () => {
        if (!isUnlocked(c)) return locked(c);
        const who = self(c);
        // Whoever finds the inbox open on a desk must not walk away with a key to print.
        const checked = await keyring.unlock(who.id, c.req.valid('json').passphrase, c.get('address'));
        if ('refused' in checked) return checked;
        const made = await keyring.replaceRecovery(checked.keys);
        index.rekey(made.keys);
        unlocking.reseal();
        await audit.note({ userId: who.id, name: who.name, did: 'rotated' });
        const { newest } = await keyring.state();
        return c.json({ recovery: made.recovery, fingerprint: keyring.fingerprint(newest?.publicKey ?? '') });
      }),
    );

  const work = new Hono<ApiEnv>()
    .get('/api/inbox/threads', query(wire.InboxQuery), async (c) => {
      // A page that follows what others write keeps nothing open by itself: lists are no use of the inbox.
      if (!isUnlocked(c, true)) return locked(c);
      // Just after an unlocking the first page is worth a moment; what is still closed then is told by `progress`.
      const asked = c.req.valid('query');
      const opened = asked.queue === 'waiting' || asked.queue === 'unassigned' ? index.waitingOpen() : index.settled();
      await Promise.race([opened, new Promise<void>((resolve) => clock.after(FIRST_PAGE_MS, resolve))]);
      return c.json(inbox.list(self(c), asked));
    })
    .post('/api/inbox/search', body(wire.SearchBody), async (c) =>
      isUnlocked(c) ? c.json(await inbox.search(self(c), c.req.valid('json').text)) : locked(c),
    )
    .get('/api/inbox/threads/:id', async (c) => {
      if (!isUnlocked(c)) return locked(c);
      const thread = await inbox.read(self(c), c.req.param('id'));
      return thread === undefined ? absent(c) : c.json(thread);
    })
    .patch('/api/inbox/threads/:id', body(wire.HandlingBody), async (c) => {
      if (!isUnlocked(c)) return locked(c);
      const { handling, state } = c.req.valid('json');
      const assignee = handling?.assignee === undefined ? undefined : await storage.get('users', handling.assignee);
      if (handling?.assignee !== undefined && assignee?.role !== 'hr') {
        return invalidField(c, 'handling.assignee', 'nobody of that name has the role hr');
      }
      const outcome = await inbox.handle(self(c), c.req.param('id'), {
        ...(handling === undefined ? {} : { handling }),
        ...(state === undefined ? {} : { state }),
      });
      if (!('refused' in outcome)) return c.json(outcome);
      return outcome.refused === 'gone' ? absent(c) : problem(c, 'thread-full', { detail: 'It has 200 notes.' });
    })
    .post('/api/inbox/threads/:id/messages', body(wire.AnswerDraft), async (c) => {
      if (!isUnlocked(c)) return locked(c);
      const { attachments, ...draft } = c.req.valid('json');
      if (draft.text === '' && attachments.length === 0) return invalidField(c, 'text', 'write something');
      const outcome = await inbox.answer(self(c), c.req.param('id'), { ...draft, files: attachments });
      if (outcome === undefined) return absent(c);
      return 'refused' in outcome ? (writeProblem(c, outcome.refused) ?? absent(c)) : c.json(outcome, 201);
    })
    .post('/api/inbox/threads/:id/acknowledge', async (c) => {
      if (!isUnlocked(c)) return locked(c);
      return (await inbox.acknowledge(self(c), c.req.param('id'))) ? c.body(null, 204) : absent(c);
    })
    .post('/api/inbox/threads/:id/notes', body(wire.NoteBody), async (c) => {
      if (!isUnlocked(c)) return locked(c);
      const outcome = await inbox.note(self(c), c.req.param('id'), c.req.valid('json').text);
      if (!('refused' in outcome)) return c.json(outcome, 201);
      return outcome.refused === 'gone' ? absent(c) : problem(c, 'thread-full', { detail: 'It has 200 notes.' });
    })
    .post('/api/inbox/threads/:id/attachments', async (c) => {
      if (!isUnlocked(c)) return locked(c);
      const open = await index.one(c.req.param('id'));
      if (open === undefined) return absent(c);
      const { name, bytes } = await fileOf(c);
      const outcome = await threads.files.take(open.record.id, open.keys.thread, name, bytes);
      return 'attachment' in outcome ? c.json(outcome.attachment, 201) : fileProblem(c, outcome);
    })
    .get('/api/inbox/threads/:id/attachments/:file', async (c) => {
      if (!isUnlocked(c)) return locked(c);
      const open = await index.one(c.req.param('id'));
      const file = open && (await threads.files.read(open.record.id, open.keys.thread, c.req.param('file')));
      if (open === undefined || file === undefined) return absent(c);
      await inbox.noteLook(self(c), open, 'attachment');
      return serveThreadFile(c, file);
    })
    .get('/api/inbox/themes', (c) => {
      if (!isUnlocked(c)) return locked(c);
      const { opened, of } = index.progress();
      return c.json({ themes: inbox.themes(), complete: opened >= of } satisfies wire.ThemesAnswer);
    })
    .post('/api/inbox/cards', body(wire.CardDraft), async (c) => {
      if (!isUnlocked(c)) return locked(c);
      const made = await threads.cards.make(c.req.valid('json'));
      if (!('refused' in made)) return c.json(made, 201);
      if (made.refused === 'opening')
        return problem(c, 'server-busy', { retryAfterS: 3, detail: 'Threads are being opened.' });
      const reason = made.refused === 'few' ? 'fewer than 5 conversations carry it' : 'there are 200 cards already';
      return invalidField(c, 'theme', reason);
    })
    .get('/api/inbox/events', (c) => {
      if (!isUnlocked(c, true)) return locked(c);
      const { sessionId } = person(c);
      if (threads.inboxHub.countOf(sessionId) >= MAX_STREAMS_A_SESSION) return problem(c, 'server-busy');
      return threads.inboxHub.subscribe(c, sessionId, []) ?? problem(c, 'server-busy', { retryAfterS: 30 });
    });

  const house = new Hono<ApiEnv>()
    .get('/api/inbox/replies', (c) => c.json({ replies: [...talk.replies()] }))
    .put('/api/inbox/replies/:id', body(CannedReply), async (c) => {
      const reply = c.req.valid('json');
      if (reply.id !== c.req.param('id')) return invalidField(c, 'id', 'it is not the id of the address');
      const hasRoom = await talk.putReply(reply.id, reply);
      return hasRoom ? c.json({ replies: [...talk.replies()] }) : invalidField(c, 'id', 'there are 100 already');
    })
    .delete('/api/inbox/replies/:id', async (c) => {
      await talk.putReply(c.req.param('id'), undefined);
      return c.json({ replies: [...talk.replies()] });
    })
    .delete('/api/inbox/cards/:id', async (c) => {
      await threads.cards.remove(c.req.param('id'));
      return c.body(null, 204);
    })
    .get('/api/talk/cards', async (c) => c.json({ cards: await threads.cards.list() }))
    .get('/api/talk/settings', (c) => c.json(talk.settings()))
    .put('/api/talk/settings', body(TalkSettings), async (c) => c.json(await talk.putSettings(c.req.valid('json'))))
    .get('/api/threads/counts', async (c) => {
      const { newest, members } = await keyring.state();
      const all = await storage.all('threads');
      const today = conversations.today();
      return c.json({
        setUp: newest !== undefined,
        members: members.filter(({ state }) => state === 'member').length,
        threads: all.length,
        waiting: all.filter(({ waitsFor }) => waitsFor === 'hr').length,
        overdueDeletion: all.filter(({ deleteOn }) => daysUntil(deleteOn, today) < 0).length,
      } satisfies ThreadCounts);
    })
    .get('/api/threads/audit', query(wire.AuditQuery), async (c) => {
      const { month = audit.thisMonth(), after } = c.req.valid('query');
      const { entries, next } = await audit.page(month, after);
      return c.json({ month, entries, ...(next === undefined ? {} : { next }) } satisfies wire.AuditAnswer);
    });

  return new Hono<ApiEnv>().route('/', keys).route('/', work).route('/', house);
}
