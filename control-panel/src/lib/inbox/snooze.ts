/** Until when a conversation may rest, at the hours of whoever chooses. Its author's next word wakes it in any case. */

export type SnoozeChoice = { id: 'hours' | 'tomorrow' | 'monday' | 'week'; until: string };

const HOUR_MS = 3_600_000;
/** The hour of the day at which a new day of work is taken to begin. */
const MORNING = 9;

/** In three hours, tomorrow morning, next Monday morning, in a week. */
export function snoozeChoices(nowMs: number): SnoozeChoice[] {
  const now = new Date(nowMs);
  const morning = (days: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING).toISOString();
  const toMonday = (8 - now.getDay()) % 7 || 7;
  return [
    { id: 'hours', until: new Date(nowMs + 3 * HOUR_MS).toISOString() },
    { id: 'tomorrow', until: morning(1) },
    ...(toMonday === 1 || toMonday === 7 ? [] : [{ id: 'monday' as const, until: morning(toMonday) }]),
    { id: 'week', until: morning(7) },
  ];
}
