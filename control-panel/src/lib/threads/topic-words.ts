/** Topics of a thread in words, for phones. */
import type { ThreadTopic } from '@palier/playlists/thread';
import { m } from '../paraglide/messages.js';

export const TOPIC_WORDS: Record<ThreadTopic, () => string> = {
  leave: m.thread_topic_leave,
  pay: m.thread_topic_pay,
  contract: m.thread_topic_contract,
  safety: m.thread_topic_safety,
  colleague: m.thread_topic_colleague,
  suggestion: m.thread_topic_suggestion,
  other: m.thread_topic_other,
};
