/** Calendars that are drawn, and changes that are only tried. */
import { OccurrencesAnswer, PreviewAnswer, type PreviewRequest } from '../wire/occurrences.ts';
import { query, type Caller } from './caller.ts';

/** Of a screen, or of a group in one of its zones. */
export type OccurrencesOf = { screen: string } | { group: string; zone?: string | undefined };

export function occurrenceRoutes(caller: Caller) {
  return {
    /** From an ISO date, at most 62 days. `withDrafts`: as it would be if every draft of a schedule were published. */
    list: (of: OccurrencesOf, from: string, days: number, withDrafts = false) =>
      caller.read(
        `/api/occurrences${query({ ...of, from, days: String(days), drafts: withDrafts ? '1' : undefined })}`,
        OccurrencesAnswer,
      ),
    /** What these schedules would change; nothing is saved. */
    preview: (request: PreviewRequest) => caller.send('POST', '/api/schedules/preview', PreviewAnswer, request),
  };
}
