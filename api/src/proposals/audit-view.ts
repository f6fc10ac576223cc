/** The decisions of a month as they are read: newest first, with the title for as long as the proposal is there. */
import type { Storage } from '../storage/storage.ts';
import type { AuditView } from '../wire/moderation.ts';

/** Decisions of a month that are told; a house of thousands decides fewer. */
const MAX_ENTRIES = 20_000;
const LOT = 1_000;

export type AuditEntry = AuditView['entries'][number];

export async function auditOf(storage: Storage, month: string): Promise<AuditView> {
  const entries: AuditEntry[] = [];
  const titles = new Map((await storage.all('proposals')).map(({ id, content }) => [id, content.title]));
  for (let after = 0; entries.length < MAX_ENTRIES;) {
    const lot = await storage.readLog('proposalAudit', month, after, LOT);
    for (const { position, record } of lot) {
      const title = titles.get(record.proposalId);
      entries.push({ ...record, ...(title === undefined ? {} : { title }) });
      after = position;
    }
    if (lot.length < LOT) break;
  }
  const months = await storage.streams('proposalAudit');
  return { month, entries: entries.reverse(), months: [...new Set([...months, month])].toSorted().reverse() };
}
