/** Which changes of audiences are written down: whatever moves the share of the house on some screen. Pure. */
import type { Audience } from '@palier/playlists/audience';
import { DEFAULT_CORPORATE_PERCENT } from '@palier/playlists/mix';
import type { MixAuditRecord } from '../storage/records/stories.ts';

type SharesChange = Omit<Extract<MixAuditRecord, { audienceId: unknown }>, 'at' | 'by'>;

/** Shares that differ, audiences that went, and those above the share of the house that are shown elsewhere now. */
export function sharesChanges(before: readonly Audience[], after: readonly Audience[]): SharesChange[] {
  const was = new Map(before.map((audience) => [audience.id, audience]));
  const is = new Set(after.map(({ id }) => id));
  return [
    ...after.flatMap((audience) => {
      const old = was.get(audience.id);
      if (isSameShare(old, audience)) {
        return isOver(audience) && !isSameTarget(old, audience)
          ? [{ ...changeOf(audience), act: 'moved' as const }]
          : [];
      }
      return old === undefined && !isOver(audience) ? [] : [changeOf(audience)];
    }),
    ...before.filter(({ id }) => !is.has(id)).map((audience) => ({ ...changeOf(audience), act: 'removed' as const })),
  ];
}

const isOver = ({ shares }: Audience) => shares.corporatePercent > DEFAULT_CORPORATE_PERCENT;

function isSameShare(old: Audience | undefined, { shares, overrideReason }: Audience): boolean {
  return (
    old?.shares.corporatePercent === shares.corporatePercent &&
    old.shares.colleaguesPercent === shares.colleaguesPercent &&
    old.overrideReason === overrideReason
  );
}

function isSameTarget(old: Audience | undefined, { target }: Audience): boolean {
  return JSON.stringify(old?.target) === JSON.stringify(target);
}

function changeOf({ id, name, shares, overrideReason }: Audience): SharesChange {
  return { audienceId: id, name, ...shares, ...(overrideReason === undefined ? {} : { overrideReason }) };
}
