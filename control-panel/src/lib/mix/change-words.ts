/** A change of the mix in words: shares, audiences that go or move, and whose voice a source is. */
import type { MixAnswer } from '@palier/api/client';
import { EVERYONE } from '@palier/playlists/audience';
import { m } from '../paraglide/messages.js';

/** One line, without who and when. */
export function changeWords(change: MixAnswer['audit'][number]): string {
  if ('sourceId' in change) {
    return change.voice === 'trade' ? m.mix_audit_trade(change) : m.mix_audit_corporate(change);
  }
  const { corporatePercent: corporate, colleaguesPercent: colleagues } = change;
  const name = change.audienceId === EVERYONE ? m.mix_everyone() : change.name;
  if (change.act === 'removed') return m.mix_audit_removed({ name, corporate, colleagues });
  return change.act === 'moved'
    ? m.mix_audit_moved({ name, corporate })
    : m.mix_audit_line({ name, corporate, colleagues });
}
