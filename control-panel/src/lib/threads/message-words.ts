/** What a message or an event of a thread says beside its text. */
import type { ThreadMessage } from '@palier/playlists/thread';
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';

/** What happened, in one sentence; absent for a message. */
export function eventWords({ event, by }: ThreadMessage): string | undefined {
  switch (event) {
    case undefined:
      return undefined;
    case 'acknowledged':
      return m.thread_event_acknowledged();
    case 'handed-over':
      return by === undefined ? m.thread_event_handed_hr() : m.thread_event_handed({ name: by });
    case 'closed':
      return m.thread_event_closed();
    case 'reopened':
      return m.thread_event_reopened();
  }
}

/** A size a person can compare: `240 ko`, `1,4 Mo`. */
export function sizeWords(sizeBytes: number, locale: string = getLocale()): string {
  const unit = sizeBytes < 1_000_000 ? 'kilobyte' : 'megabyte';
  const value = sizeBytes / (unit === 'kilobyte' ? 1_000 : 1_000_000);
  const digits = unit === 'kilobyte' ? 0 : 1;
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: digits });
  return format.format(Math.max(unit === 'kilobyte' ? 1 : 0, value));
}
