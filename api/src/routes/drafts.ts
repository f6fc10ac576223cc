/** Drafts, their publication, and the history of playlists and schedules: the same routes for both nouns. */
import { Hono, type Context } from 'hono';
import type { DraftSummary, Noun, PlaylistDraftView, ScheduleDraftView } from '@palier/playlists/draft';
import { withDots, withSecretsOf } from '@palier/playlists/history';
import { Playlist } from '@palier/playlists/playlist';
import { Schedule } from '@palier/playlists/schedule';
import { isoOf } from '../clock.ts';
import { changesTo, contentOf, type DraftRecord, type PublishRefusal } from '../drafts.ts';
import type { ApiEnv } from '../environment.ts';
import { contentEtag, type Content } from '../history.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import { body } from '../validate.ts';
import { etagOf, isKnown } from '../versions.ts';
import { BeforeQuery, EntriesToCheck, MAX_PLAN_MS, Publication } from '../wire/drafts.ts';
import { person } from './params.ts';
import { viewOf } from './playlists.ts';

type Asked = Context<ApiEnv>;

export function draftRoutes(parts: Parts) {
  const { drafts, content } = parts;
  return new Hono<ApiEnv>()
    .get('/api/drafts', async (c) => {
      const current = await content.current();
      const schedules = new Map<string, Schedule>(current.schedules.map((schedule) => [schedule.id, schedule]));
      const summaries = (await drafts.all()).map((draft): DraftSummary => {
        const present: Content | undefined =
          draft.noun === 'playlist'
            ? asContent('playlist', current.playlists.get(draft.playlist.id)?.playlist)
            : asContent('schedule', schedules.get(draft.schedule.id));
        const own = draft.noun === 'playlist' ? draft.playlist : draft.schedule;
        const { updatedAt, updatedBy, plan, fault } = draft;
        const behind = present === undefined || contentEtag(present) !== draft.base;
        return { noun: draft.noun, id: own.id, name: own.name, updatedAt, updatedBy, plan, fault, behind };
      });
      return c.json({ drafts: summaries });
    })
    .post('/api/checks', body(EntriesToCheck), async (c) =>
      c.json({ findings: await drafts.checkEntries(c.req.valid('json')) }),
    )
    .route('/', nounRoutes(parts, 'playlist', 'playlists'))
    .route('/', nounRoutes(parts, 'schedule', 'schedules'));
}

function nounRoutes(parts: Parts, noun: Noun, plural: 'playlists' | 'schedules') {
  const { drafts, history, library, storage, clock } = parts;
  const at = `/api/${plural}/:id` as const;
  const idOf = (c: Asked) => c.req.param('id') ?? '';
  /** A hand edit that nobody has told us of yet counts as published. */
  const refresh = async (id: string): Promise<void> => {
    const parsed = Playlist.shape.id.safeParse(id);
    if (noun === 'playlist' && parsed.success) await library.refresh(parsed.data);
  };

  async function answer(c: Asked, draft: DraftRecord): Promise<Response> {
    c.header('ETag', contentEtag(contentOf(draft)));
    return c.json(await viewOfDraft(parts, draft));
  }

  async function save(c: Asked, saved: Content, id: string): Promise<Response> {
    const own = saved.noun === 'playlist' ? saved.playlist.id : saved.schedule.id;
    if (own !== id) return invalidField(c, 'id', 'it is not the id in the address');
    const given = c.req.header('if-match');
    if (given === undefined) return problem(c, 'etag-missing');
    await refresh(id);
    const outcome = await drafts.save(saved, person(c).user, (etag) => isKnown(given, etag));
    if (!('refused' in outcome)) return answer(c, outcome);
    if (outcome.refused === 'absent') return problem(c, 'not-found');
    if (!('etag' in outcome)) return problem(c, 'full', { detail: 'There are 3,000 drafts already.' });
    c.header('ETag', outcome.etag);
    return problem(c, 'etag-stale', { detail: 'Fetch the draft, and make your change in that one.' });
  }

  const routes = new Hono<ApiEnv>()
    .get(`${at}/draft`, async (c) => {
      await refresh(idOf(c));
      const draft = await drafts.get(noun, idOf(c));
      return draft === undefined ? problem(c, 'draft-missing') : answer(c, draft);
    })
    .delete(`${at}/draft`, async (c) =>
      (await drafts.discard(noun, idOf(c), person(c).user)) ? c.body(null, 204) : problem(c, 'draft-missing'),
    )
    .post(`${at}/draft/publish`, body(Publication), async (c) => {
      const given = c.req.header('if-match');
      if (given === undefined) return problem(c, 'etag-missing');
      const asked = c.req.valid('json');
      const atMs = asked.at === undefined ? undefined : Date.parse(asked.at);
      if (atMs !== undefined && atMs <= clock.now()) return invalidField(c, 'at', 'it is in the past');
      if (atMs !== undefined && atMs > clock.now() + MAX_PLAN_MS)
        return invalidField(c, 'at', 'it is more than two years ahead');
      await refresh(idOf(c));
      const draft = await drafts.get(noun, idOf(c));
      const outcome = await drafts.publish(
        noun,
        idOf(c),
        {
          etag: (etag) => isKnown(given, etag),
          accept: asked.accept,
          at: atMs === undefined ? undefined : isoOf(atMs),
          over: asked.over,
        },
        person(c).user,
      );
      if ('refused' in outcome) return refused(c, outcome);
      if ('planned' in outcome) return answer(c, outcome.planned);
      // As it was in the moment before: what the panel shows next is the playlist itself.
      return draft === undefined
        ? problem(c, 'draft-missing')
        : answer(c, { ...draft, base: contentEtag(outcome.published) });
    })
    .delete(`${at}/draft/plan`, async (c) => {
      const draft = await drafts.cancelPlan(noun, idOf(c));
      return draft === undefined ? problem(c, 'draft-missing') : answer(c, draft);
    })
    .get(`${at}/versions`, async (c) => {
      const query = BeforeQuery.safeParse(c.req.query());
      if (!query.success) return invalidField(c, 'before', 'it is not a version');
      return c.json(await history.page(noun, idOf(c), query.data.before));
    })
    .get(`${at}/versions/:version`, async (c) => {
      const found = await history.version(noun, idOf(c), Number(c.req.param('version')));
      const { version, playlist, schedule } = found ?? {};
      if (playlist !== undefined) return c.json({ version, playlist });
      return schedule === undefined ? problem(c, 'not-found') : c.json({ version, schedule });
    })
    .post(`${at}/versions/:version/return`, async (c) => {
      await refresh(idOf(c));
      const found = await history.version(noun, idOf(c), Number(c.req.param('version')));
      const present = await drafts.published(noun, idOf(c));
      const former = found && formerContent(found, present);
      if (found === undefined || former === undefined) return problem(c, 'not-found');
      const outcome = await drafts.putBack(former, person(c).user, found.version);
      if ('refused' in outcome) return problem(c, 'playlist-gone', { detail: outcome.detail });
      c.header('ETag', contentEtag(outcome));
      if (outcome.noun === 'schedule') return c.json(outcome.schedule);
      const record = await storage.get('playlists', outcome.playlist.id);
      if (record === undefined) return problem(c, 'not-found');
      c.header('ETag', etagOf(record.playlist));
      return c.json(viewOf(record, await storage.all('schedules'), person(c).user.language));
    });
  if (noun === 'playlist') {
    routes.put(`${at}/draft`, body(Playlist), async (c) =>
      save(c, { noun: 'playlist', playlist: c.req.valid('json') }, c.req.param('id') ?? ''),
    );
  } else {
    routes.put(`${at}/draft`, body(Schedule), async (c) =>
      save(c, { noun: 'schedule', schedule: c.req.valid('json') }, c.req.param('id') ?? ''),
    );
  }
  return routes;
}

