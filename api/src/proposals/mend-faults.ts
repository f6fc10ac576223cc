/** What a moderator may not make of somebody's words: what its author could not have sent either, and another credit. */
import type { ProposalContent } from '@palier/playlists/proposal';
import type { Reader } from '../storage/storage.ts';
import { dayFaults, dayOf } from './terms.ts';

export type MendFault = { field: string; reason: string };

/** Only what is changed is judged: a day that has come meanwhile, or a topic that is gone, hinders no other mending. */
export async function mendFaults(
  reader: Reader,
  { before, after }: { before: ProposalContent; after: ProposalContent },
  { zone, ms }: { zone: string; ms: number },
): Promise<MendFault[]> {
  const faults: MendFault[] = [];
  if (after.fromOn !== before.fromOn || after.untilOn !== before.untilOn) {
    const hasCome = after.fromOn === before.fromOn && after.fromOn !== undefined && after.fromOn < dayOf(ms, zone);
    const days = hasCome ? { untilOn: after.untilOn } : after;
    faults.push(...dayFaults(days, zone, ms).map(({ field, code }) => ({ field: `content.${field}`, reason: code })));
  }
  const known = new Set<string>((await reader.get('topics', 'topics'))?.topics.map(({ id }) => id));
  if (after.topics.some((topic) => !known.has(topic) && !before.topics.includes(topic)))
    faults.push({ field: 'content.topics', reason: 'a topic is not known any more' });
  if (JSON.stringify(after.credit) !== JSON.stringify(before.credit))
    faults.push({ field: 'content.credit', reason: 'whose name stands there is for its author to say' });
  return faults;
}
