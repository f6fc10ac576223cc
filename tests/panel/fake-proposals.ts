/** The fake API's proposals: a queue with one of each kind, decided, taken back and claimed in memory. Rules are not its matter. */
import { Hono, type Context } from 'hono';
import { iso, type World } from './fake-world.ts';

const HOUR_MS = 3_600_000;

type Kept = ReturnType<typeof proposal> & { before?: { state: string; decisions: object[] } };

export function createFakeProposals(world: World, changed: (...topics: string[]) => void): Hono {
  const app = new Hono();
  const kept = new Map((world.users.length === 0 ? [] : proposals(world)).map((one) => [one.entry.id, one as Kept]));
  let settings = {
    words: ['Météore'],
    reasons: [
      { did: 'asked-changes', fr: 'Il manque le lieu ou la date.', en: 'The place or the date is missing.' },
      { did: 'declined', fr: 'C’est une annonce commerciale.', en: 'This is an advertisement.' },
    ],
  };
  let digest = true;

  const listOf = (state: string) =>
    state === 'waiting'
      ? 'waiting'
      : state === 'changes-requested'
        ? 'asked'
        : state === 'declined'
          ? 'ended'
          : 'shown';
  const refuse = (c: Context, status: 404 | 409, code: string) =>
    c.json({ type: `/api/docs#${code}`, title: code, status }, status, { 'content-type': 'application/problem+json' });
  const found = (c: Context) => kept.get(c.req.param('id') ?? '');
  function decide(one: Kept, did: string, reason?: string): void {
    const states: Record<string, string> = { approved: 'live', 'asked-changes': 'changes-requested' };
    one.before = { state: one.entry.state, decisions: one.decisions };
    one.entry.state = states[did] ?? 'declined';
    const by = { kind: 'user', userId: 'ines', name: 'Inès Marchal' };
    one.decisions = [...one.decisions, { at: iso(world.now()), by, did, ...(reason ? { reason } : {}), revision: 1 }];
    changed('proposals');
  }

  app.get('/api/public/organisation', (c) => c.json({ name: 'Acme' }));
  app.get('/api/proposal-count', (c) =>
    c.json({ waiting: [...kept.values()].filter(({ entry }) => entry.state === 'waiting').length }),
  );
  app.get('/api/proposals', (c) => {
    const list = c.req.query('list') ?? 'waiting';
    const counts = { waiting: 0, asked: 0, shown: 0, ended: 0 };
    for (const { entry } of kept.values()) counts[listOf(entry.state)] += 1;
    const entries = [...kept.values()].map(({ entry }) => entry).filter(({ state }) => listOf(state) === list);
    return c.json({ list, counts, entries });
  });
  app.get('/api/proposals/:id', (c) => {
    const one = found(c);
    return one === undefined ? refuse(c, 404, 'not-found') : c.json(viewOf(one));
  });
  app.post('/api/proposals/:id/decision', async (c) => {
    const one = found(c);
    if (one === undefined) return refuse(c, 404, 'not-found');
    const { did, reason } = await c.req.json();
    if (one.entry.state !== 'waiting') return refuse(c, 409, 'proposal-state');
    decide(one, did, reason);
    return c.json(viewOf(one));
  });
  app.delete('/api/proposals/:id/decision', (c) => {
    const one = found(c);
    if (one?.before === undefined) return refuse(c, 409, 'proposal-state');
    one.entry.state = one.before.state;
    delete one.before;
    changed('proposals');
    return c.json(viewOf(one));
  });
  app.post('/api/proposals/:id/claim', (c) => {
    const one = found(c);
    if (one === undefined) return refuse(c, 404, 'not-found');
    Object.assign(one.entry, { claim: { userId: 'ines', name: 'Inès Marchal', until: iso(world.now() + 600_000) } });
    changed('proposals');
    return c.json(viewOf(one));
  });
  app.delete('/api/proposals/:id/claim', (c) => {
    const one = found(c);
    if (one === undefined) return refuse(c, 404, 'not-found');
    Object.assign(one.entry, { claim: undefined });
    changed('proposals');
    return c.json(viewOf(one));
  });
  app.put('/api/proposals/:id/content', async (c) => {
    const one = found(c);
    if (one === undefined) return refuse(c, 404, 'not-found');
    const { content, revision } = await c.req.json();
    one.content = content;
    Object.assign(one.entry, { title: content.title, revision: revision + 1 });
    changed('proposals');
    return c.json(viewOf(one));
  });
  app.post('/api/proposal-decisions', async (c) => {
    const { did, reason, proposals: asked } = await c.req.json();
    const results = asked.map(({ id }: { id: string }) => {
      const one = kept.get(id);
      if (one?.entry.own === true && did === 'approved') return { id, refused: 'own' };
      if (one !== undefined) decide(one, did, reason);
      return { id };
    });
    return c.json({ results });
  });
  app.get('/api/proposal-audit', (c) =>
    c.json({
      month: '2026-11',
      months: ['2026-11', '2026-10'],
      entries: [...kept.values()].flatMap(({ entry, decisions }) =>
        decisions.map(({ reason: _reason, ...one }: { reason?: string }) => ({
          ...one,
          proposalId: entry.id,
          title: entry.title,
        })),
      ),
      stories: [
        {
          at: iso(world.now() - HOUR_MS),
          by: 'Inès Marchal',
          storyId: 'abcdefgh',
          title: 'Un cadre pour le fret de nuit',
          source: 'Le Quotidien du rail',
          act: 'approve',
        },
        {
          at: iso(world.now() - 2 * HOUR_MS),
          storyId: 'abcdefgj',
          title: 'Nos résultats du semestre',
          source: 'La maison',
          act: 'hidden',
        },
      ],
    }),
  );
  app.get('/api/proposal-settings', (c) => {
    c.header('ETag', '"settings-1"');
    return c.json({ settings, digest, mail: true, proposeUrl: 'https://palier.acme.fr/p' });
  });
  app.put('/api/proposal-settings', async (c) => {
    settings = await c.req.json();
    c.header('ETag', '"settings-2"');
    return c.json({ settings, digest, mail: true, proposeUrl: 'https://palier.acme.fr/p' });
  });
  app.put('/api/proposal-settings/digest', async (c) => {
    digest = (await c.req.json()).wanted;
    return c.json({ settings, digest, mail: true, proposeUrl: 'https://palier.acme.fr/p' });
  });
  return app;
}

