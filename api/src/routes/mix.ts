/** Audiences, and the mix that was really played. */
import { Hono } from 'hono';
import { allAudiences, EVERYONE, type Audience } from '@palier/playlists/audience';
import { DEFAULT_CORPORATE_PERCENT } from '@palier/playlists/mix';
import { isoOf } from '../clock.ts';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import { isRefused } from '../storage/storage.ts';
import { body } from '../validate.ts';
import { AudiencesDraft, type AudiencesAnswer } from '../wire/mix.ts';
import { sharesChanges } from '../mix/shares-changes.ts';
import { person } from './params.ts';

export function mixRoutes({ storage, clock, gauge }: Parts) {
  async function answer(): Promise<AudiencesAnswer> {
    const doc = await storage.get('audiences', 'audiences');
    return { audiences: allAudiences(doc?.audiences ?? []), revision: doc?.revision ?? 0 };
  }

  return new Hono<ApiEnv>()
    .get('/api/audiences', async (c) => c.json(await answer()))
    .put('/api/audiences', body(AudiencesDraft), async (c) => {
      const { audiences, revision } = c.req.valid('json');
      const by = person(c).user.name;
      const twice = audiences.findIndex(({ id }, index) => audiences.findIndex((one) => one.id === id) !== index);
      if (twice >= 0) return invalidField(c, `audiences.${twice}.id`, 'it comes twice');
      const bare = audiences.findIndex(
        ({ shares, overrideReason }) =>
          shares.corporatePercent > DEFAULT_CORPORATE_PERCENT && overrideReason === undefined,
      );
      if (bare >= 0)
        return invalidField(c, `audiences.${bare}.overrideReason`, 'more than 20 % corporate asks for a reason');
      // A reason without a need for one is not kept.
      const kept = audiences.map((audience): Audience => {
        const isOver = audience.shares.corporatePercent > DEFAULT_CORPORATE_PERCENT;
        return isOver ? audience : { ...audience, overrideReason: undefined };
      });
      const outcome = await storage.transact(async (transaction) => {
        const before = await transaction.get('audiences', 'audiences');
        if ((before?.revision ?? 0) !== revision) return 'stale' as const;
        const at = isoOf(clock.now());
        const after = kept.filter(({ id, target }) => id === EVERYONE || target.all || hasTarget(target));
        for (const change of sharesChanges(allAudiences(before?.audiences ?? []), allAudiences(after)))
          await transaction.append('mixAudit', 'shares', `${at} ${change.audienceId} ${revision}`, {
            at,
            by,
            ...change,
          });
        await transaction.put('audiences', {
          id: 'audiences',
          audiences: after,
          revision: revision + 1,
          updatedAt: at,
          updatedBy: by,
        });
        return 'saved' as const;
      });
      if (isRefused(outcome)) throw new Error('a look-up of audiences was taken');
      if (outcome === 'stale') return problem(c, 'etag-stale', { detail: 'Fetch the audiences again.' });
      return c.json(await answer());
    })
    .get('/api/mix', async (c) => c.json(await gauge.answer()));
}

function hasTarget({ screens, groups }: { screens: readonly string[]; groups: readonly string[] }): boolean {
  return screens.length > 0 || groups.length > 0;
}
