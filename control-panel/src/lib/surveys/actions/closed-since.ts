/** How long a survey has waited for a decision, in words. */
import type { SurveySummary } from '@palier/api/client';
import { m } from '../../paraglide/messages.js';
import { spanWords } from '../../time.ts';

const DAY_MS = 24 * 3600_000;

export function closedSince({ closedAt }: Pick<SurveySummary, 'closedAt'>, nowMs: number): string {
  const waitedMs = nowMs - Date.parse(closedAt ?? '');
  return waitedMs >= DAY_MS ? m.answers_l_closed_since({ time: spanWords(waitedMs) }) : m.answers_l_closed_today();
}
