/**
 * A stand-in for the API with the same routes, in memory, for looking at the panel in every state. It checks no
 * rules of the domain; the real server has its own tests.
 */
import { Hono, type Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Playlist } from '@palier/playlists/playlist';
import type { Schedule } from '@palier/playlists/schedule';
import { createFakeAnswers } from './fake-answers.ts';
import { createFakeInbox } from './fake-inbox.ts';
import { createFakeProposals } from './fake-proposals.ts';
import { createFakeSurveys } from './fake-surveys.ts';
import { createFakeSchedule } from './fake-schedule.ts';
import { createFakeEngagement } from './fake-engagement.ts';
import { createFakeSources } from './fake-sources.ts';
import { iso, screenView, type Versioned, type World } from './fake-world.ts';

const problem = (c: Context, status: 401 | 404 | 409 | 412 | 422, title: string, more = {}) =>
  c.json({ type: 'about:blank', title, status, ...more }, status, { 'content-type': 'application/problem+json' });

export function createFakeApi(world: World): Hono {
  const app = new Hono();
  const listeners = new Set<(topics: string[]) => void>();
  const changed = (...topics: string[]) => listeners.forEach((tell) => tell(topics));
  let revision = 3;
  const drafts = new Map<string, { value: Playlist; revision: number }>();

  app.use('/api/*', async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });
  app.get('/api/session', (c) => {
    const signedIn = /palier_session=(\w+)/.exec(c.req.header('cookie') ?? '')?.[1];
    const user = world.users.find((one) => one.id === signedIn);
    return c.json({ setupNeeded: world.users.length === 0, ...(user ? { user } : {}) });
  });
  app.post('/api/session', async (c) => {
    const { email, password } = await c.req.json();
    const user = world.users.find((one) => one.email === email);
    if (user === undefined || password !== 'bonjour-palier') return problem(c, 401, 'Wrong e-mail or password');
    c.header('set-cookie', `palier_session=${user.id}; Path=/; HttpOnly; SameSite=Lax`);
    return c.json({ setupNeeded: false, user });
  });
  app.delete('/api/session', (c) => {
    c.header('set-cookie', 'palier_session=; Path=/; Max-Age=0');
    return c.body(null, 204);
  });
  app.post('/api/setup', async (c) => {
    const { token, email, name, language } = await c.req.json();
    if (token !== 'once') return problem(c, 401, 'The set-up link is not valid');
    const user = { id: 'first', email, name, language, role: 'admin' };
    world.users.push(user as never);
    c.header('set-cookie', 'palier_session=first; Path=/; HttpOnly; SameSite=Lax');
    return c.json({ setupNeeded: false, user });
  });
  app.use('/api/*', async (c, next) => {
    const signedIn = /palier_session=(\w+)/.exec(c.req.header('cookie') ?? '')?.[1];
    if (!world.users.some((one) => one.id === signedIn)) return problem(c, 401, 'Sign in first');
    return next();
  });
  app.patch('/api/session/user', async (c) => {
    const patch = await c.req.json();
    if (patch.password && patch.currentPassword !== 'bonjour-palier') {
      return problem(c, 422, 'Not valid', {
        fields: [{ field: 'currentPassword', reason: 'not the present password' }],
      });
    }
    const user = world.users[0];
    if (user) Object.assign(user, { name: patch.name ?? user.name, language: patch.language ?? user.language });
    return c.json(user);
  });

  app.get('/api/alerts', (c) => c.json({ rules: [] }));
  app.get('/api/mail', (c) => c.json({ configured: false, waiting: 0, givenUp: 0 }));
  app.get('/api/documents', (c) => c.json({ documents: [] }));
  app.route('/', createFakeAnswers(world));
  app.route('/', createFakeSurveys(world, changed));
  app.route('/', createFakeProposals(world, changed));
  app.get('/api/users', (c) => c.json({ users: world.users }));
  app.post('/api/users', async (c) => {
    const { password: _, ...draft } = await c.req.json();
    if (world.users.some((one) => one.email === draft.email)) {
      return problem(c, 409, 'Conflict', {
        detail: 'there is already a user with this e-mail',
        fields: [{ field: 'email', reason: 'already used' }],
      });
    }
    const user = { language: 'fr', ...draft, id: `u${world.users.length}` };
    world.users.push(user);
    changed('users');
    return c.json(user, 201);
  });
  app.patch('/api/users/:id', async (c) => {
    const user = world.users.find((one) => one.id === c.req.param('id'));
    if (user === undefined) return problem(c, 404, 'No such user');
    Object.assign(user, await c.req.json());
    return c.json(user);
  });
  app.delete('/api/users/:id', (c) => {
    world.users = world.users.filter((one) => one.id !== c.req.param('id'));
    return c.body(null, 204);
  });

  app.route('/', createFakeInbox(world));

  app.get('/api/screens', (c) =>
    c.json({ screens: [...world.screens.values()].map((seed) => screenView(world, seed)) }),
  );
  app.get('/api/screens/:id', (c) => {
    const seed = world.screens.get(c.req.param('id') as never);
    return seed ? c.json(screenView(world, seed)) : problem(c, 404, 'No such screen');
  });
  app.patch('/api/screens/:id', async (c) => {
    const seed = world.screens.get(c.req.param('id') as never);
    if (seed === undefined) return problem(c, 404, 'No such screen');
    Object.assign(seed.screen, await c.req.json());
    changed('screens');
    return c.json(seed.screen);
  });
  app.delete('/api/screens/:id', (c) => {
    world.screens.delete(c.req.param('id') as never);
    changed('screens');
    return c.body(null, 204);
  });
  app.get('/api/screens/:id/explain', (c) => {
    const at = c.req.query('at') ?? iso(world.now());
    return c.json({
      at,
      local: `${at.slice(0, 16)}+01:00[Europe/Paris]`,
      program: {
        kind: 'scheduled',
        playlistId: 'journee',
        scheduleId: 'semaine',
        ruleId: 'jour',
        since: at,
        until: at,
      },
      candidates: [
        { kind: 'rule', playlistId: 'journee', scheduleId: 'semaine', ruleId: 'jour', plays: true },
        {
          kind: 'rule',
          playlistId: 'arrivee',
          scheduleId: 'semaine',
          ruleId: 'matin',
          plays: false,
          because: 'outside-daypart',
        },
        {
          kind: 'rule',
          playlistId: 'arrivee',
          scheduleId: 'semaine',
          ruleId: 'nuit',
          plays: false,
          because: 'not-this-day',
        },
      ],
    });
  });
  app.get('/api/screens/:id/timeline', (c) => {
    const from = Date.parse(c.req.query('from') ?? '');
    const day = 24 * 3600_000;
    const blocks = [0, 1, 2, 3, 4].flatMap((index) => [
      {
        from: iso(from + index * day + 7 * 3600_000),
        to: iso(from + index * day + 8.5 * 3600_000),
        kind: 'scheduled',
        playlistId: 'arrivee',
        scheduleId: 'semaine',
        ruleId: 'matin',
      },
      {
        from: iso(from + index * day + 8.5 * 3600_000),
        to: iso(from + index * day + 18 * 3600_000),
        kind: 'scheduled',
        playlistId: 'journee',
        scheduleId: 'semaine',
        ruleId: 'jour',
      },
    ]);
    blocks.push({
      from: iso(from + 4 * day + 22 * 3600_000),
      to: iso(from + 5 * day + 2 * 3600_000),
      kind: 'scheduled',
      playlistId: 'arrivee',
      scheduleId: 'semaine',
      ruleId: 'nuit',
    });
    return c.json({ blocks });
  });

  app.get('/api/groups', (c) => {
    const names = [...new Set([...world.screens.values()].flatMap((seed) => seed.screen.groups))];
    return c.json({
      groups: names.map((name) => ({
        name,
        screens: [...world.screens.values()]
          .filter((seed) => seed.screen.groups.includes(name))
          .map((seed) => seed.screen.id),
      })),
    });
  });
  app.put('/api/groups/:name', async (c) => {
    const { screens } = await c.req.json();
    const name = c.req.param('name') as never;
    for (const { screen } of world.screens.values()) {
      screen.groups = screen.groups.filter((group) => group !== name);
      if (screens.includes(screen.id)) screen.groups.push(name);
    }
    changed('screens');
    return c.json({ groups: [] });
  });
  app.delete('/api/groups/:name', (c) => {
    for (const { screen } of world.screens.values())
      screen.groups = screen.groups.filter((group) => group !== c.req.param('name'));
    changed('screens');
    return c.body(null, 204);
  });

  const playlistView = ({ value, revision, by, at }: Versioned<Playlist>) => ({
    playlist: value,
    revision,
    updatedAt: at,
    updatedBy: by,
    usedIn: [...world.schedules.values()]
      .filter((schedule) => schedule.value.rules.some((rule) => rule.playlistId === value.id))
      .map((schedule) => ({ scheduleId: schedule.value.id, name: schedule.value.name.fr ?? '' })),
  });
  app.get('/api/playlists', (c) =>
    c.json({ playlists: [...world.playlists.values()].map(playlistView), faults: world.faults }),
  );
  app.post('/api/playlists', async (c) => {
    const { accept: _accepted, ...draft } = await c.req.json();
    const id = draft.id ?? `p${++revision}`;
    world.playlists.set(id, {
      value: { entries: [], ...draft, id },
      revision: ++revision,
      by: 'Inès Marchal',
      at: iso(world.now()),
    });
    changed('playlists');
    const made = world.playlists.get(id);
    return made ? c.json(playlistView(made), 201, { etag: `"${made.revision}"` }) : problem(c, 404, 'gone');
  });
  app.get('/api/playlists/:id', (c) => {
    const found = world.playlists.get(c.req.param('id') as never);
    return found
      ? c.json(playlistView(found), 200, { etag: `"${found.revision}"` })
      : problem(c, 404, 'No such playlist');
  });
  app.put('/api/playlists/:id', async (c) => {
    const found = world.playlists.get(c.req.param('id') as never);
    if (found === undefined) return problem(c, 404, 'No such playlist');
    if (c.req.header('if-match') !== `"${found.revision}"`) return problem(c, 412, 'Changed meanwhile');
    Object.assign(found, { value: await c.req.json(), revision: ++revision, at: iso(world.now()) });
    changed('playlists');
    return c.json(playlistView(found), 200, { etag: `"${found.revision}"` });
  });
  const draftView = (found: Versioned<Playlist>, playlist: Playlist) => ({
    playlist,
    updatedAt: iso(world.now()),
    updatedBy: 'Inès Marchal',
    behind: false,
    publishedEtag: `"${found.revision}"`,
    changes: [],
    findings: [],
  });
  app.get('/api/drafts', (c) => c.json({ drafts: [] }));
  app.get('/api/playlists/:id/draft', (c) => {
    const found = world.playlists.get(c.req.param('id') as never);
    const draft = drafts.get(c.req.param('id'));
    if (found === undefined || draft === undefined) return problem(c, 404, 'No draft');
    return c.json(draftView(found, draft.value), 200, { etag: `"d${draft.revision}"` });
  });
  app.put('/api/playlists/:id/draft', async (c) => {
    const found = world.playlists.get(c.req.param('id') as never);
    if (found === undefined) return problem(c, 404, 'No such playlist');
    const draft = drafts.get(c.req.param('id'));
    const etag = draft === undefined ? `"${found.revision}"` : `"d${draft.revision}"`;
    if (c.req.header('if-match') !== etag) return problem(c, 412, 'Changed meanwhile');
    const value = await c.req.json();
    drafts.set(c.req.param('id'), { value, revision: ++revision });
    changed('drafts');
    return c.json(draftView(found, value), 200, { etag: `"d${revision}"` });
  });
  app.delete('/api/playlists/:id/draft', (c) =>
    drafts.delete(c.req.param('id')) ? c.body(null, 204) : problem(c, 404, 'No draft'),
  );
  app.post('/api/playlists/:id/draft/publish', (c) => {
    const found = world.playlists.get(c.req.param('id') as never);
    const draft = drafts.get(c.req.param('id'));
    if (found === undefined || draft === undefined) return problem(c, 404, 'No draft');
    drafts.delete(c.req.param('id'));
    Object.assign(found, { value: draft.value, revision: ++revision, at: iso(world.now()) });
    changed('playlists', 'drafts');
    return c.json(draftView(found, draft.value), 200, { etag: `"${found.revision}"` });
  });
  app.get('/api/playlists/:id/versions', (c) =>
    c.json({
      versions: [
        {
          version: 2,
          at: iso(world.now() - 3600_000),
          by: 'Inès Marchal',
          how: 'draft',
          accepted: ['qr-brief@q1'],
          changes: [{ what: 'entry-moved', kind: 'qr', title: { fr: 'Votre avis' }, from: 3, to: 1 }],
          current: true,
        },
        { version: 1, at: iso(world.now() - 86_400_000), by: 'file', how: 'file', accepted: [], current: false },
      ],
    }),
  );
  app.delete('/api/playlists/:id', (c) => {
    const id = c.req.param('id');
    const user = [...world.schedules.values()].find((schedule) =>
      schedule.value.rules.some((rule) => rule.playlistId === id),
    );
    if (user)
      return problem(c, 409, 'In use', { detail: `The schedule "${user.value.name.fr ?? ''}" uses this playlist.` });
    world.playlists.delete(id as never);
    changed('playlists');
    return c.body(null, 204);
  });

  app.route('/', createFakeSchedule(world));
  app.route('/', createFakeSources(world));
  app.route('/', createFakeEngagement(world));
  app.get('/api/schedules', (c) => c.json({ schedules: [...world.schedules.values()].map((one) => one.value) }));
  app.post('/api/schedules', async (c) => {
    const draft = await c.req.json();
    const id = draft.id ?? `s${++revision}`;
    const rules = (draft.rules ?? []).map((rule: { id?: string }, index: number) => ({
      recurrence: { kind: 'daily' },
      except: [],
      priority: 0,
      id: `r${index}`,
      ...rule,
    }));
    const value = { ...draft, id, target: { all: false, screens: [], groups: [], ...draft.target }, rules } as Schedule;
    world.schedules.set(id, { value, revision, by: 'Inès Marchal', at: iso(world.now()) });
    changed('schedules');
    return c.json(value, 201, { etag: `"${revision}"` });
  });
  app.get('/api/schedules/:id', (c) => {
    const found = world.schedules.get(c.req.param('id') as never);
    return found ? c.json(found.value, 200, { etag: `"${found.revision}"` }) : problem(c, 404, 'No such schedule');
  });
  app.put('/api/schedules/:id', async (c) => {
    const found = world.schedules.get(c.req.param('id') as never);
    if (found === undefined) return problem(c, 404, 'No such schedule');
    if (c.req.header('if-match') !== `"${found.revision}"`) return problem(c, 412, 'Changed meanwhile');
    Object.assign(found, { value: await c.req.json(), revision: ++revision });
    changed('schedules');
    return c.json(found.value, 200, { etag: `"${found.revision}"` });
  });
  app.delete('/api/schedules/:id', (c) => {
    world.schedules.delete(c.req.param('id') as never);
    changed('schedules');
    return c.body(null, 204);
  });

  app.get('/api/takeovers', (c) => c.json({ takeovers: [...world.takeovers.values()] }));
  app.get('/api/takeovers/:id', (c) => {
    const found = world.takeovers.get(c.req.param('id'));
    return found ? c.json(found) : problem(c, 404, 'No such takeover');
  });
  app.post('/api/takeovers', async (c) => {
    const { durationMs, endsAt, replace, ...rest } = await c.req.json();
    const running = [...world.takeovers.values()].filter((view) => view.state === 'running');
    if (running.length > 0 && !replace)
      return problem(c, 409, 'A takeover is running', { detail: 'Another takeover is running.' });
    for (const view of running) Object.assign(view, { state: 'ended' });
    const id = `t${++revision}`;
    const startsAt = iso(world.now());
    const all = [...world.screens.values()];
    const reached = all.filter((seed) => seed.health === 'playing');
    const view = {
      takeover: {
        id,
        startsAt,
        startedBy: 'Inès Marchal',
        endsAt: endsAt ?? iso(world.now() + durationMs),
        ...rest,
        target: { all: false, screens: [], groups: [], ...rest.target },
      },
      state: 'running',
      reached: reached.map((seed) => ({
        screenId: seed.screen.id,
        name: seed.screen.name,
        at: iso(world.now() + 400),
      })),
      notReached: all
        .filter((seed) => !reached.includes(seed))
        .map((seed) => ({
          screenId: seed.screen.id,
          name: seed.screen.name,
          ...(seed.heardAgoMs ? { lastHeardAt: iso(world.now() - seed.heardAgoMs) } : {}),
        })),
    };
    world.takeovers.set(id, view as never);
    changed('takeovers', 'screens');
    return c.json(view, 201);
  });
  app.post('/api/takeovers/:id/end', (c) => {
    const found = world.takeovers.get(c.req.param('id'));
    if (found === undefined) return problem(c, 404, 'No such takeover');
    Object.assign(found, { state: 'ended', takeover: { ...found.takeover, endedAt: iso(world.now()) } });
    changed('takeovers', 'screens');
    return c.json(found);
  });

  app.get('/api/pairings', (c) => c.json({ pairings: world.pairings }));
  app.get('/api/pairings/:code', (c) => {
    const found = world.pairings.find((one) => one.code === c.req.param('code'));
    return found ? c.json(found) : problem(c, 404, 'No such code');
  });
  app.post('/api/pairings/:code/approve', async (c) => {
    const body = await c.req.json();
    const screen = { id: `e${++revision}`, diagonalInches: 43, distanceM: 3, ...body };
    world.pairings = world.pairings.filter((one) => one.code !== c.req.param('code'));
    world.screens.set(screen.id, { screen, health: 'loading', heardAgoMs: 500 });
    changed('pairings', 'screens');
    return c.json(screen);
  });
  app.post('/api/pairings/:code/refuse', (c) => {
    world.pairings = world.pairings.filter((one) => one.code !== c.req.param('code'));
    changed('pairings');
    return c.body(null, 204);
  });

  app.get('/api/library', (c) =>
    c.json({ files: [], imports: [], working: [], tools: { ffmpeg: true, soffice: true } }),
  );
  app.post('/api/library/remove', async (c) => {
    const { names } = await c.req.json<{ names: string[] }>();
    const used = (name: string) => world.media.find((one) => one.id === name)?.usedIn ?? [];
    const removed = names.filter((name) => used(name).length === 0);
    const kept = names.filter((name) => used(name).length > 0);
    world.media = world.media.filter((one) => !removed.includes(one.id));
    changed('media');
    return c.json({ removed, kept: kept.map((name) => ({ name, usedIn: used(name).map((use) => use.playlistId) })) });
  });
  app.get('/api/media', (c) => c.json({ media: world.media, faults: [] }));
  app.post('/api/media', async (c) => {
    const bytes = await c.req.arrayBuffer();
    const id = c.req.query('name') ?? 'x.jpg';
    if (!/\.(jpe?g|png|webp|mp4)$/.test(id))
      return problem(c, 422, 'Not a picture or a video', {
        detail: 'this is not a picture or a video that screens can show',
      });
    const media = {
      id,
      sha256: 'f'.repeat(64),
      sizeBytes: bytes.byteLength || 1,
      type: 'image/jpeg',
      widthPx: 800,
      heightPx: 600,
      addedAt: iso(world.now()),
      origin: 'upload',
    };
    world.media.push({ ...media, usedIn: [] } as never);
    changed('media');
    return c.json(media, 201);
  });
  app.delete('/api/media/:name{.+}', (c) => {
    const found = world.media.find((one) => one.id === c.req.param('name'));
    if (found && found.usedIn.length > 0)
      return problem(c, 409, 'In use', { detail: 'The playlist "Journée" shows it.' });
    world.media = world.media.filter((one) => one !== found);
    changed('media');
    return c.body(null, 204);
  });
  app.get('/media/:sha', (c) => {
    const hue = Number.parseInt(c.req.param('sha').slice(0, 1), 16) * 24;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 192 128"><rect width="192" height="128" fill="hsl(${hue} 35% 62%)"/><circle cx="140" cy="40" r="18" fill="#fffdf8"/><path d="M0 128 60 60l40 40 30-30 62 58z" fill="hsl(${hue} 40% 30%)"/></svg>`;
    return c.body(svg, 200, { 'content-type': 'image/svg+xml' });
  });

  app.get('/api/events', (c) =>
    streamSSE(c, async (stream) => {
      const tell = (topics: string[]) =>
        void stream.writeSSE({
          event: 'changed',
          data: JSON.stringify({ revision: ++revision, topics }),
          id: String(revision),
        });
      listeners.add(tell);
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      listeners.delete(tell);
    }),
  );
  return app;
}
