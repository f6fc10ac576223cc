/** The rows of mail in the route table. */
import { MailTestAnswer, MailView } from '../../wire/mail.ts';
import type { RouteRow } from '../row.ts';

export const MAIL_ROUTES = {
  'GET /api/mail': { access: 'admin', summary: 'Whether mail is set up, and what waits', answer: MailView },
  'POST /api/mail/test': {
    access: 'admin',
    summary: 'Send a test letter to the own address; answers what the mail server said',
    answer: MailTestAnswer,
  },
  'POST /api/mail/retry': { access: 'admin', summary: 'Offer again the letters that were given up', answer: MailView },
} as const satisfies Record<string, RouteRow>;
