/** Changes one schedule, or its draft, at its newest version, so that two people who add rules do not undo each other. */
import type { Schedule } from '@palier/playlists/schedule';
import { api, isRefusal, settle, type Client, type Problem } from '../api.ts';

const TRIES = 2;
const CHANGED: Problem = { type: 'about:blank', title: 'Changed meanwhile', status: 412 };

/** Where a schedule is read and kept. */
export type Keeper = Pick<Client['schedules'], 'get' | 'put'>;

/** Its draft, begun from what is published where there is none. No screen shows what is kept here. */
export const inDraft: Keeper = {
  async get(id) {
    const draft = await api.drafts.schedules.get(id);
    if (!isRefusal(draft)) return { value: draft.value.schedule, etag: draft.etag };
    return draft.problem.status === 404 ? api.schedules.get(id) : draft;
  },
  async put(schedule, etag) {
    const draft = await api.drafts.schedules.put(schedule, etag);
    return isRefusal(draft) ? draft : { value: draft.value.schedule, etag: draft.etag };
  },
};

/** The problem that stands in the way; absent when it is saved. A change that does not fit any more answers undefined. */
export async function changeSchedule(
  schedules: Keeper,
  id: string,
  change: (schedule: Schedule) => Schedule | undefined,
): Promise<Problem | undefined> {
  let problem: Problem | undefined;
  for (let tried = 0; tried < TRIES; tried += 1) {
    const loaded = await settle(schedules.get(id));
    if (isRefusal(loaded)) return loaded.problem;
    const changed = change(loaded.value);
    if (changed === undefined) return CHANGED;
    const saved = await settle(schedules.put(changed, loaded.etag));
    if (!isRefusal(saved)) return undefined;
    problem = saved.problem;
    if (problem.status !== 412) return problem;
  }
  return problem;
}

/** `rule` in the place of the one with its id, or at the end. */
export function withRule(schedule: Schedule, rule: Schedule['rules'][number]): Schedule {
  const known = schedule.rules.some((one) => one.id === rule.id);
  const rules = known ? schedule.rules.map((one) => (one.id === rule.id ? rule : one)) : [...schedule.rules, rule];
  return { ...schedule, rules };
}

export function withoutRule(schedule: Schedule, ruleId: string): Schedule {
  return { ...schedule, rules: schedule.rules.filter((rule) => rule.id !== ruleId) };
}