function viewOf({ before, ...one }: Kept) {
  // Never too late here.
  return before === undefined ? one : { ...one, undoUntil: '2099-01-01T00:00:00.000Z' };
}

function proposal(world: World, id: string, hours: number, title: string, text: string, more: object = {}) {
  const at = iso(world.now() - hours * HOUR_MS);
  const entry = {
    id,
    storyId: 'abcdefgh',
    title,
    excerpt: text,
    category: 'news',
    language: 'fr',
    credit: 'La production',
    state: 'waiting',
    decided: 'waiting',
    revision: 1,
    submittedAt: at,
    since: at,
    hints: 0,
    edited: false,
    hidden: false,
    reports: 0,
    pictures: 0,
    film: false,
    own: false,
    ...more,
  };
  const { storyId, category, language, credit } = entry;
  return {
    entry,
    content: {
      title,
      text,
      category,
      language,
      topics: [],
      pictures: [],
      credit: { kind: 'team', text: credit },
    } as object,
    hints: [] as object[],
    shown: {
      id: storyId,
      voice: 'colleagues',
      title,
      excerpt: text,
      credit,
      language,
      publishedAt: at,
      url: `https://palier.acme.fr/f/${storyId}`,
      label: `palier.acme.fr/f/${storyId}`,
    },
    reach: { screens: 3 } as object,
    topics: [] as object[],
    files: [],
    decisions: [{ at, by: { kind: 'author' }, did: 'submitted', revision: 1 }] as object[],
    reports: [] as object[],
    duplicates: [] as object[],
  };
}

function proposals(world: World) {
  const garden = proposal(world, 'garden', 80, 'Le potager du toit donne', 'Appelez Léa au 06 12 34 56 78.', {
    hints: 1,
  });
  garden.hints = [{ kind: 'phone', field: 'text', from: 15, to: 29, found: '06 12 34 56 78' }];
  const group = { group: ['toysabcd', 'toysefgh'] };
  const first = proposal(world, 'toysabcd', 60, 'Collecte de jouets', 'Au rez-de-chaussée.', group);
  const second = proposal(world, 'toysefgh', 50, 'Des jouets pour Noël', 'Au rez-de-chaussée.', group);
  first.duplicates = [{ id: 'toysefgh', title: 'Des jouets pour Noël', state: 'waiting', since: second.entry.since }];
  const edited = proposal(world, 'bike', 20, 'Atelier vélo', 'Jeudi, sous le préau.', { edited: true, revision: 2 });
  Object.assign(edited, {
    changes: {
      text: [
        { kind: 'removed', text: 'Vendredi' },
        { kind: 'added', text: 'Jeudi' },
        { kind: 'same', text: ', sous le préau.' },
      ],
      fields: ['category'],
    },
  });
  const hidden = proposal(world, 'menu', 3, 'Le nouveau menu', 'Deux plats végétariens.', { hidden: true, reports: 3 });
  hidden.reports = [{ why: 'wrong', count: 3 }];
  Object.assign(first, {
    reach: { screens: 0, lack: 'topics' },
    topics: [{ id: 'finance', name: { fr: 'Finance', en: 'Finance' } }],
    content: { ...first.content, topics: ['finance'] },
  });
  return [garden, first, second, edited, proposal(world, 'mine', 10, 'La mienne', 'Un retour.', { own: true }), hidden];
}
