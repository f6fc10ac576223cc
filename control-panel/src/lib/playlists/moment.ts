/** Instants and what a date-and-time field holds, in the zone of the reader's machine. */

/** `2026-11-24T09:00` of an epoch, for a `datetime-local` field. */
export function localInput(epochMs: number): string {
  const at = new Date(epochMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The instant that a field names; absent when it names none. */
export function momentOf(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return undefined;
  const atMs = new Date(text).getTime();
  return Number.isNaN(atMs) ? undefined : new Date(atMs).toISOString();
}
