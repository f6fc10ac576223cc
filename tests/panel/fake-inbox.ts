/** The HR inbox of the fake API: two conversations in every state that has a look of its own. Nothing is sealed here. */
import { Hono } from 'hono';
import { TalkSettings } from '@palier/playlists/talk-settings';
import { iso, type World } from './fake-world.ts';

const FIRST = `t${'a'.repeat(20)}`;
const SECOND = `t${'b'.repeat(20)}`;
const HOUR = 3600_000;

/** `rh2` has not unlocked it; everybody else finds it open. */
export function createFakeInbox(world: World): Hono {
  const app = new Hono();
  const at = (agoMs: number) => iso(world.now() - agoMs);
  const day = (inDays: number) => iso(world.now() + inDays * 24 * HOUR).slice(0, 10);
  const row = (id: string, more: object) => ({
    id,
    pseudonym: { animal: 0, colour: 0 },
    topic: 'pay',
    excerpt: 'Il y a une erreur sur ma fiche de paie de novembre : onze heures manquent.',
    state: 'open',
    messages: 1,
    waitsFor: 'hr',
    waitingSince: at(30 * HOUR),
    lastAt: at(30 * HOUR),
    unread: true,
    answerUnread: false,
    handling: { priority: 'high', themes: [] },
    acknowledgeBy: day(-1),
    overdue: true,
    deleteOn: day(300),
    ...more,
  });
  const rows = [
    row(FIRST, {}),
    row(SECOND, {
      pseudonym: { animal: 5, colour: 9, number: 2 },
      name: 'Jean-Baptiste de la Rochefoucauld-Montalembert',
      topic: 'colleague',
      excerpt: 'Merci. '.repeat(18),
      waitsFor: 'author',
      unread: false,
      overdue: false,
      handling: { priority: 'normal', themes: ['parking'], assignee: 'rh', team: 'paie' },
    }),
  ];
  const { waitingSince: _, acknowledgeBy: __, ...answered } = rows[1] ?? row(SECOND, {});
  const threads = [rows[0], answered];
  const settings = TalkSettings.parse({
    teams: [{ id: 'paie', name: 'Paie et temps', members: ['rh'], topics: ['pay', 'leave'] }],
    contact: { fr: 'RH, 2e étage' },
  });
  const replies = [{ id: 'recu', title: 'Bien reçu', text: { fr: 'Bonjour {name}, bien reçu.' }, topics: ['pay'] }];
  const counts = { waiting: 1, mine: 1, unassigned: 1, snoozed: 0, answered: 1, closed: 0, all: 2 };
  const progress = { opened: 2, of: 2 };

  app.get('/api/inbox', (c) => {
    const isOpen = !/palier_session=rh2/.test(c.req.header('cookie') ?? '');
    return c.json({
      setUp: true,
      self: 'member',
      unlocked: isOpen,
      ...(isOpen ? { locksAt: at(-900_000), progress } : {}),
      fingerprint: 'ca36 e26d 41e3 7044 f575 24d3',
      members: [
        { userId: 'rh', name: 'Claire Aubry', state: 'member' },
        { userId: 'rh2', name: 'Marc Tanguy', state: 'asked' },
      ],
      rotationDue: false,
      mail: true,
    });
  });
  app.get('/api/inbox/threads', (c) => c.json({ threads, counts, progress }));
  app.get('/api/inbox/threads/:id', (c) => {
    const found = threads.find((one) => one?.id === c.req.param('id'));
    const message = (seq: number, from: string, text: string, more = {}) => ({
      seq,
      from,
      at: at((31 - seq) * HOUR),
      text,
      ...more,
    });
    return c.json({
      row: found,
      openedAt: at(31 * HOUR),
      messages: [
        message(1, 'author', 'Il y a une erreur sur ma fiche de paie de novembre. '.repeat(9)),
        message(2, 'hr', '', { by: 'Claire Aubry', event: 'acknowledged' }),
        message(3, 'hr', 'Nous regardons.', {
          by: 'Claire Aubry',
          attachments: [{ id: `a${'c'.repeat(20)}`, name: 'fiche.pdf', type: 'application/pdf', sizeBytes: 81_000 }],
        }),
      ],
      notes: [
        { seq: 1, by: 'Marc Tanguy', at: at(20 * HOUR), text: 'Vu avec la paie.' },
        {
          seq: 2,
          by: 'Claire Aubry',
          at: at(19 * HOUR),
          text: '',
          did: 'handled',
          handling: { priority: 'high', themes: ['parking'], assignee: 'rh' },
        },
      ],
      readByAuthor: 2,
      readByHr: 3,
      acknowledged: false,
      expected: { by: at(-20 * HOUR), basis: 'measured' },
      attachments: [],
    });
  });
  app.get('/api/inbox/replies', (c) => c.json({ replies }));
  app.get('/api/talk/settings', (c) => c.json(settings));
  app.get('/api/inbox/themes', (c) =>
    c.json({
      themes: [
        { theme: 'parking', threads: 6, ready: true },
        { theme: 'vélos', threads: 2, ready: false },
      ],
      complete: true,
    }),
  );
  app.get('/api/talk/cards', (c) =>
    c.json({
      cards: [
        {
          id: 'abri',
          madeOn: day(-2),
          item: {
            kind: 'notice',
            loop: 'talk',
            tone: 'plain',
            heading: { fr: 'Entendu, et fait', en: 'We heard, we did' },
            title: { fr: 'Le parking est plein dès 8 h', en: 'The car park is full by 8' },
            body: { fr: 'Trente places de plus au 1er mars.', en: 'Thirty more spaces from 1 March.' },
          },
        },
      ],
    }),
  );
  app.get('/api/threads/counts', (c) =>
    c.json({ setUp: true, members: 1, threads: 2, waiting: 1, overdueDeletion: 0 }),
  );
  app.get('/api/threads/audit', (c) =>
    c.json({
      month: iso(world.now()).slice(0, 7),
      entries: [
        { at: at(2 * HOUR), userId: 'rh', name: 'Claire Aubry', did: 'unlocked' },
        { at: at(HOUR), userId: 'rh', name: 'Claire Aubry', did: 'opened', pseudonym: { animal: 0, colour: 0 } },
      ],
    }),
  );
  app.get('/api/inbox/events', () => {
    const quiet = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode(': hello\n\n')),
    });
    return new Response(quiet, { headers: { 'content-type': 'text/event-stream' } });
  });
  return app;
}

/** What the axe walk looks at as somebody of HR. */
export const INBOX_PAGES = ['/inbox', `/inbox/${FIRST}`, '/inbox/themes', '/inbox/audit', '/inbox/settings'];
