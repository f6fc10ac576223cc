/**
 * The decisions of a month as they are read, newest first: of proposals, with the title for as long as the proposal is
 * there, and of stories of sources, with the title they had.
 */
import type { Storage } from '../storage/storage.ts';
import type { AuditView } from '../wire/moderation.ts';

/** Decisions of a month that are told, of each kind; a house of thousands decides fewer. */
const MAX_ENTRIES = 20_000;
const LOT = 1_000;

export type AuditEntry = AuditView['entries'][number];
export type StoryEntry = AuditView['stories'][number];

export async function auditOf(storage: Storage, month: string): Promise<AuditView> {
  const titles = new Map((await storage.all('proposals')).map(({ id, content }) => [id, content.title]));
  const entries: AuditEntry[] = [];
  for await (const record of recordsOf(storage, 'proposalAudit', month)) {
    const title = titles.get(record.proposalId);
    entries.push({ ...record, ...(title === undefined ? {} : { title }) });
  }
  const names = new Map((await storage.all('sources')).map(({ id, source }) => [id, source.name]));
  const stories: StoryEntry[] = [];
  for await (const { sourceId, by, ...record } of recordsOf(storage, 'storyAudit', month)) {
    stories.push({ ...record, source: names.get(sourceId) ?? sourceId, ...(by === '' ? {} : { by }) });
  }
  const [one, other] = [await storage.streams('proposalAudit'), await storage.streams('storyAudit')];
  const months = [...new Set([...one, ...other, month])].toSorted().reverse();
  return { month, entries: entries.reverse(), stories: stories.reverse(), months };
}

async function* recordsOf<L extends 'proposalAudit' | 'storyAudit'>(storage: Storage, log: L, month: string) {
  for (let after = 0, count = 0; count < MAX_ENTRIES;) {
    const lot = await storage.readLog(log, month, after, LOT);
    for (const { position, record } of lot) {
      yield record;
      after = position;
    }
    count += lot.length;
    if (lot.length < LOT) return;
  }
}
