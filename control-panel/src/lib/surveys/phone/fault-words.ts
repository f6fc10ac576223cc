/** What is wrong with an answer, and what to do, for the person who gave it. */
import type { AnswerFault } from '@palier/playlists/survey-answers';
import { m } from '#lib/paraglide/messages.js';

export type { AnswerFault };

export function faultWords(fault: AnswerFault, kind: string): string {
  switch (fault) {
    case 'missing':
      return kind === 'consent' ? m.surveys_phone_fault_consent() : m.surveys_phone_fault_missing();
    case 'not-complete':
      return kind === 'ranking' ? m.surveys_phone_fault_ranking() : m.surveys_phone_fault_rows();
    case 'too-many':
      return m.surveys_phone_fault_many();
    case 'too-long':
      return m.surveys_phone_fault_long();
    case 'not-a-date':
      return m.surveys_phone_fault_date();
    default:
      return m.surveys_phone_fault_other();
  }
}
