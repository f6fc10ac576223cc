/** What the schemas refuse, in the reader's language. The schema's own words are the last resort. */
import { m } from '../paraglide/messages.js';

export type Issue = {
  code?: string;
  message: string;
  path: readonly PropertyKey[];
  origin?: string;
  format?: string;
  maximum?: number | bigint;
  minimum?: number | bigint;
};

export function faultWords(issue: Issue): string {
  if (issue.message.startsWith('write it in French')) return m.fault_both_languages();
  if (issue.message.startsWith('unknown time zone')) return m.fault_zone();
  if (issue.message.startsWith('the window ends')) return m.fault_window();
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_union':
      return m.fault_required();
    case 'invalid_format':
      return issue.format === 'url' ? m.fault_url() : m.fault_required();
    case 'too_big':
      if (issue.path.at(-1) === 'durationMs') return m.fault_too_long_duration();
      return m.fault_too_long({ count: Number(issue.maximum ?? 0) });
    case 'too_small':
      if (issue.path.at(-1) === 'durationMs') return m.fault_too_short_duration();
      return issue.origin === 'array' ? m.fault_at_least({ count: Number(issue.minimum ?? 1) }) : m.fault_required();
    default:
      return issue.message;
  }
}