function refused(c: Asked, outcome: PublishRefusal): Response {
  switch (outcome.refused) {
    case 'absent':
      return problem(c, 'draft-missing');
    case 'stale':
      return problem(c, 'etag-stale', { detail: 'Fetch the draft, and look at it once more.' });
    case 'behind':
      return problem(c, 'draft-behind', {
        detail: 'Look at what is published now. Discard the draft, or publish it over that version (over).',
      });
    case 'findings':
      return problem(c, 'checks-refuse', {
        detail: 'Mend what the findings name, or accept them by their keys (accept).',
        about: { findings: outcome.findings },
      });
    case 'invalid':
      return problem(c, 'playlist-gone', { detail: outcome.detail });
  }
}

async function viewOfDraft(
  { drafts, storage }: Parts,
  draft: DraftRecord,
): Promise<PlaylistDraftView | ScheduleDraftView> {
  const content = contentOf(draft);
  const id = content.noun === 'playlist' ? content.playlist.id : content.schedule.id;
  const present = await drafts.published(content.noun, id);
  const record = content.noun === 'playlist' ? await storage.get('playlists', id) : undefined;
  const publishedEtag = present === undefined ? '' : contentEtag(present);
  const { updatedAt, updatedBy, plan, fault } = draft;
  const about = {
    updatedAt,
    updatedBy,
    plan,
    fault,
    behind: publishedEtag !== draft.base,
    publishedEtag,
    publishedAt: record?.updatedAt,
    publishedBy: record?.updatedBy,
    changes: changesTo(content, present),
    findings: await drafts.findingsOf(content),
  };
  return content.noun === 'playlist'
    ? { playlist: withDots(content.playlist), ...about }
    : { schedule: content.schedule, ...about };
}

/** A version as content again: with the passwords that the present one still knows. */
function formerContent(
  found: { playlist?: Playlist | undefined; schedule?: Schedule | undefined },
  present: Content | undefined,
): Content | undefined {
  if (found.schedule !== undefined) return { noun: 'schedule', schedule: found.schedule };
  if (found.playlist === undefined) return undefined;
  const known = present?.noun === 'playlist' ? present.playlist : undefined;
  return { noun: 'playlist', playlist: withSecretsOf(found.playlist, known) };
}

function asContent(noun: 'playlist', value: Playlist | undefined): Content | undefined;
function asContent(noun: 'schedule', value: Schedule | undefined): Content | undefined;
function asContent(noun: Noun, value: Playlist | Schedule | undefined): Content | undefined {
  if (value === undefined) return undefined;
  return 'rules' in value ? { noun: 'schedule', schedule: value } : { noun: 'playlist', playlist: value };
}
