/** The desk of moderators. Deciding is theirs and the editors'; what they see of a proposal nobody else has seen yet. */
import { Hono, type Context } from 'hono';
import { ModerationSettings } from '@palier/playlists/moderation';
import { StoryId } from '@palier/playlists/story';
import type { ApiEnv } from '../environment.ts';
import { serveMedia } from '../media/serve.ts';
import type { Parts } from '../parts.ts';
import { problem, type ProblemCode } from '../problem.ts';
import { auditFile } from '../proposals/audit-file.ts';
import { auditOf } from '../proposals/audit-view.ts';
import type { ModerationOutcome, ModerationRefusal } from '../proposals/moderation.ts';
import { body, query } from '../validate.ts';
import { etagOf, staleOrMissing } from '../versions.ts';
import * as wire from '../wire/moderation.ts';
import { person } from './params.ts';

export function moderationRoutes(parts: Parts) {
  const { storage, moderation, surveys, mail, clock, publicUrl } = parts;
  const { queue, settings } = moderation;

  const moderator = (c: Context<ApiEnv>) => {
    const { user } = person(c);
    return { userId: user.id as string, name: user.name };
  };

  async function viewed(c: Context<ApiEnv>, id: string): Promise<Response> {
    const view = await queue.view(id, person(c).user.id);
    return view === undefined ? problem(c, 'not-found') : c.json(view satisfies wire.ModerationView);
  }

  async function answered(c: Context<ApiEnv>, id: string, outcome: ModerationOutcome): Promise<Response> {
    return 'refused' in outcome ? refusal(c, outcome.refused, outcome.by) : viewed(c, id);
  }

  async function settingsView(c: Context<ApiEnv>): Promise<Response> {
    const { user } = person(c);
    const present = await settings.get();
    c.header('ETag', etagOf(present));
    return c.json({
      settings: present,
      digest: await settings.wantsDigest(user),
      mail: mail.configured,
      proposeUrl: `${publicUrl()}/p`,
    } satisfies wire.ModerationSettingsView);
  }

  return new Hono<ApiEnv>()
    .get('/api/proposals', query(wire.QueueQuery), async (c) =>
      c.json(await queue.list(c.req.valid('query').list, person(c).user.id)),
    )
    .get('/api/proposal-count', async (c) => c.json({ waiting: await queue.waiting() }))
    .get('/api/proposals/:id', (c) => viewed(c, c.req.param('id')))
    .get('/api/proposals/:id/media/:sha256', async (c) => {
      const record = await storage.get('proposals', c.req.param('id'));
      const sha256 = c.req.param('sha256');
      const files = record === undefined ? [] : await storage.find('proposalFiles', 'key', record.keyHash);
      const media = files.map((file) => file.media);
      const type =
        media.find((one) => one.sha256 === sha256)?.type ??
        media.flatMap(({ variants = [] }) => variants).find((one) => one.sha256 === sha256)?.type;
      if (type === undefined) return problem(c, 'not-found');
      const response = await serveMedia(c, parts, sha256);
      if (response.status >= 400) return response;
      // Nobody else knows this file yet, so neither does the table of types.
      response.headers.set('Content-Type', type);
      response.headers.delete('Content-Disposition');
      return response;
    })
    .post('/api/proposals/:id/claim', body(wire.ClaimWanted), async (c) => {
      const id = c.req.param('id');
      return answered(c, id, await moderation.claim(id, moderator(c), c.req.valid('json').force));
    })
    .delete('/api/proposals/:id/claim', async (c) => {
      const id = c.req.param('id');
      return answered(c, id, await moderation.release(id, moderator(c)));
    })
    .post('/api/proposals/:id/decision', body(wire.DecisionWanted), async (c) => {
      const id = c.req.param('id');
      return answered(c, id, await moderation.decide(moderator(c), { id, ...c.req.valid('json') }));
    })
    .delete('/api/proposals/:id/decision', async (c) => {
      const id = c.req.param('id');
      return answered(c, id, await moderation.undo(id, moderator(c)));
    })
    .put('/api/proposals/:id/content', body(wire.MendWanted), async (c) => {
      const id = c.req.param('id');
      const outcome = await moderation.mend(id, moderator(c), c.req.valid('json'));
      if ('fields' in outcome) return problem(c, 'body-invalid', { fields: outcome.fields });
      return answered(c, id, outcome);
    })
    .post('/api/proposal-decisions', body(wire.BulkWanted), async (c) => {
      const { did, reason, proposals } = c.req.valid('json');
      const verdicts = proposals.map((one) => ({ ...one, did, reason }));
      return c.json({ results: await moderation.bulk(moderator(c), verdicts) });
    })
    .get('/api/proposal-audit', query(wire.AuditQuery), async (c) => {
      const { month, format, language } = c.req.valid('query');
      const view = await auditOf(storage, month ?? new Date(clock.now()).toISOString().slice(0, 7));
      if (format === 'json') return c.json(view);
      c.header('Content-Type', 'text/csv; charset=utf-8');
      c.header('Content-Disposition', `attachment; filename="proposals-${view.month}.csv"`);
      return c.body(auditFile(view, language));
    })
    .get('/api/proposal-settings', settingsView)
    .put('/api/proposal-settings', body(ModerationSettings), async (c) => {
      const refused = await settings.put(c.req.valid('json'), person(c).user.name, (present) =>
        staleOrMissing(c, present),
      );
      return refused ?? settingsView(c);
    })
    .put('/api/proposal-settings/digest', body(wire.DigestWanted), async (c) => {
      await settings.switchDigest(person(c).user.id, c.req.valid('json').wanted);
      return settingsView(c);
    })
    .post('/api/public/stories/:id/report-marks', body(wire.ReportMarkWanted), (c) => {
      const id = StoryId.safeParse(c.req.param('id')).data;
      return id === undefined ? problem(c, 'not-found') : c.json({ mark: moderation.marks.issue(id) });
    })
    .post('/api/public/stories/:id/reports', body(wire.ReportGiven), async (c) => {
      const key = surveys.blindKey('report', c.get('address'));
      const waitMs = moderation.reportLimiter.waitMs(key);
      if (waitMs > 0) return problem(c, 'too-many-requests', { retryAfterS: waitMs / 1000 });
      moderation.reportLimiter.count(key);
      const id = StoryId.safeParse(c.req.param('id')).data;
      const { mark, why } = c.req.valid('json');
      const device = id && moderation.marks.deviceOf(id, mark, surveys.blindKey('report mark', c.get('address')));
      const outcome = id === undefined ? 'not-found' : await moderation.reports.report(id, device, why);
      if (outcome === 'not-found') return problem(c, 'not-found', { detail: 'This story is on no screen any more.' });
      return c.json({ taken: true } as const);
    });
}

const REFUSALS: Record<ModerationRefusal, [ProblemCode, string | undefined]> = {
  'not-found': ['not-found', 'Its author has deleted it.'],
  own: ['proposal-own', 'Somebody else has to approve what you proposed.'],
  revision: ['proposal-changed', 'Its words changed while you were reading. Read them again, then decide.'],
  reason: ['proposal-reason', 'Write a reason: its author reads it.'],
  state: ['proposal-state', 'Somebody has decided already, or its author took it back.'],
  full: ['proposal-full', 'There is no room for one more post on screens. Take one down first.'],
  claimed: ['proposal-claimed', undefined],
};

function refusal(c: Context<ApiEnv>, refused: ModerationRefusal, by: string | undefined): Response {
  const [code, detail] = REFUSALS[refused];
  return problem(c, code, {
    detail: detail ?? `${by ?? 'Somebody'} is reading it. Wait, or take it over.`,
    ...(by === undefined ? {} : { about: { by } }),
  });
}
