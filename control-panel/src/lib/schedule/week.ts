/** Days and weeks by their dates, and today's date in a zone. For the server's side of a page. */
import { addDays } from '@palier/playlists/rule-edit';

export { addDays };

/** `asked` where it is a real ISO date, else `otherwise`. */
export function dayOr(asked: string | null, otherwise: string): string {
  if (asked === null || !/^\d{4}-\d{2}-\d{2}$/.test(asked)) return otherwise;
  const ms = Date.parse(asked);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(asked) ? asked : otherwise;
}

/** The Monday of the week of `day` (ISO date). */
export function mondayOf(day: string): string {
  return addDays(day, -((new Date(Date.parse(day)).getUTCDay() + 6) % 7));
}

/** The whole weeks that hold the month of `day`. */
export function monthSpan(day: string): { first: string; days: number } {
  const first = mondayOf(`${day.slice(0, 7)}-01`);
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
  const days = Math.round((Date.parse(addDays(mondayOf(last), 7)) - Date.parse(first)) / 86_400_000);
  return { first, days };
}

/** Today in `zone`. */
export function dayIn(zone: string, nowMs: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(nowMs);
}
