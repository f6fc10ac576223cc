/** Publishes chosen content: a playlist, and a schedule with one rule for it. Says how far it came. */
import type { Entry, Playlist } from '@palier/playlists/playlist';
import type { Rule } from '@palier/playlists/schedule';
import { isRefusal, settle, type Client, type Problem } from '../api.ts';
import type { TargetDraft } from '../target/targets.ts';
import { targetOf } from '../schedule/target-of.ts';

export type When = 'always' | 'workdays' | 'custom' | 'never';
export type Publication = {
  name: Playlist['name'];
  entries: Entry[];
  target: TargetDraft;
  when: When;
  priority: number;
  /** The days and hours that were chosen, with `custom`. */
  rule?: Rule;
  /** Findings that refuse and are published nonetheless, by their keys. */
  accept: string[];
};
export type Published = { playlistId?: string; scheduled: boolean; problem?: Problem };

export async function publish(api: Pick<Client, 'playlists' | 'schedules'>, asked: Publication): Promise<Published> {
  const made = await settle(api.playlists.create({ name: asked.name, entries: asked.entries, accept: asked.accept }));
  if (isRefusal(made)) return { scheduled: false, problem: made.problem };
  const playlistId = made.value.playlist.id;
  const target = targetOf(asked.target);
  const times = timesOf(asked);
  if (times === undefined || target === undefined) return { playlistId, scheduled: false };
  const schedule = await settle(
    api.schedules.create({
      name: asked.name,
      target,
      rules: [{ playlistId, priority: asked.priority, ...times }],
    }),
  );
  return isRefusal(schedule)
    ? { playlistId, scheduled: false, problem: schedule.problem }
    : { playlistId, scheduled: true };
}

function timesOf({ when, rule }: Publication) {
  if (when === 'always') return { recurrence: { kind: 'daily' as const } };
  if (when === 'workdays') {
    return {
      daypart: { from: '08:00', until: '18:00' },
      recurrence: { kind: 'weekly' as const, weekdays: [1, 2, 3, 4, 5] },
    };
  }
  if (when === 'never' || rule === undefined) return undefined;
  return { recurrence: rule.recurrence, ...(rule.daypart === undefined ? {} : { daypart: rule.daypart }) };
}
