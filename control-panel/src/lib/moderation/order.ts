/** The order of the queue on the page: as it came, with those that say the same under the oldest of them. */
import type { QueueEntry } from '@palier/api/client';

export type Row = { entry: QueueEntry; /** Under another that says the same. */ under: boolean };

export function rowsOf(entries: readonly QueueEntry[]): Row[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const done = new Set<string>();
  const rows: Row[] = [];
  for (const entry of entries) {
    const same = [entry.id, ...(entry.group ?? [])].flatMap((id) => byId.get(id) ?? []);
    for (const one of same) {
      if (done.has(one.id)) continue;
      done.add(one.id);
      rows.push({ entry: one, under: one.id !== entry.id });
    }
  }
  return rows;
}

/** Where to go from `id`: the one after it, or before; absent at the end. */
export function besides(rows: readonly Row[], id: string | undefined, by: 1 | -1): string | undefined {
  const at = rows.findIndex(({ entry }) => entry.id === id);
  return at < 0 ? rows[0]?.entry.id : rows[at + by]?.entry.id;
}

/** Where to go when `id` leaves the list: the next one, else the one before. */
export function afterLeaving(rows: readonly Row[], id: string): string | undefined {
  return (
    besides(rows, id, 1) ?? (rows.some(({ entry }) => entry.id === id) ? besides(rows, id, -1) : rows[0]?.entry.id)
  );
}
