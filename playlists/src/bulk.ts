/**
 * Changes of many schedules at once, each a pure function from schedules to changed schedules: replace a playlist,
 * pause it between two dates, move hours, show a schedule elsewhere too. Nothing is saved here; what did not change is
 * not answered.
 */
import type { PlaylistId } from './ids.ts';
import { RuleId } from './ids.ts';
import { addDays, cutBefore, startingOn } from './rule-edit.ts';
import { MAX_RULES, type Rule, type Schedule } from './schedule.ts';
import type { Target } from './screen.ts';

/** What to do with every schedule, or with those whose ids are named. */
export type BulkChange =
  | { kind: 'replace'; playlistId: PlaylistId; by: PlaylistId }
  /** From the first to the last day, both included. A night that began before runs on. */
  | { kind: 'pause'; playlistId: PlaylistId; first: string; last: string }
  /** Hours move by minutes; a rule of whole days, or one that would start on another day, is skipped. */
  | { kind: 'shift'; minutes: number }
  | { kind: 'target'; target: Target };

/** `skipped`: rules it was meant for that could not be changed so. */
export type BulkResult = { changed: Schedule[]; rules: number; skipped: { scheduleId: string; ruleId: string }[] };

/** The schedules that `change` changes, as they are afterwards. `only`: ids of schedules; absent: all. */
export function bulkChange(schedules: readonly Schedule[], change: BulkChange, only?: ReadonlySet<string>): BulkResult {
  const result: BulkResult = { changed: [], rules: 0, skipped: [] };
  for (const schedule of schedules) {
    if (only !== undefined && !only.has(schedule.id)) continue;
    if (change.kind === 'target') {
      const target = wider(schedule.target, change.target);
      if (JSON.stringify(target) === JSON.stringify(schedule.target)) continue;
      result.changed.push({ ...schedule, target });
      result.rules += schedule.rules.length;
      continue;
    }
    const { rules, touched, skipped } = rulesAfter(schedule, change);
    const fits = rules.length <= MAX_RULES;
    result.skipped.push(
      ...(fits ? skipped : [...skipped, ...touched]).map((ruleId) => ({ scheduleId: schedule.id, ruleId })),
    );
    if (touched.length === 0 || !fits) continue;
    result.rules += touched.length;
    result.changed.push({ ...schedule, rules });
  }
  return result;
}

function rulesAfter(schedule: Schedule, change: Exclude<BulkChange, { kind: 'target' }>) {
  const taken = new Set<string>(schedule.rules.map((rule) => rule.id));
  const [rules, touched, skipped]: [Rule[], string[], string[]] = [[], [], []];
  for (const rule of schedule.rules) {
    const made = ruleAfter(rule, change, () => freeId(rule.id, taken));
    if (made === undefined) skipped.push(rule.id);
    else if (made.length !== 1 || made[0] !== rule) touched.push(rule.id);
    rules.push(...(made ?? [rule]));
  }
  return { rules, touched, skipped };
}

/** The rules in the place of `rule`: itself when it is not meant; undefined when it cannot be changed so. */
function ruleAfter(
  rule: Rule,
  change: Exclude<BulkChange, { kind: 'target' }>,
  newId: () => RuleId,
): Rule[] | undefined {
  if (change.kind === 'shift') return shifted(rule, change.minutes);
  if (rule.playlistId !== change.playlistId) return [rule];
  if (change.kind === 'replace') return [{ ...rule, playlistId: change.by }];
  const before = cutBefore(rule, change.first);
  const after = startingOn(rule, addDays(change.last, 1));
  if (before === undefined) return after === undefined ? [] : [after];
  return after === undefined ? [before] : [before, { ...after, id: newId() }];
}

function shifted(rule: Rule, minutes: number): Rule[] | undefined {
  if (minutes === 0) return [rule];
  if (rule.daypart === undefined) return undefined;
  const from = minuteOf(rule.daypart.from) + minutes;
  if (from < 0 || from >= 1440) return undefined;
  const until = (((minuteOf(rule.daypart.until) + minutes) % 1440) + 1440) % 1440;
  return [{ ...rule, daypart: { from: timeOf(from), until: timeOf(until) } }];
}

function wider(target: Target, more: Target): Target {
  if (target.all || more.all) return { all: true, screens: [], groups: [] };
  return {
    all: false,
    screens: [...new Set([...target.screens, ...more.screens])],
    groups: [...new Set([...target.groups, ...more.groups])],
  };
}

function freeId(id: string, taken: Set<string>): RuleId {
  let number = 2;
  while (taken.has(`${id.slice(0, 50)}-${number}`)) number += 1;
  const free = RuleId.parse(`${id.slice(0, 50)}-${number}`);
  taken.add(free);
  return free;
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function timeOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
