/** How a thread stands, in sentences for its author: what HR has done, by when an answer comes, what cannot be done. */
import { dayOf, MAX_MESSAGES } from '@palier/playlists/thread';
import type { ThreadView } from '@palier/playlists/thread-views';
import { m } from '../paraglide/messages.js';
import { dayWords, dueWords } from './when-words.ts';

export type StatusLine = { words: string; tone: 'plain' | 'alarm'; more?: string };

/** Most important first; empty when there is nothing to wait for. */
export function statusLines(thread: ThreadView, nowMs: number, zone: string): StatusLine[] {
  const lines: StatusLine[] = [];
  const say = (words: string, more?: string) => void lines.push({ words, tone: 'plain', ...(more && { more }) });
  if (thread.damaged) lines.push({ words: m.thread_damaged(), tone: 'alarm' });
  if (thread.state === 'blocked') say(m.thread_state_blocked());
  else if (thread.messages.length >= MAX_MESSAGES) say(m.thread_state_full());
  else if (thread.state === 'closed') say(m.thread_state_closed());
  const { expected } = thread;
  if (thread.state !== 'open' || expected === undefined) return lines;
  const when = dueWords(expected.by, nowMs, zone);
  if (expected.late) say(m.thread_expected_late({ when }));
  else {
    const basis = expected.basis === 'measured' ? m.thread_expected_measured() : m.thread_expected_promised();
    say(m.thread_expected({ when }), basis);
  }
  if (!thread.acknowledged) {
    const day = dayWords(thread.acknowledgeBy, nowMs);
    const isLate = thread.acknowledgeBy < dayOf(nowMs, zone);
    say(isLate ? m.thread_acknowledge_late({ day }) : m.thread_acknowledge_by({ day }));
  }
  return lines;
}
