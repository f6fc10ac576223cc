/** A month of the audit for a server load. More than a page holds is read up to a bound, and the page says so. */
import type { ThreadAudit } from '@palier/playlists/thread-views';
import type { Client } from '#lib/api.ts';
import { demandOpen } from './door.ts';

/** Pages of 200 entries. */
const MOST_PAGES = 25;

export type AuditMonth = { month: string; entries: ThreadAudit[]; isCut: boolean };

export async function readAudit(api: Client, url: URL): Promise<AuditMonth> {
  const asked = url.searchParams.get('month');
  const month = asked !== null && /^\d{4}-\d{2}$/.test(asked) ? asked : undefined;
  const entries: ThreadAudit[] = [];
  let after: number | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const answer = await demandOpen(api.inbox.audit(month, after), url);
    entries.push(...answer.entries);
    after = answer.next;
    if (after === undefined) return { month: answer.month, entries, isCut: false };
  }
  return { month: month ?? '', entries, isCut: true };
}

/** The month `by` months from `month`, `YYYY-MM`. */
export function monthFrom(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}
