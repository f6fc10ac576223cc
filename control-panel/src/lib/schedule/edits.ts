/**
 * A change of a schedule that can be made, taken back and made again: the rules it touches, before and after. It is
 * applied to whatever version is newest, and only where those rules are still as they were.
 */
import { RuleId } from '@palier/playlists/ids';
import type { RuleEdit } from '@palier/playlists/rule-edit';
import type { Rule, Schedule } from '@palier/playlists/schedule';

type Side = { rules: readonly Rule[]; target?: Schedule['target'] };
export type ScheduleEdit = { scheduleId: Schedule['id']; before: Side; after: Side };

/** What differs between two versions of a schedule. */
export function editBetween(before: Schedule, after: Schedule): ScheduleEdit {
  const differs = (side: Schedule, other: Schedule) =>
    side.rules.filter(
      (rule) =>
        !same(
          other.rules.find((one) => one.id === rule.id),
          rule,
        ),
    );
  const sides: [Side, Side] = [{ rules: differs(before, after) }, { rules: differs(after, before) }];
  const target = !same(before.target, after.target);
  return {
    scheduleId: before.id,
    before: { ...sides[0], ...(target ? { target: before.target } : {}) },
    after: { ...sides[1], ...(target ? { target: after.target } : {}) },
  };
}

export function reversed(edit: ScheduleEdit): ScheduleEdit {
  return { ...edit, before: edit.after, after: edit.before };
}

/** The newest version with the edit made in it; undefined when somebody changed the same rules meanwhile. */
export function applied(fresh: Schedule, { before, after }: ScheduleEdit): Schedule | undefined {
  const untouched = before.rules.every((rule) =>
    same(
      fresh.rules.find((one) => one.id === rule.id),
      rule,
    ),
  );
  const free = after.rules.every(
    (rule) => before.rules.some((one) => one.id === rule.id) || !fresh.rules.some((one) => one.id === rule.id),
  );
  if (!untouched || !free || (before.target !== undefined && !same(fresh.target, before.target))) return undefined;
  const gone = new Set(before.rules.map((rule) => rule.id));
  const [first] = before.rules;
  const at = first === undefined ? fresh.rules.length : fresh.rules.findIndex((rule) => rule.id === first.id);
  const left = fresh.rules.filter((rule, index) => index < at && !gone.has(rule.id));
  const right = fresh.rules.filter((rule, index) => index >= at && !gone.has(rule.id));
  return { ...fresh, rules: [...left, ...after.rules, ...right], target: after.target ?? fresh.target };
}

/** The schedule with what became of one of its rules. */
export function withRuleEdit(schedule: Schedule, ruleId: string, edit: Extract<RuleEdit, { kind: 'rules' }>): Schedule {
  return { ...schedule, rules: schedule.rules.flatMap((rule) => (rule.id === ruleId ? edit.rules : rule)) };
}

/** The rules of an edit with a priority that beats `beaten`; at most 100. */
export function raised(edit: ScheduleEdit, beaten: number): ScheduleEdit {
  const rules = edit.after.rules.map((rule) => ({
    ...rule,
    priority: Math.min(100, Math.max(rule.priority, beaten + 1)),
  }));
  return { ...edit, after: { ...edit.after, rules } };
}

/** An id that no rule of the schedule has, made from that of another. */
export function freshRuleId(schedule: Schedule, like: string): RuleId {
  const taken = new Set<string>(schedule.rules.map((rule) => rule.id));
  const stem = like.replace(/-\d+$/, '').slice(0, 50);
  let number = 2;
  while (taken.has(`${stem}-${number}`)) number += 1;
  return RuleId.parse(`${stem}-${number}`);
}

/** Whatever order the members stand in: a store may change it. */
function same(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}
