/** What a change of one occurrence makes of its schedule, and what the server says would be hidden then. */
import type { PlaylistId } from '@palier/playlists/ids';
import { changeOccurrence, removeOccurrence, type RuleEdit, type Scope } from '@palier/playlists/rule-edit';
import type { Rule, Schedule } from '@palier/playlists/schedule';
import { api, isRefusal, settle, type Problem } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { editBetween, freshRuleId, withRuleEdit, type ScheduleEdit } from './edits.ts';
import { daypartOf, type Span } from './span.ts';
import type { PreviewAnswer } from '@palier/api/client';

/** A rule's occurrence on a day, and what it should become. `to` absent: it goes. */
export type Proposal = {
  schedule: Schedule;
  rule: Rule;
  day: string;
  to: Span | undefined;
  playlistId?: PlaylistId;
};

export type Proposed = { ok: true; edit: ScheduleEdit } | { ok: false; reason: string };

export function proposed({ schedule, rule, day, to, playlistId }: Proposal, scope: Scope): Proposed {
  const newId = freshRuleId(schedule, rule.id);
  const change = to && { day: to.day, daypart: daypartOf(to), ...(playlistId === undefined ? {} : { playlistId }) };
  const made =
    change === undefined ? removeOccurrence(rule, day, scope) : changeOccurrence(rule, day, { scope, change, newId });
  if (made.kind === 'refused') return { ok: false, reason: refusalWords(made.reason) };
  return { ok: true, edit: editBetween(schedule, withRuleEdit(schedule, rule.id, made)) };
}

/** A copy of the occurrence, once, on another day or at other hours. */
export function copied({ schedule, rule, to }: Proposal & { to: Span }): ScheduleEdit {
  const { valid: _, daypart: __, ...rest } = rule;
  const daypart = daypartOf(to);
  const copy: Rule = {
    ...rest,
    ...(daypart === undefined ? {} : { daypart }),
    id: freshRuleId(schedule, rule.id),
    recurrence: { kind: 'dates', dates: [to.day] },
    except: [],
  };
  return editBetween(schedule, { ...schedule, rules: [...schedule.rules, copy] });
}

const PREVIEW_DAYS = 14;
/** More are not looked at together. */
const MAX_SCHEDULES = 200;

/** What the changed rules would not show although they are due; a problem when it could not be asked. */
export async function previewOf(
  schedules: readonly Schedule[],
  edits: readonly ScheduleEdit[],
  from: string,
  { days = PREVIEW_DAYS, isDraft = false } = {},
): Promise<PreviewAnswer | { problem: Problem }> {
  const after = edits.flatMap((edit) => {
    const fresh = schedules.find((schedule) => schedule.id === edit.scheduleId);
    if (fresh === undefined) return [];
    const gone = new Set(edit.before.rules.map((rule) => rule.id));
    const rules = [...fresh.rules.filter((rule) => !gone.has(rule.id)), ...edit.after.rules];
    return { ...fresh, rules, target: edit.after.target ?? fresh.target };
  });
  const about = edits.flatMap((edit) => changedRule(edit) ?? []).slice(0, 50);
  // Every schedule as it is here, so that a draft is tried among drafts; those that are published change nothing.
  const others = isDraft ? schedules.filter((one) => after.every(({ id }) => id !== one.id)) : [];
  return settle(
    api.occurrences.preview({ schedules: [...after, ...others].slice(0, MAX_SCHEDULES), about, from, days }),
  );
}

/** Where another rule would hide the changed one. A takeover passes by itself, and is not told of. */
export function conflictsIn(preview: PreviewAnswer | { problem: Problem }): PreviewAnswer['hidden'] {
  return isRefusal(preview) ? [] : preview.hidden.filter((each) => each.by.kind === 'rule');
}

/** The rule that carries the change: what stays of the one before it stands in front of it. */
function changedRule({
  scheduleId,
  after,
}: ScheduleEdit): { scheduleId: Schedule['id']; ruleId: Rule['id'] } | undefined {
  const rule = after.rules.at(-1);
  return rule === undefined ? undefined : { scheduleId, ruleId: rule.id };
}

function refusalWords(reason: Extract<RuleEdit, { kind: 'refused' }>['reason']): string {
  const words = {
    'same-days': m.schedule_refused_same_days,
    'written-rule': m.schedule_refused_written,
    'too-many-exceptions': m.schedule_refused_exceptions,
  };
  return words[reason]();
}
