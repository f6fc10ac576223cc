/** Moments as a form types them, in the zone of whoever types: `2026-11-24T09:30` and back. */

/** What a `datetime-local` field shows of an instant; nothing for none. */
export function localOf(instant: string | undefined): string {
  if (instant === undefined) return '';
  const date = new Date(instant);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The instant that was typed; undefined while it is not whole. */
export function instantOf(local: string): string | undefined {
  const ms = Date.parse(local);
  return local === '' || Number.isNaN(ms) ? undefined : new Date(ms).toISOString().replace('.000Z', 'Z');
}
