/** The words and the colour of a verdict and of how far it is. */
import type { Action, ActionState, Verdict } from '@palier/playlists/action';
import { m } from '../../paraglide/messages.js';
import { getLocale } from '../../paraglide/runtime.js';

export const VERDICTS: readonly Verdict[] = ['we-will', 'we-will-not', 'not-now'];
export const VERDICT_NAMES: Record<Verdict, () => string> = {
  'we-will': m.answers_d_we_will,
  'we-will-not': m.answers_d_we_will_not,
  'not-now': m.answers_d_not_now,
};
export const STATES: readonly ActionState[] = ['planned', 'under-way', 'done'];
export const STATE_NAMES: Record<ActionState, () => string> = {
  planned: m.answers_d_planned,
  'under-way': m.answers_d_under_way,
  done: m.answers_d_done,
};

export function dayWords(day: string): string {
  const dates = new Intl.DateTimeFormat(getLocale(), {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return dates.format(Date.parse(`${day}T00:00:00Z`));
}

/** Whether what was promised should have been done by now. `today` as `2026-11-24`. */
export function isLate({ verdict, state, due }: Action, today: string): boolean {
  return verdict === 'we-will' && state !== 'done' && due !== undefined && due < today;
}
